"""Chance without a generator: numbers that depend on an id and a label alone.

The mixer is SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
"""

from __future__ import annotations

import zlib
from math import gcd
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ids: TypeAlias = npt.NDArray[np.uint64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Indexes: TypeAlias = npt.NDArray[np.int64]
Days: TypeAlias = npt.NDArray[np.datetime64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_GOLDEN_RATIO = 0.6180339887498949


def ids(start: int, stop: int) -> Ids:
    """The ids from `start` up to, not including, `stop`."""
    return np.arange(start, stop, dtype=np.uint64)


def _mix(values: Ids) -> Ids:
    values = values + _GOLDEN
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def roll(of: Ids, label: str) -> Ids:
    """64 random bits for each id under this label."""
    salt = _mix(np.array([zlib.crc32(label.encode())], dtype=np.uint64))
    return _mix(_mix(of) ^ salt)


def uniform(of: Ids, label: str) -> Floats:
    """A number in [0, 1) for each id."""
    return (roll(of, label) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def chance(of: Ids, label: str, share: float) -> Flags:
    """True for about `share` of the ids."""
    return uniform(of, label) < share


def pick(of: Ids, label: str, count: int) -> Indexes:
    """An index below `count` for each id, all equally likely."""
    return (uniform(of, label) * count).astype(np.int64)


def pick_weighted(of: Ids, label: str, weights: list[float]) -> Indexes:
    """An index into `weights` for each id, as likely as its weight."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges[:-1] / edges[-1], uniform(of, label), side="right").astype(np.int64)


def pick_zipf(of: Ids, label: str, count: int, shift: float) -> Indexes:
    """A rank below `count` for each id, as likely as 1 / (rank + shift): Zipf's law as Mandelbrot bent it."""
    reach = (count + shift) / shift
    ranks = shift * (reach ** uniform(of, label) - 1.0)
    return np.minimum(ranks.astype(np.int64), count - 1)


class Shuffle:
    """A fixed order of the numbers below `count`, known both ways: number to place and place to number."""

    def __init__(self, count: int) -> None:
        step = max(1, int(count * _GOLDEN_RATIO))
        while gcd(step, count) != 1:
            step += 1
        self.count = count
        self._step = np.uint64(step)
        self._back = np.uint64(pow(step, -1, count) if count > 1 else 0)

    def place(self, of: Ids) -> Ids:
        """Where each number goes. Numbers stay below 2^32, so that the product fits 64 bits."""
        return of * self._step % np.uint64(self.count)

    def number(self, at: Ids) -> Ids:
        """Which number stands at each place."""
        return at * self._back % np.uint64(self.count)
