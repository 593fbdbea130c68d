"""Bit sets of letter pairs: a bound on how alike two titles can be, from two machine words each.

Two titles that share few letter pairs cannot be similar, and counting shared bits costs a hundredth of comparing
strings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

BITS = 128


def signatures(text: pl.Series) -> NDArray[np.uint64]:
    """(n, 2) the pairs of neighbouring bytes of each ASCII text as 128 bits; a text of under two letters has none."""
    lengths = text.fill_null("").str.len_bytes().to_numpy().astype(np.int64) + 1
    joined = np.frombuffer((text.fill_null("").str.join("\n").item() + "\n").encode(), dtype=np.uint8)
    pairs = joined[:-1].astype(np.uint32) * 37 + joined[1:]
    bit = (pairs * np.uint32(2654435761) >> np.uint32(25)).astype(np.uint64)
    inside = (joined[:-1] != ord("\n")) & (joined[1:] != ord("\n"))
    ends = np.cumsum(lengths)
    words = np.zeros((len(lengths), 2), dtype=np.uint64)
    for word in range(2):
        flags = np.where(inside & (bit // 64 == word), np.uint64(1) << (bit % np.uint64(64)), np.uint64(0))
        words[:, word] = np.bitwise_or.reduceat(np.append(flags, np.uint64(0)), ends - lengths) if len(lengths) else 0
    return words


def shared_share(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> NDArray[np.float32]:
    """(pairs,) share of the smaller set that is in the other, 0 to 1; 0 where a set is empty."""
    shared = np.bitwise_count(left & right).sum(axis=1, dtype=np.int16)
    smaller = np.minimum(
        np.bitwise_count(left).sum(axis=1, dtype=np.int16), np.bitwise_count(right).sum(axis=1, dtype=np.int16)
    )
    share: NDArray[np.float32] = shared.astype(np.float32) / np.maximum(smaller, 1).astype(np.float32)
    return share
