"""What two main titles have apart from each other: the words of one that the other lacks.

Three kinds of words do not count: those that so many titles have that they say nothing, the names of the authors
(`Collected Poems of Ina Marl` is called `Collected Poems` elsewhere), and numbers, which are compared by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.likeness import BYTES, are_alike, may_be_alike
from classmatch.compare.lists import has, size
from classmatch.compare.texts import lines
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists
    from classmatch.compare.pairs import Flags, Pairs, Rows
    from classmatch.compare.records import Records

    Ids = NDArray[np.int32]
    Letters = NDArray[np.uint8]
    Places = NDArray[np.intp]
    Side = tuple[Lists, NDArray[np.int8], Lists, Lists]

_SMALL = 5.0  # bits: a word that one title in 32 has
_LONG = 20  # bytes of a title that may be the beginning of one cut short
_MOST_WORDS = 4  # apart on a side, of which the spelling is compared
_SPELLED_ALIKE = 80  # Indel similarity of the words apart, of 100
_H, _I, _K, _Y, _END = (ord(letter) for letter in "hiky\n")


@dataclass(frozen=True)
class Wording:
    """(pairs,) each."""

    left_apart: Flags  # whether the left main title has words that the right title lacks
    right_apart: Flags
    spelling: Flags  # whether the words apart are few, and spelled alike
    same_start: Flags  # whether the main titles begin with the same word
    one_replaced: Flags  # whether each side has exactly one such word
    cut_short: Flags  # whether one main title is the long beginning of the other, cut anywhere


def wording(pairs: Pairs, *, whole: bool = False) -> Wording:
    """How the wording of main titles that are not equal differs, or with `whole` that of full titles.

    Looks at every word of every pair.
    """
    sides = pairs.sides
    left, right = _side(sides.left), _side(sides.right)
    tells, letters = sides.words.tells(_SMALL), sides.words.letters.lists
    room = _MOST_WORDS * sides.words.longest
    found, may = _differences(left, right, tells, letters, room, pairs.left, pairs.right, whole)
    rows = np.flatnonzero(may)
    written = _written(left, right, tells, letters, pairs.left, pairs.right, whole, rows)
    may[rows] = are_alike(lines(written[0]), lines(written[1]), _SPELLED_ALIKE)
    left_apart, right_apart, one, start, cut = found
    return Wording(left_apart, right_apart, may, start, one, cut)


def _side(records: Records) -> Side:
    """What is looked at of a side: words, how many of them are of the main title, names as words, and main titles."""
    return records.words.lists, records.main_words, records.names_in_titles.lists, records.main_text.lists


@compiled
def _differences(
    left: Side, right: Side, tells: Flags, letters: Lists, room: int, left_rows: Rows, right_rows: Rows, whole: bool
) -> tuple[Flags, Flags]:  # pragma: no cover - compiled
    """(5, pairs) the flags of a `Wording` but the spelling, and where the spelling may be alike."""
    count = len(left_rows)
    found, may = np.zeros((5, count), dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    here, there = np.empty(_MOST_WORDS, dtype=np.int32), np.empty(_MOST_WORDS, dtype=np.int32)
    masks = np.zeros(BYTES, dtype=np.uint64)
    text, other = np.empty(room, dtype=np.uint8), np.empty(room, dtype=np.uint8)
    for pair in range(count):
        i, j = left_rows[pair], right_rows[pair]
        one, two = _apart(left, i, right, j, tells, whole, here), _apart(right, j, left, i, tells, whole, there)
        found[0, pair], found[1, pair], found[2, pair] = one > 0, two > 0, one == 1 and two == 1
        found[3, pair] = _first(left[0], i) == _first(right[0], j)
        found[4, pair] = _cut_short(left[3], i, right[3], j)
        if 1 <= one <= _MOST_WORDS and 1 <= two <= _MOST_WORDS:
            ends = _spell(here[:one], letters, text, 0), _spell(there[:two], letters, other, 0)
            may[pair] = may_be_alike(text[: ends[0]], other[: ends[1]], _SPELLED_ALIKE, masks)
    return found, may


@compiled
def _written(
    left: Side,
    right: Side,
    tells: Flags,
    letters: Lists,
    left_rows: Rows,
    right_rows: Rows,
    whole: bool,
    pairs: Places,
) -> tuple[Letters, Letters]:  # pragma: no cover - compiled
    """The words apart of some of the pairs, those of the left titles and those of the right, a line a pair."""
    texts = np.empty(0, dtype=np.uint8), np.empty(0, dtype=np.uint8)
    ends = 0, 0
    here, there = np.empty(_MOST_WORDS, dtype=np.int32), np.empty(_MOST_WORDS, dtype=np.int32)
    for pair in pairs:
        i, j = left_rows[pair], right_rows[pair]
        one, two = _apart(left, i, right, j, tells, whole, here), _apart(right, j, left, i, tells, whole, there)
        texts = _longer(texts[0], ends[0], here[:one], letters), _longer(texts[1], ends[1], there[:two], letters)
        ends = _spell(here[:one], letters, texts[0], ends[0]), _spell(there[:two], letters, texts[1], ends[1])
        texts[0][ends[0]], texts[1][ends[1]] = _END, _END
        ends = ends[0] + 1, ends[1] + 1
    return texts[0][: ends[0]], texts[1][: ends[1]]


@compiled
def _apart(
    side: Side, row: int, other: Side, other_row: int, tells: Flags, whole: bool, words: Ids
) -> int:  # pragma: no cover - compiled
    """How many informative words of a main title, or of all of it, the other title lacks; puts the first in `words`."""
    starts, values = side[0]
    last = starts[row + 1] if whole else min(starts[row] + side[1][row], starts[row + 1])
    count = 0
    for place in range(starts[row], last):
        word = values[place]
        if word < 0 or has(other[0], other_row, word) or not tells[word]:
            continue
        if has(side[2], row, word) or has(other[2], other_row, word):
            continue
        if count < len(words):
            words[count] = word
        count += 1
    return count


@compiled
def _first(words: Lists, row: int) -> int:  # pragma: no cover - compiled
    return words[1][words[0][row]] if size(words, row) else -1


@compiled
def _cut_short(left: Lists, i: int, right: Lists, j: int) -> bool:  # pragma: no cover - compiled
    """Whether one main title begins with all of the other, which is long: fields cut titles in a word."""
    shorter = min(size(left, i), size(right, j))
    if shorter < _LONG:
        return False
    for place in range(shorter):  # noqa: SIM110 - a compiled loop has no generators
        if left[1][left[0][i] + place] != right[1][right[0][j] + place]:
            return False
    return True


@compiled
def _longer(text: Letters, end: int, words: Ids, letters: Lists) -> Letters:  # pragma: no cover - compiled
    """The text, or a longer copy, with room for these words and a line break behind `end`."""
    needed = end + 1
    for word in words:
        needed += size(letters, word)
    if needed <= len(text):
        return text
    copy = np.empty(2 * needed, dtype=np.uint8)
    copy[:end] = text[:end]
    return copy


@compiled
def _spell(words: Ids, letters: Lists, text: Letters, end: int) -> int:  # pragma: no cover - compiled
    """Write words together from `end` on, `kh` as `h` and `y` as `i`: ways of writing one letter of another script."""
    before = 0
    for word in words:
        for place in range(letters[0][word], letters[0][word + 1]):
            letter = letters[1][place]
            if letter == _H and before == _K:
                end -= 1
            text[end] = _I if letter == _Y else letter
            end += 1
            before = letter
    return end
