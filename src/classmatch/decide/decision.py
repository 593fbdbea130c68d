"""Rank, margin and decision of the candidates of each work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.decide.patterns import Patterns
from classmatch.decide.reasons import (
    companion_book,
    contribution,
    identifier_contradicted,
    labelled,
    not_borne_out,
    numbers_conflict,
    of_pairs,
    of_patterns,
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
    from numpy.typing import NDArray

    from classmatch.config import DecideSettings


class Decision(StrEnum):
    MATCH = "match"
    REVIEW = "review"
    NON_MATCH = "non_match"


# What ranks candidates of a work, behind the confidence and the weight: what does not depend on the order of the input.
_TIES = ("registration_number", "registration_record_id", "registration_title")
_OPTIONAL = ("label", "new_matter", "catalog_authors", "registration_authors")


@dataclass(frozen=True)
class _Ranked:
    """Candidates by work and rank.

    `order` has their rows; `rank`, from 1, and `margin`, to the best other candidate of the work, are in that order.
    """

    order: NDArray[np.int64]
    rank: NDArray[np.uint32]
    margin: NDArray[np.float64]


def _ranked(candidates: pl.DataFrame) -> _Ranked:
    """Only numbers are sorted, and of texts only those of rows that the numbers leave equal.

    What a person said to be wrong comes last, and is no rival.
    """
    keys = candidates.select(
        work=_numbered(candidates["work_id"]), wrong=labelled(Label.NOMATCH), weight="match_weight", sure="confidence"
    )
    keys = keys.with_columns(tie=_ties(candidates, keys)).with_row_index("row")
    names, down = ["work", "wrong", "sure", "weight", "tie"], [False, False, True, True, False]
    best = keys.sort(names, descending=down, nulls_last=True, maintain_order=True)
    work = best["work"].to_numpy().astype(np.int64)
    begins = np.flatnonzero(np.diff(work, prepend=-1))
    sizes = np.diff(begins, append=len(work))
    rank = np.arange(len(work)) - np.repeat(begins, sizes)
    return _Ranked(
        best["row"].to_numpy().astype(np.int64), (rank + 1).astype(np.uint32), _margin(best, begins, sizes, rank)
    )


def _margin(
    best: pl.DataFrame, begins: NDArray[np.int64], sizes: NDArray[np.int64], rank: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(rows,) by how much each is surer than the best other one of its work."""
    rival = np.where(best["wrong"].to_numpy(), 0.0, best["sure"].to_numpy())
    first = rival[begins]
    second = np.where(sizes > 1, rival[np.minimum(begins + 1, len(rival) - 1)], 0.0)
    best_other = np.where(rank == 0, np.repeat(second, sizes), np.repeat(first, sizes))
    margin: NDArray[np.float64] = best["sure"].to_numpy() - best_other
    return margin


def _numbered(works: pl.Series) -> pl.Series:
    """The number of each work, in the order of the ids; they mostly come in that order."""
    if works.is_sorted():
        return (works != works.shift(1)).fill_null(value=False).cum_sum().cast(pl.Int64)
    return works.rank("dense").cast(pl.Int64)


def _ties(candidates: pl.DataFrame, keys: pl.DataFrame) -> pl.Series:
    """The place of each row among those that are equal by `keys`; 0 of the others."""
    tied = keys.is_duplicated()
    none = pl.repeat(0, len(tied), dtype=pl.UInt32, eager=True)
    rows = tied.arg_true()
    texts = candidates.select(_TIES)[rows].with_columns(row=rows)
    places = texts.sort(_TIES, nulls_last=True, maintain_order=True)["row"]
    return none.scatter(places, pl.int_range(len(places), eager=True, dtype=pl.UInt32))


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


def _able(vetoed: NDArray[np.bool_], ranked: _Ranked, settings: DecideSettings) -> NDArray[np.bool_]:
    """(rows in order of rank) whether the pair may be a match, if only its confidence is high enough."""
    able: NDArray[np.bool_] = ~vetoed[ranked.order] & ((ranked.rank > 1) | (ranked.margin >= settings.min_margin))
    return able


def _labelled() -> pl.Expr:
    """The decision that a person took, else the one by the evidence."""
    return (
        pl.when(labelled(Label.MATCH)).then(pl.lit(Decision.MATCH))
        .when(labelled(Label.NOMATCH)).then(pl.lit(Decision.NON_MATCH))
        .otherwise("by_evidence")
    )  # fmt: skip


def standing(candidates: pl.DataFrame, settings: DecideSettings) -> pl.DataFrame:
    """What `thresholds` looks at: `confidence`, `able` (Boolean: no veto keeps it from being a match), `label`.

    In no order. Of the candidates of some works, all of each: those of other works make no difference. They have the
    columns `ASKED` of `patterns`, `work_id`, `confidence` and `match_weight`, `label` if there are any labels, and
    `registration_number`, `registration_record_id` and `registration_title`, which rank what is equal otherwise.
    """
    filled = _filled(candidates)
    ranked = _ranked(filled)
    [vetoed] = Patterns.among(filled).holds([_vetoed()])
    told = filled.select("confidence", "label")[ranked.order]
    return told.with_columns(able=pl.Series(_able(vetoed, ranked, settings)))


def thresholds(candidates: pl.DataFrame, settings: DecideSettings, missed: float = 0.0) -> Thresholds:
    """The thresholds that the settings give or, where they want a precision, those that it asks for.

    `candidates` are all that were kept: as `decide` takes them or, put together of any parts, as `standing` returns
    them; without a wanted precision they are not looked at. `missed` are the true pairs expected among those that are
    not in `candidates`. Raises `ConfigError` for a precision that no threshold has.
    """
    if not settings.precision:
        return Thresholds(settings.match, settings.review)
    told = candidates if "able" in candidates.columns else standing(candidates, settings)
    unlabelled = told.filter(~labelled(Label.MATCH), ~labelled(Label.NOMATCH))
    able = unlabelled.filter("able")["confidence"].to_numpy()
    known = told.select(labelled(Label.MATCH).sum()).item()
    return for_precision(settings.precision, able, unlabelled["confidence"].to_numpy(), missed, known)


def decide(candidates: pl.DataFrame, settings: DecideSettings) -> pl.DataFrame:
    """Add `rank`, `margin`, `decision` and `reasons`; candidates that are no match and not for review are left out.

    What a person said of a pair (`label`) stands, whatever its confidence; what was said to be wrong is kept, and
    `by_evidence` has the decision as it would be without labels.

    Several registrations of one work, and several works of one registration, may all be matches: nothing is forced into
    one-to-one (a group registration covers several works, a revised edition is registered again).

    Candidates have the columns that `standing` asks for, and `group_registration`; any others stay as they are. Levels
    are String or Enum, of `compare.patterns.LEVELS`. The result is sorted by work and rank, and what is said of a work
    depends on its own candidates only, so that parts of the works can be decided apart.
    """
    filled = _filled(candidates)
    ranked, patterns = _ranked(filled), Patterns.among(filled)
    vetoed, contradicted = patterns.holds([_vetoed(), identifier_contradicted()])
    sure = filled["confidence"].to_numpy()[ranked.order]
    likely = (sure >= settings.match) & _able(vetoed, ranked, settings)
    review = (sure >= settings.review) | contradicted[ranked.order]
    decision = pl.when("_likely").then(pl.lit(Decision.MATCH)).when("_review").then(pl.lit(Decision.REVIEW))
    judged = (
        filled.select("label")[ranked.order]
        .with_columns(_likely=pl.Series(likely), _review=pl.Series(review))
        .select("label", by_evidence=decision.otherwise(pl.lit(Decision.NON_MATCH)))
        .with_columns(decision=_labelled())
    )
    kept = judged.select(((pl.col("decision") != Decision.NON_MATCH) | labelled(Label.NOMATCH)).arg_true()).to_series()
    return _told(filled, judged[kept], ranked, patterns, kept.to_numpy())


def _told(
    candidates: pl.DataFrame, judged: pl.DataFrame, ranked: _Ranked, patterns: Patterns, kept: NDArray[np.uint32]
) -> pl.DataFrame:
    """The kept candidates, which are gathered only now, with their rank, margin, decision and reasons."""
    rows = ranked.order[kept]
    found = candidates[rows].with_columns(
        rank=pl.Series(ranked.rank[kept]),
        margin=pl.Series(ranked.margin[kept]),
        by_evidence=judged["by_evidence"],
        decision=judged["decision"],
    )
    of_pattern = patterns.bits(of_patterns())[rows]
    bits = found.select(of_pairs().alias("bits"))["bits"].to_numpy() | of_pattern
    return found.with_columns(reasons(pl.Series(bits)))


def _filled(candidates: pl.DataFrame) -> pl.DataFrame:
    """With the columns that not every run has, null."""
    lacking = [name for name in _OPTIONAL if name not in candidates.columns]
    return candidates.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)
