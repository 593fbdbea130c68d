"""One side of the comparison as arrays, so that a million pairs are compared by compiled loops over numbers.

A record is a work or a registration. Words and names have ids of one vocabulary for both sides, so that equal ids mean
equal text. What a record may have several of is a `Ragged`: lists behind each other, which cost nothing where they are
empty, as most are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from classmatch.compare.ragged import Ragged, fixed, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
    main_text: Ragged  # UInt8: letters of the folded main title
    first_name: Ragged  # UInt8: letters of the words of the folded first name, in the order of the alphabet

    def __post_init__(self) -> None:
        for entry in fields(self):
            value = getattr(self, entry.name)
            if not isinstance(value, Ragged):
                object.__setattr__(self, entry.name, fixed(value))

    def __len__(self) -> int:
        return len(self.main)


# --------------------------------------------------------------------------------------------------------------------
# Records in files: each array as it lies in memory, lists as their values and their lengths.

_BESIDE = {"given": "surnames", "initials": "surnames", "names_in_titles": "name_words"}  # lists of the same lengths
_LONG = ("main_text", "first_name")  # lists that may have more than 255 values
_TYPES = "types.json"


def save_records(parts: Iterable[Records], folder: Path) -> None:
    """Write slices of one side behind each other into a folder, holding one slice at a time."""
    types: dict[str, str] = {}
    for part in parts:
        for name, array in _arrays(part):
            types[name] = array.dtype.str
            with (folder / f"{name}.bin").open("ab") as file:
                file.write(np.ascontiguousarray(array).tobytes())
    (folder / _TYPES).write_text(json.dumps(types), encoding="utf-8")


def _arrays(records: Records) -> Iterator[tuple[str, NDArray[Any]]]:
    for entry in fields(Records):
        value = getattr(records, entry.name)
        if isinstance(value, Ragged):
            yield entry.name, value.values
            if entry.name not in _BESIDE:
                yield f"{entry.name}.counts", value.counts.astype(np.uint32 if entry.name in _LONG else np.uint8)
        else:
            yield entry.name, value


def load_records(folder: Path) -> Records:
    """The records of a folder; arrays are mapped into memory, so that only what is looked at is read."""
    types = json.loads((folder / _TYPES).read_text(encoding="utf-8"))
    arrays = {name: mapped(folder / f"{name}.bin", kind) for name, kind in types.items()}
    starts = {name.removesuffix(".counts"): starts_of(array) for name, array in arrays.items() if "." in name}
    values: dict[str, Any] = {}
    for entry in fields(Records):
        if entry.type == "Ragged":
            values[entry.name] = Ragged(starts[_BESIDE.get(entry.name, entry.name)], arrays[entry.name])
        else:
            values[entry.name] = arrays[entry.name]
    return Records(**{**values, "signature": values["signature"].reshape(-1, 2)})


def mapped(file: Path, kind: str) -> NDArray[Any]:
    """An array in a file, not to be written to."""
    if not file.stat().st_size:
        return np.zeros(0, dtype=kind)
    return np.memmap(file, dtype=kind, mode="r")
