"""Rank, margin and decision of the candidates of each work."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from classmatch.decide.reasons import (
    companion_book,
    contribution,
    identifier_contradicted,
    not_borne_out,
    numbers_conflict,
    reasons,
    title_alone,
    title_missing,
    volume_of_set,
)

if TYPE_CHECKING:
    from classmatch.config import DecideSettings


class Decision(StrEnum):
    MATCH = "match"
    REVIEW = "review"
    NON_MATCH = "non_match"


# What ranks candidates of a work: the confidence, then what does not depend on the order of the input.
_ORDER = [
    "work_id",
    "confidence",
    "match_weight",
    "registration_number",
    "registration_record_id",
    "registration_title",
]
_DESCENDING = [False, True, True, False, False, False]


def _ranked(candidates: pl.DataFrame) -> pl.DataFrame:
    """Sorted by work and rank, with `rank` from 1 and `margin` to the best other candidate of the work."""
    first, second = (pl.col("confidence").get(i, null_on_oob=True).over("work_id") for i in range(2))
    return (
        candidates.sort(_ORDER, descending=_DESCENDING, nulls_last=True)
        .with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("work_id"), _first=first, _second=second)
        .with_columns(
            margin=pl.col("confidence")
            - pl.when(pl.col("rank") == 1).then("_second").otherwise("_first").fill_null(0.0)
        )
        .drop("_first", "_second")
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
        title_alone,
        not_borne_out,
    )
    return pl.any_horizontal(*(doubt() for doubt in doubts))


def _decision(settings: DecideSettings) -> pl.Expr:
    likely = (pl.col("confidence") >= settings.match) & ~_vetoed()
    clear = (pl.col("rank") > 1) | (pl.col("margin") >= settings.min_margin)
    kept = (pl.col("confidence") >= settings.review) | identifier_contradicted()
    return (
        pl.when(likely & clear).then(pl.lit(Decision.MATCH))
        .when(kept).then(pl.lit(Decision.REVIEW))
        .otherwise(pl.lit(Decision.NON_MATCH))
    )  # fmt: skip


def decide(candidates: pl.DataFrame, settings: DecideSettings) -> pl.DataFrame:
    """Add `rank`, `margin`, `decision` and `reasons`; candidates that are no match and not for review are left out.

    Several registrations of one work, and several works of one registration, may all be matches: nothing is forced into
    one-to-one (a group registration covers several works, a revised edition is registered again).
    """
    decided = _ranked(candidates).with_columns(decision=_decision(settings))
    kept = decided.filter(pl.col("decision") != Decision.NON_MATCH)
    return kept.with_columns(reasons=reasons())
