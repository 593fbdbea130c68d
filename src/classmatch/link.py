"""Linking works to registrations: encode, block, compare, score, decide.

The pairs are made and compared in portions of bounded size. Only those that could matter for a decision or a runner-up
are kept, as numbers, until the candidates table is written out at the end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch import schema
from classmatch.block.pairs import Plan, Portion, plan, portions
from classmatch.block.rules import RULES
from classmatch.compare.encode import Sides, encode
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import COMPARISONS, LEVELS, compare, worth_comparing
from classmatch.decide import Decision, Thresholds, decide, thresholds
from classmatch.hashing import content_id
from classmatch.labels import Label
from classmatch.learn.chosen import calibration
from classmatch.learn.known import Known, nothing_known
from classmatch.score.expect import Expected, Tally, expected, labelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels
    from classmatch.config import Settings
    from classmatch.score import Calibration, Weights

    Progress = Callable[[str, int, int], None]

RUNNER_UP = 0.01  # confidence from which a pair is kept as a possible runner-up, whatever the review threshold


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
class _Scored:
    """The pairs that are kept, portion by portion, and what was counted on the way."""

    left: list[NDArray[np.int64]] = field(default_factory=list)
    right: list[NDArray[np.int64]] = field(default_factory=list)
    levels: list[dict[str, Levels]] = field(default_factory=list)
    weight: list[NDArray[np.float64]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    pairs: int = 0
    compared: int = 0
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RULES, 0))
    alone: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RULES, 0))


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
    clock = _Clock()
    progress("encode", 0, len(works))
    sides = encode(works, registrations)
    clock.lap("encode")
    progress("block", 0, len(works))
    blocks = plan(sides, settings.block)
    clock.lap("block")
    progress("calibrate", 0, len(works))
    said = (known or nothing_known()).settled(sides, weights)
    weights = weights.calibrated(calibration(said, sides, blocks, weights, settings))
    clock.lap("calibrate")
    scored = _score(sides, blocks, settings, weights, said, progress)
    clock.lap("compare")
    progress("decide", 0, len(works))
    scores = _described(_frame(scored, weights, said), works, registrations)
    limits = thresholds(scores, settings.decide, _missed(scored.tally, scores, weights.calibration))
    candidates = decide(scores, replace(settings.decide, match=limits.match, review=limits.review))
    outlook = _expected(scored.tally, candidates, weights.calibration, settings.decide.completeness)
    table = _with_ids(candidates).select(pl.col(n).cast(t) for n, t in schema.linked_schema(COMPARISONS).items())
    places = candidates.select(work="left", registration="right")
    clock.lap("decide")
    return Linked(
        table,
        places,
        _rules(scored, blocks),
        weights.calibration,
        limits,
        outlook,
        _counts(scored, table),
        clock.seconds,
    )


def _score(
    sides: Sides, blocks: Plan, settings: Settings, weights: Weights, known: Known, progress: Progress
) -> _Scored:
    scored, before = _Scored(), 0
    floor = min(RUNNER_UP, settings.decide.review)
    for portion in portions(blocks, settings.block):
        _count_rules(scored, portion)
        every = Pairs(sides, portion.left, portion.right)
        pairs = every.take(worth_comparing(every, portion.evident()) & ~known.has(every))
        after = int(portion.left[-1]) + 1
        _keep(scored, pairs, known.between(sides, before, after), weights, floor)
        before = after
        progress("compare", after, len(sides.left))
    _keep(scored, Pairs(sides, *np.zeros((2, 0), dtype=np.int64)), known.between(sides, before), weights, floor)
    return scored


def _keep(scored: _Scored, found: Pairs, said: Pairs, weights: Weights, floor: float) -> None:
    """Compare all pairs of some works, and keep what was said of them, and what has a confidence of `floor` or more."""
    pairs = found.and_also(said)
    levels, weight = weights.weigh(pairs.left, compare(pairs))
    unsaid = np.arange(len(pairs)) < len(found)
    keep = (weights.confidence(weight) >= floor) | pairs.same_identifier | ~unsaid
    scored.left.append(pairs.left[keep])
    scored.right.append(pairs.right[keep])
    scored.levels.append({name: values[keep] for name, values in levels.items()})
    scored.weight.append(weight[keep])
    scored.tally.add(weight[unsaid])
    scored.compared += len(pairs)


def _count_rules(scored: _Scored, portion: Portion) -> None:
    scored.pairs += len(portion.left)
    single = np.bitwise_count(portion.rules) == 1
    for i, name in enumerate(RULES):
        found = (portion.rules >> i) & 1 == 1
        scored.found[name] += int(found.sum())
        scored.alone[name] += int((found & single).sum())


def _frame(scored: _Scored, weights: Weights, known: Known) -> pl.DataFrame:
    """`left, right, label, verdict, match_weight, confidence`, and a level and a weight column a comparison."""

    def whole(parts: list[NDArray[np.generic]], kind: type[np.generic]) -> NDArray[np.generic]:
        return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)

    total = whole([*scored.weight], np.float64).astype(np.float64)
    columns = {"left": whole([*scored.left], np.int64), "right": whole([*scored.right], np.int64)}
    frame = pl.DataFrame(columns).with_columns(
        match_weight=pl.Series(total), confidence=pl.Series(weights.confidence(total))
    )
    for name in COMPARISONS:
        codes = whole([levels[name] for levels in scored.levels], np.int8).astype(np.int64)
        names = pl.Series(LEVELS[name], dtype=pl.String).gather(codes)
        frame = frame.with_columns(
            names.alias(f"level_{name}"), pl.Series(f"weight_{name}", weights.table(name)[codes])
        )
    said = known.decided.select("left", "right", "label")
    verdict = known.verdicts(frame["left"].to_numpy(), frame["right"].to_numpy())
    return frame.with_columns(verdict=verdict).join(said, on=["left", "right"], how="left", maintain_order="left")


def _described(scores: pl.DataFrame, works: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """The scored pairs with what their work and their registration say of themselves."""
    shown = [c for c in schema.CANDIDATES_HEAD if c in works.columns]
    told = registrations.select(
        *[c for c in schema.CANDIDATES_HEAD if c in registrations.columns and c not in shown],
        registration_title=pl.col("title"),
        registration_authors=pl.col("authors"),
        new_matter=pl.col("new_matter"),
    )
    left, right = works.select(shown)[scores["left"]], told[scores["right"]]
    return pl.concat([left, right, scores], how="horizontal")


def _missed(tally: Tally, scores: pl.DataFrame, calibration: Calibration) -> float:
    """True pairs expected among those that were compared and not kept."""
    kept = Tally.of(scores.filter(pl.col("label").is_null())["match_weight"].to_numpy())
    return tally.less(kept).expected(calibration)


def _expected(tally: Tally, candidates: pl.DataFrame, calibration: Calibration, completeness: float) -> Expected:
    """What to expect of the matches; `tally` has all pairs that were compared and of which no person has spoken."""
    matches = candidates.filter(pl.col("decision") == Decision.MATCH)
    unsure = Tally.of(matches.filter(pl.col("label").is_null())["match_weight"].to_numpy())
    known = int((matches["label"] == Label.MATCH).sum())
    return expected(unsure, tally.less(unsure), calibration, completeness, known, labelled(candidates))


def _with_ids(candidates: pl.DataFrame) -> pl.DataFrame:
    """`candidate_id` from what the pair is; rows that a register lists twice word for word are numbered."""
    own = ["work_id", "registration_number", "registration_record_id", "registration_title", "publication_date"]
    text = pl.concat_str([pl.col(c).fill_null("") for c in own], separator="\x1f")
    again = pl.int_range(pl.len()).over("_text").cast(pl.String)
    return candidates.with_columns(_text=text).with_columns(
        candidate_id=content_id(pl.col("_text") + "\x1f" + again, "c1")
    )


def _rules(scored: _Scored, blocks: Plan) -> pl.DataFrame:
    rows = [{"rule": name, "pairs": scored.found[name], "alone": scored.alone[name]} for name in RULES]
    return pl.DataFrame(rows).join(blocks.oversize, on="rule", how="left", maintain_order="left")


def _counts(scored: _Scored, candidates: pl.DataFrame) -> dict[str, int]:
    matches = candidates.filter(pl.col("decision") == Decision.MATCH)
    listed = candidates.filter(pl.col("decision") != Decision.NON_MATCH)
    return {
        "pairs": scored.pairs,
        "compared": scored.compared,
        "candidates": candidates.height,
        "matches": matches.height,
        "works_with_candidate": listed["work_id"].n_unique(),
        "matched_works": matches["work_id"].n_unique(),
        "matched_registrations": matches["registration_record_id"].n_unique(),
    }
