"""Catalogs and registrations as nested JSON: values that change their kind, and records with less than usual.

Whole files of each format are in `tests/cases/formats`.
"""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_helpers import catalog, registrations

from classmatch.errors import InputError
from classmatch.read import Reason
from classmatch.read.formats import KNOWN, aac, annas_archive, cprs, isbndb, openlibrary, openlibrary_dump
from classmatch.read.formats.aac_uploads import is_title
from classmatch.read.formats.isbndb_books import COLUMNS, books

if TYPE_CHECKING:
    from read_helpers import Write

    from classmatch.read.formats.base import Format

MD5 = "0123456789abcdef0123456789abcdef"
FORMATS = [aac.FORMAT, annas_archive.FORMAT, cprs.FORMAT, isbndb.FORMAT, openlibrary.FORMAT, openlibrary_dump.FORMAT]


def lines(*entries: Any) -> str:
    return "".join(json.dumps(entry) + "\n" for entry in entries)


def hit(**fields: Any) -> dict[str, Any]:
    return {"public_records_id": "voyager_1", "registration_number": "TX0000000001", "title_of_work": "T", **fields}


# --------------------------------------------------------------------------------------------------------------------
# The Copyright Public Records System.


@pytest.mark.parametrize("kind", [lambda value: value, lambda value: [value], lambda value: [value, value, None, ""]])
def test_a_value_and_a_list_of_one_are_the_same(write: Write, kind: Any) -> None:
    entry = hit(
        registration_number=kind("TX0000000001"),
        registration_date=kind("1982-09-23"),
        registration_class=kind("TX"),
        primary_titles_list=kind({"title_primary_title_title_proper": kind("Low tide /")}),
        author_statement_list=kind({"author_full_name": kind("Ada Quill")}),
        claimants_list=kind({"claimant_full_name": kind("Heron House")}),
        title_application_list=kind({"title_application_title": kind("Tide, low")}),
        general_note=kind("Note."),
        title_of_work=None,
    )
    [row], rejects = registrations(write("cprs.jsonl", lines(entry)))
    assert rejects == []
    assert {name: text for name, text in row.items() if name not in ("file", "row")} == {
        "registration_record_id": "voyager_1", "registration_number": "TX0000000001",
        "registration_date": "1982-09-23", "title": "Low tide", "alternate_title": "Tide, low",
        "author": "Ada Quill", "claimants": "Heron House", "notes": "Note.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "title"),
    [("Low tide :", "Low tide"), ("Low tide /", "Low tide"), ("Low tide", "Low tide"), ("Why? /", "Why?"),
     ("And/or", "And/or"), ("Low tide =", "Low tide")],
)  # fmt: skip
def test_punctuation_that_leads_to_the_next_part_is_no_title(write: Write, written: str, title: str) -> None:
    entry = hit(primary_titles_list=[{"title_primary_title_title_proper": written}])
    [row], _ = registrations(write("cprs.json", json.dumps({"data": [{"hit": entry}]})))
    assert row["title"] == title


def test_the_author_is_whoever_is_named_best(write: Write) -> None:
    statement = {"primary_titles_list": [{"title_primary_title_statement_of_responsibility": "by A. Quill."}]}
    names = {"display_names": {"persons": [{"name": "Quill, Ada", "roles": "Author"}, {"name": "X", "roles": []}]}}
    employer = {"author_statement_list": [{"author_full_name": "Heron House, employer for hire."}]}
    rows, _ = registrations(
        write("cprs.jsonl", lines(hit(**statement), hit(**statement, **names), hit(**statement, **names, **employer)))
    )
    assert [row["author"] for row in rows] == ["by A. Quill.", "Quill, Ada", "Heron House, employer for hire"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"registration_class": "RE"}, "renewal"),
        ({"registration_number": "RE0000000001"}, "renewal"),
        ({"registration_number": "PRE000000001"}, "preregistration"),
        ({"type_of_record": "registration"}, "registration"),
        ({"type_of_record": "Supplementary registration"}, "supplementary"),
        ({"type_of_record": "something"}, None),
    ],
)
def test_the_type_of_the_record(write: Write, fields: dict[str, str], kind: str | None) -> None:
    [row], _ = registrations(write("cprs.jsonl", lines(hit(**fields))))
    assert row.get("record_type") == kind


def test_a_file_of_registrations_is_not_taken_for_another_kind(write: Write) -> None:
    path = write("records.json", json.dumps([{"registration_number": "TX0000000001", "title": "T"}]))
    [row], _ = registrations(path)
    assert row["title"] == "T"


# --------------------------------------------------------------------------------------------------------------------
# Anna's Archive.


def record(**data: Any) -> dict[str, Any]:
    return {"_id": f"md5:{MD5}", "_source": {"file_unified_data": {"title_best": "Low Tide", **data}}}


@pytest.mark.parametrize(
    ("varia", "year", "edition", "notes"),
    [
        ("1998", "1998", None, None),
        ("0", "", None, None),
        ("2nd ed., 1998", "1998", "2nd ed.", None),
        ("Second Edition", "", "Second Edition", None),
        ("1st, 1998", "1998", "1st", None),
        ("Ring of Salt 1, 0", "", None, "Ring of Salt 1"),
        ("Tales, 4, 3rd ed., 1998", "1998", "3rd ed.", "Tales, 4, 3rd ed."),
        ("", "1998", None, None),
    ],
)
def test_edition_among_series_volume_and_year(
    write: Write, varia: str, year: str, edition: str | None, notes: str | None
) -> None:
    [row], _ = catalog(write("aa.jsonl", lines(record(edition_varia_best=varia, year_best=year))))
    assert (row.get("edition"), row.get("notes"), row.get("date")) == (edition, notes, year or None)


def test_a_record_of_the_index_packed_with_gzip(write: Write) -> None:
    [row], _ = catalog(write("aarecords__0.json.gz", gzip.compress(json.dumps([record()], indent="\t").encode())))
    assert (row["source"], row["title"], row["md5"]) == ("annas_archive", "Low Tide", MD5)


def test_problems_in_either_form(write: Write) -> None:
    pair, whole = [["zlib_missing", "1"]], [{"type": "zlib_missing", "descr": "1"}]
    rows, _ = catalog(write("aa.jsonl", lines(record(problems=pair), record(problems=whole), record(problems=[]))))
    assert [row.get("file_status") for row in rows] == ["zlib_missing: 1", "zlib_missing: 1", None]


# --------------------------------------------------------------------------------------------------------------------
# Containers.


@pytest.mark.parametrize("title", ["Low Tide", "1984: a novel", "Tide", "G.", "登州沙门岛", "Aristoteles; Grundlegung"])
def test_titles_that_people_gave(title: str) -> None:
    assert is_title(title) is (title != "G.")


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - ch1.doc", "untitled", "Untitled-2", "U_5_01.indd", "B7V;01jul99", "Proceedings Template - WORD",
     "chapter.pdf", "12345", "...", "None", "doc/1", "Slide 1"],
)  # fmt: skip
def test_titles_that_programs_gave(title: str) -> None:
    assert not is_title(title)


def container(collection: str, metadata: Any) -> dict[str, Any]:
    return {"aacid": f"aacid__{collection}__20240101T000000Z__7__{'a' * 22}", "metadata": metadata}


def test_the_source_is_the_collection_unless_told(write: Write) -> None:
    path = write(
        "aac.jsonl", lines(container("gulf_records", {"title": "A"}), container("bay_records", {"title": "B"}))
    )
    assert [row["source"] for row in catalog(path)[0]] == ["gulf_records", "bay_records"]
    assert {row["source"] for row in catalog(path, library="mine")[0]} == {"mine"}


def test_a_record_deep_inside_its_metadata(write: Write) -> None:
    book = {"title": "Low Tide", "authors": [{"firstName": "Ada", "lastName": "Quill"}], "industryIds": {"isbn": "1"}}
    entry = container("gulf_records", {"fetched": 1, "answer": {"volumeInfo": {"language": "en", "book": book}}})
    [row], _ = catalog(write("aac.jsonl", lines(entry)))
    assert (row["title"], row["author"], row["language"], row["isbn"]) == ("Low Tide", "Ada Quill", "en", "1")


# --------------------------------------------------------------------------------------------------------------------
# Open Library and ISBNdb.


def test_a_dump_of_authors_has_no_books(write: Write) -> None:
    text = '/type/author\t/authors/OL1A\t1\t2010-01-01T00:00:00.0\t{"name": "Ada Quill"}\n'
    rows, rejects = catalog(write("ol_dump_authors.txt", text))
    assert (rows, [row["reason"] for row in rejects]) == ([], [Reason.NOT_A_BOOK])


def test_a_truncated_dump(write: Write) -> None:
    text = '/type/edition\t/books/OL%dM\t1\t2010-01-01T00:00:00.0\t{"title": "Low Tide"}\n'
    packed = gzip.compress("".join(text % number for number in range(500)).encode())
    with pytest.raises(InputError, match="truncated"):
        catalog(write("ol_dump_editions.txt.gz", packed[:-20]))


def test_a_truncated_array(write: Write) -> None:
    text = json.dumps([record(), record()], indent=1)
    with pytest.raises(InputError, match="its last array or object is not closed"):
        catalog(write("aarecords__0.json", text[:-20]))


BOOK = {"title": "Low Tide", "title_long": "Low Tide: A Novel", "authors": ["Ada Quill", "Bo Reed"], "isbn13": "978"}


def test_a_column_of_books() -> None:
    texts = pl.Series(
        [json.dumps(BOOK), None, json.dumps({"title_long": "L", "edition": 2, "authors": ["", "x", "x"]})]
    )
    frame = books(texts)
    assert frame.columns == list(COLUMNS)
    assert frame.rows(named=True)[0] | {"isbn": None} == {
        "record_id": "978", "title": "Low Tide", "alternate_title": "Low Tide: A Novel",
        "author": "Ada Quill; Bo Reed", "publisher": None, "date": None, "language": None, "edition": None,
        "isbn": None,
    }  # fmt: skip
    assert set(frame.row(1)) == {None}
    assert frame.select("title", "author", "edition").row(2) == ("L", "x", "2")


@pytest.mark.parametrize(
    "odd", ["{", "[1]", '"x"', '{"title": {"a": "b"}}', '{"title": ["T"]}', '{"authors": {"a": {}}}']
)
def test_a_column_of_books_with_an_odd_one(odd: str) -> None:
    frame = books(pl.Series([json.dumps(BOOK), odd, json.dumps(BOOK)]))
    assert frame["title"].to_list()[::2] == ["Low Tide", "Low Tide"]
    assert frame.height == 3


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)


@given(st.lists(st.dictionaries(st.sampled_from([*BOOK, "isbn", "isbn10", "edition"]), CELLS), min_size=1, max_size=4))
def test_books_come_out_alike_in_one_go_and_one_by_one(entries: list[dict[str, Any]]) -> None:
    texts = [json.dumps(entry | {"authors": [entry.get("authors", "")]}) for entry in entries]
    at_once = books(pl.Series(texts))
    with_odd = books(pl.Series([*texts, "odd"]))
    assert at_once.rows() == with_odd.rows()[:-1]


# --------------------------------------------------------------------------------------------------------------------
# All of them.


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize(
    "other", ["", "{}", "[]", "title,isbn\nA,1\n", '{"title":"A"}', '[{"title":"A"}]', "<a/>", "\0"]
)
def test_other_texts_are_not_recognised(known: Format, other: str) -> None:
    assert [layout.recognises(other.encode()) for layout in known.layouts] == [None]


def test_every_format_is_known() -> None:
    assert [known.name for known in FORMATS if known not in KNOWN] == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9999) | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(CELLS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = {
    "cprs": ("registration_number registration_number_list registration_class type_of_record recordation_number "
             "primary_titles_list title_of_work title_concatenated other_titles author_statement_list claimants_list "
             "display_names author claimant claimants publication_date isbn general_note fee_date hit data"),
    "annas_archive": "_id _source id file_unified_data",
    "aac": "aacid metadata",
    "isbndb": "book title title_long authors isbn13 isbn edition publisher",
    "openlibrary": "key title author_name publish_date first_publish_year isbn oclc id_amazon",
    "openlibrary_dump": "",
}  # fmt: skip


@pytest.mark.parametrize("known", [known for known in FORMATS if KEYS[known.name]], ids=lambda known: known.name)
@given(data=st.data())
def test_any_values_under_the_keys_of_a_record(known: Format, data: st.DataObject) -> None:
    entry = data.draw(st.dictionaries(st.sampled_from(KEYS[known.name].split()), JSON))
    if known.name == "aac":
        entry = container(data.draw(st.sampled_from(["ia2_records", "upload_records_x", "gulf"])), data.draw(JSON))
    stream = io.BytesIO(json.dumps(entry).encode() + b"\n")
    for found in known.layouts[0].records(stream):
        if isinstance(found, dict):
            assert set(found) <= set(known.layouts[0].columns)
            assert all(text is None or (isinstance(text, str) and text.strip()) for text in found.values())
