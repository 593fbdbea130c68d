"""Lists of numbers, one list a record, behind each other in one array: no padding, so that rare lists cost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Starts = NDArray[np.int32]
    Values = NDArray[Any]


@dataclass(frozen=True)
class Ragged:
    """The list of record `i` is `values[starts[i] : starts[i + 1]]`; `starts` has one entry more than records."""

    starts: Starts
    values: Values

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", fixed(self.starts))
        object.__setattr__(self, "values", fixed(self.values))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def counts(self) -> NDArray[np.int32]:
        """(n,) how long each list is."""
        return np.diff(self.starts)

    @property
    def rows(self) -> NDArray[np.int64]:
        """(values,) the record that each value is of."""
        return np.repeat(np.arange(len(self)), self.counts)

    @property
    def lists(self) -> tuple[Starts, Values]:
        """Both arrays, as compiled loops take them."""
        return self.starts, self.values

    def row(self, record: int) -> Values:
        return self.values[self.starts[record] : self.starts[record + 1]]


def fixed(array: NDArray[Any]) -> NDArray[Any]:
    """A view that cannot be written to.

    A loop is compiled once for each kind of array that it is given, and arrays that can be written to are another kind
    than those that cannot, such as files mapped into memory: so all of them are fixed.
    """
    view = np.ascontiguousarray(np.asarray(array)).view()
    view.flags.writeable = False
    return view


def starts_of(counts: NDArray[Any]) -> Starts:
    """Where lists of these lengths begin, and where the last one ends."""
    starts = np.zeros(len(counts) + 1, dtype=np.int32)
    np.cumsum(counts, out=starts[1:])
    return starts


def distinct(starts: Starts, values: Values, keep: NDArray[np.bool_], most: int) -> tuple[Starts, NDArray[np.int64]]:
    """The places of the first `most` different values of each list, in their order, of those that are to be kept."""
    found: tuple[Starts, NDArray[np.int64]] = _distinct(starts, values, keep, most)
    return found


@compiled
def _distinct(
    starts: Starts, values: Values, keep: NDArray[np.bool_], most: int
) -> tuple[Starts, NDArray[np.int64]]:  # pragma: no cover - compiled
    ends = np.zeros(len(starts), dtype=np.int32)
    places = np.empty(len(values), dtype=np.int64)
    count = 0
    for record in range(len(starts) - 1):
        first = count
        for place in range(starts[record], starts[record + 1]):
            if count - first == most:
                break
            if not keep[place]:
                continue
            fresh = True
            for other in range(first, count):
                if values[places[other]] == values[place]:
                    fresh = False
                    break
            if fresh:
                places[count] = place
                count += 1
        ends[record + 1] = count
    return ends, places[:count].copy()


def joined(one: Ragged, other: Ragged) -> Ragged:
    """The list of each record of one, and behind it that of the other."""
    return Ragged(*_joined(one.starts, one.values, other.starts, other.values))


@compiled
def _joined(
    starts: Starts, values: Values, other_starts: Starts, other_values: Values
) -> tuple[Starts, Values]:  # pragma: no cover - compiled
    found = np.empty(len(values) + len(other_values), dtype=values.dtype)
    for record in range(len(starts) - 1):
        first = starts[record] + other_starts[record]
        for place in range(starts[record], starts[record + 1]):
            found[first + place - starts[record]] = values[place]
        first = starts[record + 1] + other_starts[record]
        for place in range(other_starts[record], other_starts[record + 1]):
            found[first + place - other_starts[record]] = other_values[place]
    return starts + other_starts, found
