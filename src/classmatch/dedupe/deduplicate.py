"""From copies to editions and works: which catalog records are one file, one edition, one book.

Keys join copies in three steps. The same content hash is the same file, also where a library packed the file anew and
reports the hash that it had before. The same ISBN or ASIN is the same edition, where titles and authors bear it out;
and so is the copy that a library names as the better one. Editions with the same title and first author, and the same
numbers, are the same work.
Joins are made against one representative of each key, not along chains; and where too many different works meet in one
cluster all the same, its identifiers are not believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch import schema
from classmatch.dedupe.clusters import components
from classmatch.dedupe.corroborate import corroborated, variant_titles
from classmatch.dedupe.keys import edition_key, work_key
from classmatch.dedupe.works import works
from classmatch.hashing import content_id, hash64
from classmatch.normalise.hashes import is_of_no_bytes

if TYPE_CHECKING:
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
class Edges:
    """Pairs of records that a kind of key joins, by their places."""

    left: Labels
    right: Labels

    def __add__(self, other: Edges) -> Edges:
        return Edges(np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right]))

    def take(self, keep: NDArray[np.bool_]) -> Edges:
        return Edges(self.left[keep], self.right[keep])


def _star(key: pl.Series) -> Edges:
    """Each record with the first record of the same key; null keys join nothing."""
    rows = key.alias("key").to_frame().with_row_index("row").drop_nulls("key")
    joined = rows.with_columns(first=pl.col("row").min().over("key")).filter(pl.col("row") != pl.col("first"))
    return Edges(joined["first"].cast(pl.Int64).to_numpy(), joined["row"].cast(pl.Int64).to_numpy())


def _identifier_edges(records: pl.DataFrame) -> tuple[Edges, int]:
    """Edges of shared ISBNs and ASINs that titles and authors bear out, and how many they contradict."""
    listed = records.select(key=pl.concat_list("isbns", "asins")).with_row_index("row")
    rows = listed.filter(pl.col("key").list.len() > 0).explode("key").with_columns(key=hash64(pl.col("key")))
    joined = rows.with_columns(first=pl.col("row").min().over("key")).filter(pl.col("row") != pl.col("first"))
    pairs = joined.select(pl.col("first", "row").cast(pl.Int64)).unique().sort("first", "row")
    return _believed(records, Edges(pairs["first"].to_numpy(), pairs["row"].to_numpy()))


def _usable(column: str) -> pl.Expr:
    """A digest as a key, unless it is that of a file of no bytes."""
    return pl.when(~is_of_no_bytes(pl.col(column))).then(hash64(pl.col(column)))


def _hash_edges(records: pl.DataFrame) -> Edges:
    """Edges of shared digests; a library's report of an MD5 is as good as the MD5 of the file."""
    md5 = pl.concat([_with_rows(records, column) for column in ("md5", "md5_reported")])
    joined = md5.with_columns(first=pl.col("row").min().over("key")).filter(pl.col("row") != pl.col("first"))
    same_md5 = Edges(joined["first"].cast(pl.Int64).to_numpy(), joined["row"].cast(pl.Int64).to_numpy())
    others = records.select(_usable("sha1").alias("sha1"), _usable("sha256").alias("sha256"))
    return same_md5 + _star(others["sha1"]) + _star(others["sha256"])


def _with_rows(records: pl.DataFrame, column: str) -> pl.DataFrame:
    """`row, key` of the records that have this digest."""
    return records.select(key=_usable(column)).with_row_index("row").drop_nulls("key")


def _better_edges(records: pl.DataFrame) -> tuple[Edges, int]:
    """Edges from copies to the better ones that their library names, and how many titles and authors contradict."""
    better = _with_rows(records, "better_md5")
    owner = _with_rows(records, "md5").join(better, on="key", how="semi").group_by("key").agg(first=pl.col("row").min())
    pairs = better.join(owner, on="key").filter(pl.col("row") != pl.col("first")).sort("first", "row")
    edges = Edges(pairs["first"].cast(pl.Int64).to_numpy(), pairs["row"].cast(pl.Int64).to_numpy())
    return _believed(records, edges)


def _believed(records: pl.DataFrame, edges: Edges) -> tuple[Edges, int]:
    """The edges that titles and authors bear out, and how many they contradict."""
    believed = corroborated(records[edges.left], records[edges.right])
    return edges.take(believed), int((~believed).sum())


def _editions(records: pl.DataFrame, certain: Edges, claimed: Edges, limit: int) -> tuple[Labels, int]:
    """The edition of each record, and how many clusters were taken apart.

    Where more than `limit` different works meet in one edition, what its identifiers and hashes claim is not believed.
    """
    edges = certain + claimed
    label = components(records.height, edges.left, edges.right)
    keys = records.select("work_key").with_columns(label=pl.Series(label))
    sizes = keys.group_by("label").agg(pl.col("work_key").drop_nulls().n_unique())
    chained = sizes.filter(pl.col("work_key") > limit)["label"]
    if len(chained) == 0:
        return label, 0
    edges = certain + claimed.take(~np.isin(label[claimed.left], chained.to_numpy()))
    return components(records.height, edges.left, edges.right), len(chained)


def _works(records: pl.DataFrame, edition: Labels, identifiers: Edges, limit: int) -> Labels:
    """The work of each record: that of the work key which most copies of its edition have.

    Two keys are one work when an identifier joins records of both whose main titles are variants of one another. So a
    record that names the series first (`The Lord of the Rings: The return of the king`) goes with its edition, and does
    not pull the whole series into one work.
    """
    key, number = _numbered(records["work_key"])
    variants = identifiers.take(variant_titles(records[identifiers.left], records[identifiers.right]))
    joins = variants.take((key[variants.left] >= 0) & (key[variants.right] >= 0))
    of_key = _bounded(number, key[joins.left], key[joins.right], limit)
    counted = pl.DataFrame({"edition": edition, "key": key}).with_row_index("row")
    votes = counted.filter(pl.col("key") >= 0).group_by("edition", "key").len()
    order = pl.struct(count=-pl.col("len").cast(pl.Int64), key="key")
    chosen = votes.group_by("edition").agg(pl.col("key").sort_by(order).first())
    found = counted.join(chosen, on="edition", how="left", suffix="_chosen", maintain_order="left")["key_chosen"]
    work = found.fill_null(-1).to_numpy()
    label = number + edition
    label[work >= 0] = of_key[work[work >= 0]]
    return label


def _numbered(key: pl.Series) -> tuple[Labels, int]:
    """Each key as its place among the sorted distinct keys, -1 for null, and how many there are."""
    distinct = key.drop_nulls().unique().sort()
    place = pl.DataFrame({"key": distinct}).with_row_index("place")
    found = key.alias("key").to_frame().join(place, on="key", how="left", maintain_order="left")["place"]
    return found.cast(pl.Int64).fill_null(-1).to_numpy(), len(distinct)


def _bounded(count: int, left: Labels, right: Labels, limit: int) -> Labels:
    """Components of keys, none of more than `limit`: those that would be larger are left as single keys."""
    label = components(count, left, right)
    size = np.bincount(label, minlength=count)
    return np.where(size[label] > limit, np.arange(count), label)


def _ids(records: pl.DataFrame, label: Labels, kind: str) -> pl.Series:
    """The id of the cluster of each record: the hash of the smallest edition key in it."""
    keyed = records.select("edition_key").with_columns(label=pl.Series(label))
    smallest = (
        keyed.group_by("label")
        .agg(pl.col("edition_key").min())
        .with_columns(id=content_id(pl.col("edition_key"), kind))
    )
    return keyed.join(smallest.select("label", "id"), on="label", how="left", maintain_order="left")["id"]


def _ordered(copies: pl.LazyFrame) -> pl.DataFrame:
    """The columns that deduplication looks at, in an order that does not depend on the order of the input."""
    columns = [
        "source", "record_id", "title", "authors", "publisher", "language", "md5", "md5_reported", "better_md5", "sha1",
        "sha256", "file_status", "added", "publication_date", "identifiers", *schema.BIBLIOGRAPHIC,
    ]  # fmt: skip
    keyed = copies.select(*columns).with_columns(work_key=work_key(), edition_key=edition_key())
    order = ["edition_key", "source", "record_id", "md5", "title", "authors", "publisher", "file_status", "added"]
    content = hash64(pl.coalesce("md5", "sha1", "sha256"))
    return keyed.with_columns(content=content).collect().sort(order, nulls_last=True)


def dedupe(copies: pl.LazyFrame, settings: DedupeSettings) -> Deduplicated:
    """Find the editions and works of `schema.COPIES`. The result does not depend on the order of the rows."""
    records = _ordered(copies)
    by_identifier, refused = _identifier_edges(records)
    by_library, refused_better = _better_edges(records)
    identifiers = by_identifier + by_library
    certain, claimed = _star(records["edition_key"]), identifiers + _hash_edges(records)
    edition, taken_apart = _editions(records, certain, claimed, settings.max_titles)
    label = _works(records, edition, identifiers, settings.max_titles)
    found = records.with_columns(
        work=pl.Series(label), edition=pl.Series(edition), work_id=_ids(records, label, "w1")
    ).with_columns(edition_id=_ids(records, edition, "e1"))
    table = works(found)
    counts = {
        "copies": records.height,
        "distinct_hashes": _distinct_files(records),
        "editions": found["edition"].n_unique(),
        "works": table.height,
        "largest_edition": _largest(found, "edition"),
        "largest_work": _largest(found, "work"),
        "refused_merges": refused + refused_better,
        "clusters_taken_apart": taken_apart,
    }
    return Deduplicated(found.select(*schema.COPY_WORKS), table, counts)


def _distinct_files(records: pl.DataFrame) -> int:
    """Records that differ in content hash; a record without one counts as a file of its own."""
    content = records["content"]
    return content.drop_nulls().n_unique() + content.null_count()


def _largest(found: pl.DataFrame, column: str) -> int:
    size: int = found.group_by(column).len().select(pl.col("len").max().fill_null(0)).item()
    return size
