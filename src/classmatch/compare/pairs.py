"""The pairs under comparison, and the measures that several comparisons need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.lists import COMMON, agreement, has
from classmatch.compare.overlap import Overlap, overlap
from classmatch.compare.ragged import fixed
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.encode import Sides
    from classmatch.compare.lists import Lists

    Flags = NDArray[np.bool_]
    Hashes = NDArray[np.uint64]
    Levels = NDArray[np.int8]
    Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """Work `left[i]` with registration `right[i]`, for all `i`."""

    sides: Sides
    left: Rows
    right: Rows

    def __post_init__(self) -> None:
        object.__setattr__(self, "left", fixed(self.left.astype(np.int64, copy=False)))
        object.__setattr__(self, "right", fixed(self.right.astype(np.int64, copy=False)))

    def __len__(self) -> int:
        return len(self.left)

    def take(self, rows: Flags | NDArray[np.intp]) -> Pairs:
        """Some of the pairs: by a mask, or by their places."""
        return Pairs(self.sides, self.left[rows], self.right[rows])

    def and_also(self, other: Pairs) -> Pairs:
        """These pairs, and behind them those of another list."""
        left, right = np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right])
        return Pairs(self.sides, left, right)

    @cached_property
    def same_main(self) -> Flags:
        same: Flags = _same(self.sides.left.main, self.sides.right.main, self.left, self.right)
        return same

    @cached_property
    def same_full(self) -> Flags:
        same: Flags = _same(self.sides.left.full, self.sides.right.full, self.left, self.right)
        return same

    @cached_property
    def same_alternate(self) -> Flags:
        """(pairs,) whether a title of one side is the main title of the other.

        Two alternate titles that are the same prove nothing: they may be subtitles (`Theory and practice`).
        """
        left, right = self.sides.left, self.sides.right
        same: Flags = _same_alternate(
            left.main, right.main, left.titles.lists, right.titles.lists, self.left, self.right
        )
        return same

    @cached_property
    def identifiers(self) -> Levels:
        """(pairs,) whether they have an identifier in common, as `lists.agreement` tells it."""
        return agreement(self.sides.left.identifiers, self.sides.right.identifiers, self.left, self.right)

    @cached_property
    def same_identifier(self) -> Flags:
        same: Flags = self.identifiers == COMMON
        return same

    @cached_property
    def overlap(self) -> Overlap:
        left, right = self.sides.left, self.sides.right
        return overlap(left, right, self.sides.words.bits, self.left, self.right)


@compiled
def _same(main: Hashes, other: Hashes, left: Rows, right: Rows) -> Flags:  # pragma: no cover - compiled
    found = np.empty(len(left), dtype=np.bool_)
    for pair in range(len(left)):
        value = main[left[pair]]
        found[pair] = value != 0 and value == other[right[pair]]
    return found


@compiled
def _same_alternate(
    left_main: Hashes, right_main: Hashes, left_titles: Lists, right_titles: Lists, left: Rows, right: Rows
) -> Flags:  # pragma: no cover - compiled
    found = np.empty(len(left), dtype=np.bool_)
    for pair in range(len(left)):
        i, j = left[pair], right[pair]
        here, there = left_main[i], right_main[j]
        found[pair] = (here != 0 and has(right_titles, j, here)) or (there != 0 and has(left_titles, i, there))
    return found
