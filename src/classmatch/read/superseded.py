"""Records that a later one of the same id replaces: containers of Anna's Archive grow by appending."""

from __future__ import annotations

import numpy as np
import polars as pl

from classmatch.hashing import hash64
from classmatch.parquet import scan_files
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, ROW
from classmatch.read.scratch import scratch_file

_ID = "\x00id"


def mark_superseded(frame: pl.LazyFrame, id_column: str, order_column: str) -> pl.LazyFrame:
    """The rows, with `Reason.SUPERSEDED` as the fault of all but the last of each id.

    The last is the one of the greatest text in `order_column`; of equal ones the last in the file. Takes 16 bytes of
    memory a row, and more only for ids that repeat. The rows are looked at three times, so they go to a scratch table
    first: to take a file apart is dearer.
    """
    table = scratch_file("latest", ".parquet")
    frame.sink_parquet(table, compression="lz4", engine="streaming")
    frame = scan_files(table)
    keyed = frame.filter(pl.col(FAULT).is_null()).select(
        hash64(pl.col(id_column)).alias(_ID), pl.col(order_column).fill_null("").alias("order"), pl.col(ROW)
    )
    repeated = _repeated(keyed.select(pl.col(_ID).drop_nulls()).collect(engine="streaming")[_ID])
    if repeated.is_empty():
        return frame
    rows = keyed.filter(pl.col(_ID).is_in(repeated.implode())).collect(engine="streaming")
    is_last = pl.col(ROW) == pl.col(ROW).sort_by("order", ROW).last().over(_ID)
    old = rows.filter(~is_last)[ROW].sort()
    fault = pl.when(pl.col(ROW).is_in(old.implode())).then(pl.lit(str(Reason.SUPERSEDED)))
    return frame.with_columns(pl.coalesce(FAULT, fault).alias(FAULT))


def _repeated(ids: pl.Series) -> pl.Series:
    """The ids that stand there more than once."""
    ordered = np.sort(ids.to_numpy())
    return pl.Series(np.unique(ordered[1:][ordered[1:] == ordered[:-1]]), dtype=pl.UInt64)
