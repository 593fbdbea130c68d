"""Work ids that gave way: when works merge, or a work gets a smaller edition key, its old id leads to the new one."""

from __future__ import annotations

import polars as pl

ALIASES = {"alias": pl.String(), "work_id": pl.String()}  # one row an id that is no longer a work

_COPY = ["source", "record_id", "md5"]


def aliases_of(old_copies: pl.DataFrame | None, old_aliases: pl.DataFrame | None, copies: pl.DataFrame) -> pl.DataFrame:
    """Where every earlier work id that is gone leads now (`ALIASES`, sorted by alias).

    A work that was split leads to the part with most of its copies, and of equal parts to the smallest id. An id whose
    copies are all gone leads nowhere and is left out.
    """
    if old_copies is None or old_aliases is None:
        return pl.DataFrame(schema=ALIASES)
    moved = _moved(old_copies, copies)
    older = old_aliases.join(moved, left_on="work_id", right_on="alias", how="left", suffix="_now").select(
        "alias", pl.coalesce("work_id_now", "work_id").alias("work_id")
    )
    living = copies.select("work_id").unique()
    return (
        pl.concat([moved, older])
        .join(living, on="work_id", how="semi")
        .join(living, left_on="alias", right_on="work_id", how="anti")
        .unique("alias")
        .sort("alias")
    )


def _moved(old_copies: pl.DataFrame, copies: pl.DataFrame) -> pl.DataFrame:
    """Old work ids that no copy has any more, each with the work that most of its copies are in now."""
    gone = old_copies.join(copies, on="work_id", how="anti")
    return (
        gone.select(*_COPY, pl.col("work_id").alias("alias"))
        .join(copies.select(*_COPY, "work_id"), on=_COPY, how="inner", nulls_equal=True)
        .group_by("alias", "work_id")
        .len()
        .sort("alias", "len", "work_id", descending=[False, True, False])
        .unique("alias", keep="first", maintain_order=True)
        .select("alias", "work_id")
    )
