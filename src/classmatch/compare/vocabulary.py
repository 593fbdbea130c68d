"""The words of titles and names of a run: an id for each, and how much information it carries.

Agreement on a rare word is worth more than agreement on a common one. The measure is that of Fellegi and Sunter's
frequency-based matching in bits: log2 of the number of records over the number of records that have the word, both
sides taken
together, so that it is the data of the run that says what is rare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.compare.records import padded
from classmatch.hashing import hash64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Vocabulary:
    """`ids` has `hash` (UInt64) and `id` (Int32); `bits[id]` is the information of the word with that id."""

    ids: pl.DataFrame
    bits: NDArray[np.float32]

    def encode(self, frame: pl.DataFrame, lists: pl.Expr, width: int) -> NDArray[np.int32]:
        """(n, width) ids of the words in a list column, padded with -1."""
        rows, columns, values = padded(frame, lists, width)
        hashes = values.alias("word").to_frame().select(hash=hash64(pl.col("word")))
        found = hashes.join(self.ids, on="hash", how="left", maintain_order="left")["id"].fill_null(-1)
        array = np.full((frame.height, width), -1, dtype=np.int32)
        array[rows, columns] = found.to_numpy()
        return array


def build(sides: Sequence[tuple[pl.DataFrame, pl.Expr]]) -> Vocabulary:
    """The vocabulary of list columns of several frames. Ids follow the hash of a word, not the order of the rows."""
    records = sum(frame.height for frame, _ in sides)
    words = [frame.select(word=lists.list.unique()).explode("word").drop_nulls() for frame, lists in sides]
    counted = (
        pl.concat(words).group_by("word").len("records").select("records", hash=hash64(pl.col("word"))).sort("hash")
    )
    ids = counted.select("hash", id=pl.int_range(pl.len(), dtype=pl.Int32))
    bits = np.log2((records + 1) / counted["records"].to_numpy()).astype(np.float32)
    return Vocabulary(ids, bits)
