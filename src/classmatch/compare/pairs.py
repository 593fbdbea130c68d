"""The pairs under comparison, and the measures that several comparisons need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from classmatch.compare.signature import shared_share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from classmatch.compare.encode import Sides

    Padded = NDArray[np.uint64] | NDArray[np.int32]
    Values = NDArray[np.uint64] | NDArray[np.int32]
    Rows = NDArray[np.intp]

    Flags = NDArray[np.bool_]
    Measures = NDArray[np.float32]
    Levels = NDArray[np.int8]


def any_equal(left: Padded, right: Padded, pairs: Pairs, absent: int) -> Flags:
    """(pairs,) whether the records have a value in common.

    `left` (works, k) and `right` (registrations, l) hold the values of a record at the front, `absent` behind them, so
    that each further column concerns fewer pairs, and only those are looked at.
    """
    found = np.zeros(len(pairs), dtype=np.bool_)
    for rows, here, there in matching_columns(left, right, pairs, absent):
        found[rows] |= here == there
    return found


def matching_columns(left: Padded, right: Padded, pairs: Pairs, absent: int) -> Iterator[tuple[Rows, Values, Values]]:
    """For each column of `left` with each of `right`: the pairs where both are there, and the two values."""
    for here, rows in _columns(left, pairs.left, np.arange(len(pairs)), absent):
        for there, inside in _columns(right, pairs.right[rows], np.arange(len(rows)), absent):
            yield rows[inside], here[inside], there


def _columns(table: Padded, records: Rows, rows: Rows, absent: int) -> Iterator[tuple[Values, Rows]]:
    """The values of each column that are there, with the rows that have them."""
    for column in range(table.shape[1]):
        values = table[records[rows], column]
        present = values != absent
        rows, values = rows[present], values[present]
        if not len(rows):
            return
        yield values, rows


def same(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> Flags:
    """(pairs,) whether two hashes are equal and stand for something."""
    equal: Flags = (left == right) & (left != 0)
    return equal


@dataclass(frozen=True)
class Pairs:
    """Work `left[i]` with registration `right[i]`, for all `i`."""

    sides: Sides
    left: NDArray[np.int64]
    right: NDArray[np.int64]

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
        left, right = self.sides.left.main[self.left], self.sides.right.main[self.right]
        return same(left, right)

    @cached_property
    def same_full(self) -> Flags:
        left, right = self.sides.left.full[self.left], self.sides.right.full[self.right]
        return same(left, right)

    @cached_property
    def same_alternate(self) -> Flags:
        """(pairs,) whether a title of one side is the main title of the other.

        Two alternate titles that are the same prove nothing: they may be subtitles (`Theory and practice`).
        """
        left, right = self.sides.left, self.sides.right
        here = (right.titles[self.right] == left.main[self.left][:, None]).any(axis=1) & (left.main[self.left] != 0)
        there = (left.titles[self.left] == right.main[self.right][:, None]).any(axis=1) & (right.main[self.right] != 0)
        same: Flags = here | there
        return same

    @cached_property
    def same_identifier(self) -> Flags:
        return any_equal(self.sides.left.identifiers, self.sides.right.identifiers, self, 0)

    @cached_property
    def same_surname(self) -> Flags:
        return any_equal(self.sides.left.surnames, self.sides.right.surnames, self, -1)

    @cached_property
    def signature_share(self) -> Measures:
        return shared_share(self.sides.left.signature[self.left], self.sides.right.signature[self.right])

    @cached_property
    def main_ratio(self) -> Measures:
        """Similarity of the main titles, 0 to 100 (normalised Indel distance)."""
        left = self.sides.left.main_text.gather(self.left).to_list()
        right = self.sides.right.main_text.gather(self.right).to_list()
        return (
            process.cpdist(left, right, scorer=fuzz.ratio, workers=-1, dtype=np.float32)
            if left
            else np.zeros(0, np.float32)
        )

    @cached_property
    def overlap(self) -> Overlap:
        return overlap(self)


@dataclass(frozen=True)
class Overlap:
    """Information in bits of title words: all of each title, and what the other title shares of it."""

    left: Measures
    right: Measures
    shared: Measures  # of the full titles
    left_main: Measures
    right_main: Measures
    left_has: Flags  # (pairs, words) which words of the left full title the right full title has too
    right_has: Flags

    @property
    def likeness(self) -> Measures:
        """Shared over all information of both, 0 to 1 (weighted Jaccard index)."""
        union = np.maximum(self.left + self.right - self.shared, np.float32(1e-3))
        likeness: Measures = self.shared / union
        return likeness


def overlap(pairs: Pairs) -> Overlap:
    bits = np.append(pairs.sides.words.bits, np.float32(0))  # the padding, -1, carries none
    left, right = pairs.sides.left.words[pairs.left], pairs.sides.right.words[pairs.right]
    left_shared, right_shared = _shared(left, right)
    left_bits, right_bits = bits[left], bits[right]
    place = np.arange(left.shape[1])
    left_main = place < pairs.sides.left.main_words[pairs.left][:, None]
    right_main = place < pairs.sides.right.main_words[pairs.right][:, None]
    return Overlap(
        left=left_bits.sum(axis=1),
        right=right_bits.sum(axis=1),
        shared=(left_bits * left_shared).sum(axis=1),
        left_main=(left_bits * left_main).sum(axis=1),
        right_main=(right_bits * right_main).sum(axis=1),
        left_has=left_shared,
        right_has=right_shared,
    )


def _shared(left: NDArray[np.int32], right: NDArray[np.int32]) -> tuple[Flags, Flags]:
    """Which words of each side the other side has too, (pairs, k) each; words stand at the front, padded with -1."""
    here, there = np.zeros(left.shape, dtype=np.bool_), np.zeros(right.shape, dtype=np.bool_)
    rows = np.arange(len(left))
    for column in range(right.shape[1]):
        rows = rows[right[rows, column] >= 0]
        if not len(rows):
            break
        equal = left[rows] == right[rows, column : column + 1]
        here[rows] |= equal
        there[rows, column] = equal.any(axis=1)
    return here, there
