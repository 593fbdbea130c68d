"""Kind of a registration: by what its record says, else by the class of its number."""

from __future__ import annotations

import polars as pl

from classmatch.normalise.regnumbers import type_of_number

RECORD_TYPES = ("registration", "renewal", "preregistration", "supplementary")

# What the word has in it, the special before the general: a preregistration is a registration too.
_SAID = (
    ("(?i)suppl|correct|amplif", "supplementary"),
    ("(?i)pre-?reg", "preregistration"),
    ("(?i)renew|^re$", "renewal"),
    ("(?i)regist|^original|^basic", "registration"),
)


def record_type(cell: pl.Expr, number: pl.Expr) -> pl.Expr:
    """One of `RECORD_TYPES` (String) from the cell of a record and its canonical number; null when neither says."""
    return pl.coalesce(
        *(pl.when(cell.str.contains(words)).then(pl.lit(name)) for words, name in _SAID), type_of_number(number)
    )
