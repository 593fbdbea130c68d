"""One side of the comparison as arrays, so that a million pairs are compared by a few array operations.

A row of each array is a record (a work or a registration). Lists are padded to a fixed width with -1 (ids) or 0
(hashes), and words and names have ids of one vocabulary for both sides, so that equal ids mean equal text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.hashing import hash64

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int32]
    Hashes = NDArray[np.uint64]

MAX_WORDS = 16
MAX_NAMES = 6
MAX_NAME_WORDS = 10
MAX_NUMBERS = 8
MAX_TITLES = 4
MAX_YEARS = 6
MAX_PUBLISHERS = 3
MAX_IDENTIFIERS = 12
MAX_OTHER_WORDS = 8
COMPANIONS = (
    "contribution", "summary", "study_guide", "teacher_manual", "workbook", "solutions", "index", "criticism",
    "adaptation", "making_of", "omnibus",
)  # fmt: skip


@dataclass(frozen=True)
class Records:
    """Arrays of one side; `n` records."""

    main: Hashes  # (n,) of the squashed main title
    full: Hashes  # (n,) of the squashed full title
    titles: Hashes  # (n, MAX_TITLES) of main and alternate titles
    words: Ints  # (n, MAX_WORDS) ids of the words of the full title, in its order; those of the main title come first
    main_words: NDArray[np.int8]  # (n,) how many of them are of the main title
    other_words: Ints  # (n, MAX_OTHER_WORDS) ids of the words of the alternate titles
    signature: Hashes  # (n, 2) bit set of the letter pairs of the main title
    surnames: Ints  # (n, MAX_NAMES)
    given: Ints  # (n, MAX_NAMES) first given name, -1 where it is an initial or missing
    initials: NDArray[np.uint8]  # (n, MAX_NAMES) first letter of it, 0 where there is none
    name_words: Ints  # (n, MAX_NAME_WORDS) ids of the words of all names, initials left out
    names_in_titles: Ints  # (n, MAX_NAME_WORDS) ids of the same words as words of titles, -1 where no title has them
    years: NDArray[np.int16]  # (n, MAX_YEARS), -1 where unknown
    numbers: Hashes  # (n, MAX_NUMBERS) of volumes, parts and other numbers
    volumes: Hashes  # (n, MAX_NUMBERS) those of them that are volumes or parts
    volume: Flags  # (n,) whether one of them is a volume or part
    issues: Hashes  # (n, MAX_NUMBERS) of years and months in the title
    generic: Flags  # (n,) whether the main title is one that many books have, such as `Poems`
    accessory: Flags  # (n,) whether its wording says that it goes with a book of the rest of its title
    companion: NDArray[np.int8]  # (n,) index into COMPANIONS plus one, 0 for none
    edition: Hashes  # (n,)
    publishers: Hashes  # (n, MAX_PUBLISHERS)
    identifiers: Hashes  # (n, MAX_IDENTIFIERS)
    main_text: pl.Series  # (n,) folded main title, for string similarity
    other_text: pl.Series  # (n,) lists of the folded alternate titles
    first_name: pl.Series  # (n,) folded first name, `surname given`

    def __len__(self) -> int:
        return len(self.main)


def hash_column(frame: pl.DataFrame, text: pl.Expr) -> Hashes:
    """(n,) hashes of one text a record; 0 where it is null or empty."""
    value = text.fill_null("")
    return frame.select(pl.when(value == "").then(pl.lit(0, pl.UInt64)).otherwise(hash64(value)).alias("h"))[
        "h"
    ].to_numpy()


def padded(frame: pl.DataFrame, lists: pl.Expr, width: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32], pl.Series]:
    """The elements of a list column, with the row and the column where each goes in an array `width` wide."""
    counts = frame.select(lists.list.len().clip(0, width).fill_null(0).alias("c"))["c"].to_numpy()
    values = frame.select(lists.list.head(width).alias("v")).filter(pl.col("v").list.len() > 0).explode("v")["v"]
    rows = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    starts = np.cumsum(counts) - counts
    columns = np.arange(len(rows), dtype=np.uint32) - np.repeat(starts, counts).astype(np.uint32)
    return rows, columns, values


def hash_lists(frame: pl.DataFrame, lists: pl.Expr, width: int) -> Hashes:
    """(n, width) hashes of the elements of a list column, padded with 0."""
    rows, columns, values = padded(frame, lists, width)
    array = np.zeros((frame.height, width), dtype=np.uint64)
    array[rows, columns] = values.to_frame("v").select(hash64(pl.col("v")))["v"].to_numpy()
    return array
