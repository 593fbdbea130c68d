"""One side of the comparison as arrays, so that a million pairs are compared by compiled loops over numbers.

A record is a work or a registration. Words and names have ids of one vocabulary for both sides, so that equal ids mean
equal text. What a record may have several of is a `Ragged`: lists behind each other, which cost nothing where they are
empty, as most are.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.compare.ragged import Ragged
from classmatch.parquet import read_arrow, write_arrow

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
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
    """Arrays of one side; `n` records. Lists of names and of name words stand beside one another, value by value."""

    main: Hashes  # (n,) of the squashed main title, 0 where there is none
    full: Hashes  # (n,) of the squashed full title, 0 where there is none
    titles: Ragged  # UInt64, MAX_TITLES: main and alternate titles, squashed
    outlines: Ragged  # UInt64: beginnings of the outlines of these titles
    long_outlines: Ragged  # UInt64: longer ones
    words: Ragged  # Int32, MAX_WORDS: ids of the words of the full title, in its order; those of the main title first
    main_words: NDArray[np.int8]  # (n,) how many of them are of the main title
    other_words: Ragged  # Int32, MAX_OTHER_WORDS: ids of the words of the alternate titles
    signature: Hashes  # (n, 2) bit set of the letter pairs of the main title
    surnames: Ragged  # Int32, MAX_NAMES: in the order of the names
    given: Ragged  # Int32, beside `surnames`: first given name, -1 where it is an initial or missing
    initials: Ragged  # UInt8, beside `surnames`: first letter of it, 0 where there is none
    name_words: Ragged  # Int32, MAX_NAME_WORDS: ids of the words of all names, initials left out
    names_in_titles: Ragged  # Int32, beside `name_words`: their ids as words of titles, -1 where no title has them
    years: Ragged  # Int16, MAX_YEARS
    numbers: Ragged  # UInt64, MAX_NUMBERS: of volumes, parts and other numbers
    volumes: Ragged  # UInt64, MAX_NUMBERS: those of them that are volumes or parts
    issues: Ragged  # UInt64, MAX_NUMBERS: of years and months in the title
    generic: Flags  # (n,) whether the main title is one that many books have, such as `Poems`
    accessory: Flags  # (n,) whether its wording says that it goes with a book of the rest of its title
    companion: NDArray[np.int8]  # (n,) index into COMPANIONS plus one, 0 for none
    edition: Hashes  # (n,)
    publishers: Ragged  # UInt64, MAX_PUBLISHERS
    identifiers: Ragged  # UInt64, MAX_IDENTIFIERS
    main_text: pl.Series  # (n,) folded main title, for string similarity; never null
    first_name: pl.Series  # (n,) folded first name, `surname given`; never null

    def __len__(self) -> int:
        return len(self.main)


def save_records(records: Records, folder: Path) -> None:
    """Write the arrays into a folder, a file each, as they lie in memory."""
    for entry in fields(Records):
        value = getattr(records, entry.name)
        if isinstance(value, pl.Series):
            write_arrow(value.alias(entry.name).to_frame(), folder / f"{entry.name}.arrow")
        elif isinstance(value, Ragged):
            np.save(folder / f"{entry.name}.starts.npy", value.starts)
            np.save(folder / f"{entry.name}.npy", value.values)
        else:
            np.save(folder / f"{entry.name}.npy", value)


def load_records(folder: Path) -> Records:
    """The arrays of a folder, mapped into memory: only what is looked at is read."""

    def array(name: str) -> NDArray[np.generic]:
        return np.load(folder / f"{name}.npy", mmap_mode="r")

    values: dict[str, object] = {}
    for entry in fields(Records):
        if entry.type == "pl.Series":
            values[entry.name] = read_arrow(folder / f"{entry.name}.arrow")[entry.name]
        elif entry.type == "Ragged":
            values[entry.name] = Ragged(array(f"{entry.name}.starts"), array(entry.name))
        else:
            values[entry.name] = array(entry.name)
    return Records(**values)  # type: ignore[arg-type]
