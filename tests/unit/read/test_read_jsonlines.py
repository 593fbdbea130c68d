from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from read_helpers import catalog, recognised_catalog

from classmatch.errors import InputError
from classmatch.read import Reason

if TYPE_CHECKING:
    from read_helpers import Write


def lines(*entries: Any) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def test_values_of_every_type_become_text(write: Write) -> None:
    entry = {
        "title": "Low Tide",
        "authors": ["Ada Quill", 'Bo "Bee" Reed'],
        "year": 2011.0,
        "isbns": ["0306406152", "B0B6HNHVV9"],
        "filesize": 1432434,
        "series": None,
        "edition": "",
    }
    records, _ = catalog(write("books.jsonl", lines(entry)))
    assert records[0] | {"file": "", "row": 0} == {
        "source": "books", "record_id": "1", "file": "", "row": 0, "title": "Low Tide",
        "author": 'Ada Quill; Bo "Bee" Reed', "date": "2011", "isbn": "0306406152; B0B6HNHVV9", "filesize": "1432434",
    }  # fmt: skip


def test_lists_of_numbers_and_empty_lists(write: Write) -> None:
    records, _ = catalog(
        write("books.jsonl", lines({"title": "A", "isbns": [9780306406157, 9780071363624], "authors": []}))
    )
    assert records[0]["isbn"] == "9780306406157; 9780071363624"
    assert "author" not in records[0]


def test_a_text_in_brackets_is_not_a_list(write: Write) -> None:
    records, _ = catalog(write("books.jsonl", lines({"title": "[Untitled]", "year": "[1954]"})))
    assert (records[0]["title"], records[0]["date"]) == ("[Untitled]", "[1954]")


def test_containers_are_unwrapped(write: Write) -> None:
    entry = {"aacid": "aacid__x__1", "metadata": {"zlibrary_id": 7, "title": "Low Tide", "md5_reported": "0" * 32}}
    records, _ = catalog(write("aac.jsonl.seekable.zst", zstandard.compress(lines(entry).encode())))
    assert records[0]["title"] == "Low Tide"
    assert (records[0]["source"], records[0]["record_id"], records[0]["md5_reported"]) == ("zlibrary", "7", "0" * 32)


def test_keys_that_come_later_are_read(write: Write) -> None:
    records, _ = catalog(write("books.jsonl", lines({"title": "A"}, {"title": "B", "subtitle": "C"})))
    assert records[1]["subtitle"] == "C"


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_faulty_lines_are_rejected_and_the_others_kept(write: Write, pack: Any) -> None:
    text = '{"title":"A"}\n{"title":"B",\n[1]\n\n{"title":"C"}\n"text"\nnull\n{"author":"D"}\n{"title":"E"'
    records, rejects = catalog(write("books.jsonl", pack(text.encode())))
    assert [(row["row"], row["title"]) for row in records] == [(1, "A"), (4, "C")]
    assert [(row["row"], row["reason"]) for row in rejects] == [
        (2, Reason.UNDECODABLE), (3, Reason.UNDECODABLE), (5, Reason.UNDECODABLE), (6, Reason.UNDECODABLE),
        (7, Reason.NO_TITLE), (8, Reason.UNDECODABLE),
    ]  # fmt: skip
    assert rejects[0]["record"] == '{"title":"B",'


def test_a_byte_order_mark(write: Write) -> None:
    records, rejects = catalog(write("books.jsonl", b"\xef\xbb\xbf" + lines({"title": "A"}, {"title": "B"}).encode()))
    assert ([row["title"] for row in records], rejects) == (["A", "B"], [])


def test_no_line_is_an_object(write: Write) -> None:
    with pytest.raises(InputError, match="no line is a JSON object"):
        catalog(write("books.jsonl", "[1, 2, 3]\n"))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=6), st.booleans())
def test_any_text_comes_back(titles: list[str], ascii_only: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.jsonl"
        path.write_text(
            "".join(json.dumps({"title": f"t{t}"}, ensure_ascii=ascii_only) + "\n" for t in titles), "utf-8"
        )
        records, rejects = catalog(path)
    assert [row["title"] for row in records] == [f"t{title}" for title in titles]
    assert rejects == []


def test_seekable_zstd_has_a_frame_to_skip(write: Write) -> None:
    index = b"\x5e\x2a\x4d\x18" + (9).to_bytes(4, "little") + bytes(9)
    frames = [zstandard.compress(lines({"title": title}).encode()) for title in ("A", "B")]
    records, rejects = catalog(write("books.jsonl.seekable.zst", b"".join(frames) + index))
    assert ([row["title"] for row in records], rejects) == (["A", "B"], [])


def test_half_a_character_leaves_the_other_lines_alone(write: Write) -> None:
    records, _ = catalog(write("books.jsonl", '{"title":"A\\ud800"}\n{"title":"B\\ud83d\\ude00"}\n'))
    assert records[-1]["title"] == "B😀"


def test_a_container_without_metadata_is_rejected_alone(write: Write) -> None:
    records, rejects = catalog(
        write("aac.jsonl", lines({"aacid": "1", "metadata": {"title": "A"}}, {"aacid": "2", "metadata": None}))
    )
    assert [row["title"] for row in records] == ["A"]
    assert rejects[0]["reason"] == Reason.NO_TITLE


def test_a_record_that_changes_kind_costs_itself_alone(write: Write) -> None:
    text = '{"metadata":{"title":"A"}}\n' * 3 + '{"metadata":"s"}\n{"metadata":[1]}\n{"metadata":{"title":"B"}}\n'
    records, rejects = catalog(write("aac.jsonl", text))
    assert [row["title"] for row in records] == ["A", "A", "A", "B"]
    assert [(row["row"], row["reason"]) for row in rejects] == [(4, Reason.EMPTY), (5, Reason.EMPTY)]


def test_metadata_that_is_mostly_text_is_a_column(write: Write) -> None:
    source = recognised_catalog(write("a.jsonl", '{"title":"A","metadata":"s"}\n{"title":"B","metadata":{"x":1}}\n'))
    assert source.unused == ("metadata",)


def test_keys_that_come_first_in_the_last_line(write: Write) -> None:
    text = lines({"title": "A"}) * 20_000 + lines({"title": "B", "subtitle": "C"})
    records, _ = catalog(write("books.jsonl", text))
    assert records[-1]["subtitle"] == "C"


def test_slips_of_a_writer_are_mended(write: Write) -> None:
    records, rejects = catalog(write("books.jsonl", '{"title":"A","pages":NaN}\n{"title":"C"}\n'))
    assert ([row["title"] for row in records], rejects) == (["A", "C"], [])


@pytest.mark.parametrize(
    "text",
    [
        '[{"title":"A"},{"title":"B"}]',
        '[\n  {\n    "title": "A"\n  },\n  {\n    "title": "B"\n  }\n]\n',
        '{"count": 2, "books": [{"title": "A"}, {"title": "B"}]}',
        '{\n "title": "A"\n}\n{\n "title": "B"\n}\n',
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_arrays_and_pretty_printed_objects(write: Write, text: str, pack: Any) -> None:
    records, rejects = catalog(write("books.json", pack(text.encode())))
    assert ([(row["row"], row["title"]) for row in records], rejects) == ([(1, "A"), (2, "B")], [])


def test_empty_objects(write: Write) -> None:
    with pytest.raises(InputError, match="objects are empty"):
        catalog(write("books.jsonl", "{}\n{}\n"))
