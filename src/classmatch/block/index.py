"""The blocks of all rules, as an index over the registrations.

It is made once of a set of registrations and kept. Which registrations a work is brought together with depends on the
index, the vocabulary and the work alone, and not on what other works there are.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from classmatch.block import arrays, words
from classmatch.block.keys import MOST_KEYS, write_keys
from classmatch.block.rules import RULES, SPLIT
from classmatch.block.split import DEPTH, parts_at, push_parts, stack
from classmatch.block.table import (
    MARK,
    Lookup,
    count_keys,
    find,
    mark_buckets,
    put_keys,
    put_listed,
    settle,
    sort_buckets,
)
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from classmatch.block.arrays import Hashes, Side, Starts, Terms
    from classmatch.block.split import Stack
    from classmatch.block.table import Rows
    from classmatch.block.words import Chosen
    from classmatch.compare.records import Records
    from classmatch.compare.vocabulary import Vocabulary
    from classmatch.config import BlockSettings

PARTS = len(RULES)  # the table of what the blocks of all rules were split into; before it comes one a rule
AROUND = 1  # years before and after that of a registration that make keys
_ENTRY = 12  # bytes
_PARTS_OF_ONE = 4  # parts of a block that a registration is in, for which there is room at first
_CREWS = 2  # threads; each counts buckets of its own, so that more of them take more memory
_FULL = 4  # entries of a bucket, or up to twice as many


@dataclass(frozen=True)
class Index:
    """The registrations of every key.

    `rules` has a row a rule: `rule, entries, blocks_split, largest_block`: registrations that stand under its keys,
    how many of its blocks were too large (those of `words` are left out and not split), and the registrations of the
    largest, before it was split.
    """

    lookup: Lookup
    rules: pl.DataFrame
    registrations: int

    @property
    def bytes(self) -> int:
        """What it takes in memory or on disk."""
        return sum(part.nbytes for part in self.lookup)


def index(
    right: Records, words: Vocabulary, names: Vocabulary, settings: BlockSettings, *, memory: int | None = None
) -> Index:
    """The index of these registrations; `words` and `names` are the vocabularies of their titles and of their names.

    `memory` bounds the bytes that are used for a rule besides the index itself: a rule that needs more is sorted in
    slices of its keys, each of which takes a look at all registrations.
    """
    side, terms = arrays.side(right), arrays.terms(words, names, settings, len(right))
    return _Building(side, terms, settings, memory).index()


def save_index(index: Index, folder: Path) -> None:
    """Write an index into a folder, its arrays as they lie in memory."""
    for name, values in index.lookup._asdict().items():
        np.save(folder / f"{name}.npy", values)
    index.rules.with_columns(registrations=pl.lit(index.registrations)).write_parquet(folder / "rules.parquet")


def load_index(folder: Path) -> Index:
    """The index of a folder, mapped into memory: only what is looked at is read."""
    lookup = Lookup._make(np.load(folder / f"{name}.npy", mmap_mode="r") for name in Lookup._fields)
    rules = pl.read_parquet(folder.resolve() / "rules.parquet", glob=False)
    return Index(_fixed(lookup), rules.drop("registrations"), int(rules["registrations"].first()))  # type: ignore[arg-type]


def _fixed(lookup: Lookup) -> Lookup:
    kinds = (np.uint64, np.uint32, np.int64, np.int64)
    return Lookup._make(arrays.fixed(values, kind) for values, kind in zip(lookup, kinds, strict=True))  # type: ignore[arg-type]


class _Inside(NamedTuple):
    """Registrations that are in blocks which are too large, with the key of each and its rule."""

    rules: Starts
    keys: Hashes
    rows: Rows


class _Crew(NamedTuple):
    """What one of several threads works with: its records, and room for the keys of one of them."""

    records: tuple[int, int]
    chosen: Chosen
    made: Hashes

    @classmethod
    def of(cls, first: int, last: int) -> _Crew:
        return cls((first, last), words.room(), np.empty(MOST_KEYS, dtype=np.uint64))


class _Building:
    """Entries as they grow, rule after rule, in arrays that have room for all: what is not written to costs nothing."""

    def __init__(self, side: Side, terms: Terms, settings: BlockSettings, memory: int | None) -> None:
        self.side, self.terms, self.settings, self.memory = side, terms, settings, memory
        edges = np.linspace(0, len(side.full), _CREWS + 1).astype(np.int64)
        self.crews = [_Crew.of(int(first), int(last)) for first, last in pairwise(edges)]
        self.chosen, self.made = words.room(), np.empty(MOST_KEYS, dtype=np.uint64)
        self.keys, self.members = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint32)
        self.buckets: list[Starts] = []
        self.tables: list[tuple[int, int]] = []
        self.end = 0

    def index(self) -> Index:
        rows = [self._rule(rule) for rule in range(len(RULES))]
        self._parts()
        return Index(_fixed(self._lookup()), pl.DataFrame(rows), len(self.side.full))

    def _rule(self, rule: int) -> dict[str, object]:
        """Add the table of a rule; what it is like."""
        start, large, largest = self.end, 0, 0
        shift = _shift(len(self.side.full) * 4)
        counts = self._counted(rule, shift)
        total = counts.sum(axis=0)
        for first, last in _slices(total, self.memory):
            starts = self._room(total[first:last])
            self._put(rule, shift, first, starts, counts[:, first:last])
            found = self._settled(starts)
            large, largest = large + found[0], max(largest, found[1])
        self._add_buckets(start)
        return {"rule": RULES[rule], "entries": self.end - start, "blocks_split": large, "largest_block": largest}

    def _counted(self, rule: int, shift: int) -> Starts:
        """(crews, buckets) the keys of a rule, those of the records of each crew by themselves."""
        counts = np.zeros((len(self.crews), 1 << (64 - shift)), dtype=np.int64)

        def count(place: int) -> None:
            crew = self.crews[place]
            count_keys(rule, self.side, self.terms, AROUND, crew.chosen, crew.made, crew.records, shift, counts[place])

        self._together(count)
        return counts

    def _put(self, rule: int, shift: int, first: int, starts: Starts, counts: Starts) -> None:
        """Put the keys of a rule into their buckets from `first` on; each crew has room of its own in each."""
        ends = starts[:-1] + np.cumsum(counts, axis=0) - counts

        def put(place: int) -> None:
            crew = self.crews[place]
            put_keys(
                rule, self.side, self.terms, AROUND, crew.chosen, crew.made, crew.records, shift, first, ends[place],
                self.keys, self.members,
            )  # fmt: skip

        self._together(put)

    def _together(self, work: Callable[[int], None]) -> None:
        """Do the work of all crews, each in a thread: compiled loops let go of Python's lock."""
        with ThreadPoolExecutor(len(self.crews)) as pool:
            list(pool.map(work, range(len(self.crews))))

    def _room(self, counts: Starts) -> Starts:
        """Where the keys of each bucket begin behind the entries that are there, once there is room for them."""
        starts = np.concatenate([[0], np.cumsum(counts)]) + self.end
        self._resize(int(starts[-1]))
        return starts

    def _resize(self, size: int) -> None:
        self.keys.resize(size, refcheck=False)
        self.members.resize(size, refcheck=False)

    def _settled(self, starts: Starts) -> tuple[int, int]:
        """Sort what was put into the buckets; how many blocks are too large, and how large the largest is."""
        edges = np.linspace(0, len(starts) - 1, len(self.crews) + 1).astype(np.int64)
        self._together(lambda place: sort_buckets(self.keys, self.members, starts[edges[place] : edges[place + 1] + 1]))
        self.end, large, largest = settle(self.keys, self.members, self.end, int(starts[-1]), self.settings.max_block)
        return large, largest

    def _add_buckets(self, start: int) -> None:
        """Close a table that began at entry `start`."""
        shift = _shift((self.end - start) // _FULL)
        buckets = np.empty((1 << (64 - shift)) + 1, dtype=np.int64)
        mark_buckets(self.keys, start, self.end, shift, buckets)
        self.tables.append((sum(map(len, self.buckets)), shift))
        self.buckets.append(buckets)

    def _lookup(self) -> Lookup:
        self._resize(self.end)
        tables = np.array(self.tables, dtype=np.int64)
        return Lookup(self.keys, self.members, np.concatenate(self.buckets), tables)

    def _parts(self) -> None:
        """Add the table of what large blocks fall into: those of the rules, then what is too large still."""
        start = self.end
        self._add_buckets(start)
        inside = self._inside()
        for depth in range(1, int(DEPTH.max()) + 1):
            keys, rows = self._parts_at(depth, inside)
            shift = _shift(len(keys) // _FULL)
            before = self.end
            counts = np.bincount((keys >> np.uint64(shift)).astype(np.int64), minlength=1 << (64 - shift))
            starts = self._room(counts)
            put_listed(keys, rows, shift, starts[:-1].copy(), self.keys, self.members)
            self._settled(starts)
            self._merge(start, before)

    def _merge(self, start: int, before: int) -> None:
        """Bring the entries of all splits so far into one order."""
        if before > start:
            order = np.argsort(self.keys[start : self.end], kind="stable")
            self.keys[start : self.end] = self.keys[start : self.end][order]
            self.members[start : self.end] = self.members[start : self.end][order]
        self.tables.pop()
        self.buckets.pop()
        self._add_buckets(start)

    def _inside(self) -> _Inside:
        """The registrations that are in blocks which are too large."""
        large, room = self._large()
        while True:
            found = _Inside(np.empty(room, dtype=np.int64), np.empty(room, np.uint64), np.empty(room, np.uint32))
            count = _find_inside(large, self.side, self.terms, self.chosen, self.made, found)
            if count <= room:
                return _Inside._make(part[:count] for part in found)
            room = count

    def _parts_at(self, depth: int, inside: _Inside) -> tuple[Hashes, Rows]:
        """The keys of these registrations after `depth` splits, and the registrations."""
        large, sizes = self._large()
        room = _PARTS_OF_ONE * sizes
        while True:
            keys, rows = np.empty(room, dtype=np.uint64), np.empty(room, dtype=np.uint32)
            count = _find_parts(large, self.side, depth, stack(), inside, keys, rows)
            if count <= room:
                return keys[:count], rows[:count]
            room = count

    def _large(self) -> tuple[Lookup, int]:
        """The blocks that are too large by themselves, so few that they are looked up fast; and the sum of their sizes.

        Those of rules that are not split are left out.
        """
        keys, members, tables, end = [], [], [], 0
        buckets: list[Starts] = []
        firsts = [int(part[0]) for part in self.buckets]
        for table, (first, last) in enumerate(zip(firsts, [*firsts[1:], self.end], strict=True)):
            found = first + np.flatnonzero(self.members[first:last] & MARK)
            found = found[: len(found) * (table == PARTS or RULES[table] in SPLIT)]
            shift = _shift(len(found))
            tables.append((sum(map(len, buckets)), shift))
            buckets.append(np.empty((1 << (64 - shift)) + 1, dtype=np.int64))
            mark_buckets(self.keys[found], 0, len(found), shift, buckets[-1])
            buckets[-1] += end
            keys.append(self.keys[found])
            members.append(self.members[found])
            end += len(found)
        every = np.concatenate(members)
        lookup = Lookup(np.concatenate(keys), every, np.concatenate(buckets), np.array(tables, dtype=np.int64))
        return _fixed(lookup), int((every & ~MARK).sum(dtype=np.int64))


def _shift(entries: int) -> int:
    """By what keys are shifted so that there are about as many beginnings as this."""
    return 64 - max(int(entries).bit_length(), 1)


def _slices(counts: Starts, memory: int | None) -> list[tuple[int, int]]:
    """First and last bucket (excluded) of slices that need at most so many bytes each, if a bucket does not alone."""
    if memory is None or not len(counts):
        return [(0, len(counts))]
    before = np.cumsum(counts) - counts
    part = before * _ENTRY // max(memory, _ENTRY)
    edges = [*np.flatnonzero(np.diff(part, prepend=-1)).tolist(), len(counts)]
    return list(pairwise(edges))


_SPLIT_RULES = tuple(RULES.index(rule) for rule in SPLIT)


@compiled
def _find_inside(
    large: Lookup, side: Side, terms: Terms, chosen: Chosen, made: Hashes, found: _Inside
) -> int:  # pragma: no cover - compiled
    """Write which registrations are in large blocks, as far as there is room; how many there are."""
    count = 0
    for rule in _SPLIT_RULES:
        for record in range(len(side.full)):
            for place in range(write_keys(rule, side, terms, record, AROUND, chosen, made)):
                if find(large, rule, made[place])[1] == 0:
                    continue
                if count < len(found.keys):
                    found.rules[count], found.keys[count], found.rows[count] = rule, made[place], record
                count += 1
    return count


@compiled
def _find_parts(
    large: Lookup, side: Side, depth: int, stack: Stack, inside: _Inside, keys: Hashes, rows: Rows
) -> int:  # pragma: no cover - compiled
    """Write the keys of registrations after `depth` splits as far as there is room; how many there are."""
    count = 0
    for place in range(len(inside.keys)):
        rule, record, before = inside.rules[place], inside.rows[place], count
        top = push_parts(stack, 0, inside.keys[place], rule, 0, side, record)
        count = parts_at(large, PARTS, stack, top, rule, side, record, depth, keys, count)
        rows[before : min(count, len(rows))] = record
    return count
