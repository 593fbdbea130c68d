"""The table `isbndb_isbns` of Anna's Archive: two ISBNs, and the book as JSON text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.assembly import Assembly
from classmatch.read.cells import SEPARATOR
from classmatch.read.formats.isbndb_books import COLUMNS, books
from classmatch.read.rows import EXTRA

if TYPE_CHECKING:
    from classmatch.read.assembly import Frames

_ROLE = "ISBNs with books"


def _records(frames: Frames) -> pl.LazyFrame:
    schema = pl.Struct(dict.fromkeys(COLUMNS, pl.String()))
    book = pl.col("json").map_batches(lambda texts: books(texts).to_struct(), schema, is_elementwise=True)
    rows = frames[_ROLE].select("isbn13", "isbn10", book.alias("book"), *EXTRA).unnest("book")
    written = pl.concat_str("isbn13", "isbn10", separator=SEPARATOR, ignore_nulls=True)
    found = rows.with_columns(pl.coalesce("record_id", "isbn13").alias("record_id"), pl.coalesce("isbn", written))
    return found.drop("isbn13", "isbn10")


ASSEMBLY = Assembly(
    roles={_ROLE: frozenset({"isbn13", "isbn10", "json"})},
    main=(_ROLE,),
    join=_records,
    lone=True,
)
