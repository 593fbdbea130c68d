"""The pairs under comparison, and the measures that several comparisons need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from classmatch.compare.signature import shared_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.encode import Sides

    Flags = NDArray[np.bool_]
    Measures = NDArray[np.float32]
    Levels = NDArray[np.int8]


def any_equal(left: NDArray[np.generic], right: NDArray[np.generic], absent: int) -> NDArray[np.bool_]:
    """(pairs,) whether rows of `left` (pairs, k) and `right` (pairs, l) share a value that is not `absent`."""
    found = np.zeros(len(left), dtype=np.bool_)
    for i in range(left.shape[1]):
        here = left[:, i]
        for j in range(right.shape[1]):
            found |= (here == right[:, j]) & (here != absent)
    return found


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
        return any_equal(self.sides.left.titles[self.left], self.sides.right.titles[self.right], 0)

    @cached_property
    def same_identifier(self) -> Flags:
        """Looked at only where both sides have an identifier, which is seldom."""
        left, right = self.sides.left.identifiers, self.sides.right.identifiers
        rows = np.flatnonzero((left[self.left, 0] != 0) & (right[self.right, 0] != 0))
        found = np.zeros(len(self), dtype=np.bool_)
        found[rows] = any_equal(left[self.left[rows]], right[self.right[rows]], 0)
        return found

    @cached_property
    def same_surname(self) -> Flags:
        return any_equal(self.sides.left.surnames[self.left, :4], self.sides.right.surnames[self.right, :4], -1)

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
    left_main_shared: Measures  # words of the left main title that the right full title has
    right_main_shared: Measures

    @property
    def likeness(self) -> Measures:
        """Shared over all information of both, 0 to 1 (weighted Jaccard index)."""
        union = np.maximum(self.left + self.right - self.shared, np.float32(1e-3))
        likeness: Measures = self.shared / union
        return likeness


def overlap(pairs: Pairs) -> Overlap:
    bits = np.append(pairs.sides.words.bits, np.float32(0))  # the padding, -1, carries none
    left, right = pairs.sides.left.words[pairs.left], pairs.sides.right.words[pairs.right]
    left_shared, right_shared = _found(left, right), _found(right, left)
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
        left_main_shared=(left_bits * (left_main & left_shared)).sum(axis=1),
        right_main_shared=(right_bits * (right_main & right_shared)).sum(axis=1),
    )


def _found(words: NDArray[np.int32], among: NDArray[np.int32]) -> NDArray[np.bool_]:
    """(pairs, k) which of the words stand among the others of the same pair."""
    found = np.zeros(words.shape, dtype=np.bool_)
    for column in range(among.shape[1]):
        other = among[:, column : column + 1]
        if (other >= 0).any():
            found |= (words == other) & (other >= 0)
    return found
