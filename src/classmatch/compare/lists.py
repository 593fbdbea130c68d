"""What the lists of two records have in common, for compiled loops over pairs.

`lists` are the arrays of a `Ragged`, `row` is the record. Lists are short and have no value twice, so that a value is
looked for by going through the list. A negative id is no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.ragged import Ragged, Starts, Values

    Lists = tuple[Starts, Values]
    Rows = NDArray[np.int64]

MISSING, COMMON, APART = 0, 1, 2  # a list is empty, the lists have a value in common, or none


@compiled
def size(lists: Lists, row: int) -> int:  # pragma: no cover - compiled
    return lists[0][row + 1] - lists[0][row]  # type: ignore[no-any-return]


@compiled
def has(lists: Lists, row: int, value: Any) -> bool:  # pragma: no cover - compiled
    starts, values = lists
    for place in range(starts[row], starts[row + 1]):  # noqa: SIM110 - a compiled loop has no generators
        if values[place] == value:
            return True
    return False


@compiled
def intersects(left: Lists, i: int, right: Lists, j: int) -> bool:  # pragma: no cover - compiled
    """Whether list `i` of the left and list `j` of the right have a value in common."""
    starts, values = left
    for place in range(starts[i], starts[i + 1]):  # noqa: SIM110
        if values[place] >= 0 and has(right, j, values[place]):
            return True
    return False


@compiled
def common(left: Lists, i: int, right: Lists, j: int) -> int:  # pragma: no cover - compiled
    """How many values of list `i` of the left list `j` of the right has, too."""
    starts, values = left
    count = 0
    for place in range(starts[i], starts[i + 1]):
        if values[place] >= 0 and has(right, j, values[place]):
            count += 1
    return count


def agreement(left: Ragged, right: Ragged, left_rows: Rows, right_rows: Rows) -> NDArray[np.int8]:
    """(pairs,) `MISSING`, `COMMON` or `APART`, for the lists of `left_rows` with those of `right_rows`."""
    found: NDArray[np.int8] = _agreement(left.lists, right.lists, left_rows, right_rows)
    return found


@compiled
def _agreement(
    left: Lists, right: Lists, left_rows: Rows, right_rows: Rows
) -> NDArray[np.int8]:  # pragma: no cover - compiled
    found = np.zeros(len(left_rows), dtype=np.int8)
    for pair in range(len(left_rows)):
        i, j = left_rows[pair], right_rows[pair]
        if size(left, i) and size(right, j):
            found[pair] = COMMON if intersects(left, i, right, j) else APART
    return found
