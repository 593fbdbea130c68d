"""Files that a table is cut into by a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

    from polars.io.partition import FileProviderArgs


def cut(table: pl.LazyFrame, key: str, folder: Path) -> None:
    """Write a table into `folder`, a file for each number in `key`.

    Polars holds what it has not written yet of all files, and so most of the table.
    """
    into = pl.PartitionBy(
        folder, key=key, include_key=False, file_path_provider=_named, approximate_bytes_per_file=None
    )
    table.sink_parquet(into, compression="lz4", statistics=False, mkdir=True)


def pieces(folder: Path, number: int) -> list[Path]:
    """The files of one number, in the order of the folders that they were written to under `folder`."""
    return sorted(folder.glob(f"*/{number:05d}-*.parquet"))


def _named(given: FileProviderArgs) -> str:
    """File of a part; names sort as the numbers do."""
    return f"{given.partition_keys.item(0, 0):05d}-{given.index_in_partition:04d}.parquet"
