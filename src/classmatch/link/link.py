"""Linking in memory: the works and registrations of a table each, from encoding to decisions.

`match` takes the same steps over slices of the works in files.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from classmatch.compare.encode import as_one_side
from classmatch.decide import Thresholds, thresholds
from classmatch.learn.known import Known, nothing_known
from classmatch.link.calibrating import calibrated, settled
from classmatch.link.candidates import candidate_counts, decided, described, in_words, linked_table
from classmatch.link.outlook import Outlook
from classmatch.link.register import register
from classmatch.link.scoring import RUNNER_UP, score
from classmatch.link.totals import Totals
from classmatch.score.expect import Expected, Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from classmatch.config import Settings
    from classmatch.score import Calibration, Weights

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Linked:
    """What linking found.

    `candidates` has `schema.linked_schema`, and `places` for each of them the rows of `works` and `registrations`
    that it is of (`work, registration`). `rules` has a row a blocking rule (`rule, pairs, alone, blocks_split,
    largest_block, pairs_cut`); `stages` seconds by stage. `calibration` and `thresholds` are those that were used, and
    `expected` what they let expect of the matches.
    """

    candidates: pl.DataFrame
    places: pl.DataFrame
    rules: pl.DataFrame
    calibration: Calibration
    thresholds: Thresholds
    expected: Expected
    counts: dict[str, int]
    stages: dict[str, float]


@dataclass
class _Clock:
    """Seconds by stage; a stage ends when the next one begins."""

    seconds: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self.since
        self.since = now


def link(
    works: pl.DataFrame,
    registrations: pl.DataFrame,
    settings: Settings,
    weights: Weights,
    progress: Progress,
    known: Known | None = None,
) -> Linked:
    """Find the registrations of each work.

    `works` has `schema.WORKS` and `registrations` `schema.REGISTRATIONS`. `progress` is told stage, works done, and
    works in all. `known` is what the user says of pairs. Raises `ConfigError` for a calibration or a precision that
    cannot be had.
    """
    clock, totals = _Clock(), Totals()
    progress("encode", 0, works.height)
    found = register(works, registrations, settings.block)
    clock.lap("encode")
    progress("calibrate", 0, works.height)
    said = settled(known or nothing_known(), works.lazy(), found, weights)
    right = as_one_side(registrations).lazy()
    weights = weights.calibrated(calibrated(said, works.lazy(), right, found, weights, settings))
    clock.lap("calibrate")
    progress("compare", 0, works.height)
    floor = min(RUNNER_UP, settings.decide.review)
    scored = score(found.sides(works), found, settings.block, weights, said, floor)
    totals.add(scored.counts, scored.weighed["place"])
    progress("compare", works.height, works.height)
    clock.lap("compare")
    progress("decide", 0, works.height)
    every = registrations.with_columns(right=pl.int_range(pl.len(), dtype=pl.Int64))
    scores = described(in_words(scored.pairs, weights, said), works, every)
    limits = thresholds(scores, settings.decide, missed(totals.tally, scores, weights.calibration))
    candidates = decided(scores, settings.decide, limits)
    outlook = Outlook()
    outlook.add(candidates)
    clock.lap("decide")
    return Linked(
        linked_table(candidates),
        candidates.select(work="left", registration="right"),
        totals.rules(found.index),
        weights.calibration,
        limits,
        outlook.expected(totals.tally, weights.calibration, settings.decide.completeness),
        {
            "pairs": totals.counts["pairs"],
            "compared": totals.counts["compared"],
            **candidate_counts(candidates),
            "matched_registrations": matched_registrations(candidates).n_unique(),
        },
        clock.seconds,
    )


def missed(tally: Tally, scores: pl.DataFrame, calibration: Calibration) -> float:
    """True pairs expected among those that were compared and not kept."""
    kept = Tally.of(scores.filter(pl.col("label").is_null())["match_weight"].to_numpy())
    return tally.less(kept).expected(calibration)


def matched_registrations(candidates: pl.DataFrame) -> pl.Series:
    """The ids of registrations that are matched."""
    return candidates.filter(pl.col("decision") == "match")["registration_record_id"].unique()
