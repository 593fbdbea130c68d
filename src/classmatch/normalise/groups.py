"""Group registrations: which registrations have several titles under one number, over all rows of all files."""

from __future__ import annotations

import polars as pl

from classmatch.hashing import hash64


def mark_groups(registrations: pl.LazyFrame) -> pl.LazyFrame:
    """`schema.REGISTRATIONS` with `group_registration` also true where rows of one key have different titles.

    Rows of one record know it already; other registers give a group a record a title. Keys and titles are compared by
    64-bit hashes, which is all that has to be in memory.
    """
    title = pl.when(pl.col("title_main") != "").then(hash64(pl.col("title_main")))
    key = hash64(pl.col("registration_key"))
    differ = title.min().over(key) != title.max().over(key)
    shared = pl.col("registration_key").is_not_null() & differ.fill_null(value=False)
    return registrations.with_columns(group_registration=pl.col("group_registration") | shared)
