from __future__ import annotations

import polars as pl
import pytest

from classmatch.normalise.file_status import STATUSES, file_status

EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e"


def status(
    cell: str | None, filesize: int | None = 1000, md5: str | None = "0f343b0931126a20f133d67c2b018a3b"
) -> str | None:
    schema = {"cell": pl.String, "filesize": pl.UInt64, "md5": pl.String}
    frame = pl.LazyFrame({"cell": [cell], "filesize": [filesize], "md5": [md5]}, schema=schema)
    found: str | None = frame.select(file_status(*map(pl.col, schema))).collect(engine="streaming").item()
    return found


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("no", "hidden"),
        ("ban", "banned"),
        ("cpr", "banned"),
        ("del", "deleted"),
        ("broken", "broken"),
        ("Y", "broken"),
        ("1", "missing"),
        ("unavailable", "missing"),
        ("removed; copyright", "deleted"),
        ("DMCA takedown", "banned"),
        ("lgrsnf_visible: no", "hidden"),
        ("lgli_visible: cpr; lgli_broken: Y", "broken"),
        ("zlib_missing", "missing"),
        # nothing known to be wrong
        ("lgrsnf_visible", None),
        ("yes", None),
        ("N", None),
        ("0", None),
        ("no problem known", None),
        ("bandaged", None),
        ("", None),
        (None, None),
    ],
)
def test_status(cell: str | None, expected: str | None) -> None:
    assert status(cell) == expected


@pytest.mark.parametrize(("filesize", "md5"), [(0, None), (None, EMPTY_MD5), (1000, EMPTY_MD5), (0, EMPTY_MD5)])
def test_a_file_of_no_bytes_is_empty_whatever_the_library_says(filesize: int | None, md5: str | None) -> None:
    assert {status(cell, filesize, md5) for cell in ("del", "no", "", None)} == {"empty"}


def test_unknown_size_and_hash_say_nothing() -> None:
    assert status(None, None, None) is None
    assert status("del", None, None) == "deleted"


def test_of_several_the_gravest_is_told() -> None:
    words = {
        "empty": "empty",
        "missing": "missing",
        "deleted": "del",
        "broken": "broken",
        "banned": "ban",
        "hidden": "no",
    }
    assert list(words) == list(STATUSES)
    for i, name in enumerate(words):
        assert status("; ".join(reversed(list(words.values())[i:]))) == name
