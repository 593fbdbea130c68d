"""Work ids that gave way: when works merge, or a work gets a smaller edition key, its old id leads to the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from classmatch.partitions import Partitions

ALIASES = {"alias": pl.String(), "work_id": pl.String()}  # one row an id that is no longer a work

_COPY = ["source", "record_id", "md5"]


class Tables(NamedTuple):
    """The tables of a catalog."""

    works: Partitions  # schema.WORKS
    copies: Partitions  # schema.COPY_WORKS


def aliases_of(old: Tables, old_aliases: pl.DataFrame, now: Tables) -> pl.DataFrame:
    """Where every earlier work id that is gone leads now (`ALIASES`, sorted by alias).

    A work that was split leads to the part with most of its copies, and of equal parts to the smallest id. An id whose
    copies are all gone leads nowhere and is left out.
    """
    moved = _moved(old, now)
    older = old_aliases.join(moved, left_on="work_id", right_on="alias", how="left", suffix="_now").select(
        "alias", pl.coalesce("work_id_now", "work_id").alias("work_id")
    )
    found = pl.concat([moved, older])
    living = _living(found, now)
    return (
        found.join(living, on="work_id", how="semi")
        .join(living, left_on="alias", right_on="work_id", how="anti")
        .unique("alias", keep="first", maintain_order=True)
        .sort("alias")
    )


def _living(found: pl.DataFrame, now: Tables) -> pl.DataFrame:
    """Which of the ids of both columns are works."""
    asked = pl.concat([found.select("work_id"), found.select(work_id="alias")]).unique()
    return now.works.scan_all().select("work_id").join(asked.lazy(), on="work_id", how="semi").collect()


def _moved(old: Tables, now: Tables) -> pl.DataFrame:
    """Old work ids that no copy has any more, each with the work that most of its copies are in now."""
    gone = pl.concat([_gone(old, now, partition) for partition in range(old.works.count)])
    counted = [
        _counted(gone, now.copies.scan(partition)) for partition in range(now.copies.count if gone.height else 0)
    ]
    return (
        pl.concat([pl.DataFrame(schema={**ALIASES, "len": pl.UInt32()}), *counted])
        .group_by("alias", "work_id")
        .agg(pl.col("len").sum())
        .sort("alias", "len", "work_id", descending=[False, True, False])
        .unique("alias", keep="first", maintain_order=True)
        .select("alias", "work_id")
    )


def _gone(old: Tables, now: Tables, partition: int) -> pl.DataFrame:
    """The copies of one partition of old works that are no works now; `alias` is the id that they had."""
    ids = now.works.scan_range(partition, old.works.count).select("work_id")
    gone = old.works.scan(partition).select("work_id").join(ids, on="work_id", how="anti").collect()
    copies = old.copies.scan(partition).join(gone.lazy(), on="work_id", how="semi")
    return copies.select(*_COPY, pl.col("work_id").alias("alias")).collect()


def _counted(gone: pl.DataFrame, copies: pl.LazyFrame) -> pl.DataFrame:
    """`alias, work_id, len`: how many copies that left a work are in each work of a partition."""
    here = copies.select(*_COPY, "work_id").join(gone.lazy(), on=_COPY, how="inner", nulls_equal=True)
    return here.group_by("alias", "work_id").len().select("alias", "work_id", "len").collect()
