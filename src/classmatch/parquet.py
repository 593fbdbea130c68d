"""Scanning of Parquet files by exactly the names they have, and tables written as they lie in memory.

Polars takes a path for a pattern unless told otherwise, and one with `..` in it for a fault of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path


def scan_files(*files: Path) -> pl.LazyFrame:
    """The rows of the files, in the order given; there must be one at least."""
    resolved = [file.resolve() for file in files]
    return pl.scan_parquet(resolved, glob=False, hive_partitioning=False)


def scan_folder(folder: Path) -> pl.LazyFrame:
    """The rows of all Parquet files of a folder, in the order of their names; there must be one at least."""
    return scan_files(*sorted(folder.glob("*.parquet")))


def write_arrow(frame: pl.DataFrame, file: Path) -> None:
    """Write a table as it lies in memory (Arrow IPC, uncompressed): the fastest to read again, and the largest."""
    frame.rechunk().write_ipc(file, compression="uncompressed", record_batch_size=max(frame.height, 1))


def read_arrow(file: Path) -> pl.DataFrame:
    """A table of `write_arrow`, in one piece."""
    return pl.read_ipc(file.resolve())
