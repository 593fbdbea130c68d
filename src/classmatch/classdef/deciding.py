"""What would decide a candidate that the rules leave undetermined: one sentence, with the day on which it turns.

The day is worked out in closed form. Every rule about dates holds from some day of publication on (registered within so
many months and years after it) or up to some day (published by the last copying; registered by; copied after), so that
with one date unknown the days that decide are one interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.class_reasons import ClassReason
from classmatch.classdef.days import (
    MONTHS_IN_A_YEAR,
    earliest_start,
    first_day_after,
    is_exact,
    last_day,
    last_day_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classmatch.classdef.definition import Definition

_NO_DATE = pl.lit(None, pl.Date)
_NOTHING = pl.lit(None, pl.String)


@dataclass(frozen=True)
class Factor:
    """Something unknown that a rule depends on.

    Attributes:
        name: What it is, in words.
        matters: Whether it is unknown and a rule is for it (Boolean, null: no).
        decides: What it must be, in words, if nothing else is unknown (String; null: there is no saying).

    """

    name: str
    matters: pl.Expr
    decides: pl.Expr = _NOTHING


def deciding(ruled: pl.DataFrame, definition: Definition) -> pl.Series:
    """What would decide each row (String), null where it is decided: `publication date: eligible if on or after ...`.

    Where several things are unknown they are named only.
    """
    open_rows = ruled["eligibility"] == "undetermined"
    factors = _factors(definition)
    sentences = _sentences(ruled.filter(open_rows), factors)
    places = pl.select(pl.when(open_rows).then(open_rows.cum_sum() - 1)).to_series()
    return sentences.gather(places)


def _factors(definition: Definition) -> list[Factor]:
    return [*_of_the_work(definition), *_of_the_kind(), *_of_dates(definition), *_of_the_owners()]


def _sentences(rows: pl.DataFrame, factors: Sequence[Factor]) -> pl.Series:
    bits = (
        pl.when(factor.matters).then(pl.lit(1 << i, pl.UInt64)).otherwise(pl.lit(0, pl.UInt64))
        for i, factor in enumerate(factors)
    )
    coded = rows.with_columns(code=pl.sum_horizontal(*bits))
    codes = coded["code"].unique().sort()
    names = [_listed([factor.name for i, factor in enumerate(factors) if code >> i & 1]) for code in codes]
    named = pl.Series(names, dtype=pl.String).gather(codes.search_sorted(coded["code"]))
    return coded.with_columns(named=named).select(_sentence(pl.col("named"), factors)).to_series()


def _sentence(named: pl.Expr, factors: Sequence[Factor]) -> pl.Expr:
    alone = pl.coalesce(pl.when(pl.col("code") == 1 << i).then(f.decides) for i, f in enumerate(factors))
    return pl.when(alone.is_null()).then(named).otherwise(named + ": " + alone)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _of_the_work(definition: Definition) -> Iterator[Factor]:
    work = definition.work
    days = {source.content_date for source in definition.sources if source.in_class}
    [day] = days if len(days) == 1 else [None]
    added = _NOTHING if day is None else pl.lit(f"eligible if on or before {day}")
    identifiers = " or ".join(kind.upper() for kind in work.identifiers)
    which_held = _is_open("published") & ~is_exact(pl.col("last_certain"), pl.col("last_acquired"))
    yield Factor("date added", _is_open("source") | which_held, added)
    yield Factor("identifier", _is_open("identifier"), pl.lit(f"eligible if it has an {identifiers}"))
    yield Factor("language", _is_open("language"), pl.lit(f"eligible if it is {' or '.join(work.languages)}"))
    yield Factor("class of registration", _is_open("type"), pl.lit(f"eligible if it is {' or '.join(work.types)}"))


def _of_the_kind() -> Iterator[Factor]:
    names = {
        ClassReason.UNPUBLISHED: "whether an unpublished registration counts",
        ClassReason.PREREGISTRATION: "whether a preregistration counts",
        ClassReason.FOREIGN: "whether a foreign work counts",
        ClassReason.NATION_UNKNOWN: "nation of first publication",
        ClassReason.RENEWAL: "whether a renewal counts",
        ClassReason.SUPPLEMENTARY: "whether a supplementary registration counts",
    }
    for reason, name in names.items():
        yield Factor(name, pl.col("class_reasons").list.contains(reason.value))


def _of_the_owners() -> Iterator[Factor]:
    yield Factor("whether a claimant is an excluded person", _is_open("not_excluded"))
    yield Factor("whether a claimant is one who opted out", _is_open("not_opted_out"))


def _of_dates(definition: Definition) -> Iterator[Factor]:
    published, registered, acquired = (
        ~is_exact(pl.col(f"{event}_from"), pl.col(f"{event}_to")) for event in ("published", "registered", "acquired")
    )
    within = _is_open("within_years") | _is_open_part("within_months")
    registration_matters = (within | _is_open_part("before_acquisition")) & registered
    of_original = pl.col("follows") | pl.col("unsure")
    by_day = _registered_by(definition)
    yield Factor("publication date", (_is_open("published") | within) & published, _published_on(definition))
    yield Factor("registration date", registration_matters & ~of_original, by_day)
    yield Factor("original registration date", registration_matters & of_original, by_day)
    yield Factor("acquisition date", _is_open_part("before_acquisition") & acquired, _acquired_on(definition))


def _is_open(rule: str) -> pl.Expr:
    return pl.col(f"rule_{rule}").is_null()


def _is_open_part(rule: str) -> pl.Expr:
    """Whether a part of `timely` is unknown, and `timely` by it."""
    return _is_open(rule) & _is_open("timely")


def _published_on(definition: Definition) -> pl.Expr:
    """On which days it must have been published, the other dates being known."""
    rules = definition.registration
    registered = pl.col("registered_to")
    periods = (
        (_is_open("within_years"), _months_of_years(rules.within_years_of_publication)),
        (_is_open_part("within_months"), rules.timely.within_months_of_publication),
    )
    firsts = (
        pl.when(matters).then(earliest_start(registered, months, rules.ends))
        for matters, months in periods
        if months is not None
    )
    first = pl.max_horizontal(_NO_DATE, *firsts)
    last = pl.when(_is_open("published")).then(pl.col("last_acquired"))
    return (
        pl.when(first > last)
        .then(pl.lit("not eligible on any day that it can be"))
        .when(first.is_not_null() & last.is_not_null())
        .then(pl.format("eligible if from {} to {}", first.cast(pl.String), last.cast(pl.String)))
        .when(first.is_not_null())
        .then(pl.format("eligible if on or after {}", first.cast(pl.String)))
        .when(last.is_not_null())
        .then(pl.format("eligible if on or before {}", last.cast(pl.String)))
    )


def _registered_by(definition: Definition) -> pl.Expr:
    """By which day it must have been registered, the other dates being known."""
    rules = definition.registration
    years = _months_of_years(rules.within_years_of_publication)
    by_years = _NO_DATE if years is None else last_day(pl.col("published_from"), years, rules.ends)
    last = pl.min_horizontal(
        pl.when(_is_open("within_years")).then(by_years), pl.when(_is_open("timely")).then(_timely_by(definition))
    )
    return pl.format("eligible if on or before {}", last.cast(pl.String))


def _timely_by(definition: Definition) -> pl.Expr:
    rules = definition.registration
    months = rules.timely.within_months_of_publication
    before = last_day_before(pl.col("acquired_from"), rules.before) if rules.timely.before_acquisition else _NO_DATE
    within = _NO_DATE if months is None else last_day(pl.col("published_from"), months, rules.ends)
    return pl.max_horizontal(before, within)


def _acquired_on(definition: Definition) -> pl.Expr:
    """From which day on it must have been acquired, the other dates being known."""
    first = first_day_after(pl.col("registered_to"), definition.registration.before)
    return pl.format("eligible if on or after {}", first.cast(pl.String))


def _months_of_years(years: int | None) -> int | None:
    return None if years is None else years * MONTHS_IN_A_YEAR
