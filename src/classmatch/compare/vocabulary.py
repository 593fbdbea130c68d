"""The words of titles and names of a run: an id for each, and how much information it carries.

Agreement on a rare word is worth more than agreement on a common one. The measure is that of Fellegi and Sunter's
frequency-based matching in bits: log2 of the number of records over the number of records that have the word, both
sides taken together, so that it is the data of the run that says what is rare. A few records say little: to those of
the run are added as many as `BACKGROUND`, in which the most common words are as frequent as in two large collections
(`data/common_*.csv`: the lesser of a word's shares among 445,386 renewals of 1950 to 1991 and 166,599 catalog records).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.compare.ragged import fixed
from classmatch.compare.texts import letters
from classmatch.hashing import hash64
from classmatch.parquet import read_arrow, write_arrow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from classmatch.compare.ragged import Ragged

BACKGROUND = 5_000  # records
_RARE = 1e-5  # share of the background records that have a word which is not among its common ones
_SCHEMA = {"hash": pl.UInt64, "word": pl.String, "bits": pl.Float32, "both": pl.Boolean}


@cache
def common(kind: str) -> pl.DataFrame:
    """`word, share`: the common words of this kind (`title_words`, `name_words`), with the share of records."""
    source = files("classmatch.compare.data").joinpath(f"common_{kind}.csv").read_bytes()
    return pl.read_csv(source).select("word", share=pl.col("per_10000") / 10_000)


@dataclass(frozen=True)
class Vocabulary:
    """The id of a word is its row in `table` (`hash, word, bits, both`).

    Words that were counted come first, ordered by their hash. `bits` is the information of a word, and `both` says
    whether works and registrations have it, in titles or in names. `unseen` is the information of a word that was not
    counted.
    """

    table: pl.DataFrame
    unseen: float

    def __len__(self) -> int:
        return self.table.height

    @cached_property
    def bits(self) -> NDArray[np.float32]:
        """(words,) by id."""
        return fixed(self.table["bits"].to_numpy())

    @cached_property
    def hashes(self) -> NDArray[np.uint64]:
        """(words,) by id."""
        return self.table["hash"].to_numpy()

    @cached_property
    def both(self) -> NDArray[np.bool_]:
        """(words,) by id: whether works and registrations have the word."""
        return self.table["both"].to_numpy()

    @cached_property
    def letters(self) -> Ragged:
        """The letters of each word by id, UInt8."""
        return letters(self.text)

    @cached_property
    def longest(self) -> int:
        """Letters of the longest word."""
        return int(self.letters.counts.max(initial=0))

    @property
    def text(self) -> pl.Series:
        """(words,) by id."""
        return self.table["word"]

    @cached_property
    def is_word(self) -> NDArray[np.bool_]:
        """(words,) by id: whether it is no number."""
        return (~self.text.str.contains(r"^\d+$")).to_numpy()

    def tells(self, least: float) -> NDArray[np.bool_]:
        """(words,) whether a word carries `least` bits or more, and is no number."""
        return fixed((self.bits >= least) & self.is_word)

    def ids(self, hashes: pl.Series) -> NDArray[np.int32]:
        """The ids of words by their hashes; -1 for null, and for words that it does not have."""
        known = self.table.select("hash", id=pl.int_range(pl.len(), dtype=pl.Int32))
        asked = hashes.alias("hash").to_frame()
        return asked.join(known, on="hash", how="left", maintain_order="left")["id"].fill_null(-1).to_numpy()

    def with_words(self, words: pl.DataFrame) -> Vocabulary:
        """With those of `words` (`hash, word`) behind the others that are not in it yet.

        Records that came after the words were counted have them, so that no registration has.
        """
        fresh = words.unique("hash").join(self.table, on="hash", how="anti").drop_nulls().sort("hash")
        if fresh.is_empty():
            return self
        unseen = fresh.select("hash", "word", pl.lit(self.unseen, pl.Float32).alias("bits"), both=pl.lit(False))
        return replace(self, table=pl.concat([self.table, unseen]))


def words_in(frame: pl.LazyFrame, lists: pl.Expr) -> pl.DataFrame:
    """`hash, word, records`: the words of a list column, and how many records have each."""
    words = frame.select(word=lists.list.unique()).explode("word").drop_nulls()
    return (
        words.group_by("word")
        .agg(pl.len().alias("records"))
        .select(hash64(pl.col("word")).alias("hash"), "word", "records")
    ).collect(engine="streaming")


def build(kind: str, records: int, counted: Sequence[pl.DataFrame], both: pl.Series) -> Vocabulary:
    """The vocabulary of words as `words_in` counted them in parts of `records` records.

    `both` are the hashes of the words that works and registrations have. The common words of this kind are background.
    """
    summed = pl.concat(counted).group_by("hash").agg(pl.col("word").first(), pl.col("records").sum())
    shared = summed.join(common(kind), on="word", how="left").sort("hash")
    expected = shared["records"] + BACKGROUND * shared["share"].fill_null(_RARE)
    bits = np.log2((records + BACKGROUND) / expected.to_numpy()).astype(np.float32)
    table = shared.select("hash", "word", bits=pl.Series(bits), both=pl.col("hash").is_in(both.implode()))
    return Vocabulary(table.cast(pl.Schema(_SCHEMA)), float(np.log2((records + BACKGROUND) / (1 + BACKGROUND * _RARE))))


def save_vocabulary(vocabulary: Vocabulary, file: Path) -> None:
    write_arrow(vocabulary.table.with_columns(unseen=pl.lit(vocabulary.unseen)), file)


def load_vocabulary(file: Path) -> Vocabulary:
    table = read_arrow(file)
    return Vocabulary(table.drop("unseen"), float(table["unseen"].first() or 0.0))  # type: ignore[arg-type]
