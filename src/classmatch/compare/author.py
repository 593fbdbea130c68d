"""How well the names agree.

The best of all pairs of names counts, since either side may list illustrators, editors or pen names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from classmatch.compare import title
from classmatch.compare.pairs import matching_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Flags, Levels, Pairs

LEVELS = (
    "missing",
    "different",
    "one_word",  # a single word of the names in common
    "other_given",  # same surname, but given names that exclude each other
    "same_initial",  # same surname, given names that differ but begin alike
    "typing",  # nearly the same letters in the first names; looked at only where the titles agree
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
        named = np.flatnonzero(left.surnames[pairs.left, i] >= 0)
        if not len(named):
            break
        name = left.surnames[pairs.left[named], i]
        for j in range(right.surnames.shape[1]):
            rows = named[name == right.surnames[pairs.right[named], j]]
            best[rows] = np.maximum(best[rows], _given(pairs.left[rows], pairs.right[rows], i, j, pairs))
    return best


def _given(left: NDArray[np.int64], right: NDArray[np.int64], i: int, j: int, pairs: Pairs) -> Levels:
    """The level of names `i` and `j`, of which the surnames agree."""
    first, second = pairs.sides.left.initials[left, i], pairs.sides.right.initials[right, j]
    one, two = pairs.sides.left.given[left, i], pairs.sides.right.given[right, j]
    whole = (one >= 0) & (two >= 0)
    conditions = [whole & (one == two), (first == 0) | (second == 0), first != second, whole]
    levels = [_AT["same"], _AT["surname"], _AT["other_given"], _AT["same_initial"]]
    return np.select(conditions, levels, default=_AT["initials"]).astype(np.int8)


def _shared_words(pairs: Pairs) -> NDArray[np.int8]:
    """(pairs,) how many words of the names are the same, initials left out."""
    count = np.zeros(len(pairs), dtype=np.int8)
    for rows, here, there in matching_columns(pairs.sides.left.name_words, pairs.sides.right.name_words, pairs, -1):
        count[rows] += here == there
    return count


def _otherwise(pairs: Pairs, hopeful: Flags) -> Levels:
    """The level of pairs without a common surname: common words, else the likeness of the first names."""
    words = _shared_words(pairs)
    result = np.select([words >= 2, words == 1], [_AT["words"], _AT["one_word"]], _AT["different"]).astype(np.int8)
    rows = np.flatnonzero(hopeful & (words < 2))
    left = pairs.sides.left.first_name.gather(pairs.left[rows]).to_list()
    right = pairs.sides.right.first_name.gather(pairs.right[rows]).to_list()
    if left:
        ratio = process.cpdist(left, right, scorer=fuzz.token_sort_ratio, workers=-1, dtype=np.float32)
        result[rows[ratio >= _TYPING]] = _AT["typing"]
    return result


def levels(pairs: Pairs, titles: Levels) -> Levels:
    """The level of each pair; `titles` are the levels of their titles."""
    result = _by_surname(pairs)
    named = (pairs.sides.left.name_words[pairs.left, 0] >= 0) & (pairs.sides.right.name_words[pairs.right, 0] >= 0)
    rest = np.flatnonzero(named & (result <= _AT["other_given"]))
    hopeful = titles[rest] >= title.LEVELS.index("typing")
    result[rest] = np.maximum(result[rest], _otherwise(pairs.take(rest), hopeful))
    return result
