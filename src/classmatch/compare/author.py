"""How well the names agree.

The best of all pairs of names counts, since either side may list illustrators, editors or pen names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from classmatch.compare import title
from classmatch.compare.pairs import matching_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Flags, Levels, Measures, Pairs

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
AGREE = LEVELS.index("same_initial")  # from this level on, it may be the same person
COAUTHOR_LEVELS = (
    "missing",  # a side has one name only, or none
    "same",  # two persons or more agree
    "one",  # one agrees, though both sides have more
    "none",
)
_AT = {name: i for i, name in enumerate(LEVELS)}
_TYPING = 84.0  # token-sorted Indel similarity of the first names, of 100
_INITIAL = 4.0  # bits: an initial that agrees, among two dozen that are not equally frequent


@dataclass(frozen=True)
class Authors:
    """(pairs,) each: the level, and how much information the names carry that agree."""

    levels: Levels
    bits: Measures


def authors(pairs: Pairs, titles: Levels) -> Authors:
    """The level of each pair; `titles` are the levels of their titles."""
    found = _by_surname(pairs)
    named = (pairs.sides.left.name_words[pairs.left, 0] >= 0) & (pairs.sides.right.name_words[pairs.right, 0] >= 0)
    rest = np.flatnonzero(named & (found.levels <= _AT["other_given"]))
    hopeful = titles[rest] >= title.AGREE
    other = _otherwise(pairs.take(rest), hopeful)
    found.bits[rest] = np.where(other.levels > found.levels[rest], other.bits, found.bits[rest])
    found.levels[rest] = np.maximum(found.levels[rest], other.levels)
    return found


def coauthors(pairs: Pairs) -> Levels:
    """Whether more than one person agrees, where both sides name several."""
    left, right = pairs.sides.left.surnames, pairs.sides.right.surnames
    several = (left[pairs.left, 1] >= 0) & (right[pairs.right, 1] >= 0)
    rows = np.flatnonzero(several)
    here, there = left[pairs.left[rows]], right[pairs.right[rows]]
    agree = np.minimum(_persons_in(here, there), _persons_in(there, here))
    result = np.zeros(len(pairs), dtype=np.int8)
    found = [COAUTHOR_LEVELS.index(name) for name in ("same", "one")]
    result[rows] = np.select([agree >= 2, agree == 1], found, default=COAUTHOR_LEVELS.index("none"))
    return result


def _persons_in(here: NDArray[np.int32], there: NDArray[np.int32]) -> NDArray[np.int8]:
    """(pairs,) how many names of one side have a surname of the other."""
    count = np.zeros(len(here), dtype=np.int8)
    for column in range(here.shape[1]):
        name = here[:, column : column + 1]
        count += ((name == there) & (name >= 0)).any(axis=1)
    return count


def _by_surname(pairs: Pairs) -> Authors:
    """The best level over the pairs of names that have a surname in common, 0 where there is none."""
    left, right = pairs.sides.left, pairs.sides.right
    best = Authors(np.zeros(len(pairs), dtype=np.int8), np.zeros(len(pairs), dtype=np.float32))
    for i in range(left.surnames.shape[1]):
        named = np.flatnonzero(left.surnames[pairs.left, i] >= 0)
        if not len(named):
            break
        name = left.surnames[pairs.left[named], i]
        for j in range(right.surnames.shape[1]):
            rows = named[name == right.surnames[pairs.right[named], j]]
            _keep_better(best, rows, _of_two_names(pairs.take(rows), i, j))
    return best


def _keep_better(best: Authors, rows: NDArray[np.intp], found: Authors) -> None:
    better = found.levels > best.levels[rows]
    best.levels[rows[better]] = found.levels[better]
    best.bits[rows[better]] = found.bits[better]


def _of_two_names(pairs: Pairs, i: int, j: int) -> Authors:
    """The level of names `i` and `j`, of which the surnames agree."""
    left, right, bits = pairs.sides.left, pairs.sides.right, pairs.sides.names.bits
    first, second = left.initials[pairs.left, i], right.initials[pairs.right, j]
    one, two = left.given[pairs.left, i], right.given[pairs.right, j]
    whole = (one >= 0) & (two >= 0)
    same, silent, apart = whole & (one == two), (first == 0) | (second == 0), first != second
    levels = [_AT["same"], _AT["surname"], _AT["other_given"], _AT["same_initial"]]
    level = np.select([same, silent, apart, whole], levels, default=_AT["initials"]).astype(np.int8)
    given = np.select([same, silent | apart], [bits[one], np.float32(0)], default=np.float32(_INITIAL))
    return Authors(level, bits[left.surnames[pairs.left, i]] + given.astype(np.float32))


def _otherwise(pairs: Pairs, hopeful: Flags) -> Authors:
    """The level of pairs without a common surname: common words, else the likeness of the first names."""
    count, bits = _shared_words(pairs)
    levels = np.select([count >= 2, count == 1], [_AT["words"], _AT["one_word"]], _AT["different"]).astype(np.int8)
    rows = np.flatnonzero(hopeful & (count < 2))
    left = pairs.sides.left.first_name.gather(pairs.left[rows]).to_list()
    right = pairs.sides.right.first_name.gather(pairs.right[rows]).to_list()
    if left:
        ratio = process.cpdist(left, right, scorer=fuzz.token_sort_ratio, workers=-1, dtype=np.float32)
        levels[rows[ratio >= _TYPING]] = _AT["typing"]
    return Authors(levels, bits)


def _shared_words(pairs: Pairs) -> tuple[NDArray[np.int8], Measures]:
    """(pairs,) how many words of the names are the same, initials left out, and their information."""
    count, bits = np.zeros(len(pairs), dtype=np.int8), np.zeros(len(pairs), dtype=np.float32)
    for rows, here, there in matching_columns(pairs.sides.left.name_words, pairs.sides.right.name_words, pairs, -1):
        same = here == there
        count[rows] += same
        bits[rows] += np.where(same, pairs.sides.names.bits[here.astype(np.int64)], np.float32(0))
    return count, bits
