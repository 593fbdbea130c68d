"""Goodreads: a reader's library export, and the public data sets of its books (goodbooks-10k and the like)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.kinds import Kind

if TYPE_CHECKING:
    import polars as pl


def _without_formula(isbns: pl.Expr) -> pl.Expr:
    """The export writes `="0439023481"`, so that a spreadsheet keeps the zero."""
    return isbns.str.replace_all(r'[="]', "").str.strip_chars("; ")


FORMAT = Format(
    name="goodreads",
    kind=Kind.CATALOG,
    library="goodreads",
    signatures=signatures(
        "bookid title author exclusiveshelf",
        "bookid title author additionalauthors",
        "goodreadsbookid title authors",
        "bookid title authors averagerating",
        "title authors originalpublicationyear",
    ),
    columns={
        "author": ("authors", Every("author|additionalauthors")),
        "date": ("publicationdate", "yearpublished", "publicationyear", "originalpublicationyear"),
        "alternate_title": ("originaltitle",),
        "isbn": (Every("isbn13|isbn|asin"),),
        "added": (),  # `Date Added` is when a reader put the book on a shelf
    },
    ids=("bookid", "goodreadsbookid"),
    special={"isbn": _without_formula},
)
