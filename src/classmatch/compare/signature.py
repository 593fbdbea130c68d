"""Bit sets of letter pairs: a bound on how alike two titles can be, from two machine words each.

Two titles that share few letter pairs cannot be similar, and counting shared bits costs a hundredth of comparing
strings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.texts import letters
from classmatch.compiling import compiled

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists

BITS = 128
_SPREAD = np.uint32(2654435761)  # 2 to the 32nd over the golden ratio (Knuth 6.4: multiplicative hashing)
_TOP = np.uint32(25)  # leaves the seven highest bits
_ONE = np.uint64(1)


def signatures(text: pl.Series) -> NDArray[np.uint64]:
    """(n, 2) the pairs of neighbouring bytes of each ASCII text as 128 bits; a text of under two letters has none."""
    found: NDArray[np.uint64] = _signatures(letters(text).lists)
    return found


@compiled
def _signatures(texts: Lists) -> NDArray[np.uint64]:  # pragma: no cover - compiled
    starts, values = texts
    found = np.zeros((len(starts) - 1, 2), dtype=np.uint64)
    for row in range(len(found)):
        for place in range(starts[row], starts[row + 1] - 1):
            pair = np.uint32(values[place]) * np.uint32(37) + np.uint32(values[place + 1])
            bit = np.uint32(pair * _SPREAD) >> _TOP
            found[row, bit >> 6] |= _ONE << np.uint64(bit & 63)
    return found


def shared_share(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> NDArray[np.float32]:
    """(pairs,) share of the smaller set that is in the other, 0 to 1; 0 where a set is empty."""
    shared = np.bitwise_count(left & right).sum(axis=1, dtype=np.int16)
    smaller = np.minimum(
        np.bitwise_count(left).sum(axis=1, dtype=np.int16), np.bitwise_count(right).sum(axis=1, dtype=np.int16)
    )
    share: NDArray[np.float32] = shared.astype(np.float32) / np.maximum(smaller, 1).astype(np.float32)
    return share
