"""How good confidences are on pairs of known truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Probabilities = NDArray[np.float64]

_MATCH = 0.5  # confidence from which a pair is more likely right than wrong
_BINS = 10  # of the calibration error, of equal width
_DIGITS = 4


@dataclass(frozen=True)
class Figures:
    """Of pairs, each by itself: precision, recall and F1 at confidence 0.5, and how well confidence keeps its word.

    `log_loss` is the mean surprise at the truth in bits; `calibration_error` the mean distance of confidence and truth
    in ten bins (expected calibration error).
    """

    precision: float
    recall: float
    f1: float
    log_loss: float
    calibration_error: float


def figures(confidence: Probabilities, label: NDArray[np.int8]) -> Figures:
    """The figures of pairs with these confidences, of which `label` says 1 (right) or 0 (wrong)."""
    listed, right = confidence >= _MATCH, label == 1
    both = float((listed & right).sum())
    surprise = -np.log2(np.clip(np.where(right, confidence, 1 - confidence), 1e-12, 1))
    found = (
        both / max(float(listed.sum()), 1.0),
        both / max(float(right.sum()), 1.0),
        2 * both / max(float(listed.sum() + right.sum()), 1.0),
        float(surprise.mean()),
        _calibration_error(confidence, right),
    )
    return Figures(*(round(value, _DIGITS) for value in found))


def _calibration_error(confidence: Probabilities, right: NDArray[np.bool_]) -> float:
    place = np.minimum((confidence * _BINS).astype(np.int64), _BINS - 1)
    said, true = (np.bincount(place, weights=values, minlength=_BINS) for values in (confidence, right))
    return float(np.abs(said - true).sum() / len(confidence))
