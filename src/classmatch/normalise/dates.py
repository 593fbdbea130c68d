"""Dates as ISO 8601 text of reduced precision: `1951`, `1951-07` or `1951-07-16`, never more precise than the cell.

The first date of a cell is the one: `1998, c1995` and `[2003] ©2004` are published in 1998 and 2003, what follows
being the copyright year. It is cut out and rewritten, form by form, into year-month-day; what cannot be, such as 31
February or a thirteenth month, is cut off again and leaves the month or the year.

Where the writing leaves day and month open, neither is kept:
- with slashes or hyphens either may be first (`9/3/2006`), and only the year is kept unless one of them exceeds 12;
- with full stops the day is first, as is the custom wherever dates are written so;
- two digits are a year only in the form of the Copyright Office, `16Jul51`, and mean 19xx; see `of_this_century`;
- of a span (`May-June 1990`, `1987-1990`) only what holds for its beginning is kept.
"""

from __future__ import annotations

from calendar import isleap
from functools import reduce

import polars as pl

from classmatch.normalise.steps import by_distinct

EARLIEST_YEAR = 1450  # before printing with movable type no publication date is meant; 1422 is a year of the Hegira
LATEST_YEAR = 2030  # announced books are catalogued a year or two ahead; later years are placeholders such as 9999

_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip

_YEAR = r"(?:1[4-9][0-9]{2}|20[0-9]{2})"
_NAME = f"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_MONTHS_SPAN = rf"{_NAME}[ .]*[-/] ?{_NAME}"

# What a date looks like, in lower case; of those that begin at one place, the earlier in this list wins.
_FORMS = (
    rf"{_YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}",  # 1951-07-16
    rf"{_YEAR}[-/.][0-9]{{2}}",  # 1951-07
    rf"{_YEAR}(?:0[0-9]|1[0-2])[0-3][0-9](?:[0-2][0-9][0-5][0-9]{{3}})?",  # 19510716, 19510716103000
    rf"{_YEAR}[ -]?{_MONTHS_SPAN}",  # 1951 Jul-Aug
    rf"{_YEAR}[ -]?{_NAME}(?:[ .-]*[0-9]{{1,2}})?",  # 1951 Jul 16
    rf"[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.]{_YEAR}",  # 7/16/1951
    rf"[0-9]{{1,2}}/{_YEAR}",  # 7/1951
    rf"{_DAY}[ .-]*(?:of )?{_NAME}[ .,-]*{_YEAR}",  # 16 July 1951
    rf"[0-9]{{1,2}}-{_DAY} ?{_NAME}[ .,]*{_YEAR}",  # 16-19 July 1951
    rf"{_DAY} ?{_NAME} ?[0-9]{{2}}",  # 16Jul51
    rf"{_NAME}[ .]*{_DAY}[ .,]+{_YEAR}",  # July 16, 1951
    rf"{_NAME}[ .,-]*{_YEAR}",  # July 1951
    rf"{_MONTHS_SPAN}[ .,]*{_YEAR}",  # July-August 1951
    _YEAR,
)
_FIRST_DATE = rf"(?:^|[^0-9a-z])[cpd]?({'|'.join(_FORMS)})(?:t|[^0-9a-z]|$)"
_CORRECTION = rf"^.*[\[( ]i\. ?e\.,? ?([cp]?{_YEAR})"  # `1978 [i.e. 1987]`
_SHORT_YEAR = rf"(?i)^[^0-9a-z]*[0-9]{{1,2}} ?{_NAME} ?[0-9]{{2}}(?:[^0-9]|$)"
_BEFORE_CHRIST = r"^\s*[-\x{2010}-\x{2015}\x{2212}]\s*[0-9]"

_M, _D, _PAST_12 = r"(0?[1-9]|1[0-2])", r"([0-9]{1,2})", r"(1[3-9]|2[0-9]|3[01])"

# Rewriting of a form into year-month-day; the name of a month stands as `@07@`.
_REWRITING = (
    (rf"^(?:@.*@[^@]*@.*@[ .,]*)?({_YEAR})(?:[ -]?@.*@[^@]*@.*@)?$", "$1"),
    (rf"^({_YEAR})[-/.]{_D}[-/.]{_D}$", "$1-$2-$3"),
    (rf"^({_YEAR})[/.]{_D}$", "$1-$2"),
    (r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{6})?$", "$1-$2-$3"),
    (rf"^({_YEAR})[^0-9]*@([0-9]{{2}})@[^0-9]*{_D}$", "$1-$2-$3"),
    (rf"^({_YEAR})[^0-9]*@([0-9]{{2}})@$", "$1-$2"),
    (rf"^{_M}[-/.]{_PAST_12}[-/.]({_YEAR})$", "$3-$1-$2"),
    (rf"^{_PAST_12}[-/.]{_M}[-/.]({_YEAR})$", "$3-$2-$1"),
    (rf"^{_D}\.{_M}\.({_YEAR})$", "$3-$2-$1"),
    (rf"^{_D}[-/.]{_D}[-/.]({_YEAR})$", "$3"),
    (rf"^{_D}/({_YEAR})$", "$2-$1"),
    (rf"^{_D}[^0-9@]*@([0-9]{{2}})@[^0-9]*({_YEAR})$", "$3-$2-$1"),
    (rf"^{_D}[^0-9@]*@([0-9]{{2}})@ ?([0-9]{{2}})$", "19$3-$2-$1"),
    (rf"^@([0-9]{{2}})@[^0-9]*{_D}[^0-9]+({_YEAR})$", "$3-$1-$2"),
    (rf"^[0-9]{{1,2}}-[0-9]{{1,2}}[^0-9@]*@([0-9]{{2}})@[^0-9]*({_YEAR})$", "$2-$1"),
    (rf"^@([0-9]{{2}})@[^0-9@]*({_YEAR})$", "$2-$1"),
    (r"-([0-9])-", "-0$1-"),
    (r"-([0-9])$", "-0$1"),
)
_YEARS = range(EARLIEST_YEAR, LATEST_YEAR + 1)
_ANY_YEAR = "|".join(map(str, _YEARS))
_LEAP_YEAR = "|".join(str(year) for year in _YEARS if isleap(year))
_MONTH_DAY = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"
)

# As much of a date, from the year on, as stands in a calendar.
_POSSIBLE = rf"^((?:{_LEAP_YEAR})-02-29|(?:{_ANY_YEAR})(?:-(?:{_MONTH_DAY}|0[1-9]|1[0-2]))?)"


def partial_date(cell: pl.Expr) -> pl.Expr:
    """First date of a cell (String): `1951`, `1951-07` or `1951-07-16`; null when there is none, or out of range."""
    return by_distinct(cell, (_rewritten, _possible))


def of_this_century(partial: pl.Expr, cell: pl.Expr) -> pl.Expr:
    """A date of reduced precision (String) whose cell has a year of two digits (`21May01`), as 20xx if that can be.

    For records that are known to be of no earlier time than the registrations since 1978; a year of four digits stays.
    """
    can_be = cell.str.contains(_SHORT_YEAR) & (partial < f"{LATEST_YEAR - 99}")
    return pl.when(can_be).then(pl.lit("20") + partial.str.slice(2)).otherwise(partial)


def year_of(partial: pl.Expr) -> pl.Expr:
    """Year (Int16) of a date of reduced precision."""
    return partial.str.slice(0, 4).cast(pl.Int16, strict=False)


def precision(partial: pl.Expr) -> pl.Expr:
    """Precision of a date of reduced precision (String): `year`, `month` or `day`."""
    return partial.str.len_bytes().replace_strict(
        {4: "year", 7: "month", 10: "day"}, default=None, return_dtype=pl.String
    )


def earliest(partial: pl.Expr) -> pl.Expr:
    """First day (Date) that a date of reduced precision can mean."""
    rest = pl.lit("-01-01").str.slice(partial.str.len_bytes().cast(pl.Int64) - 4)
    return (partial + rest).str.to_date("%Y-%m-%d", strict=False)


def latest(partial: pl.Expr) -> pl.Expr:
    """Last day (Date) that a date of reduced precision can mean."""
    length = partial.str.len_bytes()
    start = earliest(partial)
    last_day = pl.when(length == 7).then(start.dt.month_end()).otherwise(start)
    return pl.when(length == 4).then(start.dt.offset_by("1y").dt.offset_by("-1d")).otherwise(last_day)


def _rewritten(cell: pl.Expr) -> pl.Expr:
    """First date of the cell as year-month-day with two digits each, not yet known to be possible."""
    after_christ = pl.when(~cell.str.contains(_BEFORE_CHRIST)).then(cell)
    corrected = after_christ.str.to_lowercase().str.replace(_CORRECTION, "$1")
    found = corrected.str.extract(_FIRST_DATE, 1)
    numbered = found.str.replace_many(list(_MONTHS), [f"@{month:02}@" for month in _MONTHS.values()], leftmost=True)
    return reduce(lambda date, step: date.str.replace(*step), _REWRITING, numbered)


def _possible(date: pl.Expr) -> pl.Expr:
    return date.str.extract(_POSSIBLE, 1)
