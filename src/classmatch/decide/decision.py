"""Rank, margin and decision of the candidates of each work."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from classmatch.decide.reasons import (
    companion_book,
    contribution,
    identifier_contradicted,
    labelled,
    not_borne_out,
    numbers_conflict,
    omnibus,
    other_author,
    other_edition,
    other_title,
    published_later,
    reasons,
    sister_volume,
    title_alone,
    title_missing,
    volume_of_set,
)
from classmatch.decide.thresholds import Thresholds, for_precision
from classmatch.labels import Label

if TYPE_CHECKING:
    from classmatch.config import DecideSettings


class Decision(StrEnum):
    MATCH = "match"
    REVIEW = "review"
    NON_MATCH = "non_match"


# What ranks candidates of a work: the confidence, then what does not depend on the order of the input. What a person
# said to be wrong comes last.
_ORDER = [
    "work_id",
    "_wrong",
    "confidence",
    "match_weight",
    "registration_number",
    "registration_record_id",
    "registration_title",
]
_OPTIONAL = ("label", "new_matter", "catalog_authors", "registration_authors")
_DESCENDING = [False, False, True, True, False, False, False]


def _ranked(candidates: pl.DataFrame) -> pl.DataFrame:
    """Sorted by work and rank, with `rank` from 1 and `margin` to the best other candidate of the work.

    `label`, which is what a person said of the pair, and the like are null where there is none.
    """
    lacking = [
        name
        for name in ("label", "new_matter", "catalog_authors", "registration_authors")
        if name not in candidates.columns
    ]
    candidates = candidates.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)
    rival = pl.when(~pl.col("_wrong")).then("confidence").otherwise(0.0)
    first, second = (rival.get(i, null_on_oob=True).over("work_id") for i in range(2))
    return (
        candidates.with_columns(_wrong=labelled(Label.NOMATCH))
        .sort(_ORDER, descending=_DESCENDING, nulls_last=True)
        .with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("work_id"), _first=first, _second=second)
        .with_columns(
            margin=pl.col("confidence")
            - pl.when(pl.col("rank") == 1).then("_second").otherwise("_first").fill_null(0.0)
        )
        .drop("_first", "_second", "_wrong")
    )


def _vetoed() -> pl.Expr:
    """What no confidence makes a match: a person has to look.

    Companion books often carry the identifier of their book, and volumes that of their set, so that the rest of the
    evidence speaks for a match; labelled data has too few of them to teach the weights. A common title with nothing
    beside it is right as often as wrong in a labelled set, where somebody must match, and seldom in a large register.
    """
    doubts = (
        identifier_contradicted,
        companion_book,
        contribution,
        numbers_conflict,
        volume_of_set,
        title_missing,
        other_title,
        sister_volume,
        title_alone,
        other_author,
        other_edition,
        published_later,
        omnibus,
        not_borne_out,
    )
    return pl.any_horizontal(*(doubt() for doubt in doubts))


def _able(settings: DecideSettings) -> pl.Expr:
    """Whether the pair may be a match, if only its confidence is high enough."""
    return ~_vetoed() & ((pl.col("rank") > 1) | (pl.col("margin") >= settings.min_margin))


def _decision(settings: DecideSettings) -> pl.Expr:
    likely = pl.col("confidence") >= settings.match
    kept = (pl.col("confidence") >= settings.review) | identifier_contradicted()
    return (
        pl.when(likely & _able(settings)).then(pl.lit(Decision.MATCH))
        .when(kept).then(pl.lit(Decision.REVIEW))
        .otherwise(pl.lit(Decision.NON_MATCH))
    )  # fmt: skip


def _labelled() -> pl.Expr:
    """The decision that a person took, else the one by the evidence."""
    return (
        pl.when(labelled(Label.MATCH)).then(pl.lit(Decision.MATCH))
        .when(labelled(Label.NOMATCH)).then(pl.lit(Decision.NON_MATCH))
        .otherwise("by_evidence")
    )  # fmt: skip


def thresholds(candidates: pl.DataFrame, settings: DecideSettings, missed: float = 0.0) -> Thresholds:
    """The thresholds that the settings give or, where they want a precision, those that it asks for.

    `missed` are the true pairs expected among those that are not in `candidates`. Raises `ConfigError` for a precision
    that no threshold has.
    """
    if not settings.precision:
        return Thresholds(settings.match, settings.review)
    ranked = _ranked(candidates)
    unlabelled = ranked.filter(~labelled(Label.MATCH), ~labelled(Label.NOMATCH))
    able = unlabelled.filter(_able(settings))["confidence"].to_numpy()
    known = ranked.select(labelled(Label.MATCH).sum()).item()
    return for_precision(settings.precision, able, unlabelled["confidence"].to_numpy(), missed, known)


def decide(candidates: pl.DataFrame, settings: DecideSettings) -> pl.DataFrame:
    """Add `rank`, `margin`, `decision` and `reasons`; candidates that are no match and not for review are left out.

    What a person said of a pair (`label`) stands, whatever its confidence; what was said to be wrong is kept, and
    `by_evidence` has the decision as it would be without labels.

    Several registrations of one work, and several works of one registration, may all be matches: nothing is forced into
    one-to-one (a group registration covers several works, a revised edition is registered again).
    """
    judged = _ranked(candidates).with_columns(by_evidence=_decision(settings))
    decided = judged.with_columns(decision=_labelled())
    kept = decided.filter((pl.col("decision") != Decision.NON_MATCH) | labelled(Label.NOMATCH))
    return kept.with_columns(reasons=reasons())
