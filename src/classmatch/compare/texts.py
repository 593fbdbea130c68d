"""Texts as bytes behind each other, for compiled loops, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.ragged import Ragged, starts_of
from classmatch.compiling import compiled

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists
    from classmatch.compare.ragged import Values

_END, _SPACE = ord("\n"), ord(" ")


def letters(texts: pl.Series) -> Ragged:
    """The bytes of each text, UInt8; none of a null."""
    filled = texts.fill_null("")
    joined = filled.str.join("").item() if len(filled) else ""
    return Ragged(starts_of(filled.str.len_bytes().to_numpy()), np.frombuffer(joined.encode(), dtype=np.uint8))


def texts_of(letters: Ragged, rows: NDArray[np.int64]) -> list[str]:
    """The texts of some records, none of which has a line break in it."""
    return lines(_lined(letters.lists, rows))


def lines(text: NDArray[np.uint8]) -> list[str]:
    """Texts that each end with a line break."""
    return text.tobytes().decode().split("\n")[:-1]


@compiled
def _lined(letters: Lists, rows: NDArray[np.int64]) -> NDArray[np.uint8]:  # pragma: no cover - compiled
    starts, values = letters
    length = len(rows)
    for row in rows:
        length += starts[row + 1] - starts[row]
    text = np.empty(length, dtype=np.uint8)
    count = 0
    for row in rows:
        for place in range(starts[row], starts[row + 1]):
            text[count] = values[place]
            count += 1
        text[count] = _END
        count += 1
    return text


def words_in_order(letters: Ragged) -> Ragged:
    """The words of each text in the order of the alphabet, with single spaces between them."""
    return Ragged(*_words_in_order(letters.lists))


@compiled
def _words_in_order(letters: Lists) -> Lists:  # pragma: no cover - compiled
    starts, values = letters
    ends, found = np.zeros(len(starts), dtype=np.int32), np.empty(len(values), dtype=np.uint8)
    words, count = np.empty((len(values) // 2 + 1, 2), dtype=np.int32), 0
    for row in range(len(starts) - 1):
        for word in range(_words_of(values, starts[row], starts[row + 1], words)):
            if word:
                found[count] = _SPACE
                count += 1
            for place in range(words[word, 0], words[word, 1]):
                found[count] = values[place]
                count += 1
        ends[row + 1] = count
    return ends, found[:count].copy()


@compiled
def _words_of(values: Values, first: int, last: int, words: NDArray[np.int32]) -> int:  # pragma: no cover - compiled
    """How many words a text has; puts where they begin and end in `words`, in the order of the alphabet."""
    count, start = 0, first
    for place in range(first, last + 1):
        if place < last and values[place] != _SPACE:
            continue
        if place > start:
            rank = count
            while rank and _before(values, start, place, words[rank - 1, 0], words[rank - 1, 1]):
                words[rank] = words[rank - 1]
                rank -= 1
            words[rank, 0], words[rank, 1] = start, place
            count += 1
        start = place + 1
    return count


@compiled
def _before(values: Values, start: int, end: int, other: int, other_end: int) -> bool:  # pragma: no cover - compiled
    """Whether one word comes before another in the alphabet."""
    while start < end and other < other_end:
        if values[start] != values[other]:
            return bool(values[start] < values[other])
        start, other = start + 1, other + 1
    return start == end and other < other_end
