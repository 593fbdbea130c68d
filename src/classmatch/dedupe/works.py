"""One row a work, from its copies: the values that most of them have, and every identifier, year and source."""

from __future__ import annotations

import polars as pl

from classmatch import schema
from classmatch.normalise.names import MAX_NAMES

_MAX_ALTERNATES = 6


def _most_frequent(copies: pl.LazyFrame, column: str, into: str) -> pl.LazyFrame:
    """`work_id, into`: the value of most copies of the work; of equally frequent ones the first in order."""
    counted = copies.filter(pl.col(column).is_not_null()).group_by("work_id", column).len("count")
    best = pl.col(column).sort_by(["count", column], descending=[True, False]).first()
    return counted.group_by("work_id").agg(best.alias(into))


def _representative(copies: pl.LazyFrame) -> pl.LazyFrame:
    """The copy that speaks for a work: a frequent main title, with names, the fullest title, the smallest key."""
    ranked = copies.with_columns(
        _frequency=pl.len().over("work_id", "title_main"),
        _named=pl.col("names").list.len() > 0,
        _length=pl.col("title_full").str.len_bytes(),
    )
    order = ["_frequency", "_named", "_length", "edition_key", "title", "authors", "publisher"]
    columns = ["title", "authors", "title_main", "title_full", "numbers", "companion", "names"]
    by = pl.struct(pl.col(c) for c in columns).sort_by(order, descending=[True, True, True, False, False, False, False])
    chosen = ranked.group_by("work_id").agg(by.first().alias("_chosen"))
    return chosen.unnest("_chosen").rename({"title": "catalog_title", "authors": "catalog_authors", "names": "_names"})


def _distinct(column: str) -> pl.Expr:
    return pl.col(column).drop_nulls().unique().sort()


def _distinct_items(column: str) -> pl.Expr:
    return pl.col(column).explode(keep_nulls=False, empty_as_null=False).unique().sort()


def _gathered(copies: pl.LazyFrame) -> pl.LazyFrame:
    """What is collected from all copies of a work instead of chosen."""
    return copies.group_by("work_id").agg(
        sources=_distinct("source"),
        edition_count=pl.col("edition_id").n_unique().cast(pl.UInt32),
        copy_count=pl.len().cast(pl.UInt32),
        years=_distinct("year"),
        publisher_keys=_distinct("publisher_key"),
        isbns=_distinct_items("isbns"),
        asins=_distinct_items("asins"),
        _mains=_distinct("title_main"),
        _alternates=_distinct_items("title_alternates"),
        _all_names=_distinct_items("names"),
        _editions=_distinct("edition_number"),
    )


def _alternates() -> pl.Expr:
    others = pl.concat_list("_mains", "_alternates").list.unique(maintain_order=True)
    rest = others.list.set_difference(pl.concat_list("title_main", pl.lit("")))
    return rest.list.eval(pl.element().sort()).list.head(_MAX_ALTERNATES)


def works(copies: pl.LazyFrame) -> pl.DataFrame:
    """`schema.WORKS` from `schema.COPIES` with `edition_id`, `work_id` and `edition_key`; sorted by `work_id`."""
    table = (
        _gathered(copies)
        .join(_representative(copies), on="work_id")
        .join(_most_frequent(copies, "publisher", "catalog_publisher"), on="work_id", how="left")
        .join(_most_frequent(copies, "language", "language"), on="work_id", how="left")
    )
    return (
        table.with_columns(
            catalog_year=pl.col("years").list.min(),
            year=pl.col("years").list.min(),
            publisher_key=pl.col("publisher_keys").list.first(),
            names=pl.concat_list("_names", "_all_names").list.unique(maintain_order=True).list.head(MAX_NAMES),
            title_alternates=_alternates(),
            edition_number=pl.when(pl.col("_editions").list.len() == 1).then(pl.col("_editions").list.first()),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in schema.WORKS.items())
        .sort("work_id")
        .collect()
    )
