"""The registrations as works are compared with them: arrays, keys and counted words, made once and kept in files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from classmatch.block.index import index, load_index, save_index
from classmatch.compare.encode import COLUMNS, Lexicon, Sides, as_one_side, encode_side, extended, holders, lexicon
from classmatch.compare.records import load_records, mapped, save_records
from classmatch.compare.vocabulary import load_vocabulary, save_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from classmatch.block.index import Index
    from classmatch.compare.records import Records
    from classmatch.config import BlockSettings

SLICE = 200_000  # registrations that are encoded at a time


@dataclass(frozen=True)
class Register:
    """Registrations as arrays, with the index of their blocking keys.

    `lexicon` has the words of these registrations and of the works there were when it was counted: with another one,
    the same pair may have other levels.
    """

    records: Records
    index: Index
    lexicon: Lexicon
    holders: NDArray[np.uint32]

    def sides(self, works: pl.DataFrame) -> Sides:
        """Works (`compare.encode.COLUMNS`) beside these registrations; they may have words that were not counted."""
        known = extended(self.lexicon, works)
        return Sides(encode_side(works, known), self.records, known.titles, known.names, self.holders)


def register(works: pl.DataFrame, registrations: pl.DataFrame, settings: BlockSettings) -> Register:
    """The register of these registrations and the words of both, in memory."""
    right = as_one_side(registrations)
    known = lexicon(works.lazy(), right.lazy())
    records = encode_side(right, known)
    return Register(records, index(records, known.titles, known.names, settings), known, holders(records))


def build_register(
    works: pl.LazyFrame, registrations: pl.LazyFrame, settings: BlockSettings, folder: Path, memory: int | None = None
) -> None:
    """Write the register of `registrations` (`schema.REGISTRATIONS`) into `folder`, a slice of them at a time.

    `memory` is how many bytes the sorting of keys may take; None for as many as it needs.
    """
    asked = [*(name for name in COLUMNS if name not in {"years", "publisher_keys"}), "year", "publisher_key"]
    right = registrations.select(asked)
    known = lexicon(works, as_one_side(right))
    save_vocabulary(known.titles, folder / "titles.arrow")
    save_vocabulary(known.names, folder / "names.arrow")
    (folder / "records").mkdir()
    rows = right.select(pl.len()).collect().item()
    parts = (
        encode_side(as_one_side(right.slice(start, SLICE).collect()), known) for start in range(0, max(rows, 1), SLICE)
    )
    save_records(parts, folder / "records")
    records = load_records(folder / "records")
    holders(records).tofile(folder / "holders.bin")
    (folder / "index").mkdir()
    save_index(index(records, known.titles, known.names, settings, memory=memory), folder / "index")


@lru_cache(maxsize=1)
def load_register(folder: Path) -> Register:
    """The register of a folder; the last one that was asked for is remembered."""
    return read_register(folder)


def read_register(folder: Path) -> Register:
    """The register of a folder, its arrays mapped into memory."""
    known = Lexicon(load_vocabulary(folder / "titles.arrow"), load_vocabulary(folder / "names.arrow"))
    held = mapped(folder / "holders.bin", "<u4")
    return Register(load_records(folder / "records"), load_index(folder / "index"), known, held)
