"""How much information two titles share, by the words that both have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.lists import has
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists
    from classmatch.compare.records import Records

    Counts = NDArray[np.int8]
    Measures = NDArray[np.float32]
    Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Overlap:
    """(pairs,) each: information in bits of title words, all of each title, and what the other title shares of it."""

    left: Measures
    right: Measures
    shared: Measures  # of the full titles
    left_main: Measures
    right_main: Measures

    @property
    def likeness(self) -> Measures:
        """Shared over all information of both, 0 to 1 (weighted Jaccard index)."""
        union = np.maximum(self.left + self.right - self.shared, np.float32(1e-3))
        likeness: Measures = self.shared / union
        return likeness


def overlap(left: Records, right: Records, bits: Measures, left_rows: Rows, right_rows: Rows) -> Overlap:
    """Of the records of `left_rows` and `right_rows`, row by row; `bits` is the information of a word by its id."""
    found = _overlap(
        left.words.lists, right.words.lists, left.main_words, right.main_words, bits, left_rows, right_rows
    )
    return Overlap(*found)


@compiled
def _overlap(
    left: Lists, right: Lists, left_main: Counts, right_main: Counts, bits: Measures, left_rows: Rows, right_rows: Rows
) -> NDArray[np.float32]:  # pragma: no cover - compiled
    found = np.zeros((5, len(left_rows)), dtype=np.float32)
    last, main, whole = -1, np.float32(0), np.float32(0)
    for pair in range(len(left_rows)):
        i, j = left_rows[pair], right_rows[pair]
        if i != last:  # the pairs of a work come together
            last = i
            main, whole = _information(left, i, left_main[i], bits)
        found[0, pair], found[3, pair] = whole, main
        found[4, pair], found[1, pair] = _information(right, j, right_main[j], bits)
        found[2, pair] = _shared(left, i, right, j, bits)
    return found


@compiled
def _information(
    words: Lists, row: int, main: int, bits: Measures
) -> tuple[np.float32, np.float32]:  # pragma: no cover - compiled
    """Of the first `main` words of a record, and of all of them."""
    starts, values = words
    of_main, whole = np.float32(0), np.float32(0)
    for place in range(starts[row], starts[row + 1]):
        if values[place] >= 0:
            whole += bits[values[place]]
        if place - starts[row] < main:
            of_main = whole
    return of_main, whole


@compiled
def _shared(left: Lists, i: int, right: Lists, j: int, bits: Measures) -> np.float32:  # pragma: no cover - compiled
    starts, values = left
    shared = np.float32(0)
    for place in range(starts[i], starts[i + 1]):
        word = values[place]
        if word >= 0 and has(right, j, word):
            shared += bits[word]
    return shared
