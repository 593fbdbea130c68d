"""Whether the numbers in the titles agree: volume and part, or year and month of issue, tell sibling works apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.lists import common, size
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists
    from classmatch.compare.pairs import Levels, Pairs, Rows

LEVELS = (
    "none",  # neither side has a number
    "same",
    "partly",  # all numbers of one side are on the other, which has more
    "one_side",  # only one side has numbers
    "some",  # some numbers in common, but each side has others too
    "conflict",  # both have numbers, none in common; or each has a volume that the other lacks
    "one_volume",  # only one side has a certain volume or part: against the whole, or another volume
)
ISSUE_LEVELS = LEVELS[:-1]
_SEVERAL = 2  # volumes beyond the other side's: `Vols. 1-6` is the set, `3rd meeting, part 2` may lack its ordinal
_NONE, _SAME, _PARTLY, _ONE_SIDE, _SOME, _CONFLICT, _ONE_VOLUME = range(len(LEVELS))


def volumes(pairs: Pairs) -> Levels:
    """Level of the numbers of volumes, parts and the like."""
    left, right = pairs.sides.left, pairs.sides.right
    volumes = left.volumes.lists, right.volumes.lists
    found: Levels = _volumes(left.numbers.lists, right.numbers.lists, *volumes, pairs.left, pairs.right)
    return found


def issues(pairs: Pairs) -> Levels:
    """Level of the years and months in the titles."""
    found: Levels = _issues(pairs.sides.left.issues.lists, pairs.sides.right.issues.lists, pairs.left, pairs.right)
    return found


@compiled
def _issues(
    left: Lists, right: Lists, left_rows: Rows, right_rows: Rows
) -> NDArray[np.int8]:  # pragma: no cover - compiled
    found = np.zeros(len(left_rows), dtype=np.int8)
    for pair in range(len(left_rows)):
        found[pair] = _level(left, left_rows[pair], right, right_rows[pair])
    return found


@compiled
def _volumes(
    left: Lists, right: Lists, left_volumes: Lists, right_volumes: Lists, left_rows: Rows, right_rows: Rows
) -> NDArray[np.int8]:  # pragma: no cover - compiled
    found = np.zeros(len(left_rows), dtype=np.int8)
    for pair in range(len(left_rows)):
        i, j = left_rows[pair], right_rows[pair]
        level = _level(left, i, right, j)
        found[pair] = level if level in (_NONE, _SAME) else _by_volumes(level, left_volumes, i, right_volumes, j)
    return found


@compiled
def _level(left: Lists, i: int, right: Lists, j: int) -> int:  # pragma: no cover - compiled
    """What two sets of numbers have in common."""
    here, there = size(left, i), size(right, j)
    if not here or not there:
        return _ONE_SIDE if here or there else _NONE
    shared = common(left, i, right, j)
    if here == shared and there == shared:
        return _SAME
    if here == shared or there == shared:
        return _PARTLY
    return _SOME if shared else _CONFLICT


@compiled
def _by_volumes(level: int, left: Lists, i: int, right: Lists, j: int) -> int:  # pragma: no cover - compiled
    """The level where volumes or parts are on one side or both: what one has beyond the other is another book."""
    here, there = size(left, i), size(right, j)
    if not here or not there:
        return _ONE_VOLUME if level == _ONE_SIDE and (here or there) else level
    more, less = here - common(left, i, right, j), there - common(right, j, left, i)
    if more and less:
        return _CONFLICT
    return _ONE_VOLUME if (more >= _SEVERAL) != (less >= _SEVERAL) else level
