"""How well the names agree.

The best of all pairs of names counts, since either side may list illustrators, editors or pen names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare import likeness, title
from classmatch.compare.lists import common, has, size
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists
    from classmatch.compare.pairs import Flags, Levels, Pairs, Rows
    from classmatch.compare.records import Records

    Measures = NDArray[np.float32]
    Side = tuple[Lists, Lists, Lists, Lists]

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
_DIFFERENT, _ONE_WORD, _OTHER_GIVEN, _SAME_INITIAL, _TYPING, _SURNAME, _WORDS, _INITIALS, _SAME = range(1, len(LEVELS))
_ALL_SAME, _ONE, _NO_PERSON = range(1, len(COAUTHOR_LEVELS))
_BEGIN_ALIKE = (_SAME_INITIAL, _INITIALS)
_TYPED = 84  # token-sorted Indel similarity of the first names, of 100
_NOTHING = np.float32(0)
_INITIAL = np.float32(4.0)  # bits: an initial that agrees, among two dozen that are not equally frequent


@dataclass(frozen=True)
class Authors:
    """(pairs,) each: the level, and how much information the names carry that agree."""

    levels: Levels
    bits: Measures


def authors(pairs: Pairs, titles: Levels) -> Authors:
    """The level of each pair; `titles` are the levels of their titles."""
    left, right = pairs.sides.left, pairs.sides.right
    levels, bits, word_bits, apart = _authors(
        _side(left), _side(right), pairs.sides.names.bits, pairs.left, pairs.right
    )
    rows = np.flatnonzero(apart & (titles >= title.AGREE))
    typed = rows[likeness.alike(left.first_name, right.first_name, pairs.left[rows], pairs.right[rows], _TYPED)]
    levels[typed], bits[typed] = _TYPING, word_bits[typed]
    return Authors(levels, bits)


def coauthors(pairs: Pairs) -> Levels:
    """Whether more than one person agrees, where both sides name several."""
    left, right = pairs.sides.left.surnames, pairs.sides.right.surnames
    found: Levels = _coauthors(left.lists, right.lists, pairs.left, pairs.right)
    return found


def _side(records: Records) -> Side:
    """What is looked at of a side: surnames, with given names and initials beside them, and words of names."""
    return records.surnames.lists, records.given.lists, records.initials.lists, records.name_words.lists


@compiled
def _coauthors(left: Lists, right: Lists, left_rows: Rows, right_rows: Rows) -> Levels:  # pragma: no cover - compiled
    found = np.zeros(len(left_rows), dtype=np.int8)
    for pair in range(len(left_rows)):
        i, j = left_rows[pair], right_rows[pair]
        if size(left, i) > 1 and size(right, j) > 1:
            persons = min(common(left, i, right, j), common(right, j, left, i))
            found[pair] = _ALL_SAME if persons > 1 else _ONE if persons else _NO_PERSON
    return found


@compiled
def _authors(
    left: Side, right: Side, bits: Measures, left_rows: Rows, right_rows: Rows
) -> tuple[Levels, Measures, Measures, Flags]:  # pragma: no cover - compiled
    """Levels without typing errors, their bits, those of the words in common, and where an error is worth a look."""
    count = len(left_rows)
    levels, apart = np.zeros(count, dtype=np.int8), np.zeros(count, dtype=np.bool_)
    found, of_words = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    for pair in range(count):
        i, j = left_rows[pair], right_rows[pair]
        levels[pair], found[pair] = _by_surname(left, i, right, j, bits)
        if levels[pair] > _OTHER_GIVEN or not size(left[3], i) or not size(right[3], j):
            continue
        words, of_words[pair] = _shared_words(left[3], i, right[3], j, bits)
        apart[pair] = words < 2
        level = _WORDS if words > 1 else _ONE_WORD if words else _DIFFERENT
        if level > levels[pair]:
            levels[pair], found[pair] = level, of_words[pair]
    return levels, found, of_words, apart


@compiled
def _by_surname(
    left: Side, i: int, right: Side, j: int, bits: Measures
) -> tuple[int, np.float32]:  # pragma: no cover - compiled
    """The best level over the pairs of names that have a surname in common, 0 where there is none, and its bits."""
    best, of_best = 0, np.float32(0)
    starts, surnames = left[0]
    other_starts, other_surnames = right[0]
    for one in range(starts[i], starts[i + 1]):
        for two in range(other_starts[j], other_starts[j + 1]):
            if surnames[one] < 0 or surnames[one] != other_surnames[two]:
                continue
            level = _of_two_names(left[1][1][one], right[1][1][two], left[2][1][one], right[2][1][two])
            if level > best:
                best = level
                given = bits[left[1][1][one]] if level == _SAME else _INITIAL if level in _BEGIN_ALIKE else _NOTHING
                of_best = bits[surnames[one]] + given
    return best, of_best


@compiled
def _of_two_names(one: int, two: int, first: int, second: int) -> int:  # pragma: no cover - compiled
    """The level of two names of one surname, by given names, of which -1 is none, and first letters, 0 for none."""
    if one >= 0 and one == two:
        return _SAME
    if first == 0 or second == 0:
        return _SURNAME
    if first != second:
        return _OTHER_GIVEN
    return _SAME_INITIAL if one >= 0 and two >= 0 else _INITIALS


@compiled
def _shared_words(
    left: Lists, i: int, right: Lists, j: int, bits: Measures
) -> tuple[int, np.float32]:  # pragma: no cover - compiled
    """How many words of the names are the same, initials left out, and their information."""
    starts, values = left
    count, information = 0, np.float32(0)
    for place in range(starts[i], starts[i + 1]):
        word = values[place]
        if word >= 0 and has(right, j, word):
            count += 1
            information += bits[word]
    return count, information
