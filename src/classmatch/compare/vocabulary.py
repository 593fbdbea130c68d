"""The words of titles and names of a run: an id for each, and how much information it carries.

Agreement on a rare word is worth more than agreement on a common one. The measure is that of Fellegi and Sunter's
frequency-based matching in bits: log2 of the number of records over the number of records that have the word, both
sides taken together, so that it is the data of the run that says what is rare. A few records say little: to those of
the run are added as many as `BACKGROUND`, in which the most common words are as frequent as in two large collections
(`data/common_*.csv`: the lesser of a word's shares among 445,386 renewals of 1950 to 1991 and 166,599 catalog records).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.compare.records import padded
from classmatch.hashing import hash64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BACKGROUND = 5_000  # records
_RARE = 1e-5  # share of the background records that have a word which is not among its common ones


@cache
def common(kind: str) -> pl.DataFrame:
    """`word, share`: the common words of this kind (`title_words`, `name_words`), with the share of records."""
    source = files("classmatch.compare.data").joinpath(f"common_{kind}.csv").read_bytes()
    return pl.read_csv(source).select("word", share=pl.col("per_10000") / 10_000)


@dataclass(frozen=True)
class Vocabulary:
    """Ids follow the hash of a word.

    `ids` has `hash` (UInt64) and `id` (Int32); `bits[id]` is the information of the word with that id, and `text[id]`
    the word itself.
    """

    ids: pl.DataFrame
    bits: NDArray[np.float32]
    text: pl.Series

    def tells(self, least: float) -> NDArray[np.bool_]:
        """(words,) whether a word carries `least` bits or more, and is no number."""
        tells: NDArray[np.bool_] = (self.bits >= least) & self._is_word
        return tells

    @cached_property
    def _is_word(self) -> NDArray[np.bool_]:
        return (~self.text.str.contains(r"^\d+$")).to_numpy()

    def encode(self, frame: pl.DataFrame, lists: pl.Expr, width: int) -> NDArray[np.int32]:
        """(n, width) ids of the words in a list column, padded with -1; -1 also for words that it does not have."""
        rows, columns, values = padded(frame, lists, width)
        hashes = values.alias("word").to_frame().select(hash=hash64(pl.col("word")))
        found = hashes.join(self.ids, on="hash", how="left", maintain_order="left")["id"].fill_null(-1)
        array = np.full((frame.height, width), -1, dtype=np.int32)
        array[rows, columns] = found.to_numpy()
        return array


def build(kind: str, sides: Sequence[tuple[pl.DataFrame, pl.Expr]]) -> Vocabulary:
    """The vocabulary of list columns of several frames, with the common words of this kind as background."""
    records = sum(frame.height for frame, _ in sides)
    words = [frame.select(word=lists.list.unique()).explode("word").drop_nulls() for frame, lists in sides]
    counted = pl.concat(words).group_by("word").len("records").join(common(kind), on="word", how="left")
    ordered = counted.with_columns(hash=hash64(pl.col("word"))).sort("hash")
    ids = ordered.select("hash", id=pl.int_range(pl.len(), dtype=pl.Int32))
    expected = ordered["records"] + BACKGROUND * ordered["share"].fill_null(_RARE)
    bits = np.log2((records + BACKGROUND) / expected.to_numpy()).astype(np.float32)
    return Vocabulary(ids, bits, ordered["word"])
