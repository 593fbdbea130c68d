"""Group registrations: which registrations have several titles under one number, over all rows of all files."""

from __future__ import annotations

import polars as pl

from classmatch.hashing import hash64


def mark_groups(registrations: pl.LazyFrame) -> pl.LazyFrame:
    """`schema.REGISTRATIONS` with the `title_count` of each key; over one it is a `group_registration`.

    Rows of one record know it already; other registers give a group a record a title. Keys and titles are compared by
    64-bit hashes, and only the keys with several titles have to be in memory.
    """
    columns = registrations.collect_schema().names()
    key, title = hash64(pl.col("registration_key")), hash64(pl.col("title_main"))
    titled = registrations.filter(pl.col("title_main") != "").select(_key=key, title=title).drop_nulls()
    several = titled.group_by("_key").agg(_titles=pl.col("title").n_unique()).filter(pl.col("_titles") > 1)
    counted = registrations.with_columns(_key=key).join(several, on="_key", how="left", maintain_order="left")
    count = pl.col("_titles").fill_null(1).cast(pl.UInt32)
    marked = counted.with_columns(title_count=count, group_registration=pl.col("group_registration") | (count > 1))
    return marked.select(columns)
