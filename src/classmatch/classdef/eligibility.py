"""Eligibility: what a class definition says of each candidate, by rules that are true, false or unknown.

A candidate is eligible when every rule is true, ineligible when any is false, and else undetermined (Kleene's strong
three-valued logic, S. C. Kleene, Introduction to Metamathematics, 1952, section 64, which is that of `&` and `|` over
nullable Booleans in Polars). What a definition does not ask is true.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from classmatch.classdef.dates_used import with_dates
from classmatch.classdef.deciding import deciding
from classmatch.classdef.rules import claimants, kind, source, timing, work
from classmatch.schema import ELIGIBILITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classmatch.classdef.definition import Definition
    from classmatch.classdef.rules.rule import Because, Rule
    from classmatch.schema import Table

SLICE = 500_000  # candidates judged at once: bounds the memory of what is worked out on the way

JUDGED_FROM: Table = {
    "work_id": pl.String,
    "isbns": pl.List(pl.String),
    "asins": pl.List(pl.String),
    "identifiers": pl.List(pl.String),  # `scheme:value`
    "languages": pl.List(pl.String),  # ISO 639-3
    "first_published": pl.String,  # by the catalog: ISO 8601, reduced precision, as all dates of type String
    "held": pl.Boolean,  # of holdings.HOLDINGS, as the next four; null: unknown
    "acquired_from": pl.Date,
    "acquired_to": pl.Date,
    "last_acquired": pl.Date,
    "last_certain": pl.Date,
    "registration_number": pl.String,  # canonical
    "registration_isbns": pl.List(pl.String),
    "registration_date": pl.String,
    "publication_date": pl.String,  # by the registration
    "original_number": pl.String,
    "original_date": pl.String,  # looked up, see originals.with_originals
    "record_type": pl.String,  # one of normalise.record_types.RECORD_TYPES, else null
    "publication_status": pl.String,
    "foreign": pl.Boolean,  # null: the record does not say
    "claimant_keys": pl.List(pl.String),  # of normalise.claimants.keys_of
}

RULES = (
    "rule_source",
    "rule_identifier",
    "rule_language",
    "rule_type",
    "rule_kind",
    "rule_published",
    "rule_within_years",
    "rule_before_acquisition",
    "rule_within_months",
    "rule_timely",
    "rule_not_excluded",
    "rule_not_opted_out",
)
PARTS = ("rule_before_acquisition", "rule_within_months")  # of rule_timely: by themselves they decide nothing


class Eligibility(StrEnum):
    """What the class definition says of a candidate."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


def rules_of(definition: Definition) -> tuple[Rule, ...]:
    """Every rule, in the order of `RULES`."""
    makers = (
        source.source,
        work.identifier,
        work.language,
        work.work_type,
        kind.kind,
        timing.published,
        timing.within_years,
        timing.before_acquisition,
        timing.within_months,
        timing.timely,
        claimants.not_excluded,
        claimants.not_opted_out,
    )
    return tuple(maker(definition) for maker in makers)


def judged(candidates: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """Candidates with the columns of `ELIGIBILITY`, row by row, in their order.

    Args:
        candidates: The columns of `JUDGED_FROM`, and any others, which stay as they are.
        definition: The class definition.

    """
    rules = rules_of(definition)
    slices = [candidates] if candidates.is_empty() else candidates.iter_slices(SLICE)
    verdicts = [_judged(part.select(*JUDGED_FROM), rules, definition) for part in slices]
    return candidates.with_columns(pl.concat(verdicts).get_columns())


def _judged(candidates: pl.DataFrame, rules: Sequence[Rule], definition: Definition) -> pl.DataFrame:
    """`ELIGIBILITY` of candidates that have `JUDGED_FROM`."""
    dated = with_dates(candidates.with_columns(unpublished=kind.is_unpublished()), definition)
    ruled = _ruled(dated, rules)
    decided = ruled.with_columns(eligibility=_eligibility(), class_reasons=_reasons(ruled, rules))
    return decided.with_columns(deciding=deciding(decided, definition)).select(*ELIGIBILITY)


def _ruled(dated: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Every rule as a column; `timely` in a second step, which reads its parts."""
    singly, of_parts = ([rule for rule in rules if (rule.name == "rule_timely") is last] for last in (False, True))
    for step in (singly, of_parts):
        dated = dated.with_columns(rule.holds.alias(rule.name) for rule in step)
    return dated


def _eligibility() -> pl.Expr:
    every = pl.all_horizontal(name for name in RULES if name not in PARTS)
    values = {True: Eligibility.ELIGIBLE.value, False: Eligibility.INELIGIBLE.value}
    return every.replace_strict(values, default=Eligibility.UNDETERMINED.value, return_dtype=pl.String)


def _reasons(ruled: pl.DataFrame, rules: Sequence[Rule]) -> pl.Series:
    """Reasons of each row (List[String]): those that apply are the bits of a number, and numbers repeat."""
    reasons = [because for rule in rules for because in rule.reasons]
    codes = ruled.select(code=_code(reasons)).to_series()
    distinct = codes.unique().sort()
    names = [[reason.value for i, (reason, _) in enumerate(reasons) if code >> i & 1] for code in distinct]
    return pl.Series(names, dtype=pl.List(pl.String)).gather(distinct.search_sorted(codes))


def _code(reasons: Sequence[Because]) -> pl.Expr:
    """The reasons that apply, as bits (UInt64)."""
    bits = (
        pl.when(applies).then(pl.lit(1 << i, pl.UInt64)).otherwise(pl.lit(0, pl.UInt64))
        for i, (_, applies) in enumerate(reasons)
    )
    return pl.sum_horizontal(pl.lit(0, pl.UInt64), *bits)
