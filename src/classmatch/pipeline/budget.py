"""What a run needs of memory, told before it begins, and how much is worked on at a time so that it fits.

The width of a registration was measured (docs/performance.md), the others are estimates with room to spare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classmatch.errors import ResourceError
from classmatch.resources import cores, in_words, parse_size

if TYPE_CHECKING:
    from classmatch.config import BlockSettings, ResourceSettings, Settings

PROCESS = 350_000_000  # bytes of Python, its libraries and compiled kernels
A_REGISTRATION = 420  # bytes: arrays, keys and text of one registration
A_WORK_OF_A_PART = 4_000  # bytes: one work of a partition while it is encoded and judged
A_PAIR = 110  # bytes: one expected pair of a portion
A_COPY = 150  # bytes: one copy in the pass that finds clusters
LEAST_PAIRS = 100_000  # expected pairs of a portion
MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Budget:
    """How a run keeps within `memory` bytes."""

    memory: int
    workers: int
    chunk_pairs: int

    @property
    def sorting(self) -> int:
        """Bytes that one pass over keys may take."""
        return max(self.memory - PROCESS, self.memory // 4) // 2

    def block(self, settings: BlockSettings) -> BlockSettings:
        """The settings with portions that fit."""
        return replace(settings, chunk_pairs=min(settings.chunk_pairs, self.chunk_pairs))


def memory_of(settings: ResourceSettings) -> int:
    """Bytes that a run may use."""
    return parse_size(settings.memory)


def match_budget(settings: Settings, registrations: int, works_of_a_part: int) -> Budget:
    """The budget of a match; as many partitions at once as fit.

    Raises `ResourceError` when not even one does.
    """
    memory = memory_of(settings.resources)
    fixed = PROCESS + A_REGISTRATION * registrations
    a_part = A_WORK_OF_A_PART * works_of_a_part
    least = fixed + a_part + A_PAIR * LEAST_PAIRS
    if least > memory:
        _refuse(f"comparing with {registrations:,} registrations", least, memory)
    wanted = settings.resources.workers or cores()
    workers = max(1, min(wanted, (memory - fixed) // (a_part + A_PAIR * LEAST_PAIRS)))
    pairs = ((memory - fixed) // workers - a_part) // A_PAIR
    return Budget(memory, workers, int(min(MOST_PAIRS, max(LEAST_PAIRS, pairs))))


def ingest_budget(settings: Settings, copies: int) -> int:
    """Bytes that deduplication may use. Raises `ResourceError` when the copies cannot be told apart in them."""
    memory = memory_of(settings.resources)
    least = PROCESS + A_COPY * copies
    if least > memory:
        _refuse(f"deduplicating {copies:,} copies", least, memory)
    return memory - PROCESS


def _refuse(what: str, needed: int, allowed: int) -> None:
    raise ResourceError(
        f"{what} needs about {in_words(needed)} of memory, and {in_words(allowed)} are allowed",
        f"run it with --memory-limit {in_words(needed).replace(' ', '')}, or on a machine that has it",
    )
