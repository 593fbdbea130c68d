"""Ids of works and editions, from numbers of 64 bits to text."""

from __future__ import annotations

import numpy as np
import polars as pl


def ids_of(kind: str, digest: pl.Series) -> pl.Series:
    """`kind`, and the digits of the number (UInt64), as `hashing.content_id` writes them."""
    digits = digest.to_numpy().astype(">u8").tobytes().hex().encode()
    text = pl.Series(digest.name, np.frombuffer(digits, dtype="S16")).cast(pl.String)
    return pl.select(pl.lit(f"{kind}-") + text).to_series().alias(digest.name)
