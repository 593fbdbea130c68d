"""Parquet, Arrow IPC and spreadsheets, whose cells have types: every column as text.

Compressed from outside (`.parquet.gz`), they are unpacked into a scratch folder, since they are read from their end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.parquet import scan_files
from classmatch.read.cells import as_text
from classmatch.read.containers import arrow_streams, spreadsheets
from classmatch.read.containers.files import Compression, Container, unpacked
from classmatch.read.rows import FAULT, ROW

if TYPE_CHECKING:
    from pathlib import Path


def header(path: Path, container: Container, compression: Compression) -> tuple[str, ...]:
    """The names of the columns, in file order."""
    names = tuple(_scan(path, container, compression).collect_schema().names())
    if not names:
        raise InputError(path, "has no columns", "check that the delivery is complete")
    return names


def sample(path: Path, container: Container, compression: Compression, count: int) -> pl.DataFrame:
    """The first rows as text, for recognising the columns by their content."""
    return _texts(_scan(path, container, compression).head(count)).collect(engine="streaming")


def rows(path: Path, container: Container, compression: Compression) -> pl.LazyFrame:
    """The whole table as text."""
    frame = _texts(_scan(path, container, compression)).with_row_index(ROW, offset=1)
    return frame.with_columns(pl.lit(None, pl.String).alias(FAULT))


def _scan(path: Path, container: Container, compression: Compression) -> pl.LazyFrame:
    plain = unpacked(path, compression).resolve()
    if container is Container.PARQUET:
        return scan_files(plain)
    if container is Container.ARROW_FILE:
        return pl.scan_ipc(plain, glob=False, hive_partitioning=False)
    return spreadsheets.scan(plain) if container is Container.SPREADSHEET else arrow_streams.scan(plain)


def _texts(frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.select(as_text(pl.col(name), dtype).alias(name) for name, dtype in frame.collect_schema().items())
