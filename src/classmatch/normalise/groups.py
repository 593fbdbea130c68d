"""Group registrations: which registrations have several titles under one number, over all rows of all files."""

from __future__ import annotations

import polars as pl

from classmatch.hashing import hash64


def mark_groups(registrations: pl.LazyFrame) -> pl.LazyFrame:
    """`schema.REGISTRATIONS` with the `title_count` of each key; over one it is a `group_registration`.

    Rows of one record know it already; other registers give a group a record a title. Keys and titles are compared by
    64-bit hashes, which is all that has to be in memory.
    """
    title = pl.when(pl.col("title_main") != "").then(hash64(pl.col("title_main")))
    key = hash64(pl.col("registration_key"))
    titles = title.drop_nulls().n_unique().over(key).clip(lower_bound=1).cast(pl.UInt32)
    count = pl.when(pl.col("registration_key").is_not_null()).then(titles).otherwise(1)
    counted = registrations.with_columns(title_count=count)
    return counted.with_columns(group_registration=pl.col("group_registration") | (pl.col("title_count") > 1))
