from __future__ import annotations

import datetime as dt
import gzip
from typing import TYPE_CHECKING

import polars as pl
import pytest
import zstandard
from read_helpers import catalog

from classmatch.errors import InputError, ResourceError
from classmatch.read.containers import streams

if TYPE_CHECKING:
    from pathlib import Path

FRAME = pl.DataFrame(
    {
        "title": ["Low Tide", "The Heron"],
        "year": [2011.0, None],
        "authors": [["Ada Quill", None, "Bo Reed"], []],
        "publisher": pl.Series(["Reed & Co", " "], dtype=pl.Categorical),
        "publication_date": [dt.date(2011, 4, 5), None],
        "isbn13": [9780306406157, None],
        "notes": [{"kind": "x"}, None],
    }
)


def expect_frame(path: Path) -> None:
    records, rejects = catalog(path)
    assert rejects == []
    assert [(row["row"], row["title"]) for row in records] == [(1, "Low Tide"), (2, "The Heron")]
    assert records[0]["author"] == "Ada Quill; Bo Reed"
    assert records[0]["date"] == "2011-04-05"
    assert records[0]["isbn"] == "9780306406157"
    assert records[0]["notes"] == '{"kind":"x"}'
    assert records[1].keys() == {"source", "record_id", "file", "row", "title"}


@pytest.mark.parametrize("name", ["books.parquet", "books.csv"])
def test_parquet_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    FRAME.write_parquet(tmp_path / name)
    expect_frame(tmp_path / name)


def test_arrow_file_and_stream(tmp_path: Path) -> None:
    FRAME.write_ipc(tmp_path / "books.arrow")
    FRAME.write_ipc_stream(tmp_path / "books.arrows")
    expect_frame(tmp_path / "books.arrow")
    expect_frame(tmp_path / "books.arrows")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_from_outside(tmp_path: Path, pack: object) -> None:
    FRAME.write_parquet(tmp_path / "books.parquet")
    packed = tmp_path / "packed"
    packed.write_bytes(pack((tmp_path / "books.parquet").read_bytes()))  # type: ignore[operator]
    expect_frame(packed)


def test_what_unpacks_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "ALWAYS_ALLOWED", 1 << 16)
    bomb = tmp_path / "bomb.parquet.gz"
    bomb.write_bytes(gzip.compress(b"PAR1" + bytes(1 << 20)))
    with pytest.raises(ResourceError, match="unpacks to more than"):
        catalog(bomb)


def test_years_that_are_floats_lose_their_fraction(tmp_path: Path) -> None:
    FRAME.select("title", "year").write_parquet(tmp_path / "books.parquet")
    records, _ = catalog(tmp_path / "books.parquet")
    assert records[0]["date"] == "2011"


@pytest.mark.parametrize("write", ["write_parquet", "write_ipc"])
def test_truncated_files(tmp_path: Path, write: str) -> None:
    path = tmp_path / "books"
    getattr(FRAME, write)(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"truncated or damaged .*; copy it again"):
        catalog(path)


def test_damage_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "books.parquet"
    pl.DataFrame({"title": [f"Book number {i}" for i in range(20_000)]}).write_parquet(path, row_group_size=2_000)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 2_000] = b"\x07" * 2_000
    path.write_bytes(bytes(data))
    with pytest.raises(InputError):
        catalog(path)
