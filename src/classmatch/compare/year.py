"""How far the year of publication of the registration is from the nearest year of the work's editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.lists import size
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists
    from classmatch.compare.pairs import Levels, Pairs, Rows

LEVELS = (
    "missing",
    "same",
    "next",  # one year apart
    "catalog_later",  # the catalog's edition came out two to five years later
    "catalog_much_later",
    "registration_later",  # the registration tells of a publication two to five years after the last known edition
    "registration_much_later",
)
_NEAR = 5  # years
_NEXT, _LATER, _EARLIER = (LEVELS.index(name) for name in ("next", "catalog_later", "registration_later"))


def levels(pairs: Pairs) -> Levels:
    found: Levels = _levels(pairs.sides.left.years.lists, pairs.sides.right.years.lists, pairs.left, pairs.right)
    return found


@compiled
def _levels(
    left: Lists, right: Lists, left_rows: Rows, right_rows: Rows
) -> NDArray[np.int8]:  # pragma: no cover - compiled
    found = np.zeros(len(left_rows), dtype=np.int8)
    for pair in range(len(left_rows)):
        i, j = left_rows[pair], right_rows[pair]
        if size(left, i) and size(right, j):
            found[pair] = _level(_nearest(left, i, int(right[1][right[0][j]])))
    return found


@compiled
def _nearest(years: Lists, row: int, registered: int) -> int:  # pragma: no cover - compiled
    """How much later the nearest year of a work is than that of the registration; the first of two as near."""
    starts, values = years
    nearest = values[starts[row]] - registered
    for place in range(starts[row] + 1, starts[row + 1]):
        distance = values[place] - registered
        if abs(distance) < abs(nearest):
            nearest = distance
    return nearest  # type: ignore[no-any-return]


@compiled
def _level(distance: int) -> int:  # pragma: no cover - compiled
    if abs(distance) <= 1:
        return _NEXT if distance else _NEXT - 1
    first = _LATER if distance > 0 else _EARLIER
    return first + 1 if abs(distance) > _NEAR else first
