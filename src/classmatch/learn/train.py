"""Training: weights for a user's own data, from labels, or without any from the pairs themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import isotonic_regression

from classmatch.compare.patterns import LEVELS
from classmatch.errors import ConfigError
from classmatch.learn.chosen import LEAST, fitted
from classmatch.learn.figures import Figures, figures
from classmatch.score.calibrate import Origin
from classmatch.score.estimate import BY_HAND, REFERENCE, SCALES, Model, Sample, estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels
    from classmatch.learn.evidence import Evidence
    from classmatch.score.weights import Shares, Weights

    Bits = NDArray[np.float64]

_FOLDS = 5
_PSEUDO = 200.0  # false pairs that the shipped shares of a comparison count as
_STEPS = 200
_STILL = 1e-4  # bits: the prior moves by less when the estimation has come to rest
_FARTHEST = 5.0  # bits that a weight or the prior may move without a label to say so
_DIGITS = 3


@dataclass(frozen=True)
class Learnt:
    """New weights, on how many pairs they were estimated, and where truth is known the figures before and after.

    `after` is cross-validated: each pair judged by weights and a calibration that have not seen its work.
    """

    weights: Weights
    pairs: int
    right: int | None = None
    wrong: int | None = None
    before: Figures | None = None
    after: Figures | None = None


def from_labels(evidence: Evidence, base: Weights) -> Learnt:
    """Weights estimated on pairs of known truth, drawn to those of `base` as far as the pairs are few.

    The calibration is fitted on cross-validated match weights. Raises `ConfigError` for too few pairs.
    """
    if min(evidence.right, evidence.wrong) < LEAST:
        raise ConfigError(
            f"the labels speak of {evidence.right} right and {evidence.wrong} wrong candidate pairs, and training "
            f"needs {LEAST} of each",
            "label more pairs, or train without --labels",
        )
    fold = np.unique(evidence.work, return_inverse=True)[1] % _FOLDS
    crossed = np.zeros(len(evidence))
    for part in range(_FOLDS):
        inside = fold == part
        crossed[inside] = evidence.take(inside).weight(_estimated(evidence.take(~inside), base))
    after = np.zeros(len(evidence))
    for part in range(_FOLDS):
        inside = fold == part
        calibration = fitted(crossed[~inside], evidence.take(~inside), base.calibration, Origin.LABELS)
        after[inside] = calibration.confidence(crossed[inside])
    known = evidence.known
    calibration = fitted(crossed, evidence, base.calibration, Origin.LABELS)
    return Learnt(
        _estimated(evidence, base).calibrated(calibration),
        evidence.right + evidence.wrong,
        evidence.right,
        evidence.wrong,
        figures(base.confidence(evidence.weight(base))[known], evidence.label[known]),
        figures(after[known], evidence.label[known]),
    )


def _estimated(evidence: Evidence, base: Weights) -> Weights:
    """The weights of the pairs, near those of `base`; `base` itself where all pairs are right, or all are wrong."""
    if not (evidence.right and evidence.wrong):
        return base
    used = evidence.take(evidence.known)
    model = estimate([Sample(used.work, used.levels, used.label, used.count)], Model(base.prior, base.levels))
    by_hand = {name: base.levels[name] for name in BY_HAND}
    return replace(base, prior=model.prior, levels={**model.levels, **by_hand})


def from_pairs(evidence: Evidence, base: Weights) -> Learnt:
    """Weights for candidate pairs whose truth nobody knows: m of the weights file is kept, u estimated again.

    Expectation maximisation: each pair is right with the confidence that it has; what is left of the pairs says how
    often wrong pairs have each level, and from that follow new weights and a new prior, until nothing moves. Each level
    moves by log2 of its old over its new share among wrong pairs. What weighs nothing because a value is missing stays
    so, better agreement never weighs less, and how much a rival counts stays as it was. Raises `ConfigError` when the
    weights file has no shares.
    """
    if base.shares is None:
        raise ConfigError(
            f"weights {base.version} say nothing of the shares of levels, which training without labels starts from",
            "give --labels, or weights that have `shares`",
        )
    weights = base
    for _ in range(_STEPS):
        right = weights.confidence(evidence.weight(weights))
        moved = _levels(evidence.levels, right, base, base.shares)
        now = replace(base, prior=_prior(right, base, base.shares), levels=moved)
        still = abs(now.prior - weights.prior) < _STILL
        weights = now
        if still:
            break
    rounded = {
        name: {level: round(bits, _DIGITS) for level, bits in table.items()} for name, table in weights.levels.items()
    }
    return Learnt(replace(weights, prior=round(weights.prior, _DIGITS), levels=rounded), len(evidence))


def _prior(right: Bits, base: Weights, shares: Shares) -> float:
    """The prior, moved as the odds of a right pair are other than where the weights come from."""
    true = (right.sum() + _PSEUDO * shares.true) / (len(right) + _PSEUDO)
    return base.prior + _bounded(np.log2(true / (1 - true)) - np.log2(shares.true / (1 - shares.true)))


def _levels(levels: Mapping[str, Levels], right: Bits, base: Weights, shares: Shares) -> dict[str, dict[str, float]]:
    """The weights of all levels, where a pair is wrong with what is left of its confidence."""
    found = {name: dict(table) for name, table in base.levels.items()}
    for name in levels:
        if name not in BY_HAND:
            moved = _moved(levels[name], right, name, shares)
            found[name] = {level: bits + moved[level] for level, bits in found[name].items()}
            _order(found[name], name, shares)
    return found


def _moved(codes: Levels, right: Bits, name: str, shares: Shares) -> dict[str, float]:
    """By how many bits each level of a comparison moves; shares are among the pairs whose values are not missing."""
    told = [place for place, level in enumerate(LEVELS[name]) if level not in REFERENCE]
    before = np.array([shares.levels[name][LEVELS[name][place]][1] for place in told])
    before = (before + 1e-6) / (before + 1e-6).sum()
    seen = np.bincount(codes, weights=1 - right, minlength=len(LEVELS[name]))[told]
    now = (seen + _PSEUDO * before) / (seen.sum() + _PSEUDO)
    moved = dict.fromkeys(LEVELS[name], 0.0)
    return moved | {
        LEVELS[name][place]: _bounded(bits) for place, bits in zip(told, np.log2(before / now), strict=True)
    }


def _bounded(bits: float) -> float:
    return float(np.clip(bits, -_FARTHEST, _FARTHEST))


def _order(table: dict[str, float], name: str, shares: Shares) -> None:
    """Bring the weights of ordered levels into order, where they came out of it, by their weighted mean."""
    for scale in SCALES.get(name, ()):
        seen = [sum(shares.levels[name][level]) + 1e-6 for level in scale]
        ordered = isotonic_regression([table[level] for level in scale], weights=seen).x
        table.update(zip(scale, map(float, ordered), strict=True))
