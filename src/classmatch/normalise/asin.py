"""ASINs, and the sorting of identifiers between the two columns that catalogs mix up.

Amazon publishes no grammar. An ASIN that is not an ISBN-10 is a `B` and nine letters or digits; a printed book's ASIN
is its ISBN-10, and is taken as an ISBN. Kindle editions have an ASIN of their own, which catalogs also put in the
ISBN column.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.isbn import isbn13s

_ASIN = r"(?-u:\b)B[0-9A-Z]{9}(?-u:\b)"
_HAS_ASIN = r"(?i)(?-u:\b)B[0-9A-Z]{9}(?-u:\b)"
_HAS_ISBN = r"[0-9][- ]?[0-9][- ]?[0-9][- ]?[0-9][- ]?[0-9][- ]?[0-9][- ]?[0-9][- ]?[0-9Xx]"


def identifiers(isbn_cell: pl.Expr, asin_cell: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """ISBN-13s and ASINs of a record, each List[String], sorted, never null, from whichever column they stand in."""
    like_isbn = pl.when(asin_cell.str.contains(_HAS_ISBN)).then(asin_cell)
    return isbn13s(_joined(isbn_cell, like_isbn)), asins(asin_cell, isbn_cell)


def asins(asin_cell: pl.Expr, isbn_cell: pl.Expr) -> pl.Expr:
    """ASINs that are not ISBNs: List[String], upper case, unique, sorted; empty when there is none, never null.

    At least one digit is asked for, since `B` and nine letters can be a word.
    """
    both = _joined(asin_cell, isbn_cell)
    found = pl.when(both.str.contains(_HAS_ASIN)).then(both).str.to_uppercase().str.extract_all(_ASIN)
    return found.list.eval(_distinct_with_digit(pl.element())).fill_null([])


def _joined(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    return pl.concat_str(first, second, separator="|", ignore_nulls=True)


def _distinct_with_digit(asin: pl.Expr) -> pl.Expr:
    return asin.filter(asin.str.contains("[0-9]")).unique().sort()
