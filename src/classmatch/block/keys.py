"""Blocking keys: what a rule says of each record, as 64-bit numbers.

Equal keys under one rule bring two records together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.hashing import mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.records import Records
    from classmatch.compare.vocabulary import Vocabulary

    Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Keys:
    """Keys of one side under one rule: `key[i]` belongs to record `row[i]`. A record may have none, or several."""

    key: NDArray[np.uint64]
    row: NDArray[np.uint32]


def from_columns(columns: Hashes, present: NDArray[np.bool_]) -> Keys:
    """Keys from an (n, k) array, where `present`; a record's equal keys count once."""
    row, column = np.nonzero(present)
    keys = pl.DataFrame({"key": columns[row, column], "row": row.astype(np.uint32)}).unique()
    return Keys(keys["key"].to_numpy(), keys["row"].to_numpy())


def combine(left: Hashes, right: Hashes) -> Hashes:
    """(n, k * l) the hash of each of k with each of l keys of a record."""
    return mix(left[:, :, None], right[:, None, :]).reshape(len(left), left.shape[1] * right.shape[1])


def both(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n, k * l) where both parts of a combined key are there."""
    return (left[:, :, None] & right[:, None, :]).reshape(len(left), left.shape[1] * right.shape[1])


def rarest_words(records: Records, words: Vocabulary, count: int) -> NDArray[np.int32]:
    """(n, count) ids of the rarest words of each full title, the rarest first, padded with -1."""
    bits = np.append(words.bits, np.float32(-1))[records.words]  # the padding, -1, is less than any word
    order = np.argsort(-bits, axis=1, kind="stable")[:, :count]
    return np.take_along_axis(records.words, order, axis=1)
