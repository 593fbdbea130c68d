"""Whether the numbers in the titles agree: volume and part, or year and month of issue, tell sibling works apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels, Pairs

LEVELS = (
    "none",  # neither side has a number
    "same",
    "one_side",  # only one side has numbers
    "some",  # some numbers in common, others not
    "conflict",  # both have numbers, none in common
    "one_volume",  # only one side has numbers, and it is a volume or part: against the whole, or another volume
)
ISSUE_LEVELS = LEVELS[:-1]


def volumes(pairs: Pairs) -> Levels:
    """Level of the numbers of volumes, parts and the like."""
    level = _levels(pairs.sides.left.numbers[pairs.left], pairs.sides.right.numbers[pairs.right])
    volume = pairs.sides.left.volume[pairs.left] | pairs.sides.right.volume[pairs.right]
    level[(level == LEVELS.index("one_side")) & volume] = LEVELS.index("one_volume")
    return level


def issues(pairs: Pairs) -> Levels:
    """Level of the years and months in the titles."""
    return _levels(pairs.sides.left.issues[pairs.left], pairs.sides.right.issues[pairs.right])


def _levels(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> Levels:
    here, there = left[:, 0] != 0, right[:, 0] != 0
    result = np.where(here ^ there, np.int8(LEVELS.index("one_side")), np.int8(LEVELS.index("none")))
    rows = np.flatnonzero(here & there)
    left, right = left[rows], right[rows]
    shared = ((left[:, :, None] == right[:, None, :]) & (left[:, :, None] != 0)).any(axis=2).sum(axis=1)
    equal = (shared == (left != 0).sum(axis=1)) & (shared == (right != 0).sum(axis=1))
    found = [LEVELS.index("same"), LEVELS.index("some")]
    result[rows] = np.select([equal, shared > 0], found, default=LEVELS.index("conflict"))
    return result
