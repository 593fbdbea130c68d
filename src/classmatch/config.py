"""Every default of classmatch, in one tree of frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class IngestSettings:
    max_bad_share: float = 0.05  # of the rows of a drop; more rejects than this stop the ingest


@dataclass(frozen=True)
class DedupeSettings:
    max_cluster: int = 2_000  # editions in one work; a larger cluster is split again by author and year


@dataclass(frozen=True)
class BlockSettings:
    rare_words: int = 4  # words of a title that serve as keys, the rarest first
    max_block: int = 40  # registrations under one key; a larger block is split by a further key
    chunk_pairs: int = 4_000_000  # expected pairs that are compared at a time; bounds memory


@dataclass(frozen=True)
class DecideSettings:
    match: float = 0.5  # confidence from which a candidate is a match
    review: float = 0.1  # confidence from which a candidate is kept for review
    min_margin: float = 0.0  # a match with a smaller lead over the runner-up goes to review


@dataclass(frozen=True)
class Settings:
    """The whole tree. `classmatch.toml` has the same names: `[block]`, `max_block = 40`."""

    ingest: IngestSettings = field(default_factory=IngestSettings)
    dedupe: DedupeSettings = field(default_factory=DedupeSettings)
    block: BlockSettings = field(default_factory=BlockSettings)
    decide: DecideSettings = field(default_factory=DecideSettings)
