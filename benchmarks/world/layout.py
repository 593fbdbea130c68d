"""Which works there are, how many files each has in the catalog, and which are registered.

Catalog rows are dealt out in blocks of `SLOTS` rows for `WORKS` works, after one of a few patterns: so the work,
edition and file of any row follow from its number, and exactly as many rows are made as were asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.world.rolls import Ids, Indexes, Shuffle, chance, ids, pick, pick_weighted

SLOTS = 64
WORKS = 32
PATTERNS = 64
EDITION_WEIGHTS = [0.62, 0.22, 0.10, 0.06]  # 1, 2, 3, 4 editions a work
FILE_WEIGHTS = [0.78, 0.17, 0.05]  # 1, 2, 3 files an edition
FILES = len(FILE_WEIGHTS)  # of an edition at most: the number of the next, which no file of the catalog has
MATCHED_SHARE = 0.40  # of the registrations, those whose work is in the catalog
SECOND_SHARE = 0.04  # of those, registrations of a work that has one already
MOST_REGISTERED = 0.80  # of the catalog's works, when there are many more registrations than works
SMALLEST = 1_000  # rows of either table


@dataclass(frozen=True)
class Rows:
    """The work, and within it the edition and the file, that each catalog row is of."""

    work: Ids
    edition: Ids
    file: Ids

    @property
    def edition_id(self) -> Ids:
        return self.work * np.uint64(4) + self.edition

    @property
    def copy_id(self) -> Ids:
        return self.edition_id * np.uint64(4) + self.file


@dataclass(frozen=True)
class Links:
    """The pairs of a catalog row and a registration row that are of one work."""

    catalog_row: Ids
    registration_row: Ids


class Patterns:
    """The ways to share out a block's slots: `work`, `edition` and `file` of each slot, a row a pattern."""

    def __init__(self) -> None:
        deals = [_deal(number) for number in range(PATTERNS)]
        self.work, self.edition, self.file = (np.array(part, dtype=np.uint64) for part in zip(*deals, strict=True))
        self.count = np.array([np.bincount(row.astype(np.int64), minlength=WORKS) for row in self.work])
        self.start = np.cumsum(self.count, axis=1) - self.count


def _deal(number: int) -> tuple[Indexes, Indexes, Indexes]:
    """Draw editions and files for a block's works until they fill its slots exactly."""
    for attempt in range(10_000):
        works = ids(0, WORKS) + np.uint64((number * 10_000 + attempt) * WORKS)
        editions = pick_weighted(works, "editions", EDITION_WEIGHTS) + 1
        edition_work = np.repeat(np.arange(WORKS), editions)
        edition_number = _count_up(editions)
        files = pick_weighted(_pair(works[edition_work], edition_number), "files", FILE_WEIGHTS) + 1
        if files.sum() == SLOTS:
            return np.repeat(edition_work, files), np.repeat(edition_number, files), _count_up(files)
    raise AssertionError(f"no deal of pattern {number} fills a block")


def _pair(first: Ids, second: Indexes) -> Ids:
    return first * np.uint64(16) + second.astype(np.uint64)


def _count_up(lengths: Indexes) -> Indexes:
    """0, 1, ... up to each length, one after the other."""
    starts = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) - np.repeat(starts, lengths)


@dataclass(frozen=True)
class Layout:
    """The plan of a world of `catalog_rows` files and `registrations`; both at least `SMALLEST`."""

    catalog_rows: int
    registrations: int

    @cached_property
    def patterns(self) -> Patterns:
        return Patterns()

    @property
    def catalog_works(self) -> int:
        """Works in the catalog that may be registered: those of its whole blocks."""
        return self.catalog_rows // SLOTS * WORKS

    @property
    def matched(self) -> int:
        """Registrations whose work is in the catalog."""
        return min(round(self.registrations * MATCHED_SHARE), int(self.catalog_works * MOST_REGISTERED))

    @property
    def first_matched(self) -> int:
        """Those of `matched` that are the first of their work; the others come second."""
        return round(self.matched * (1 - SECOND_SHARE))

    @property
    def works(self) -> int:
        """All works: those of the catalog, the rest of its last block, and those only registered."""
        return self.catalog_works + WORKS + self.registrations - self.matched

    @cached_property
    def _catalog_order(self) -> Shuffle:
        return Shuffle(self.catalog_rows)

    @cached_property
    def _registration_order(self) -> Shuffle:
        return Shuffle(self.registrations)

    @cached_property
    def _registered_order(self) -> Shuffle:
        return Shuffle(self.catalog_works)

    def catalog(self, rows: Ids) -> Rows:
        """What each row of the catalog is a file of."""
        block, slot = np.divmod(self._catalog_order.place(rows), np.uint64(SLOTS))
        at = (pick(block, "pattern", PATTERNS), slot)
        work = block * np.uint64(WORKS) + self.patterns.work[at]
        return Rows(work, self.patterns.edition[at], self.patterns.file[at])

    def registered(self, rows: Ids) -> tuple[Ids, Ids]:
        """The work of each registration row, and whether (1) or not (0) it is the work's second registration."""
        place = self._registration_order.place(rows)
        in_catalog = place < np.uint64(self.matched)
        second = in_catalog & (place >= np.uint64(self.first_matched))
        turn = np.where(second, place - np.uint64(self.first_matched), place)
        only_registered = place + np.uint64(self.catalog_works + WORKS - self.matched)
        return np.where(in_catalog, self._registered_order.place(turn), only_registered), second.astype(np.uint64)

    def registrations_of(self, work: Ids) -> tuple[Indexes, Ids]:
        """The registrations of these works, two of a work at most: the position in `work`, and the registration row."""
        in_catalog = work < np.uint64(self.catalog_works)
        only_registered = (work >= np.uint64(self.catalog_works + WORKS)) & (work < np.uint64(self.works))
        turn = self._registered_order.number(work)
        place = np.where(in_catalog, turn, work - np.uint64(self.catalog_works + WORKS - self.matched))
        first = np.where(in_catalog, turn < np.uint64(self.first_matched), only_registered)
        second = in_catalog & (turn < np.uint64(self.matched - self.first_matched))
        places = np.concatenate([place[first], turn[second] + np.uint64(self.first_matched)])
        return np.flatnonzero(np.concatenate([first, second])) % len(work), self._registration_order.number(places)

    def links(self, start: int, stop: int) -> Links:
        """The true pairs of the matched registrations from `start` up to `stop` (in the order of the plan)."""
        rows = self._registration_order.number(ids(start, stop))
        work, _ = self.registered(rows)
        block, within = np.divmod(work, np.uint64(WORKS))
        at = (pick(block, "pattern", PATTERNS), within)
        counts = self.patterns.count[at]
        first = block * np.uint64(SLOTS) + self.patterns.start[at].astype(np.uint64)
        slots = np.repeat(first, counts) + _count_up(counts).astype(np.uint64)
        return Links(self._catalog_order.number(slots), np.repeat(rows, counts))


def is_same_file(copy: Rows) -> Ids:
    """The copy whose content each copy has: itself, or in one case of four the first file of its edition."""
    repeats = (copy.file > 0) & chance(copy.copy_id, "same file", 0.25)
    return np.where(repeats, copy.edition_id * np.uint64(4), copy.copy_id)
