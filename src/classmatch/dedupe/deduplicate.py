"""From copies to editions and works: which catalog records are one file, one edition, one book.

Keys join copies in three steps. The same content hash is the same file, also where a library packed the file anew and
reports the hash that it had before. The same ISBN or ASIN is the same edition, where titles and authors bear it out;
and so is the copy that a library names as the better one. Editions with the same title and first author, and the same
numbers, are the same work.
Joins are made against one representative of each key, not along chains; and where too many different works meet in one
cluster all the same, its identifiers are not believed.

All copies are in memory as integers only (`order.py`); text is read a portion at a time, and works are made a partition
at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from classmatch.dedupe.budget import Budget, budget
from classmatch.dedupe.copies import Copies
from classmatch.dedupe.corroborate import judge
from classmatch.dedupe.edges import Edges, better_edges, edition_edges, hash_edges, identifier_edges
from classmatch.dedupe.editions import Works, editions, numbered
from classmatch.dedupe.order import Keys, ordered_keys
from classmatch.dedupe.shuffle import Placed, shuffle, write_partitions
from classmatch.parquet import scan_files
from classmatch.partitions import Partitions

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from classmatch.config import DedupeSettings

    Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Deduplicated:
    """`copies` (schema.COPY_WORKS) says where each record went, `works` (schema.WORKS) what it became."""

    copies: pl.DataFrame
    works: pl.DataFrame
    counts: dict[str, int]


@dataclass(frozen=True)
class Clusters:
    """The edition of each record, by its first record, and the work, a number of no meaning; counts of what was met."""

    edition: Labels
    work: Labels
    counts: dict[str, int]


def dedupe(
    copies: pl.LazyFrame, settings: DedupeSettings, folder: Path, count: int, memory: int | None = None
) -> dict[str, int]:
    """Find the editions and works of `schema.COPIES`, a scan of files, and write them into `folder`.

    `works/` (`schema.WORKS`, sorted by work id) and `copies/` (`schema.COPY_WORKS`, sorted by work id and the other
    columns) have `count` partitions each (`partitions.py`). `memory` is how many bytes this may use; None: half of the
    machine's. Returns counts. What is written depends neither on the order of the rows nor on `memory`.
    """
    table = Copies.of(copies)
    allowed = budget(memory, table.rows // count)
    with TemporaryDirectory(dir=folder, prefix="unfinished-") as name:
        scratch = Path(name)
        keys = ordered_keys(table, scratch, allowed.buckets(table.rows), allowed.cut)
        clusters = _clusters(table, keys, settings, allowed)
        counts = {
            "copies": table.rows,
            "distinct_hashes": _distinct_files(keys),
            "editions": len(np.unique(clusters.edition)),
            "works": 0,
            **clusters.counts,
        }
        files = shuffle(table, _placed(keys, clusters), scratch / "shuffled", count, allowed.cut)
        del clusters
        counts["works"] = write_partitions(files, folder, allowed.workers)
    return counts


def deduplicated(
    copies: pl.LazyFrame, settings: DedupeSettings, count: int = 1, memory: int | None = None
) -> Deduplicated:
    """`dedupe` of a catalog that is small enough for memory, with the tables whole."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        copies.collect().write_parquet(folder / "given.parquet")
        counts = dedupe(scan_files(folder / "given.parquet"), settings, folder, count, memory)
        found, works = (Partitions(folder / table, count).scan_all().collect() for table in ("copies", "works"))
        return Deduplicated(found, works, counts)


def _clusters(copies: Copies, keys: Keys, settings: DedupeSettings, allowed: Budget) -> Clusters:
    identifiers, refused = _believed(copies, keys, allowed)
    work, distinct = numbered(keys.table("work")["work"])
    claimed = identifiers.believed + hash_edges(keys)
    edition, taken_apart = editions(work, edition_edges(keys), claimed, settings.max_titles)
    chooser = Works(copies, keys, allowed.fetched)
    label = chooser.labels(work, distinct, edition, identifiers.variants, settings.max_titles)
    counts = {
        "largest_edition": _largest(edition),
        "largest_work": _largest(label),
        "refused_merges": refused,
        "clusters_taken_apart": taken_apart,
    }
    return Clusters(edition, label, counts)


@dataclass(frozen=True)
class Identified:
    """Records that an identifier or a library joins and that text bears out; `variants` of one title among them."""

    believed: Edges
    variants: Edges


def _believed(copies: Copies, keys: Keys, allowed: Budget) -> tuple[Identified, int]:
    """What identifiers and libraries join, and how many such pairs titles and authors contradict."""
    edges = identifier_edges(keys) + better_edges(keys)
    judged = judge(copies, keys, edges, allowed.fetched)
    found = Identified(edges.take(judged.believed), edges.take(judged.variant))
    return found, len(edges) - len(found.believed)


def _placed(keys: Keys, clusters: Clusters) -> Placed:
    """Ids of a cluster are made of the smallest edition key in it, and that is the key of its first record."""
    numbers = np.arange(keys.rows, dtype=np.uint32)
    first = np.zeros(int(clusters.work.max(initial=-1)) + 1, dtype=np.uint32)
    first[clusters.work[::-1]] = numbers[::-1]
    digest, row = keys.array("edition"), keys.array("input_row")
    work, edition, number = np.empty_like(digest), np.empty_like(digest), np.empty_like(numbers)
    work[row], edition[row], number[row] = digest[first[clusters.work]], digest[clusters.edition], numbers
    return Placed(work, edition, number)


def _distinct_files(keys: Keys) -> int:
    """Records that differ in content hash; a record without one counts as a file of its own."""
    content = keys.table("content")["content"]
    return content.drop_nulls().n_unique() + content.null_count()


def _largest(label: Labels) -> int:
    return int(np.bincount(label).max(initial=0))
