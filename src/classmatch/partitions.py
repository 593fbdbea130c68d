"""Hash partitions of a table by work id: one Parquet file a partition, each a range of the sorted ids.

Work ids are a kind and the first 64 bits of a SHA-256 in hexadecimal (`hashing.content_id`), so that equal ranges of
ids hold nearly equally many works. What is in a table never depends on how many partitions it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.parquet import scan_files

if TYPE_CHECKING:
    from pathlib import Path

MAX_PARTITIONS = 65_536  # four hexadecimal digits tell no more apart
_STICKY = 4  # a count stays until partitions have on average this many times too many copies
_DIGITS_FROM, _DIGITS = 3, 4  # of an id such as `w1-0f3a...`


def partition_of(work_id: pl.Expr, count: int) -> pl.Expr:
    """The partition (UInt32) of a work id, of `count`, a power of two."""
    digits = work_id.str.slice(_DIGITS_FROM, _DIGITS).str.to_integer(base=16, dtype=pl.UInt32)
    return digits * count // MAX_PARTITIONS


def partitions_for(copies: int, most: int, before: int | None = None) -> int:
    """How many partitions of at most `most` copies on average a table of so many copies has: a power of two.

    `before`, the count of the table that this one follows, is kept while its partitions are not far too large, so that
    a drop does not move works from one partition to another.
    """
    if before and copies <= _STICKY * most * before:
        return before
    wanted = -(-copies // most)
    return min(1 << max(wanted - 1, 0).bit_length(), MAX_PARTITIONS)


@dataclass(frozen=True)
class Partitions:
    """The partitions of one table in `folder`, `count` of them, a power of two; each has a file, be it without rows."""

    folder: Path
    count: int

    def __post_init__(self) -> None:
        if self.count not in {1 << power for power in range(MAX_PARTITIONS.bit_length())}:
            raise ValueError(f"{self.count} partitions: not a power of two up to {MAX_PARTITIONS}")

    def path(self, partition: int) -> Path:
        return self.folder / f"{partition:04d}.parquet"

    @property
    def paths(self) -> list[Path]:
        """The files of all partitions, in the order of the ids."""
        return [self.path(partition) for partition in range(self.count)]

    def scan(self, partition: int) -> pl.LazyFrame:
        return scan_files(self.path(partition))

    def scan_all(self) -> pl.LazyFrame:
        """The whole table, sorted by work id as its partitions are."""
        return scan_files(*self.paths)

    def scan_range(self, partition: int, of: int) -> pl.LazyFrame:
        """What holds all rows of partition `partition` of `of`, and when this has fewer partitions, others too."""
        if of >= self.count:
            return self.scan(partition * self.count // of)
        each = self.count // of
        return scan_files(*self.paths[partition * each : (partition + 1) * each])
