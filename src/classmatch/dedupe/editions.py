"""Which records are one edition, and which editions one work, from pairs of records and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.dedupe.clusters import components
from classmatch.dedupe.copies import portions
from classmatch.dedupe.keys import work_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.dedupe.copies import Copies
    from classmatch.dedupe.edges import Edges
    from classmatch.dedupe.order import Keys

    Labels = NDArray[np.int64]


def editions(work: Labels, certain: Edges, claimed: Edges, limit: int) -> tuple[Labels, int]:
    """The edition of each record, by its first record, and how many clusters were taken apart.

    `work` numbers the work keys of the records, -1 for none. Where more than `limit` different ones meet in one
    edition, what its identifiers and hashes claim is not believed.
    """
    edges = certain + claimed
    label = components(len(work), edges.left, edges.right)
    chained = _chained(work, label, limit)
    if len(chained) == 0:
        return label, 0
    edges = certain + claimed.take(~np.isin(label[claimed.left], chained))
    return components(len(work), edges.left, edges.right), len(chained)


def _chained(work: Labels, label: Labels, limit: int) -> Labels:
    """Clusters that have more than `limit` different work keys, and so more than `limit` records."""
    size = np.bincount(label, minlength=1)
    large = (size[label] > limit) & (work >= 0)
    keys = pl.DataFrame({"label": label[large], "work": work[large]}).unique()
    sizes = keys.group_by("label").len().filter(pl.col("len") > limit)
    return sizes["label"].to_numpy()


def numbered(key: pl.Series) -> tuple[Labels, int]:
    """Each key as its place among the distinct keys, -1 for null, and how many there are."""
    known = key.is_not_null().to_numpy()
    distinct, place = np.unique(key.drop_nulls().to_numpy(), return_inverse=True)
    number = np.full(len(key), -1, dtype=np.int64)
    number[known] = place
    return number, len(distinct)


class Works:
    """Chooses the work of each edition: that of the work key which most of its copies have.

    Two keys are one work when an identifier joins records of both whose main titles are variants of one another. So a
    record that names the series first (`The Lord of the Rings: The return of the king`) goes with its edition, and does
    not pull the whole series into one work.
    """

    def __init__(self, copies: Copies, keys: Keys, portion: int) -> None:
        self._copies, self._keys, self._portion = copies, keys, portion

    def labels(self, key: Labels, number: int, edition: Labels, variants: Edges, limit: int) -> Labels:
        """The work of each record, a number of no meaning. `key` is below `number`, -1 for none."""
        joins = variants.take((key[variants.left] >= 0) & (key[variants.right] >= 0))
        of_key = _bounded(number, key[joins.left], key[joins.right], limit)
        keyed = np.flatnonzero(key >= 0)
        chosen = self._chosen(key, keyed, edition, of_key)
        label: Labels = number + edition
        of_edition = np.full(len(key), -1, dtype=np.int64)
        of_edition[chosen["edition"].to_numpy()] = of_key[chosen["key"].to_numpy()]
        known = of_edition[edition] >= 0
        label[known] = of_edition[edition][known]
        return label

    def _chosen(self, key: Labels, keyed: Labels, edition: Labels, of_key: Labels) -> pl.DataFrame:
        """`edition, key`: the key of most copies; of equally frequent ones the first in order of their text.

        Most editions have one record with a key, and no vote.
        """
        alone = np.bincount(edition[keyed], minlength=1)[edition[keyed]] == 1
        single = pl.DataFrame({"edition": edition[keyed[alone]], "key": key[keyed[alone]]})
        voting = keyed[~alone]
        votes = (
            pl.DataFrame({"edition": edition[voting], "key": key[voting], "record": voting})
            .group_by("edition", "key")
            .agg(pl.len(), pl.col("record").min())
        )
        most = votes.filter(pl.col("len") == pl.col("len").max().over("edition"))
        most = most.with_columns(work=pl.Series(of_key[most["key"].to_numpy()]))
        tied = pl.col("work").n_unique().over("edition") > 1
        clear = most.filter(~tied).group_by("edition").agg(pl.col("key").min())
        return pl.concat([single, clear, self._untied(most.filter(tied))])

    def _untied(self, tied: pl.DataFrame) -> pl.DataFrame:
        """`edition, key`: of the keys of each edition the one whose text is the smallest."""
        ordered, row = tied.sort("edition", "key"), self._keys.array("input_row")
        size = ordered["edition"].n_unique()
        chosen = [self._smallest(ordered.filter(_within(part)), row) for part in portions(size, self._portion)]
        return pl.concat([ordered.head(0).select("edition", "key"), *chosen])

    def _smallest(self, tied: pl.DataFrame, row: NDArray[np.generic]) -> pl.DataFrame:
        rows, place = np.unique(row[tied["record"].to_numpy()], return_inverse=True)
        text = self._copies.fetch(rows, work_key().alias("text"))["text"]
        named = tied.select("edition", "key").with_columns(text=text.gather(place))
        return named.group_by("edition").agg(pl.col("key").sort_by("text").first())


def _within(part: slice) -> pl.Expr:
    return pl.col("edition").rle_id().is_between(part.start, part.stop, closed="left")


def _bounded(count: int, left: Labels, right: Labels, limit: int) -> Labels:
    """Components of keys, none of more than `limit`: those that would be larger are left as single keys."""
    label = components(count, left, right)
    size = np.bincount(label, minlength=count)
    return np.where(size[label] > limit, np.arange(count), label)
