"""Texts as bytes behind each other, for compiled loops, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from classmatch.compare.ragged import Ragged, starts_of

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists

_END = ord("\n")


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


@njit(nogil=True, cache=True)
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
