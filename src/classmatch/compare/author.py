"""How well the names agree.

The best of all pairs of names counts, since either side may list illustrators, editors or pen names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from classmatch.compare.pairs import any_equal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels, Pairs

LEVELS = (
    "missing",
    "different",
    "one_word",  # a single word of the names in common
    "other_given",  # same surname, but given names that exclude each other
    "typing",  # nearly the same letters in the first names
    "surname",  # same surname, no given name on one side
    "words",  # two words or more in common, in other places: married, double and swapped names
    "initials",  # same surname, and an initial that agrees with a given name or initial
    "same",  # same surname and first given name
)
_AT = {name: i for i, name in enumerate(LEVELS)}
_TYPING = 84.0  # token-sorted Indel similarity of the first names, of 100


def _by_surname(pairs: Pairs) -> Levels:
    """The best level over the pairs of names that have a surname in common, 0 where there is none."""
    left, right = pairs.sides.left, pairs.sides.right
    best = np.zeros(len(pairs), dtype=np.int8)
    for i in range(left.surnames.shape[1]):
        for j in range(right.surnames.shape[1]):
            name = left.surnames[pairs.left, i]
            rows = np.flatnonzero((name == right.surnames[pairs.right, j]) & (name >= 0))
            if len(rows):
                best[rows] = np.maximum(best[rows], _given(pairs.left[rows], pairs.right[rows], i, j, pairs))
    return best


def _given(left: NDArray[np.int64], right: NDArray[np.int64], i: int, j: int, pairs: Pairs) -> Levels:
    """The level of names `i` and `j`, of which the surnames agree."""
    first, second = pairs.sides.left.initials[left, i], pairs.sides.right.initials[right, j]
    one, two = pairs.sides.left.given[left, i], pairs.sides.right.given[right, j]
    conditions = [(one == two) & (one >= 0), (first == 0) | (second == 0), first != second]
    return np.select(conditions, [_AT["same"], _AT["surname"], _AT["other_given"]], default=_AT["initials"]).astype(
        np.int8
    )


def _shared_words(left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int8]:
    count = np.zeros(len(left), dtype=np.int8)
    for i in range(left.shape[1]):
        count += any_equal(left[:, i : i + 1], right, -1)
    return count


def _otherwise(pairs: Pairs) -> Levels:
    """The level of pairs without a common surname: common words, else the likeness of the first names."""
    words = _shared_words(pairs.sides.left.name_words[pairs.left], pairs.sides.right.name_words[pairs.right])
    left = pairs.sides.left.first_name.gather(pairs.left).to_list()
    right = pairs.sides.right.first_name.gather(pairs.right).to_list()
    ratio = (
        process.cpdist(left, right, scorer=fuzz.token_sort_ratio, workers=-1, dtype=np.float32) if left else np.zeros(0)
    )
    conditions = [words >= 2, ratio >= _TYPING, words == 1]
    return np.select(conditions, [_AT["words"], _AT["typing"], _AT["one_word"]], default=_AT["different"]).astype(
        np.int8
    )


def levels(pairs: Pairs) -> Levels:
    result = _by_surname(pairs)
    named = (pairs.sides.left.name_words[pairs.left, 0] >= 0) & (pairs.sides.right.name_words[pairs.right, 0] >= 0)
    rest = np.flatnonzero(named & (result <= _AT["other_given"]))
    others = _otherwise(pairs.take(rest))
    result[rest] = np.maximum(result[rest], others)
    return result
