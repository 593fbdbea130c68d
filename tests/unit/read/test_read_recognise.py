from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from read_helpers import catalog, recognised_catalog, recognised_registrations, registrations

from classmatch.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from read_helpers import Row, Write

MD5 = "0123456789abcdef0123456789ABCDEF"


def first(write: Write, header: str, row: str, **options: object) -> Row:
    """The only record of a comma-separated catalog."""
    records, rejects = catalog(write("books.csv", f"{header}\n{row}\n"), **options)
    assert rejects == []
    return records[0]


def test_libgen_non_fiction(write: Write) -> None:
    header = "ID,Title,VolumeInfo,Author,Year,Publisher,Library,Identifier,IdentifierWODash,ASIN,MD5,Locator"
    row = f'17,Low Tide,2,"Reed, Bo",2001,OUP,some site,"0-306-40615-2,9780306406157",0306406152,B0B6HNHVV9,{MD5},x'
    record = first(write, header, row)
    assert record["source"] == "libgen"
    assert record["record_id"] == "17"
    assert (record["volume"], record["isbn"]) == ("2", "0-306-40615-2,9780306406157")
    assert (record["asin"], record["md5"], record["date"]) == ("B0B6HNHVV9", MD5, "2001")


def test_isbndb(write: Write) -> None:
    record = first(
        write, "isbn,isbn13,title,title_long,authors,date_published", "0306406152,9780306406157,A,A: b,Ada,2001-02"
    )
    assert record["source"] == "isbndb"
    assert record["isbn"] == "0306406152; 9780306406157"
    assert (record["alternate_title"], record["date"]) == ("A: b", "2001-02")


def test_goodreads_library_export(write: Write) -> None:
    header = (
        "Book Id,Title,Author,Additional Authors,ISBN,ISBN13,Year Published,Original Publication Year,Date Added,"
        "Exclusive Shelf"
    )
    row = '5,Low Tide,Ada Quill,"Bo Reed, Cy Rush","=""0306406152""","=""9780306406157""",2004,1999,2019/05/06,read'
    record = first(write, header, row)
    assert record["author"] == "Ada Quill; Bo Reed, Cy Rush"
    assert record["isbn"] == "0306406152; 9780306406157"
    assert (record["record_id"], record["date"], record["source"]) == ("5", "2004", "goodreads")
    assert "added" not in record  # to a reader's shelf, and not to a library


def test_goodbooks_style(write: Write) -> None:
    header = "book_id,goodreads_book_id,isbn13,authors,original_publication_year,original_title,title,language_code"
    record = first(write, header, '1,77,9780306406157,"Ada Quill, Bo Reed",2008.0,Low Tide,"Low Tide (Shores, #1)",eng')
    assert record["alternate_title"] == "Low Tide"
    assert record["title"] == "Low Tide (Shores, #1)"
    assert (record["date"], record["language"], record["record_id"]) == ("2008.0", "eng", "1")


def test_open_library(write: Write) -> None:
    path = write(
        "ol.jsonl",
        '{"key": "/books/OL1M", "title": "Low Tide", "authors": [{"key": "/authors/OL1A"}],'
        ' "by_statement": "Ada Quill", "publishers": ["Reed"], "publish_date": "May 2001",'
        ' "isbn_13": ["9780306406157"], "isbn_10": ["0306406152"],'
        ' "languages": [{"key": "/languages/eng"}]}\n',
    )
    records, _ = catalog(path)
    assert records[0]["record_id"] == "/books/OL1M"
    assert (records[0]["author"], records[0]["language"]) == ("Ada Quill", "eng")
    assert records[0]["isbn"] == "9780306406157; 0306406152"


def test_a_library_catalog(write: Write) -> None:
    record = first(write, "id,title,publication,series", '3,Low Tide,"Berlin ; New York : Springer, [2003]",Shores 4')
    assert record["imprint"] == "Berlin ; New York : Springer, [2003]"
    assert "date" not in record


def test_a_renewal_date_is_no_publication_date(write: Write) -> None:
    assert "date" not in first(write, "title,author,renewal_date", "Low Tide,Ada,1960-02-03")


@pytest.mark.parametrize(
    ("header", "expected"),
    [("Row,record_id,id", "1"), ("x,record_id,ID", "2"), ("x,y,ID", "3"), ("source_id,y,z", "1"), ("x,y,z", "1")],
)
def test_the_id_of_a_record(write: Write, header: str, expected: str) -> None:
    assert first(write, f"title,{header}", "Low Tide,1,2,3")["record_id"] == expected


def test_source_is_told_or_a_column_or_the_name_of_the_file(write: Write) -> None:
    path = write("shelf.csv.txt", "title,source\nLow Tide,attic\nEbb,\n")
    assert [row["source"] for row in catalog(path)[0]] == ["attic", "shelf"]
    assert {row["source"] for row in catalog(path, library="cellar")[0]} == {"cellar"}


def test_the_mapping_overrides(write: Write) -> None:
    record = first(
        write, "Name,Werk,Nr,title", "Ada,Low Tide,9,wrong", mapping={"title": "werk", "author": "Name", "id": "Nr"}
    )
    assert (record["title"], record["author"], record["record_id"]) == ("Low Tide", "Ada", "9")


def test_all_faults_come_at_once(write: Write) -> None:
    path = write("books.csv", "werk,autor\nLow Tide,Ada\n")
    with pytest.raises(InputError) as caught:
        recognised_catalog(path, mapping={"titel": "werk", "author": "auto"})
    message = str(caught.value)
    assert "no field 'titel' (did you mean 'title'?)" in message
    assert "no column 'auto' (did you mean 'autor'?)" in message
    assert "no column holds titles" in message
    assert "werk, autor" in message
    assert "--map title=COLUMN" in message


def test_an_unknown_format_has_a_hint(write: Write) -> None:
    with pytest.raises(UsageError, match="did you mean 'libgen'"):
        recognised_catalog(write("books.csv", "title\nLow Tide\n"), format="libgn")


def test_a_format_that_is_told(write: Write) -> None:
    path = write("books.csv", "title,identifier\nLow Tide,9780306406157\n")
    source = recognised_catalog(path, format="libgen")
    assert source.mapping["isbn"] == ("identifier",)
    assert "format libgen, as told" in source.reasons


def table(path: Path, **columns: list[str]) -> Path:
    pl.DataFrame(columns).write_csv(path)
    return path


def test_identifiers_and_years_are_found_by_content(tmp_path: Path) -> None:
    count = 40
    path = table(
        tmp_path / "books.csv",
        title=[f"Book {letter}" for letter in "abcdefghij" * 4],
        code=[f"978030640615{n % 10}" for n in range(count)],
        fingerprint=[f"{n:032x}" for n in range(count)],
        when=[str(1960 + n) for n in range(count)],
        renewed=[str(1970 + n) for n in range(count)],
    )
    source = recognised_catalog(path)
    assert source.mapping["isbn"] == ("code",)
    assert source.mapping["md5"] == ("fingerprint",)
    assert source.mapping["date"] == ("when",)
    assert source.unused == ("renewed",)
    assert "date from column 'when', by its content" in source.reasons


def test_two_columns_that_look_alike_are_not_guessed_between(tmp_path: Path) -> None:
    years = [str(1960 + n) for n in range(40)]
    assert "date" not in recognised_catalog(table(tmp_path / "b.csv", title=["Book"] * 40, x=years, y=years)).mapping


def test_columns_that_belie_their_names_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "books.csv", title=["Low Tide"] * 30, isbn13=["9.78031E+12"] * 30, author=["123"] * 30)
    source = recognised_catalog(path)
    assert source.mapping.keys() & {"isbn", "author"} == set()
    assert "column 'isbn13' is not taken as isbn: its cells are '9.78031E+12'" in source.notes


def test_a_title_of_numbers_is_absurd(tmp_path: Path) -> None:
    path = table(tmp_path / "books.csv", title=[str(n) for n in range(30)], name=["Low Tide"] * 30)
    assert recognised_catalog(path).mapping["title"] == ("name",)
    with pytest.raises(InputError, match=r"its cells \('0', '1', '2'\) can't be titles"):
        recognised_catalog(path, mapping={"title": "title"})


@pytest.mark.parametrize("name", ["TimeAdded", "time_added", "date_added", "Date added", "added"])
def test_when_a_file_was_added(write: Write, name: str) -> None:
    record = first(write, f"title,isbn,year,{name}", "Low Tide,9780306406157,1998,2019-05-06 10:00:00")
    assert (record["added"], record["date"]) == ("2019-05-06 10:00:00", "1998")


@pytest.mark.parametrize("name", ["nation", "Nation of First Publication", "publication country", "country"])
def test_nation_of_first_publication(write: Write, name: str) -> None:
    path = write("reg.csv", f"registration_number,title,{name}\nTX0001,Low Tide,Peru\n")
    [record], _ = registrations(path)
    assert record["nation"] == "Peru"


@pytest.mark.parametrize("name", ["place_of_1st_pub", "pub_country"])
def test_nation_in_the_tables_of_2024(write: Write, name: str) -> None:
    path = write("reg.csv", f"reg_num,reg_date,{name},title,num_claimants\nTX0001,2001-02-03,Peru,Low Tide,1\n")
    [record], _ = registrations(path)
    assert record["nation"] == "Peru"


@pytest.mark.parametrize("name", ["original_date", "Original registration date", "odat"])
def test_date_of_the_original_registration(write: Write, name: str) -> None:
    path = write("reg.csv", f"registration_number,title,{name}\nRE0001,Low Tide,1958-06-02\n")
    [record], _ = registrations(path)
    assert record["original_date"] == "1958-06-02"


def test_copyright_office_2024(write: Write) -> None:
    path = write(
        "reg.csv",
        "reg_num,reg_date,publication_stat,pub_date,title,work_type,num_authors,num_claimants,author_1_name,author_1_wfh,"
        "author_2_name,claimant_1_name,claimant_1_address,isbn_1,isbn_2,series_name,volume_num,alt_title,biblio_note\n"
        "TX0001,2001-02-03,PUB,2001-01-02,Low Tide,text,2,1,Ada Quill,,Bo Reed,Reed,NY,0306406152,,Shores,4,Ebb,note\n",
    )
    records, _ = registrations(path)
    assert records[0] | {"file": ""} == {
        "registration_record_id": "1", "file": "", "row": 1, "registration_number": "TX0001",
        "registration_date": "2001-02-03", "title": "Low Tide", "alternate_title": "Ebb",
        "author": "Ada Quill; Bo Reed",
        "claimants": "Reed", "publication_date": "2001-01-02", "publication_status": "PUB", "work_type": "text",
        "isbn": "0306406152", "series": "Shores", "volume": "4", "notes": "note",
    }  # fmt: skip


def test_copyright_office_2026(write: Write) -> None:
    path = write(
        "reg.csv",
        b"\xef\xbb\xbfrecord_id,reg_num,reg_date,title,alternate_title,bibliographic_note,statement_of_responsibility,"
        b"author_1_authorship_statement,work_type,publication_status,publication_date,publisher\n"
        b"8,TX0001,2001-02-03,Low Tide,,note,by Ada Quill,text,text,PUB,2001,Reed Press\n",
    )
    source = recognised_registrations(path)
    assert source.format == "usco_2026"
    records, _ = registrations(path)
    assert (records[0]["registration_record_id"], records[0]["author"]) == ("8", "by Ada Quill")


@pytest.mark.parametrize("names", ["author\ttitle\toreg\todat\tid\trdat", "auth\ttitl\toreg\todat\tid\tdreg"])
def test_nypl_renewals(write: Write, names: str) -> None:
    text = f"entry_id\tvolume\t{names}\tclaimants\r\n"
    text += "abc\t4\tAda Quill\tLOW TIDE\tA12345\t1922-12-30\tR678\t1950-03-17\tBo|E\r\n"
    path = write("renewals.tsv", text)
    records, _ = registrations(path)
    assert records[0] == {
        "registration_record_id": "R678", "file": "renewals.tsv", "row": 1, "registration_number": "R678",
        "registration_date": "1950-03-17", "original_number": "A12345", "title": "LOW TIDE", "author": "Ada Quill",
        "claimants": "Bo|E", "original_date": "1922-12-30", "publication_date": "1922-12-30",
    }  # fmt: skip


def test_without_registration_numbers_the_id_stands_in(write: Write) -> None:
    path = write("reg.csv", "row,title\nb7,Low Tide\n")
    assert "no column holds registration numbers" in recognised_registrations(path).notes[0]
    assert registrations(path)[0][0]["registration_number"] == "b7"


def test_registrations_need_a_title_or_the_full_text(write: Write) -> None:
    assert (
        registrations(write("a.csv", "reg_num,full_text\nTX1,LOW TIDE by Ada\n"))[0][0]["full_text"]
        == "LOW TIDE by Ada"
    )
    with pytest.raises(InputError, match="no column holds titles"):
        recognised_registrations(write("b.csv", "reg_num,isbn\nTX1,0306406152\n"))


def test_a_known_format_says_what_its_columns_are(write: Write) -> None:
    rows = "".join(f"{n:032x},{1600 + n},Ann Author,\n" for n in range(1, 40))
    used, rejects = catalog(write("fiction.csv", f"MD5,Title,Author,Identifier\n{rows}"))
    assert [row["title"] for row in used[:2]] == ["1601", "1602"]
    assert not rejects
