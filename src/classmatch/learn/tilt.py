"""Training without labels: weights for data whose wrong pairs are of other kinds than those that were learnt from.

The weights file says how common each level is among true pairs (m) and among the others (u). m is kept: the same work
looks much the same in any catalog. u is that of the data at hand (Fellegi and Sunter 1969). But weights that were
estimated together must not move one by one: levels that come together would be counted twice. So the wrong pairs of the
data are weighted by an exponential tilt, a factor a level, until their levels are as common as among the wrong pairs
that were learnt from; the tilt is then how the two differ, and what the weights move by. It is the tilt of least
information that does so (raking, Deming and Stephan 1940), with a penalty that keeps it small.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import isotonic_regression, minimize

from classmatch.compare.patterns import LEVELS
from classmatch.errors import ConfigError
from classmatch.learn.train import Learnt
from classmatch.score.estimate import BY_HAND, REFERENCE, SCALES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels
    from classmatch.learn.evidence import Evidence
    from classmatch.score.weights import Shares, Weights

    Bits = NDArray[np.float64]
    Parameters = np.ndarray[tuple[int], np.dtype[np.float64]]

# How much the tilt is held back. Measured with each labelled set left out: with a tenth of it the weights follow the
# oddities of the data and lose up to four points of F1, with three times as much they stay where they were.
_PENALTY = 0.1
_ROUNDS = 15
_STILL = 1e-3  # bits: when the prior moves by less, the estimation has come to rest
_DIGITS = 3
_NATURAL = np.log(2)


@dataclass(frozen=True)
class _Place:
    """A level whose weight moves, and its share among the wrong pairs that were learnt from, of those that tell any."""

    comparison: str
    level: str
    share: float


def from_pairs(evidence: Evidence, base: Weights) -> Learnt:
    """Weights for candidate pairs whose truth nobody knows.

    Each pair is wrong with what is left of its confidence; from the wrong pairs follow new weights, from these new
    confidences, until nothing moves (expectation maximisation). What is missing weighs nothing, better agreement never
    weighs less, and identifier, publisher and rival stay as they are. Raises `ConfigError` when the weights file has no
    shares.
    """
    if base.shares is None:
        raise ConfigError(
            f"weights {base.version} say nothing of the shares of levels, which training without labels starts from",
            "give --labels, or weights that have `shares`",
        )
    if not len(evidence):
        return Learnt(base, 0)
    weights = base
    for _ in range(_ROUNDS):
        wrong = 1 - weights.confidence(evidence.weight(weights))
        before, weights = weights, _tilted(evidence.levels, wrong, base, base.shares)
        if abs(weights.prior - before.prior) < _STILL:
            break
    return Learnt(weights, len(evidence))


def _tilted(levels: Mapping[str, Levels], wrong: Bits, base: Weights, shares: Shares) -> Weights:
    """The weights, moved by the tilt of pairs that are wrong with these probabilities."""
    places = _places(levels, shares)
    patterns, mass = _patterns(levels, wrong / wrong.sum(), places)
    tilt = _tilt(patterns, mass, np.array([place.share for place in places]), places)
    level_of = {(place.comparison, place.level): bits for place, bits in zip(places, tilt / _NATURAL, strict=True)}
    constant = np.log2(float((mass * np.exp(patterns @ tilt)).sum()))
    moved = {
        name: _ordered({level: bits + level_of.get((name, level), 0.0) for level, bits in table.items()}, name, shares)
        for name, table in base.levels.items()
    }
    return replace(base, prior=round(base.prior - constant, _DIGITS), levels=moved)


def _places(levels: Mapping[str, Levels], shares: Shares) -> list[_Place]:
    found = []
    for name in levels:
        if name not in BY_HAND:
            told = {level: shares.levels[name][level][1] for level in LEVELS[name] if level not in REFERENCE}
            every = max(sum(told.values()), np.finfo(np.float64).tiny)
            found += [_Place(name, level, share / every) for level, share in told.items()]
    return found


def _patterns(levels: Mapping[str, Levels], mass: Bits, places: list[_Place]) -> tuple[Bits, Bits]:
    """(patterns, places) of zeros and ones, each pattern once, and (patterns,) the mass of each."""
    codes = np.stack([levels[name] for name in levels], axis=1)
    found, inverse = np.unique(codes, axis=0, return_inverse=True)
    column = {name: i for i, name in enumerate(levels)}
    marked = [found[:, column[p.comparison]] == LEVELS[p.comparison].index(p.level) for p in places]
    return np.stack(marked, axis=1).astype(np.float64), np.bincount(inverse.ravel(), weights=mass).astype(np.float64)


def _tilt(patterns: Bits, mass: Bits, share: Bits, places: list[_Place]) -> Parameters:
    """(places,) logarithms of the factors under which each level has its share of what its comparison tells."""
    told = {
        name: float(mass @ patterns[:, [place.comparison == name for place in places]].sum(axis=1))
        for name in dict.fromkeys(place.comparison for place in places)
    }
    target = share * np.array([told[place.comparison] for place in places])

    def loss(tilt: Parameters) -> tuple[float, Parameters]:
        exponent = patterns @ tilt
        weighted = mass * np.exp(exponent - exponent.max())
        value = np.log(weighted.sum()) + exponent.max() - tilt @ target + _PENALTY * tilt @ tilt / 2
        slope = patterns.T @ (weighted / weighted.sum()) - target + _PENALTY * tilt
        return float(value), np.asarray(slope, dtype=np.float64)

    found = minimize(loss, np.zeros(len(places)), jac=True, method="L-BFGS-B", options={"maxiter": 2000, "ftol": 1e-13})
    return np.asarray(found.x, dtype=np.float64)


def _ordered(table: dict[str, float], name: str, shares: Shares) -> dict[str, float]:
    """The weights, rounded; ordered levels that came out of order have their weighted mean."""
    for scale in SCALES.get(name, ()):
        seen = [sum(shares.levels[name][level]) + 1e-6 for level in scale]
        ordered = isotonic_regression([table[level] for level in scale], weights=seen).x
        table.update(zip(scale, map(float, ordered), strict=True))
    return {level: round(bits, _DIGITS) for level, bits in table.items()}
