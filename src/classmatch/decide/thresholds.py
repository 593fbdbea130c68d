"""The thresholds of a run: as the settings have them, or those that a wanted precision asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classmatch.errors import ConfigError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Probabilities = NDArray[np.float64]

_ROUNDING = 1e-9  # by which a sum of many confidences may be off


@dataclass(frozen=True)
class Thresholds:
    """Confidences from which a candidate is a match, and from which it is listed for review."""

    match: float
    review: float


def for_precision(wanted: float, able: Probabilities, every: Probabilities, missed: float, known: int) -> Thresholds:
    """The lowest threshold at which the matches have the wanted expected precision, and the one for review.

    `able` are the confidences of the pairs that no veto keeps from being a match, `every` those of all pairs that are
    kept, `missed` the expected true pairs among those that are not, and `known` the matches that a person said to be
    right. Of the expected true pairs at most 1 - `wanted` stay below the threshold for review, as far as pairs are kept
    at all. Raises `ConfigError` when no threshold has the wanted precision.
    """
    match = _match(wanted, able, known)
    return Thresholds(match, min(match, _review(wanted, every, missed, known)))


def _match(wanted: float, able: Probabilities, known: int) -> float:
    """The lowest confidence at which the mean of those from it on is `wanted`; of equals all are taken or none."""
    if not len(able):
        return wanted
    best_first = np.sort(able)[::-1]
    mean = (np.cumsum(best_first) + known) / (np.arange(1, len(able) + 1) + known)
    last_of_equals = np.append(best_first[1:] != best_first[:-1], True)
    reached = np.flatnonzero(last_of_equals & (mean >= wanted - _ROUNDING))
    if not len(reached):
        surest = mean[np.flatnonzero(last_of_equals)[0]]
        raise ConfigError(
            f"no threshold gives an expected precision of {wanted}: that of the surest matches is {surest:.6f}",
            "ask for less, or calibrate on labels of your own (--labels)",
        )
    return float(best_first[reached[-1]])


def _review(wanted: float, every: Probabilities, missed: float, known: int) -> float:
    """The highest confidence below which at most 1 - `wanted` of the expected true pairs stand."""
    if not len(every):
        return wanted
    worst_first = np.sort(every)
    below = missed + np.cumsum(worst_first) - worst_first
    allowed = (1 - wanted) * (below[-1] + worst_first[-1] + known)
    first_of_equals = np.insert(worst_first[1:] != worst_first[:-1], 0, True)
    lost = np.flatnonzero(first_of_equals & (below <= allowed + _ROUNDING))
    return float(worst_first[lost[-1] if len(lost) else 0])
