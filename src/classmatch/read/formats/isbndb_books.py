"""Book objects of ISBNdb, one by one or as a column of JSON texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.cells import SEPARATOR
from classmatch.read.containers.jsonobjects import decoded
from classmatch.read.containers.jsonvalues import first, joined

if TYPE_CHECKING:
    from classmatch.read.containers.jsonvalues import JsonObject

COLUMNS = (
    "record_id", "title", "alternate_title", "author", "publisher", "date", "language", "edition", "isbn",
)  # fmt: skip

# What is read of a book, as ISBNdb writes it. Numbers become text by the cast.
_BOOK = pl.Struct({
    "title": pl.String, "title_long": pl.String, "authors": pl.List(pl.String), "publisher": pl.String,
    "date_published": pl.String, "language": pl.String, "edition": pl.String, "isbn": pl.String, "isbn10": pl.String,
    "isbn13": pl.String,
})  # fmt: skip


def fields(book: JsonObject) -> dict[str, str | None]:
    """The fields of one book, by name of `COLUMNS`."""
    title, long = first(book.get("title")), first(book.get("title_long"))
    isbns = [book.get(key) for key in ("isbn13", "isbn10", "isbn")]
    return {
        "record_id": first(*isbns),
        "title": title or long,
        "alternate_title": long if title and long != title else None,
        "author": joined(book.get("authors")) or joined(book.get("author")),
        "publisher": joined(book.get("publisher")),
        "date": first(book.get("date_published")),
        "language": joined(book.get("language")),
        "edition": first(book.get("edition")),
        "isbn": joined(isbns),
    }


def books(texts: pl.Series) -> pl.DataFrame:
    """JSON texts of books as the columns `COLUMNS` (String), a row each; all null where a text is no object.

    Takes them apart in one go where they are all of the usual kinds, else one by one.
    """
    try:
        books = texts.str.json_decode(_BOOK).struct.unnest()
    except pl.exceptions.ComputeError:
        return _one_by_one(texts)
    return books.select(_expressions())


def _one_by_one(texts: pl.Series) -> pl.DataFrame:
    found = [decoded(text.encode()) if text is not None else None for text in texts]
    rows = [fields(book) if book is not None else dict.fromkeys(COLUMNS) for book in found]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String()), orient="row")


def _expressions() -> list[pl.Expr]:
    title, long = _filled(pl.col("title")), _filled(pl.col("title_long"))
    isbns = [_filled(pl.col(name)) for name in ("isbn13", "isbn10", "isbn")]
    filled_authors = pl.col("authors").list.eval(_filled(pl.element())).list.unique(maintain_order=True)
    found = {
        "record_id": pl.coalesce(isbns),
        "title": pl.coalesce(title, long),
        "alternate_title": pl.when(title.is_not_null() & long.ne_missing(title)).then(long),
        "author": _filled(filled_authors.list.drop_nulls().list.join(SEPARATOR)),
        "publisher": _filled(pl.col("publisher")),
        "date": _filled(pl.col("date_published")),
        "language": _filled(pl.col("language")),
        "edition": _filled(pl.col("edition")),
        "isbn": _filled(pl.concat_list(isbns).list.drop_nulls().list.unique(maintain_order=True).list.join(SEPARATOR)),
    }
    return [expression.alias(name) for name, expression in found.items()]


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.strip_chars() != "").then(text)
