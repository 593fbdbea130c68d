"""What can be expected of a run: the precision and the recall of its matches, with intervals.

Nobody knows which pairs of a run are right. But a confidence is a probability, so that the expected number of right
pairs in any set of pairs is the sum of their confidences. Two things make that number unsure: each pair is right or
wrong by itself, and the calibration was learnt from few pairs, or from those of other catalogs. Both are in the
intervals: the calibration is drawn from its covariance a thousand times, and each time the numbers of right pairs from
their variance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from classmatch.labels import Label

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from classmatch.score.calibrate import Calibration

    Bits = NDArray[np.float64]

_STEPS = 64  # bins a bit
_LIMIT = 64  # bits: weights beyond it are counted as if they stood at it
_DRAWS = 1000
_SEED = 20260101
_LEVEL = 0.95  # how often an interval holds the truth, if what it assumes does
_DIGITS = 6  # decimals of figures


@dataclass
class Tally:
    """How many pairs have each match weight, in bins of a 64th of a bit: all that expectations need of pairs."""

    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(2 * _LIMIT * _STEPS, dtype=np.int64))

    @classmethod
    def of(cls, weight: Bits) -> Tally:
        """The tally of pairs with these match weights."""
        tally = cls()
        tally.add(weight)
        return tally

    def add(self, weight: Bits) -> None:
        self.add_places(places_of(weight))

    def add_places(self, places: NDArray[np.int16]) -> None:
        """Add pairs by the bins of their match weights."""
        self.counts += np.bincount(places, minlength=len(self.counts))

    def less(self, other: Tally) -> Tally:
        """The pairs of this tally that are not in the other, which is a part of it."""
        return Tally(self.counts - other.counts)

    def expected(self, calibration: Calibration) -> float:
        """How many of the pairs are right."""
        return float(self.counts @ calibration.confidence(_middles()))

    def drawn(self, parameters: NDArray[np.float64], noise: Bits) -> Bits:
        """(draws,) how many are right under each of (draws, 2) slopes and offsets, with `noise` standard deviations."""
        used = np.flatnonzero(self.counts)
        odds = parameters[:, :1] * _middles()[used] + parameters[:, 1:]
        likely = 1 / (1 + np.exp2(-odds))
        mean, variance = likely @ self.counts[used], (likely * (1 - likely)) @ self.counts[used]
        right: Bits = (mean + noise * np.sqrt(variance)).clip(0, self.counts.sum())
        return right


def places_of(weight: Bits) -> NDArray[np.int16]:
    """(pairs,) the bin of each match weight in a `Tally`."""
    return np.floor((weight + _LIMIT) * _STEPS).clip(0, 2 * _LIMIT * _STEPS - 1).astype(np.int16)


def _middles() -> Bits:
    """The match weight in the middle of each bin."""
    return (np.arange(2 * _LIMIT * _STEPS) + 0.5) / _STEPS - _LIMIT


@dataclass(frozen=True)
class Estimate:
    """A share, and the ends of its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Counted(Estimate):
    """A share that was counted on `pairs`."""

    pairs: int


@dataclass(frozen=True)
class Labelled:
    """The share of the matches that is right by the labels, and of the pairs labelled right that is a match."""

    precision: Counted | None
    recall: Counted | None


@dataclass(frozen=True)
class Expected:
    """What to expect of a run. Without a match there is no precision; without an expected true pair, no recall."""

    precision: Estimate | None
    recall: Estimate | None
    true_pairs: float  # expected among all that were compared
    completeness: float  # share of true pairs that are compared at all, as it was assumed
    labelled: Labelled | None = None


def labelled(candidates: pl.DataFrame) -> Labelled | None:
    """What the labels say of the decisions that were taken without them; None where there is no label.

    `label` is what a person said of the very pair; `verdict` (1 right, 0 wrong, -1 unknown) what follows for it from
    all labels; `by_evidence` the decision as it would be without them.
    """
    if candidates["label"].is_null().all():
        return None
    listed = candidates.filter(by_evidence="match")
    right, wrong = (listed.filter(verdict=verdict).height for verdict in (1, 0))
    true = candidates.filter(label=Label.MATCH)
    found = true.filter(by_evidence="match").height
    return Labelled(_counted(right, right + wrong), _counted(found, true.height))


def expected(
    matches: Tally,
    others: Tally,
    calibration: Calibration,
    completeness: float,
    known: int = 0,
    checked: Labelled | None = None,
) -> Expected:
    """Expected precision and recall of the matches; `others` are the pairs that were compared and are no match.

    `known` are matches that a person said to be right; they stand in neither tally. The recall is that among compared
    pairs times `completeness`, the share of true pairs that blocking finds.
    """
    inside, outside = matches.expected(calibration) + known, others.expected(calibration)
    random = np.random.default_rng(_SEED)
    noise = random.standard_normal((2, _DRAWS))
    parameters = calibration.draws(_DRAWS, _SEED)
    right, missed = matches.drawn(parameters, noise[0]) + known, others.drawn(parameters, noise[1])
    listed = int(matches.counts.sum()) + known
    return Expected(
        _estimate(inside / listed, right / listed) if listed else None,
        _recall(inside, outside, right, missed, completeness),
        round(inside + outside, 3),
        completeness,
        checked,
    )


def _recall(inside: float, outside: float, right: Bits, missed: Bits, completeness: float) -> Estimate | None:
    if inside + outside <= 0:
        return None
    drawn = right / np.maximum(right + missed, np.finfo(np.float64).tiny)
    return _estimate(completeness * inside / (inside + outside), completeness * drawn)


def _estimate(value: float, drawn: Bits) -> Estimate:
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    ends = min(float(low), value), max(float(high), value)
    return Estimate(*(round(share, _DIGITS) for share in (value, *ends)))


def _counted(right: int, of: int) -> Counted | None:
    """A share that was counted, with its 95% interval after Wilson (1927); None of nothing."""
    from scipy.stats import binomtest

    if not of:
        return None
    interval = binomtest(right, of).proportion_ci(_LEVEL, method="wilson")
    value, low, high = (round(float(share), _DIGITS) for share in (right / of, interval.low, interval.high))
    return Counted(value, low, high, of)
