"""The dates of original registrations, found among the registrations themselves.

A renewal names the number that it renews, a supplementary registration the one that it corrects, mostly without a date.
"""

from __future__ import annotations

import polars as pl

from classmatch.classdef.rules.kind import is_of_type
from classmatch.normalise.dates import earliest, latest


def with_originals(registrations: pl.DataFrame | pl.LazyFrame) -> pl.Series:
    """`original_date` (String, as in `schema.REGISTRATIONS`), filled in for renewals and supplementary registrations.

    It is filled where it is null and the original number, else the first of the previous numbers, stands in the table
    with one date only: numbers before 1978 were given more than once (see normalise.regnumbers), and with two dates
    there is no telling which is meant. A date later than the renewal's own is another registration's.
    """
    asked = registrations.lazy().select(
        "registration_number",
        "registration_date",
        "original_date",
        names=pl.concat_list("original_number", pl.col("previous_numbers").list.first()).list.drop_nulls(),
        goes_back=is_of_type("renewal") | is_of_type("supplementary"),
    )
    numbered = asked.with_columns(
        named=pl.when(pl.col("goes_back") & pl.col("original_date").is_null()).then(pl.col("names").list.first())
    )
    looked_up = numbered.join(_dates(registrations.lazy()), on="named", how="left", maintain_order="left")
    other = pl.col("named") != pl.col("registration_number")
    earlier = (earliest(pl.col("found")) <= latest(pl.col("registration_date"))).fill_null(value=True)
    filled = pl.coalesce("original_date", pl.when(other & earlier).then(pl.col("found")))
    return looked_up.select(original_date=filled).collect().to_series()


def _dates(registrations: pl.LazyFrame) -> pl.LazyFrame:
    """Numbers that stand with one date only: `named`, `found`."""
    dated = registrations.select(named="registration_number", found="registration_date").drop_nulls().unique()
    return dated.filter(pl.len().over("named") == 1)
