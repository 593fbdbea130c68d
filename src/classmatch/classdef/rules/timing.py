"""What the dates must be: published before the copying, registered in time after publication.

Each rule compares two days of which either may lie between bounds: it is true when it holds of every pair of days
within them, false when of none, and else unknown.

A registration made before publication is within any number of months and years of it, and so is one of a work that was
unpublished (17 U.S.C. 410(c): "before or within five years after first publication"; 412).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.class_reasons import ClassReason
from classmatch.classdef.days import MONTHS_IN_A_YEAR, last_day, last_day_before
from classmatch.classdef.rules.rule import UNKNOWN, Rule, rule

if TYPE_CHECKING:
    from classmatch.classdef.definition import Definition

_FALSE = pl.lit(value=False)


def published(definition: Definition) -> Rule:
    """Published by the last day on which a library of the class that held it may have been copied.

    True where that day is not known, as the definition does not give it for a library that held the work: there is
    nothing to contradict. Which library held it may be uncertain, so that the day has two bounds.
    """
    if all(source.acquired_to is None for source in definition.sources):
        return Rule("rule_published")
    last = pl.col("last_certain"), pl.col("last_acquired")
    nothing_known = pl.all_horizontal(day.is_null() for day in last)
    holds = nothing_known | _by(pl.col("published_from"), pl.col("published_to"), *last)
    return rule(
        "rule_published",
        holds,
        ClassReason.PUBLISHED_AFTER_ACQUISITION,
        ClassReason.PUBLISHED_BY_ACQUISITION_UNKNOWN,
    )


def within_years(definition: Definition) -> Rule:
    """Registered within so many years of publication."""
    years = definition.registration.within_years_of_publication
    if years is None:
        return Rule("rule_within_years")
    return rule(
        "rule_within_years",
        _within(years * MONTHS_IN_A_YEAR, definition),
        ClassReason.REGISTERED_TOO_LATE,
        ClassReason.REGISTERED_IN_TIME_UNKNOWN,
    )


def before_acquisition(definition: Definition) -> Rule:
    """Registered before the acquisition that counts; false where the definition does not ask. A part of `timely`."""
    if not definition.registration.timely.before_acquisition:
        return Rule("rule_before_acquisition", _FALSE)
    before = definition.registration.before
    acquired = (last_day_before(pl.col(name), before) for name in ("acquired_from", "acquired_to"))
    return Rule("rule_before_acquisition", _by(pl.col("registered_from"), pl.col("registered_to"), *acquired))


def within_months(definition: Definition) -> Rule:
    """Registered within so many months of publication; false where the definition does not ask. A part of `timely`."""
    months = definition.registration.timely.within_months_of_publication
    if months is None:
        return Rule("rule_within_months", _FALSE)
    return Rule("rule_within_months", _within(months, definition))


def timely(definition: Definition) -> Rule:
    """Either of its parts, which are columns by now; true where the definition asks for neither."""
    asked = definition.registration.timely
    if not asked.before_acquisition and asked.within_months_of_publication is None:
        return Rule("rule_timely")
    holds = pl.col("rule_before_acquisition") | pl.col("rule_within_months")
    return rule("rule_timely", holds, ClassReason.NOT_TIMELY, ClassReason.TIMELY_UNKNOWN)


def _within(months: int, definition: Definition) -> pl.Expr:
    ends = definition.registration.ends
    last = (last_day(pl.col(name), months, ends) for name in ("published_from", "published_to"))
    return pl.col("unpublished") | _by(pl.col("registered_from"), pl.col("registered_to"), *last)


def _by(first: pl.Expr, last: pl.Expr, limit_first: pl.Expr, limit_last: pl.Expr) -> pl.Expr:
    """Whether a day is no later than a limit, each between bounds of which null is open (Boolean, null: unknown)."""
    always, never = last <= limit_first, first > limit_last
    return pl.when(always).then(pl.lit(value=True)).when(never).then(_FALSE).otherwise(UNKNOWN)
