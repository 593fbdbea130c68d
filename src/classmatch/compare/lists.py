"""What the lists of two records have in common, for compiled loops over pairs.

A list is given by the arrays of a `Ragged` and the row of its record. Lists are short, so that each value is looked for
by going through the other list; none has a value twice. A negative id is no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from numba import njit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from classmatch.compare.ragged import Starts, Values


@njit(nogil=True, cache=True)
def has(starts: Starts, values: Values, row: int, value: np.generic) -> bool:  # pragma: no cover - compiled
    """Whether the list of `row` has this value."""
    for place in range(starts[row], starts[row + 1]):  # noqa: SIM110 - a compiled loop has no generators
        if values[place] == value:
            return True
    return False


@njit(nogil=True, cache=True)
def intersects(
    starts: Starts, values: Values, row: int, other_starts: Starts, other_values: Values, other: int
) -> bool:  # pragma: no cover - compiled
    """Whether the list of `row` and that of `other` have a value in common."""
    for place in range(starts[row], starts[row + 1]):
        if values[place] >= 0 and has(other_starts, other_values, other, values[place]):
            return True
    return False


@njit(nogil=True, cache=True)
def shared(
    starts: Starts, values: Values, row: int, other_starts: Starts, other_values: Values, other: int
) -> int:  # pragma: no cover - compiled
    """How many values of the list of `row` that of `other` has, too."""
    count = 0
    for place in range(starts[row], starts[row + 1]):
        if values[place] >= 0 and has(other_starts, other_values, other, values[place]):
            count += 1
    return count


@njit(nogil=True, cache=True)
def intersecting(
    starts: Starts,
    values: Values,
    other_starts: Starts,
    other_values: Values,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    found: NDArray[np.bool_],
) -> None:  # pragma: no cover - compiled
    """Sets of each pair of rows in `found` whether their lists have a value in common."""
    for i in range(len(left)):
        found[i] = intersects(starts, values, left[i], other_starts, other_values, right[i])
