"""Hashes of text and of numbers.

All of them are named, and give the same number on every machine and with every version of a library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from polars_hash import CryptographicHashingNameSpace, NonCryptographicHashingNameSpace

if TYPE_CHECKING:
    from numpy.typing import NDArray

ID_DIGITS = 16  # 64 bits: of ten million ids, two are equal by chance once in 370,000 times


def hash64(text: pl.Expr) -> pl.Expr:
    """64-bit xxHash3, for keys that live in memory; null stays null."""
    return NonCryptographicHashingNameSpace(text).xxh3_64()


def content_id(text: pl.Expr, kind: str) -> pl.Expr:
    """An id that outlives a run: `kind`, and the first 64 bits of the SHA-256 of the text."""
    digits = CryptographicHashingNameSpace(text).sha2_256().str.slice(0, ID_DIGITS)
    return pl.concat_str(pl.lit(f"{kind}-"), digits)


def mix(*parts: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Hash of several 64-bit numbers, element by element (the finaliser of SplitMix64, Steele et al. 2014)."""
    total = np.zeros(np.broadcast_shapes(*(part.shape for part in parts)), dtype=np.uint64)
    for part in parts:
        total = total * np.uint64(0x9E3779B97F4A7C15) + part + np.uint64(0x9E3779B97F4A7C15)
        total ^= total >> np.uint64(30)
        total *= np.uint64(0xBF58476D1CE4E5B9)
        total ^= total >> np.uint64(27)
        total *= np.uint64(0x94D049BB133111EB)
        total ^= total >> np.uint64(31)
    return total
