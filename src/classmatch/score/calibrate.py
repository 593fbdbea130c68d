"""Calibration: from the match weight of a pair to the probability that it is right.

Platt scaling (Platt 1999): a logistic curve of two parameters, fitted on pairs whose truth is known. It keeps the order
of the pairs and ties none, which isotonic regression does not, and two parameters can be learnt from few labels. What
the labels leave open is taken from the calibration that was there before: a Gaussian around it, as wide as calibrations
of different catalogs differ from each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bits = NDArray[np.float64]
    Parameters = np.ndarray[tuple[int], np.dtype[np.float64]]
    Covariance = tuple[tuple[float, float], tuple[float, float]]

# Spread of a calibration among catalogs where nobody has measured it: slopes between 0.6 and 1.4, and odds up to four
# times higher or lower, in nineteen of twenty catalogs. Wide on purpose: it widens intervals, and lets labels decide.
WIDE: Covariance = ((0.04, 0.0), (0.0, 1.0))
LEAST_SLOPE = 0.05  # more evidence never means less confidence, whatever the labels say
_DIGITS = 6  # figures are rounded to these decimals, so that they do not hang on the order of a sum
_NATURAL = np.log(2)  # natural logarithms in a bit


class Origin(StrEnum):
    """What a calibration was fitted on."""

    SHIPPED = "shipped"  # as it stands in the weights file
    LABELS = "labels"  # pairs that the user labelled
    IDENTIFIERS = "identifiers"  # pairs whose identifiers say whether they are right


@dataclass(frozen=True)
class Calibration:
    """Confidence = 1 / (1 + 2 ** -(slope * weight + offset)).

    `slope` has no unit, `offset` is in bits; `covariance` is that of the two, and says how unsure they are. `pairs` is
    how many pairs they were fitted on beyond those of the weights file.
    """

    slope: float = 1.0
    offset: float = 0.0
    covariance: Covariance = WIDE
    pairs: int = 0
    origin: Origin = Origin.SHIPPED

    def confidence(self, weight: Bits) -> Bits:
        """Probability that a pair with this match weight is right, 0 to 1."""
        confidence: Bits = 1 / (1 + np.exp2(-(self.slope * weight + self.offset)))
        return confidence

    def draws(self, count: int, seed: int) -> NDArray[np.float64]:
        """(count, 2) slopes and offsets that could as well be the true ones."""
        random = np.random.default_rng(seed)
        spread = np.linalg.cholesky(np.array(self.covariance) + 1e-12 * np.eye(2))
        drawn: NDArray[np.float64] = np.array([self.slope, self.offset]) + random.standard_normal((count, 2)) @ spread.T
        drawn[:, 0] = np.maximum(drawn[:, 0], LEAST_SLOPE)
        return drawn


def targets(label: NDArray[np.int8], count: Bits) -> Bits:
    """Platt's smoothed targets: what a uniform prior would expect of a pair with this label, not 0 and 1.

    They keep the curve from growing steeper without end where the weights tell all labels apart.
    """
    right, wrong = count[label == 1].sum(), count[label == 0].sum()
    smoothed: Bits = np.where(label == 1, (right + 1) / (right + 2), 1 / (wrong + 2))
    return smoothed


def fit(
    weight: Bits, label: NDArray[np.int8], prior: Calibration | None, origin: Origin, count: Bits | None = None
) -> Calibration:
    """The calibration of pairs with these match weights, of which `label` says 1 (right) or 0 (wrong).

    `count` is how many pairs each stands for, one unless given. Without `prior` the labels alone decide. Deterministic.
    """
    from scipy.optimize import Bounds, minimize
    from scipy.special import expit

    each = np.ones(len(weight)) if count is None else count
    target = targets(label, each)
    design = np.column_stack([weight, np.ones(len(weight))]) * _NATURAL
    start = prior or Calibration()
    centre: Parameters = np.array([start.slope, start.offset])
    precision = np.linalg.inv(np.array(prior.covariance)) if prior else np.zeros((2, 2))

    def loss(theta: Parameters) -> tuple[float, Parameters]:
        odds, away = design @ theta, theta - centre
        value = float((each * (np.logaddexp(0, odds) - target * odds)).sum() + away @ precision @ away / 2)
        return value, np.asarray(design.T @ (each * (expit(odds) - target)) + precision @ away, dtype=np.float64)

    slope, offset = minimize(
        loss,
        centre,
        jac=True,
        method="L-BFGS-B",
        bounds=Bounds(np.array([LEAST_SLOPE, -np.inf]), np.array([np.inf, np.inf])),
        options={"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-9},
    ).x
    likely = expit(design @ np.array([slope, offset]))
    information = design.T @ (design * (each * likely * (1 - likely))[:, None]) + precision
    return _rounded(slope, offset, np.linalg.pinv(information), len(weight), origin)


def _rounded(slope: float, offset: float, covariance: Bits, pairs: int, origin: Origin) -> Calibration:
    (a, b), (_, d) = (tuple(round(float(value), _DIGITS) for value in row) for row in covariance)
    return Calibration(round(float(slope), _DIGITS), round(float(offset), _DIGITS), ((a, b), (b, d)), pairs, origin)
