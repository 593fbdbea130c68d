"""Days that a date of reduced precision can mean, and the days on which periods of months and years end.

A bound that is null is open: how early, or how late, the day may be is not known.

A period of N months or years after a day ends on the day of the same number, or on the last of a month that has no
such day: three months after 30 November 2019 is 29 February 2020, and five years after 29 February 2012 is
28 February 2017.
"""

from __future__ import annotations

from functools import partial as bind

import polars as pl

from classmatch.classdef.definition import DateRules, Ends, Imprecise
from classmatch.normalise.dates import earliest, latest

MONTHS_IN_A_YEAR = 12

_YEAR_ONLY, _MONTH_ONLY = 4, 7  # characters of a date of that precision
_BOUNDS = pl.Struct({"from": pl.Date, "to": pl.Date})


def bounds(cell: pl.Expr, rules: DateRules) -> pl.Expr:
    """First and last day that a date of reduced precision (String) means by the rules: Struct of `from`, `to` (Date).

    Worked out once a distinct date.
    """
    return cell.map_batches(bind(_bounds, rules=rules), return_dtype=_BOUNDS, is_elementwise=True)


def last_day(day: pl.Expr, months: int, ends: Ends) -> pl.Expr:
    """The last day (Date) that is within so many months after a day; with strict ends the end day itself is not."""
    end = day.dt.offset_by(f"{months}mo")
    return end.dt.offset_by("-1d") if ends is Ends.STRICT else end


def earliest_start(day: pl.Expr, months: int, ends: Ends) -> pl.Expr:
    """The first day (Date) within so many months after which a given day is: the inverse of `last_day`."""
    counted = day.dt.offset_by("1d") if ends is Ends.STRICT else day
    start = counted.dt.offset_by(f"-{months}mo")
    falls_short = start.dt.offset_by(f"{months}mo") < counted
    return pl.when(falls_short).then(start.dt.offset_by("1d")).otherwise(start)


def last_day_before(day: pl.Expr, before: Ends) -> pl.Expr:
    """The last day (Date) that is before an event on a day; inclusively, that day itself."""
    return day.dt.offset_by("-1d") if before is Ends.STRICT else day


def first_day_after(day: pl.Expr, before: Ends) -> pl.Expr:
    """The first day (Date) for an event that a given day is before: the inverse of `last_day_before`."""
    return day.dt.offset_by("1d") if before is Ends.STRICT else day


def is_exact(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Whether both bounds are known and one day (Boolean, never null)."""
    return (first == last).fill_null(value=False)


def _bounds(cells: pl.Series, rules: DateRules) -> pl.Series:
    distinct = cells.drop_nulls().unique()
    known = distinct.to_frame("date").select("date", *_of_distinct(pl.col("date"), rules))
    columns = [
        cells.replace_strict(known["date"], known[bound], default=None, return_dtype=pl.Date).alias(bound)
        for bound in ("from", "to")
    ]
    return pl.DataFrame(columns).to_struct()


def _of_distinct(cell: pl.Expr, rules: DateRules) -> tuple[pl.Expr, pl.Expr]:
    first, last = earliest(cell), latest(cell)
    means_first, means_last = (_is_meant(cell, rules, day) for day in (Imprecise.FIRST_DAY, Imprecise.LAST_DAY))
    return (
        pl.when(means_last).then(last).otherwise(first).alias("from"),
        pl.when(means_first).then(first).otherwise(last).alias("to"),
    )


def _is_meant(cell: pl.Expr, rules: DateRules, day: Imprecise) -> pl.Expr:
    """Whether the rules have a date of this precision mean this day of its month or year."""
    policies = {_YEAR_ONLY: rules.year_only, _MONTH_ONLY: rules.month_only}
    return cell.str.len_bytes().is_in([length for length, policy in policies.items() if policy is day])
