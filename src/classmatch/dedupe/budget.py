"""How many rows are worked on at a time, from the bytes of memory that deduplication may use."""

from __future__ import annotations

from dataclasses import dataclass

from classmatch.resources import machine_memory

# Bytes of memory a row: estimates, with room for what Polars needs to sort, not measured step by step. A step may use a
# third of the memory, since the integers of all rows stand beside it.
_SORTED = 3_000
_FETCHED = 1_000
_CUT = 1_300
_WORK = 8_000
_SHARE = 3
_MOST_SORTED = 250_000  # a sort of strings gains nothing beyond what the processor's cache holds
_LEAST_CUT = 1_000  # fewer make more files than rows
_MOST_FILES = 512  # that are open at a time
_MOST_WORKERS = 2  # tables of works at a time; more wait for one another


@dataclass(frozen=True)
class Budget:
    """Rows at a time: `sorted`, `fetched` with their text, `cut` into files; and `workers`, tables of works at once."""

    sorted: int
    fetched: int
    cut: int
    workers: int

    def buckets(self, rows: int) -> int:
        """How many parts `rows` are sorted in."""
        return min(-(-rows // self.sorted), _MOST_FILES) if rows else 1


def budget(memory: int | None, largest: int) -> Budget:
    """The budget of `memory` bytes (None: half of the machine's), when partitions have about `largest` copies."""
    share = max((memory or machine_memory() // 2) // _SHARE, 1)
    workers = min(max(share // (_WORK * max(largest, 1)), 1), _MOST_WORKERS)
    return Budget(
        min(max(share // _SORTED, 1), _MOST_SORTED), max(share // _FETCHED, 1), max(share // _CUT, _LEAST_CUT), workers
    )
