from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_helpers import catalog, recognised_catalog
from workbooks import Formula, ods, xlsx, zipped

from classmatch.errors import InputError
from classmatch.read import Reason
from classmatch.read.containers import sheet_process
from classmatch.read.containers.files import Compression
from classmatch.read.containers.spreadsheets import notes

if TYPE_CHECKING:
    from read_helpers import Write
    from workbooks import Rows

BOOKS: Rows = [
    ["title", "author", "ISBN", "year", "date added"],
    ["Low Tide", "Ada Quill", 9780306406157, 2011, dt.date(2020, 4, 5)],
    ["The Heron", "Bo Reed", "0306406152", 1999.0, None],
]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda data: zipped({"our list.xlsx": data})])
@pytest.mark.parametrize("make", [xlsx, ods])
@pytest.mark.parametrize("name", ["books.xlsx", "books.csv"])
def test_a_workbook_whatever_it_is_called(write: Write, make: Any, pack: Any, name: str) -> None:
    records, rejects = catalog(write(name, pack(make({"Sheet1": BOOKS}))))
    assert rejects == []
    assert [(row["row"], row["title"], row["isbn"], row["date"]) for row in records] == [
        (1, "Low Tide", "9780306406157", "2011"),
        (2, "The Heron", "0306406152", "1999"),
    ]


def test_cells_of_every_kind_become_text(write: Write) -> None:
    row = ["A", True, Formula("1+1", 2.0), 0.1, dt.date(2001, 2, 3), 306406152, "9.78E+12", "=x & <y>"]
    names = ["title", "author", "publisher", "edition", "date", "isbn", "series", "notes"]
    records, _ = catalog(write("books.xlsx", xlsx({"Sheet1": [names, row]})))
    found = records[0]
    assert (found["author"], found["publisher"], found["edition"], found["date"]) == ("true", "2", "0.1", "2001-02-03")
    assert (found["isbn"], found["series"], found["notes"]) == ("306406152", "9.78E+12", "=x & <y>")


def test_an_isbn_that_lost_its_digits_is_told(write: Write) -> None:
    rows: Rows = [["title", "isbn13"], *([f"Book {letter}", "9.78031E+12"] for letter in "abcdefghijklmnopqrstuvwxyz")]
    source = recognised_catalog(write("books.xlsx", xlsx({"Sheet1": rows})))
    assert "isbn" not in source.mapping
    assert "column 'isbn13' is not taken as isbn: its cells are '9.78031E+12'" in source.notes


def test_titles_above_the_header_and_blank_rows(write: Write) -> None:
    rows: Rows = [
        [],
        [None, "Our books"],
        [None, "made by Ada", None],
        [],
        *([None, *row] for row in BOOKS[:2]),
        [],
        [],
    ]
    rows += [[None, "Ebb", "Cy"], [], []]
    records, rejects = catalog(write("books.xlsx", xlsx({"Sheet1": rows})))
    assert [(row["row"], row["title"]) for row in records] == [(1, "Low Tide"), (4, "Ebb")]
    assert [(row["row"], row["reason"]) for row in rejects] == [(2, Reason.EMPTY), (3, Reason.EMPTY)]


def test_merged_cells_have_their_value_once(write: Write) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:E1"/></mergeCells>'
    records, _ = catalog(write("books.xlsx", xlsx({"Sheet1": [["Our books"], *BOOKS]}, extra=merged)))
    assert [row["title"] for row in records] == ["Low Tide", "The Heron"]


def test_the_sheet_with_the_table_is_read(write: Write) -> None:
    about: Rows = [["This list was made in 2020"], ["for the library"]]
    counts: Rows = [["year", "books"], [2011, 1], [1999, 1]]
    path = write("books.xlsx", xlsx({"About": about, "Books": BOOKS, "Empty": [], "Counts": counts}))
    records, _ = catalog(path)
    assert [row["title"] for row in records] == ["Low Tide", "The Heron"]
    assert notes(path, Compression.NONE) == ("of 3 sheets that are not empty, 'Books' alone is read",)


def test_hidden_sheets_do_not_count_unless_all_are(write: Write) -> None:
    other: Rows = [BOOKS[0], ["Ebb", "Cy", "0306406152", 1980, None]]
    path = write("books.xlsx", xlsx({"Old": other, "Books": BOOKS}, hidden=["Old"]))
    assert [row["title"] for row in catalog(path)[0]] == ["Low Tide", "The Heron"]
    assert len(catalog(write("hidden.xlsx", xlsx({"Books": BOOKS}, hidden=["Books"])))[0]) == 2


def test_two_tables_are_not_guessed_between(write: Write) -> None:
    with pytest.raises(InputError, match=r"2 sheets that may be the table: 'A', 'B'; save each as a file of its own"):
        catalog(write("books.xlsx", xlsx({"A": BOOKS, "B": BOOKS})))


def test_isbns_alone(write: Write) -> None:
    path = write("list.xlsx", xlsx({"Sheet1": [[9780306406157], ["978-0-07-136362-4"]]}))
    assert [(row["row"], row["isbn"]) for row in catalog(path)[0]] == [(1, "9780306406157"), (2, "978-0-07-136362-4")]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (xlsx({"Sheet1": []}), "is a workbook without any row"),
        (xlsx({"Sheet1": BOOKS})[:-50], "is truncated or damaged"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"<a>" * 100_000}), "is no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "is no workbook that can be read"),
    ],
)
def test_what_is_no_workbook(write: Write, content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        catalog(write("books.xlsx", content))


def test_two_cells_far_apart_do_not_take_all_memory(write: Write) -> None:
    sheet = xlsx({"Sheet1": BOOKS}, extra="")
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with pytest.raises(InputError, match="its parser failed"):
        catalog(write("books.xlsx", _with_cells(sheet, corner)))


def _with_cells(workbook: bytes, cells: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name).replace(b"</sheetData>", cells) for name in archive.namelist()}
    return zipped(parts)


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_keep_all_digits(number: int) -> None:
    assert sheet_process.as_text(float(number)) == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_comes_back(number: float) -> None:
    assert float(sheet_process.as_text(number)) == number


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=12).map(
    lambda text: f"t{text}t"
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6))
def test_any_text_comes_back(cells: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "books.xlsx"
        workbook.write_bytes(xlsx({"Sheet1": cells}))
        sheet_process.main(workbook, Path(folder))
        with (Path(folder) / "0.csv").open(encoding="utf-8", newline="") as stream:
            assert list(csv.reader(stream)) == cells
