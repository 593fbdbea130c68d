"""Pairs of records that a key brings together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.dedupe.order import Keys

    Labels = NDArray[np.int64]

_ROWS = 8_000_000  # identifiers that are sorted at a time


@dataclass(frozen=True)
class Edges:
    """Pairs of records by their numbers in canonical order."""

    left: Labels
    right: Labels

    def __add__(self, other: Edges) -> Edges:
        return Edges(np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right]))

    def __len__(self) -> int:
        return len(self.left)

    def take(self, keep: NDArray[np.bool_]) -> Edges:
        return Edges(self.left[keep], self.right[keep])

    def distinct(self) -> Edges:
        """Each pair once, sorted."""
        pairs = np.unique((self.left << 32) | self.right)
        return Edges(pairs >> 32, pairs & 0xFFFFFFFF)


def star(key: NDArray[np.uint64], record: NDArray[np.uint32]) -> Edges:
    """Each record with the first record of the same key, but for itself."""
    if not len(key):
        return Edges(np.zeros(0, np.int64), np.zeros(0, np.int64))
    order = np.argsort(key)
    starts = np.flatnonzero(np.diff(key[order], prepend=~key[order[0]]))
    first = np.minimum.reduceat(record[order], starts)
    left = np.repeat(first, np.diff(starts, append=len(key)))
    right = record[order]
    other = left != right
    return Edges(left[other].astype(np.int64), right[other].astype(np.int64))


def edition_edges(keys: Keys) -> Edges:
    """Records of one edition key."""
    first = keys.array("first").astype(np.int64)
    return Edges(first, np.arange(keys.rows)).take(first != np.arange(keys.rows))


def hash_edges(keys: Keys) -> Edges:
    """Edges of shared digests; a library's report of an MD5 is as good as the MD5 of the file."""
    md5 = _digest_edges(keys, "key_md5", "key_md5_reported")
    return md5 + _digest_edges(keys, "key_sha1") + _digest_edges(keys, "key_sha256")


def _digest_edges(keys: Keys, *columns: str) -> Edges:
    known = [_known(keys, column) for column in columns]
    return star(np.concatenate([key for key, _ in known]), np.concatenate([record for _, record in known]))


def _known(keys: Keys, column: str) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """The digests that records have, and the numbers of the records."""
    table = keys.table(column).with_row_index("record").drop_nulls(column)
    return table[column].to_numpy(), table["record"].to_numpy()


def identifier_edges(keys: Keys) -> Edges:
    """Records that share an ISBN or ASIN, each pair once: the first record of the number with each other one."""
    listed = [_listed(keys, column) for column in ("isbns", "asins")]
    key, record = (np.concatenate(arrays) for arrays in zip(*listed, strict=True))
    parts = -(-len(key) // _ROWS)
    found = [star(key[part], record[part]) for part in (key % parts == i for i in range(parts))]
    return sum(found, star(key[:0], record[:0])).distinct()


def _listed(keys: Keys, column: str) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """The items of a column of lists, and the numbers of the records that have them."""
    listed = keys.table(column)[column]
    record = np.repeat(np.arange(keys.rows, dtype=np.uint32), listed.list.len().fill_null(0).to_numpy())
    items = listed.list.explode(empty_as_null=False, keep_nulls=False)
    known = items.is_not_null().to_numpy()
    return items.drop_nulls().to_numpy(), record[known]


def better_edges(keys: Keys) -> Edges:
    """Copies with the better ones that their library names: the first record of the better copy's MD5."""
    better, record = _known(keys, "key_better_md5")
    md5, owner = _known(keys, "key_md5")
    named = np.isin(md5, better)
    owners = pl.DataFrame({"key": md5[named], "owner": owner[named]}).group_by("key").agg(pl.col("owner").min())
    pairs = (
        pl.DataFrame({"key": better, "record": record})
        .join(owners, on="key")
        .filter(pl.col("record") != pl.col("owner"))
    )
    pairs = pairs.sort("owner", "record").select(pl.col("owner", "record").cast(pl.Int64))
    return Edges(pairs["owner"].to_numpy(), pairs["record"].to_numpy())
