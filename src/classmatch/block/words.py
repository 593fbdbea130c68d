"""Keys of rare words: which words of a record can bring it to another, and the keys that they make.

A word of the title and a word of a name make keys in the same way, from the hash of their text. So an author who stands
in the title on one side (`The collected poems of Dylan Thomas`) is found by the name on the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from classmatch.compare.records import MAX_OTHER_WORDS, MAX_WORDS
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.block.arrays import Hashes, Side, Terms

_NAMES = 8  # words of names that make keys with words of the title
_ALONE = 2  # of the rarest words of the main title, and of the rest, that are keys by themselves
_TITLES = MAX_WORDS + MAX_OTHER_WORDS
MOST_WORD_KEYS = _TITLES * (_TITLES - 1) // 2 + _TITLES * _NAMES + 2 * _ALONE


class Chosen(NamedTuple):
    """Room for the words of a record that make keys: their ids, hashes and information."""

    ids: NDArray[np.int32]
    hashes: Hashes
    bits: NDArray[np.float32]


def room() -> Chosen:
    size = _TITLES + _NAMES
    return Chosen(np.empty(size, np.int32), np.empty(size, np.uint64), np.empty(size, np.float32))


@compiled
def word_keys(side: Side, terms: Terms, record: int, chosen: Chosen, out: Hashes) -> int:  # pragma: no cover - compiled
    """Write the keys of rare words: two of the title, one with a word of a name, and the very rarest alone.

    `terms.words` words of the main title are used, and as many of the others.
    """
    first = _main_words(side, terms, record, chosen)
    titles = _rest(side, terms, record, chosen, first)
    for place in range(titles):
        chosen.hashes[place] = terms.title_hashes[chosen.ids[place]]
    every = _names(side, terms, record, chosen, titles)
    count = _alone(chosen, 0, first, terms.floor, out, 0)
    count = _alone(chosen, first, titles, terms.floor, out, count)
    return _paired(chosen, titles, every, terms.floor, out, count)


@compiled
def _main_words(side: Side, terms: Terms, record: int, chosen: Chosen) -> int:  # pragma: no cover - compiled
    """The rarest words of the main title, the rarest first; how many."""
    start, count = side.word_starts[record], 0
    for place in range(start, min(start + side.main_words[record], side.word_starts[record + 1])):
        count = _insert(chosen, 0, count, terms, side.words[place])
    return count


@compiled
def _rest(side: Side, terms: Terms, record: int, chosen: Chosen, first: int) -> int:  # pragma: no cover - compiled
    """The rarest of the other words, behind those of the main title; how many there are then.

    A subtitle or an alternate title must not push the words of the main title out, nor the other way round.
    """
    count = first
    for place in range(side.word_starts[record], side.word_starts[record + 1]):
        if not _taken(chosen, first, side.words[place]):
            count = _insert(chosen, first, count, terms, side.words[place])
    for place in range(side.other_starts[record], side.other_starts[record + 1]):
        if not _taken(chosen, first, side.other_words[place]):
            count = _insert(chosen, first, count, terms, side.other_words[place])
    return count


@compiled
def _taken(chosen: Chosen, count: int, word: int) -> bool:  # pragma: no cover - compiled
    for place in range(count):  # noqa: SIM110 - a compiled loop has no generators
        if chosen.ids[place] == word:
            return True
    return False


@compiled
def _insert(chosen: Chosen, first: int, count: int, terms: Terms, word: int) -> int:  # pragma: no cover - compiled
    """Put a word where its information belongs, behind equal ones; the last is dropped where there are too many."""
    if word < 0 or terms.title_bits[word] < 0:
        return count
    bits = terms.title_bits[word]
    place = count
    if count - first == terms.words:
        if chosen.bits[count - 1] >= bits:
            return count
        place = count - 1
    while place > first and chosen.bits[place - 1] < bits:
        chosen.ids[place], chosen.bits[place] = chosen.ids[place - 1], chosen.bits[place - 1]
        place -= 1
    chosen.ids[place], chosen.bits[place] = word, bits
    return min(count + 1, first + terms.words)


@compiled
def _names(side: Side, terms: Terms, record: int, chosen: Chosen, titles: int) -> int:  # pragma: no cover - compiled
    """The first words of names, behind those of titles; how many there are then."""
    start, count = side.name_word_starts[record], titles
    for place in range(start, min(start + _NAMES, side.name_word_starts[record + 1])):
        word = side.name_words[place]
        if word >= 0 and terms.name_bits[word] >= 0:
            chosen.hashes[count], chosen.bits[count] = terms.name_hashes[word], terms.name_bits[word]
            count += 1
    return count


@compiled
def _alone(
    chosen: Chosen, first: int, last: int, floor: np.float32, out: Hashes, count: int
) -> int:  # pragma: no cover - compiled
    """The rarest words by themselves."""
    for place in range(first, min(first + _ALONE, last)):
        if chosen.bits[place] >= floor:
            out[count] = chosen.hashes[place]
            count += 1
    return count


@compiled
def _paired(
    chosen: Chosen, titles: int, every: int, floor: np.float32, out: Hashes, count: int
) -> int:  # pragma: no cover - compiled
    """Each of the words of the title with those after it. The key of two is the sum of their hashes: without order."""
    for one in range(titles):
        for other in range(one + 1, every):
            rare = chosen.bits[one] + chosen.bits[other] >= floor
            if rare and chosen.hashes[one] != chosen.hashes[other]:
                out[count] = chosen.hashes[one] + chosen.hashes[other]
                count += 1
    return count
