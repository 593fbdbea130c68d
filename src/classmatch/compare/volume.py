"""Whether the numbers in the titles agree: volume and part, or year and month of issue, tell sibling works apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels, Pairs
    from classmatch.compare.records import Records

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


def volumes(pairs: Pairs) -> Levels:
    """Level of the numbers of volumes, parts and the like."""
    left, right = pairs.sides.left, pairs.sides.right
    level = _levels(left.numbers[pairs.left], right.numbers[pairs.right])
    here, there = left.volume[pairs.left], right.volume[pairs.right]
    level[(level == LEVELS.index("one_side")) & (here | there)] = LEVELS.index("one_volume")
    rows = np.flatnonzero(here & there & (level != LEVELS.index("same")))
    works, registrations = pairs.left[rows], pairs.right[rows]
    more = _lacking(left, right, works, registrations)
    less = _lacking(right, left, registrations, works)
    level[rows[(more >= _SEVERAL) ^ (less >= _SEVERAL)]] = LEVELS.index("one_volume")
    level[rows[(more > 0) & (less > 0)]] = LEVELS.index("conflict")
    return level


def issues(pairs: Pairs) -> Levels:
    """Level of the years and months in the titles."""
    return _levels(pairs.sides.left.issues[pairs.left], pairs.sides.right.issues[pairs.right])


def _lacking(one: Records, other: Records, rows: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.intp]:
    """(pairs,) how many volumes or parts of one side the other, which has some, has not."""
    here, there = one.volumes[rows], other.volumes[others]
    lacking = ((here != 0) & ~(here[:, :, None] == there[:, None, :]).any(axis=2)).sum(axis=1)
    return np.asarray(lacking)


def _levels(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> Levels:
    here, there = left[:, 0] != 0, right[:, 0] != 0
    result = np.where(here ^ there, np.int8(LEVELS.index("one_side")), np.int8(LEVELS.index("none")))
    rows = np.flatnonzero(here & there)
    left, right = left[rows], right[rows]
    shared = ((left[:, :, None] == right[:, None, :]) & (left[:, :, None] != 0)).any(axis=2).sum(axis=1)
    all_left, all_right = shared == (left != 0).sum(axis=1), shared == (right != 0).sum(axis=1)
    found = [LEVELS.index(name) for name in ("same", "partly", "some")]
    conditions = [all_left & all_right, all_left | all_right, shared > 0]
    result[rows] = np.select(conditions, found, default=LEVELS.index("conflict"))
    return result
