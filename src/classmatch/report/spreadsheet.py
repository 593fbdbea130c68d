"""Tables from catalogs, made harmless for spreadsheets: a title may be a formula that runs when the file is opened."""

from __future__ import annotations

import polars as pl

_FORMULA = r"^[=+\-@\t\r]"  # how a formula begins: OWASP, CSV injection
_FIRST_LETTER, _DIGITS = "A", ("0", "9\x7f")  # by their bytes; every character that begins a formula is before `A`


def for_spreadsheet(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as CSV can hold it: lists joined, and no text that a spreadsheet runs.

    Such text gets a leading apostrophe, which spreadsheets take for "this is text". Numbers stay numbers, no zero has a
    minus, and empty text is as if it were absent. Row by row: parts of a table can be taken apart.
    """
    floats = [_unsigned_zero(name) for name, kind in frame.schema.items() if kind.is_float()]
    joined = frame.with_columns(pl.col(pl.List(pl.String)).list.join("; "), *floats)
    return joined.with_columns(_harmless(text) for text in joined.select(pl.col(pl.String)))


def _harmless(texts: pl.Series) -> pl.Series:
    """Text that is empty or begins as a formula begins comes before all letters, which most text begins with."""
    rows = ((texts < _FIRST_LETTER) & ~texts.is_between(*_DIGITS)).arg_true()
    if not len(rows):
        return texts
    text = pl.col(texts.name)
    escaped = pl.when(text.str.contains(_FORMULA)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
    told = texts.gather(rows).to_frame().select(pl.when(text != "").then(escaped)).to_series()
    return texts.scatter(rows, told)


def _unsigned_zero(name: str) -> pl.Expr:
    rounded = pl.col(name).round(6)  # as many decimals as are written
    return pl.when(rounded == 0).then(0.0).otherwise(rounded).alias(name)
