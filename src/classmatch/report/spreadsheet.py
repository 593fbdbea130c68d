"""Tables from catalogs, made harmless for spreadsheets: a title may be a formula that runs when the file is opened."""

from __future__ import annotations

import polars as pl

_FORMULA = r"^[=+\-@\t\r]"  # how a formula begins: OWASP, CSV injection


def for_spreadsheet(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as CSV can hold it: lists joined, and no text that a spreadsheet runs.

    Such text gets a leading apostrophe, which spreadsheets take for "this is text". Numbers stay numbers, no zero has a
    minus, and empty text is as if it were absent.
    """
    joined = frame.with_columns(pl.col(pl.List(pl.String)).list.join("; "))
    joined = joined.with_columns(pl.col(pl.String).replace("", None))
    texts = [_escaped(name) for name, kind in joined.schema.items() if kind == pl.String]
    floats = [_unsigned_zero(name) for name, kind in joined.schema.items() if kind.is_float()]
    return joined.with_columns(*texts, *floats)


def _escaped(name: str) -> pl.Expr:
    text = pl.col(name)
    return pl.when(text.str.contains(_FORMULA)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(name)


def _unsigned_zero(name: str) -> pl.Expr:
    rounded = pl.col(name).round(6)  # as many decimals as are written
    return pl.when(rounded == 0).then(0.0).otherwise(rounded).alias(name)
