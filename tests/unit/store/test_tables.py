"""The same rows give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.store.hashing import file_hash
from classmatch.store.tables import write_csv, write_parquet

if TYPE_CHECKING:
    from pathlib import Path


def test_parquet_does_not_show_how_the_rows_came_together(tmp_path: Path) -> None:
    whole = pl.DataFrame({"title": [f"Book {n}" for n in range(1000)]})
    parts = pl.concat([whole.slice(start, 100) for start in range(0, 1000, 100)], rechunk=False)
    write_parquet(whole, tmp_path / "a.parquet")
    write_parquet(parts, tmp_path / "b.parquet")
    assert file_hash(tmp_path / "a.parquet") == file_hash(tmp_path / "b.parquet")


def test_csv_quotes_what_needs_it_and_writes_six_decimals(tmp_path: Path) -> None:
    write_csv(
        pl.DataFrame({"title": ['She said "No", again', "Línea\ndos", None], "p": [0.5, 1.0, None]}), tmp_path / "a.csv"
    )
    assert (tmp_path / "a.csv").read_bytes() == (
        b'title,p\n"She said ""No"", again",0.500000\n"L\xc3\xadnea\ndos",1.000000\n,\n'
    )
