"""What blocks some works are in: how much the rules bring together, and the largest blocks. No pairs are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.block import arrays
from classmatch.block.gather import blocks_of, entry_of, is_whole, look_up, room, within_budget
from classmatch.block.naming import named
from classmatch.block.pairs import budgets
from classmatch.block.rules import RULES
from classmatch.block.table import size_of
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.block.arrays import Side, Terms
    from classmatch.block.gather import Ints, Room
    from classmatch.block.index import Index
    from classmatch.block.table import Lookup
    from classmatch.compare.encode import Sides
    from classmatch.config import BlockSettings

LARGEST = 5  # blocks of each rule that are told of


@dataclass(frozen=True)
class Survey:
    """What was seen.

    `before` and `after` (rules,) are the registrations of all blocks of all works, before blocks were split or cut, and
    of those that are left; a pair that two keys bring counts twice. `largest` has the largest blocks of each rule as
    the keys made them: `rule, key, works, registrations, pairs`, and `work`, the row of one.
    """

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    largest: pl.DataFrame


def survey(sides: Sides, index: Index, settings: BlockSettings) -> Survey:
    """Look at the blocks of all works of the left side.

    Takes 4 bytes for each entry of the index on the way.
    """
    left = arrays.side(sides.left)
    terms = arrays.terms(sides.words, sides.names, settings, index.registrations)
    seen = np.zeros(len(index.lookup.keys), dtype=np.uint32)
    before, after = np.zeros((2, len(RULES)), dtype=np.int64)
    _look(index.lookup, left, terms, budgets(settings), room(), seen, before, after)
    largest = pl.concat([_largest(index.lookup, rule, seen) for rule in range(len(RULES))])
    entries = largest["entry"].to_numpy()
    works = np.full(len(entries), -1, dtype=np.int64)
    _find_works(index.lookup, left, terms, room(), entries, works)
    return Survey(before, after, largest.drop("entry").with_columns(work=pl.Series(works)))


def in_words(largest: pl.DataFrame, sides: Sides, works: pl.DataFrame) -> pl.DataFrame:
    """The largest blocks with their keys in words; `works` are the rows that the left side was made from."""
    columns = largest.select("rule", "key", "work").iter_rows()
    keys = [named(rule, key, work, sides, works) for rule, key, work in columns]
    return largest.with_columns(key=pl.Series(keys, dtype=pl.String)).drop("work")


def _largest(lookup: Lookup, rule: int, seen: NDArray[np.uint32]) -> pl.DataFrame:
    first, last = (int(lookup.buckets[lookup.tables[table, 0]]) for table in (rule, rule + 1))
    entries = first + np.flatnonzero(seen[first:last])
    frame = pl.DataFrame(
        {
            "key": lookup.keys[entries],
            "works": seen[entries].astype(np.int64),
            "registrations": _sizes(lookup, entries, last),
            "entry": entries,
        }
    )
    pairs = (pl.col("works") * pl.col("registrations")).alias("pairs")
    found = frame.select("key", "works", "registrations", pairs, "entry").top_k(LARGEST, by=["pairs", "key"])
    return found.sort("pairs", "key", descending=True).select(pl.lit(RULES[rule]).alias("rule"), pl.all())


@compiled
def _look(
    lookup: Lookup, left: Side, terms: Terms, budgets: Ints, room: Room, seen: NDArray[np.uint32], before: Ints,
    after: Ints,
) -> None:  # fmt: skip # pragma: no cover - compiled
    """Count the works of each block, and the registrations of all blocks of each rule."""
    for work in range(len(left.full)):
        look_up(lookup, left, terms, work, room)
        for rule in range(len(before)):
            count = blocks_of(lookup, rule, left, work, room)
            for place in range(count):
                if is_whole(room.blocks[place]):
                    seen[entry_of(room.blocks[place])] += 1
            _, kept, every = within_budget(lookup, room.blocks, count, budgets[rule])
            before[rule] += every
            after[rule] += kept


@compiled
def _sizes(lookup: Lookup, entries: Ints, last: int) -> Ints:  # pragma: no cover - compiled
    """The registrations of the blocks that begin at these entries of a table that ends at `last`."""
    sizes = np.empty(len(entries), dtype=np.int64)
    for place, first in enumerate(entries):
        end = first
        while end < last and lookup.keys[end] == lookup.keys[first]:
            end += 1
        sizes[place] = size_of(lookup, first, end - first)
    return sizes


@compiled
def _find_works(
    lookup: Lookup, left: Side, terms: Terms, room: Room, entries: Ints, works: Ints
) -> None:  # pragma: no cover - compiled
    """Write the first work that is in each of the blocks which begin at `entries`."""
    missing = len(entries)
    for work in range(len(left.full)):
        if missing == 0:
            return
        look_up(lookup, left, terms, work, room)
        for place in range(room.starts[-1]):
            if room.found.listed[place] == 0:
                continue
            for block in range(len(entries)):
                if works[block] < 0 and entries[block] == room.found.entries[place]:
                    works[block] = work
                    missing -= 1
