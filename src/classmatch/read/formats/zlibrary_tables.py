"""The two tables of Z-Library's index: `books`, and `isbn` with a line a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.assembly import Assembly
from classmatch.read.cells import SEPARATOR
from classmatch.read.rows import ROW
from classmatch.read.spill import join_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ID = "zlibrary_id"


def _with_isbns(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    if "ISBNs" not in frames:
        return frames["books"]
    return join_on(_ID, [frames["books"], frames["ISBNs"].select(_ID, "isbn", ROW)], _joined)


def _joined(parts: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    books, numbers = parts
    isbns = numbers.sort(ROW).group_by(_ID).agg(pl.col("isbn").drop_nulls().str.join(SEPARATOR))
    return books.join(isbns, on=_ID, how="left")


ASSEMBLY = Assembly(
    roles={
        "books": frozenset({"zlibraryid", "title", "author", "md5reported"}),
        "ISBNs": frozenset({"zlibraryid", "isbn"}),
    },
    main=("books",),
    lists=("ISBNs",),
    join=_with_isbns,
)
