"""Cells of any type as text, so that every container gives the same raw table.

Numbers lose a `.0` that a spreadsheet or data frame gave them (`2011.0`), lists become one cell (`a; b`), and an
empty or blank cell is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

SEPARATOR = "; "  # between the items of a list, and between the columns that make one field


def as_text(column: pl.Expr, dtype: PolarsDataType) -> pl.Expr:
    """The column as text, by its type."""
    if isinstance(dtype, pl.List | pl.Array):
        return _list_as_text(column, dtype)
    if isinstance(dtype, pl.Struct):
        return pl.when(column.is_not_null()).then(column.struct.json_encode())
    if isinstance(dtype, pl.Datetime):
        return column.dt.strftime("%Y-%m-%d")
    if dtype.is_float():
        return column.cast(pl.String).str.strip_suffix(".0")
    return column.cast(pl.String)


def _list_as_text(column: pl.Expr, dtype: pl.List | pl.Array) -> pl.Expr:
    items = column.arr.to_list() if isinstance(dtype, pl.Array) else column
    return items.list.eval(as_text(pl.element(), dtype.inner)).list.join(SEPARATOR, ignore_nulls=True)


def json_list_as_text(column: pl.Expr) -> pl.Expr:
    r"""Joins the items of a JSON list that stands in a text cell: `["a", "b"]` becomes `a; b`.

    Done on the text, since a parser would stop the whole file at one odd cell. Inside an item a quotation mark is
    `\"`, so that `", "` can only stand between two items. Cells that are not lists of texts, or of whole numbers, are
    left alone.
    """
    is_texts = column.str.starts_with('["') & column.str.ends_with('"]')
    is_numbers = column.str.contains(r"^\[\d+(?:, \d+)+\]$")
    texts = column.str.slice(2, column.str.len_chars().cast(pl.Int64) - 4)
    texts = texts.str.replace_all('", "', SEPARATOR, literal=True).str.replace_all('\\"', '"', literal=True)
    numbers = column.str.strip_chars("[]").str.replace_all(", ", SEPARATOR, literal=True)
    kept = pl.when(column != "[]").then(column)
    return pl.when(is_texts).then(texts).when(is_numbers).then(numbers).otherwise(kept)


def unquoted(column: pl.Expr) -> pl.Expr:
    """Takes off the quotation marks of a cell that was read without regard to quoting."""
    is_quoted = column.str.contains(r'^".*"$')
    inner = column.str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)
    return pl.when(is_quoted).then(inner).otherwise(column)


def blank_as_null(column: pl.Expr) -> pl.Expr:
    """Null where there is nothing but white space."""
    return pl.when(column.str.strip_chars().str.len_bytes() > 0).then(column)
