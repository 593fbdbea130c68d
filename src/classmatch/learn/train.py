"""Training on labels: weights for a user's own data, drawn to those that it starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from classmatch.errors import ConfigError
from classmatch.learn.chosen import LEAST, fitted
from classmatch.learn.figures import Figures, figures
from classmatch.score.calibrate import Origin
from classmatch.score.estimate import BY_HAND, Model, Sample, estimate

if TYPE_CHECKING:
    from classmatch.learn.evidence import Evidence
    from classmatch.score.weights import Weights

_FOLDS = 5
# How much a labelled pair counts beside the weights that training starts from: pairs of one work tell much the same.
# Measured with each labelled set left out of the weights and labels of half of it: counted in full, the labels of
# thirty works make three sets of four worse; so they hardly do, and those of a thousand gain as much.
_WEIGHT = 0.3
_ABSENT = 0.45  # how much a work counts once more without its registrations, as for the shipped weights


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

    Each work is used once more without its right pairs: else the weights, that of rivals above all, would learn that
    someone must match. The calibration is fitted on cross-validated match weights. Raises `ConfigError` for too few
    pairs.
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
    wrong = evidence.take(evidence.label == 0)
    samples = [_sample(evidence.take(evidence.known), 1.0), _sample(wrong, _ABSENT)]
    model = estimate(samples, Model(base.prior, base.levels))
    by_hand = {name: base.levels[name] for name in BY_HAND}
    return replace(base, prior=model.prior, levels={**model.levels, **by_hand})


def _sample(evidence: Evidence, share: float) -> Sample:
    return Sample(evidence.work, evidence.levels, evidence.label, evidence.count * share * _WEIGHT)
