from __future__ import annotations

import csv
import gzip
import io
import tempfile
from pathlib import Path

import polars as pl
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from read_helpers import Write, catalog, recognised_catalog

from classmatch.errors import InputError
from classmatch.read import Reason, read, reading
from classmatch.read.containers.dialect import Dialect
from classmatch.read.containers.survey import survey

BOOKS = "title,author,isbn\nThe Heron,Ada Quill,0306406152\nLow Tide,,9780306406157\n"


def test_cells_stay_text_and_empty_cells_are_null(write: Write) -> None:
    records, rejects = catalog(write("books.csv", BOOKS))
    assert rejects == []
    assert records == [
        {"source": "books", "record_id": "1", "file": "books.csv", "row": 1,
         "title": "The Heron", "author": "Ada Quill", "isbn": "0306406152"},
        {"source": "books", "record_id": "2", "file": "books.csv", "row": 2,
         "title": "Low Tide", "isbn": "9780306406157"},
    ]  # fmt: skip


def test_the_table_is_the_raw_schema(write: Write) -> None:
    from classmatch.schema import RAW_CATALOG, REJECTS

    result = read(recognised_catalog(write("books.csv", BOOKS)))
    assert dict(result.records.collect_schema()) == dict(RAW_CATALOG)
    assert dict(result.rejects.collect_schema()) == dict(REJECTS)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_finds_the_delimiter(write: Write, delimiter: str) -> None:
    records, _ = catalog(write("books.txt", BOOKS.replace(",", delimiter)))
    assert [row["title"] for row in records] == ["The Heron", "Low Tide"]
    assert records[0]["isbn"] == "0306406152"


def test_delimiters_inside_cells_do_not_mislead(write: Write) -> None:
    text = "title;author\n" + 'Salt, Sand, and Sea;"Quill, Ada"\n' * 5
    records, _ = catalog(write("books.csv", text))
    assert records[0]["author"] == "Quill, Ada"


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, lambda data: data])
@pytest.mark.parametrize("name", ["books.csv", "books.csv.gz", "books.parquet"])
def test_the_content_decides_not_the_ending(write: Write, pack: object, name: str) -> None:
    records, _ = catalog(write(name, pack(BOOKS.encode())))  # type: ignore[operator]
    assert [row["title"] for row in records] == ["The Heron", "Low Tide"]


def test_several_compressed_frames_are_one_file(write: Write) -> None:
    first, second = BOOKS.encode()[:30], BOOKS.encode()[30:]
    for name, pack in (("a.csv.zst", zstandard.compress), ("a.csv.gz", gzip.compress)):
        records, rejects = catalog(write(name, pack(first) + pack(second)))
        assert (len(records), rejects) == (2, [])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends(write: Write, line_end: str) -> None:
    records, rejects = catalog(write("books.csv", BOOKS.replace("\n", line_end)))
    assert [row["isbn"] for row in records] == ["0306406152", "9780306406157"]
    assert rejects == []


def test_byte_order_mark_is_not_part_of_the_first_name(write: Write) -> None:
    records, _ = catalog(write("books.csv", b"\xef\xbb\xbf" + b'"title","author"\n"The Heron","Ada Quill"\n'))
    assert records[0]["title"] == "The Heron"


def test_a_record_over_several_lines_is_one_row(write: Write) -> None:
    records, rejects = catalog(write("books.csv", 'title,author\n"The\nHeron",Ada\n"Low ""Tide""",Bo\n'))
    assert [(row["row"], row["title"]) for row in records] == [(1, "The\nHeron"), (2, 'Low "Tide"')]
    assert rejects == []


def test_ragged_rows_are_rejected_with_their_number(write: Write) -> None:
    text = "title,author,isbn\nA,a,1\nB,b\nC,c,3\nD,d,4,x\n,,\nE,e,5\n"
    records, rejects = catalog(write("books.csv", text))
    assert [(row["row"], row["title"]) for row in records] == [(1, "A"), (3, "C"), (6, "E")]
    assert [(row["row"], row["reason"]) for row in rejects] == [
        (2, Reason.TOO_FEW_FIELDS),
        (4, Reason.TOO_MANY_FIELDS),
        (5, Reason.EMPTY),
    ]
    assert rejects[0]["record"] == '{"source":"books","record_id":"2","title":"B","author":"b"}'
    assert rejects[0]["file"] == "books.csv"


def test_ragged_rows_are_found_across_chunks(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classmatch.read.containers.survey.CHUNK_BYTES", 7)
    text = 'title,author,isbn\nA,"a,\n""x""",1\nB,b\nC,c,3\nD,d,4,x\nE,"e",5'
    records, rejects = catalog(write("books.csv", text))
    assert [row["title"] for row in records] == ["A", "C", "E"]
    assert [row["row"] for row in rejects] == [2, 4]


def test_a_row_without_title_or_identifier_is_rejected(write: Write) -> None:
    records, rejects = catalog(write("books.csv", "title,author,isbn\n  ,Ada Quill,\n,,0306406152\n"))
    assert [row["isbn"] for row in records] == ["0306406152"]
    assert [(row["row"], row["reason"]) for row in rejects] == [(1, Reason.NO_TITLE)]


def test_stray_quotation_marks_in_a_file_without_quoting(write: Write) -> None:
    text = 'title\tauthor\n5" disks\tAda\n"Quoted" words\tBo\nPlain\tCy\n"Whole"\tDi\n'
    records, rejects = catalog(write("books.tsv", text))
    assert [row["title"] for row in records] == ['5" disks', '"Quoted" words', "Plain", "Whole"]
    assert rejects == []


def test_stray_quotation_marks_in_a_file_with_quoting(write: Write) -> None:
    text = 'title,author\n"Salt, Sand",Ada\n5" disks,Bo\n"Low, Tide","Quill, Cy"\n'
    records, rejects = catalog(write("books.csv", text))
    assert [row["title"] for row in records] == ["Salt, Sand", '5" disks', "Low, Tide"]
    assert rejects == []


@pytest.mark.parametrize("rest", ["Ebb,Di\n", "Ebb,Di", '"Reed, Rush",Di\n', 'Ebb,Di\n"Reed, Rush",Ed\nEnd,Flo\n'])
def test_a_quotation_mark_that_is_not_closed_costs_its_own_row_only(write: Write, rest: str) -> None:
    text = 'title,author\n"Salt, Sand",Ada\n"Low, Tide,Bo\nFlow,Cy\n' + rest
    records, rejects = catalog(write("books.csv", text))
    assert [row["author"] for row in records[:2]] == ["Ada", "Cy"]
    assert len(records) == 2 + len(rest.strip().split("\n"))
    assert [(row["row"], row["reason"]) for row in rejects] == [(2, Reason.TOO_FEW_FIELDS)]


def test_a_cell_without_end_is_named_by_line(write: Write) -> None:
    text = 'title,author\n"Salt, Sand",Ada\n"Low, Tide,Bo\n' + "Ebb and Flow,Cy\n" * 70_000
    with pytest.raises(InputError, match=r"line 3: a quotation mark is not closed"):
        catalog(write("books.csv", text))


def test_a_truncated_download(write: Write) -> None:
    data = gzip.compress(b"title,author\n" + bytes(range(65, 91)) * 50_000)
    with pytest.raises(InputError, match="truncated"):
        catalog(write("books.csv.gz", data[: len(data) // 2]))


@pytest.mark.parametrize("content", ["", "  \n\n"])
def test_an_empty_file(write: Write, content: str) -> None:
    with pytest.raises(InputError, match="is empty"):
        catalog(write("books.csv", content))


def test_a_header_alone_gives_no_rows(write: Write) -> None:
    assert catalog(write("books.csv", "title,author\n")) == ([], [])


def test_an_unknown_delimiter_is_suspected(write: Write) -> None:
    with pytest.raises(InputError, match=r"one column only.*delimiter"):
        catalog(write("books.csv", "title^author\nLow Tide^Ada\n"))


def test_a_list_of_isbns_has_one_column(write: Write) -> None:
    records, _ = catalog(write("list.csv", "ISBN\n0306406152\n9780306406157\n"))
    assert [row["isbn"] for row in records] == ["0306406152", "9780306406157"]


def test_column_names_that_stand_twice(write: Write) -> None:
    records, _ = catalog(write("books.csv", "title,author,author,\nLow Tide,Ada,Bo,x\n"))
    assert records[0]["author"] == "Ada"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04zipped", "ZIP"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"-- MySQL dump 10.13", "MySQL"),
        (b"ab\x00\x01\x02", "binary"),
    ],
)
def test_what_is_not_a_table_is_named(write: Write, content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        catalog(write("books.csv", content))


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12).map(
    lambda text: text.replace("\r", "")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=8), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_any_table_comes_back_as_it_was_written(cells: list[tuple[str, str]], delimiter: str, line_end: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([("title", "author"), *((f"t{title}", author) for title, author in cells)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.csv"
        path.write_bytes(text.getvalue().encode())
        with reading(path):
            found = read(recognised_catalog(path)).records.sort("row").select("title", "author").collect()
    expected = [(f"t{title}", author if author.strip(" ") and author.strip() else None) for title, author in cells]
    assert found.rows() == [row if row[1] != "\\N" else (row[0], None) for row in expected]
    assert found.schema == {"title": pl.String, "author": pl.String}


@pytest.mark.parametrize("preamble", ["\n\n", "sep=;\n", "\ufeffsep=;\r\n", "  \n"])
def test_lines_before_the_header_are_no_rows(write: Write, preamble: str) -> None:
    records, rejects = catalog(write("books.csv", f"{preamble}title;author\nLow Tide;Ada\nEbb\n"))
    assert [(row["row"], row["title"]) for row in records] == [(1, "Low Tide")]
    assert [(row["row"], row["reason"]) for row in rejects] == [(2, Reason.TOO_FEW_FIELDS)]


def test_a_stray_zero_byte_does_not_make_it_binary(write: Write) -> None:
    records, _ = catalog(write("books.csv", "title,author\n" + "Low Tide,Ada\n" * 50 + "E\x00bb,Bo\n"))
    assert records[-1]["title"] == "E\x00bb"


@pytest.mark.parametrize(
    "above",
    [
        "# exported 2020-01-02, by Ada Quill\n",
        "# made by hand\n#\n",
        "Our books\n\n",
        '"Our books,\nall of them",,\n',
        "Our books,,\r\n,,\r\n",
    ],
)
def test_titles_and_comments_above_the_header(write: Write, above: str) -> None:
    records, rejects = catalog(write("books.csv", f"{above}title,author,isbn\nLow Tide,Ada,0306406152\nEbb\n"))
    assert [(row["row"], row["title"], row["isbn"]) for row in records] == [(1, "Low Tide", "0306406152")]
    assert [(row["row"], row["reason"]) for row in rejects] == [(2, Reason.TOO_FEW_FIELDS)]


def test_a_header_that_is_a_comment(write: Write) -> None:
    records, _ = catalog(write("books.tsv", "# title\tauthor\nLow Tide\tAda\nEbb\tBo\n"))
    assert [(row["title"], row["author"]) for row in records] == [("Low Tide", "Ada"), ("Ebb", "Bo")]


def test_a_table_without_a_header(write: Write) -> None:
    text = "Low Tide;Ada Quill;9780306406157;2011\nThe Heron;Bo Reed;0306406152;1999\nEbb;Cy;;2001\n"
    path = write("books.csv", text)
    records, rejects = catalog(path, mapping={"title": "column_1", "author": "column_2"})
    assert rejects == []
    assert [(row["row"], row["title"], row["author"], row["date"]) for row in records] == [
        (1, "Low Tide", "Ada Quill", "2011"), (2, "The Heron", "Bo Reed", "1999"), (3, "Ebb", "Cy", "2001"),
    ]  # fmt: skip
    assert [row.get("isbn") for row in records] == ["9780306406157", "0306406152", None]
    assert recognised_catalog(path).reasons[2:] == (
        "isbn from column 'column_3', by its content",
        "date from column 'column_4', by its content",
    )


@pytest.mark.parametrize("name", ["list.txt", "list.csv"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("header", ["", "ISBN\n", "Books to look for\n", "# wanted\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_list_of_isbns_alone(write: Write, name: str, mark: bytes, header: str, line_end: str) -> None:
    isbns = ["9780306406157", "978-0-07-136362-4", "0306406152", "0-8044-2957-X"]
    text = (header + "\n".join(isbns)).replace("\n", line_end)
    records, rejects = catalog(write(name, mark + text.encode()))
    assert ([(row["row"], row["isbn"]) for row in records], rejects) == ([*enumerate(isbns, 1)], [])


def test_one_isbn_alone(write: Write) -> None:
    assert catalog(write("list.txt", "9780306406157"))[0][0]["isbn"] == "9780306406157"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("chunk", [1, 5, 1 << 22])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_delimiter_behind_every_row(
    write: Write, monkeypatch: pytest.MonkeyPatch, line_end: str, chunk: int, end: str
) -> None:
    monkeypatch.setattr("classmatch.read.containers.survey.CHUNK_BYTES", chunk)
    text = 'title,author\nLow Tide,Ada,\n"Ebb, Flow",Bo,\nEnd,Cy,x\nA,' + end
    records, rejects = catalog(write("books.csv", text.replace("\n", line_end)))
    assert [(row["title"], row.get("author")) for row in records] == [
        ("Low Tide", "Ada"),
        ("Ebb, Flow", "Bo"),
        ("A", None),
    ]
    assert [(row["row"], row["reason"]) for row in rejects] == [(3, Reason.TOO_MANY_FIELDS)]


def test_a_delimiter_behind_the_header_alone(write: Write) -> None:
    records, rejects = catalog(write("books.csv", "title,author,\nLow Tide,Ada\nEbb,Bo\n"))
    assert ([row["author"] for row in records], rejects) == (["Ada", "Bo"], [])


def test_names_that_would_collide(write: Write) -> None:
    source = recognised_catalog(write("books.csv", "title,x,x,x_2,\nLow Tide,1,2,3,4\n"))
    assert source.unused == ("x", "x_2", "x_2_2", "column_5")


PIECES = st.sampled_from([",", "\n", "\r\n", '"', '""', "a", "é", " ", "1"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.integers(1, 9))
def test_the_survey_sees_the_same_whatever_the_chunks(text: str, size: int) -> None:
    data = f"title,author,isbn\n{text}".encode()
    dialect = Dialect(",", ("title", "author", "isbn"))
    whole = survey(io.BytesIO(data), dialect)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("classmatch.read.containers.survey.CHUNK_BYTES", size)
        parts = survey(io.BytesIO(data), dialect)
    assert str(parts) == str(whole)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=8))
def test_the_survey_counts_as_the_csv_module_does(records: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["title", "author", "isbn"], *records])
    found = survey(io.BytesIO(text.getvalue().encode()), Dialect(",", ("title", "author", "isbn")))
    assert found.quoting_is_sound
    assert list(found.short) == [number for number, record in enumerate(records, 1) if len(record) < 3]
    assert list(found.long) == [number for number, record in enumerate(records, 1) if len(record) > 3]
