"""Text from catalogs, made harmless for terminals and spreadsheets.

A title may hold anything: escape sequences that move the cursor, marks that turn the direction of writing, or a formula
that a spreadsheet runs when the file is opened.
"""

from __future__ import annotations

import unicodedata

import polars as pl

_JOINERS = "\u200c\u200d"  # harmless, and part of the spelling in Persian, Hindi and other languages
_FORMULA = r"^[=+\-@\t\r]"  # how a formula begins: OWASP, CSV injection


def for_terminal(text: str) -> str:
    """One line of text without control, escape, bidirectional or invisible characters; each is shown as U+FFFD."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    if char in _JOINERS:
        return char
    return "\ufffd" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} else char


def for_spreadsheet(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as CSV can hold it: lists joined by ``; ``, no minus before zero, and no text that a spreadsheet runs.

    Such text gets a leading apostrophe, which spreadsheets take for "this is text". Numbers stay numbers.
    """
    joined = frame.with_columns(pl.col(pl.List(pl.String)).list.join("; "))
    texts = [_escaped(name) for name, kind in joined.schema.items() if kind == pl.String]
    floats = [pl.col(name).round(6) + 0.0 for name, kind in joined.schema.items() if kind.is_float()]
    return joined.with_columns(*texts, *floats)


def _escaped(name: str) -> pl.Expr:
    text = pl.col(name)
    return pl.when(text.str.contains(_FORMULA)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(name)
