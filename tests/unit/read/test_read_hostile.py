"""Files that are broken, mislabelled or made to harm: one clear error, or a table, in bounded time."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sqlite3
import struct
import tarfile
import time
import zipfile
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from read_helpers import catalog
from workbooks import xlsx, zipped

from classmatch.errors import ClassmatchError, InputError, ResourceError
from classmatch.read.containers import encodings, streams

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from read_helpers import Write

CSV = b"title,author,isbn\nThe Heron,Ada Quill,0306406152\nLow Tide,Bo Reed,9780306406157\n"
JSON_LINES = b'{"title":"The Heron","isbn":"0306406152"}\n{"title":"Low Tide"}\n'
FRAME = pl.DataFrame({"title": ["The Heron", "Low Tide"], "isbn": ["0306406152", "9780306406157"]})
MAX_SECONDS = 30  # on a busy machine; most take a few hundredths


@pytest.fixture(autouse=True)
def timed() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < MAX_SECONDS


def arrow_stream(*, parts: int = 1) -> bytes:
    target = io.BytesIO()
    pl.concat([FRAME] * parts).write_ipc_stream(target)
    return target.getvalue()


def parquet() -> bytes:
    target = io.BytesIO()
    FRAME.write_parquet(target)
    return target.getvalue()


def arrow_file() -> bytes:
    target = io.BytesIO()
    FRAME.write_ipc(target)
    return target.getvalue()


CONTENTS = {
    "csv": CSV,
    "jsonl": JSON_LINES,
    "json": b"[" + JSON_LINES.replace(b"\n", b",\n")[:-2] + b"]",
    "parquet": parquet(),
    "arrow": arrow_file(),
    "arrows": arrow_stream(),
    "xlsx": xlsx({"Books": [["title", "isbn"], ["The Heron", "0306406152"], ["Low Tide", "9780306406157"]]}),
}


@pytest.mark.parametrize("label", ["csv", "parquet", "json", "xlsx", "csv.gz", "txt"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress, lambda data: zipped({"list": data})])
@pytest.mark.parametrize("content", CONTENTS)
def test_the_content_decides_not_the_ending(write: Write, label: str, pack: Any, content: str) -> None:
    records, rejects = catalog(write(f"books.{label}", pack(CONTENTS[content])))
    assert [row["title"] for row in records] == ["The Heron", "Low Tide"]
    assert rejects == []


def expect_one_line(path: Path, match: str) -> None:
    with pytest.raises(ClassmatchError, match=match) as caught:
        catalog(path)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 500


def sqlite(folder: Path) -> bytes:
    file = folder / "books.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE books (title TEXT)")
    connection.commit()
    connection.close()
    return file.read_bytes()


def tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        member = tarfile.TarInfo("books.csv")
        member.size = len(CSV)
        archive.addfile(member, io.BytesIO(CSV))
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty; check that the delivery is complete"),
        (b"\n \n", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (gzip.compress(gzip.compress(CSV)), "is compressed twice; unpack it once"),
        (bz2.compress(CSV), "is compressed with bzip2; unpack it"),
        (lzma.compress(CSV), "is compressed with xz; unpack it"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "is a 7-Zip archive; unpack it"),
        (b"Rar!\x1a\x07" + bytes(40), "is a RAR archive; unpack it"),
        (b"%PDF-1.7\n", "is a PDF document; export its table as CSV"),
        (b"<!DOCTYPE html><html>", "is an HTML page; save its table as CSV"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "is a picture"),
        (b"{\\rtf1\\ansi}", "is an RTF document"),
        (tar(), "is a tar archive; unpack it"),
        (gzip.compress(tar()), "is a tar archive; unpack it"),
        (zipped({}), "is an empty ZIP archive"),
        (zipped({"a.csv": CSV, "b.csv": CSV}), r"is a ZIP archive of 2 files \('a.csv', 'b.csv'\); unpack it"),
        (zipped({"a.csv": CSV})[:-30], "is a truncated or damaged ZIP archive"),
        (zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}), "is a Word document"),
        (zipped({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<a/>"}), "is an e-book"),
        (bytes(range(256)) * 40, "is binary data of an unknown kind"),
    ],
)
def test_what_is_no_list_is_told_as_what_it_is(write: Write, content: bytes, what: str) -> None:
    expect_one_line(write("books.csv", content), what)


def test_a_database(tmp_path: Path, write: Write) -> None:
    expect_one_line(write("books.csv", sqlite(tmp_path)), "is an SQLite database; export its table of books as CSV")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("content", ["csv", "jsonl"])
def test_truncated_downloads(write: Write, pack: Any, content: str) -> None:
    body = CONTENTS[content]
    data = pack(body + b"".join(body.replace(b"Heron", str(n).encode()) for n in range(20_000)))
    for size in (len(data) - 3, len(data) // 2, 40):
        expect_one_line(write("books", data[:size]), "ends too early: it is truncated; copy it again")


@pytest.mark.parametrize("content", ["parquet", "arrow", "arrows", "xlsx"])
def test_truncated_tables(write: Write, content: str) -> None:
    data = CONTENTS[content]
    for size in (len(data) - 40, len(data) // 2, 30):
        expect_one_line(write("books", data[:size]), "truncated|damaged")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_several_compressed_parts_are_one_file(write: Write, pack: Any) -> None:
    records, _ = catalog(write("books.csv", pack(CSV[:40]) + pack(b"") + pack(CSV[40:])))
    assert [row["title"] for row in records] == ["The Heron", "Low Tide"]


def test_something_else_behind_compressed_content(write: Write) -> None:
    expect_one_line(write("books.csv.gz", gzip.compress(CSV) + b"and more"), "something else after its compressed")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, lambda data: zipped({"books.csv": data})])
@pytest.mark.parametrize("start", [b"title,author\n", b'{"title":"A"}\n', b"PAR1"])
def test_bombs(write: Write, monkeypatch: pytest.MonkeyPatch, pack: Any, start: bytes) -> None:
    monkeypatch.setattr(streams, "ALWAYS_ALLOWED", 1 << 20)
    path = write("books", pack(start + (b"A,B\n" if start[0] == ord("t") else b"{}\n") * (1 << 20)))
    with pytest.raises(ResourceError, match=r"unpacks to more than [\d,]+ bytes, which no list of books does"):
        catalog(path)


def test_a_workbook_that_lies_about_its_size(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "ALWAYS_ALLOWED", 1 << 16)
    data = zipped({"[Content_Types].xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(1 << 24)})
    lying = data.replace(struct.pack("<I", 1 << 24), struct.pack("<I", 100))
    assert zipfile.ZipFile(io.BytesIO(lying)).infolist()[1].file_size == 100
    with pytest.raises(ResourceError, match="unpacks to more than"):
        catalog(write("books.xlsx", lying))


LONG = encodings.MAX_LINE + (1 << 23)


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"title,author\nLow Tide,", "has a line longer than 67,108,864 bytes; give one record a line"),
        (b'{"title":"Low Tide"}\n{"title":"', "line 2 is longer than 67,108,864 bytes; give one record a line"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, zstandard.compress])
def test_lines_without_end(write: Write, pack: Any, start: bytes, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "ALWAYS_ALLOWED", 1 << 28)  # so that it is not taken for a bomb before
    expect_one_line(write("books", pack(start + b"A" * LONG)), what)


def test_a_first_line_without_end(write: Write) -> None:
    expect_one_line(write("books.csv", b"A" * LONG), "has no name of a column, but 10,000 characters and more")
    expect_one_line(write("books.csv", b"," * LONG), "columns or more in its first line; check that it is a table")


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [1_000, 1_030, 500_000])
def test_deeply_nested_json(write: Write, opening: str, closing: str, depth: int) -> None:
    deep = f'{{"title":"A","x":{opening * depth}1{closing * depth}}}\n'
    records, rejects = catalog(write("books.jsonl", '{"title":"B"}\n' + deep + '{"title":"C"}\n'))
    assert {row["title"] for row in records} >= {"B", "C"}
    assert len(records) + len(rejects) == 3


def test_keys_without_end(write: Write) -> None:
    lines = "".join(f'{{"title":"A","key{number}":1}}\n' for number in range(2_001))
    expect_one_line(write("books.jsonl", lines), "has more than 2,000 different keys")
    expect_one_line(write("b.jsonl", f'{{"title":"A","{"k" * 10_001}":1}}\n'), "one of more than 10,000 characters")


def test_brackets_without_end(write: Write) -> None:
    expect_one_line(write("books.json", b"[" * 3_000_000), "lists inside lists without end")


def test_zero_bytes(write: Write) -> None:
    text = b"title,author\n" + b"Low Tide,Ada\n" * 500 + b"E\x00bb,Bo\n" + b"\x00" * 20 + b",Cy\n"
    records, rejects = catalog(write("books.csv", text))
    assert (len(records), rejects) == (502, [])


@pytest.mark.parametrize("content", CONTENTS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_gives_a_table_or_one_error(tmp_path_factory: pytest.TempPathFactory, content: str, data: Any) -> None:
    path = tmp_path_factory.mktemp("hostile") / "books"
    whole = CONTENTS[content]
    place = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=8))
    path.write_bytes(whole[:place] + damage + whole[place + data.draw(st.integers(0, 8)) :])
    try:
        catalog(path)
    except InputError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    "cell",
    ["9780306406157" + " " * 5_000 + "x", "1" * 50_000, "é" * 50_000, '"' * 50_001, "ISBN" * 10_000, " " * 99_999],
)
@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "cp932"])
def test_cells_that_would_stall_a_pattern(write: Write, cell: str, codec: str) -> None:
    try:
        catalog(write("books.csv", f"title,isbn\nLow Tide é,{cell}\n{cell},x\n".encode(codec, "ignore")))
    except InputError as error:
        assert "\n" not in str(error)


def test_a_name_that_stands_two_thousand_times(write: Write) -> None:
    header = "title," + ",".join(["x"] * 1_998)
    records, _ = catalog(write("books.csv", f"{header}\nLow Tide{',' * 1_998}\n"))
    assert records[0]["title"] == "Low Tide"
