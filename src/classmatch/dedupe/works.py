"""One row a work, from its copies: the values that most of them have, and every identifier, year and source."""

from __future__ import annotations

import polars as pl

from classmatch import schema
from classmatch.normalise.names import MAX_NAMES

_MAX_ALTERNATES = 6


def _most_frequent(copies: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
    """`work, into`: the value of most copies of the work; of equally frequent ones the first in order."""
    counted = copies.filter(pl.col(column).is_not_null()).group_by("work", column).len("count")
    ranked = counted.sort("work", "count", column, descending=[False, True, False])
    return ranked.unique("work", keep="first", maintain_order=True).select("work", pl.col(column).alias(into))


def _representative(copies: pl.DataFrame) -> pl.DataFrame:
    """The copy that speaks for a work: a frequent main title, with names, the fullest title, the first of them."""
    ranked = copies.select(
        "work",
        _row=pl.int_range(pl.len()),
        _frequency=pl.len().over("work", "title_main"),
        _named=pl.col("names").list.len() > 0,
        _length=pl.col("title_full").str.len_bytes(),
    ).sort("work", "_frequency", "_named", "_length", "_row", descending=[False, True, True, True, False])
    rows = ranked.unique("work", keep="first", maintain_order=True)["_row"]
    columns = ["work", "title_main", "title_full", "numbers", "companion"]
    named = {"catalog_title": "title", "catalog_authors": "authors", "_names": "names"}
    return copies[rows].select(*columns, **{into: pl.col(column) for into, column in named.items()})


def _first_published(copies: pl.DataFrame) -> pl.DataFrame:
    """`work, first_published`: of the dates in the earliest year the most precise, of those the earliest."""
    dated = copies.select("work", first_published="publication_date").drop_nulls()
    date = pl.col("first_published")
    order = [pl.col("work"), date.str.slice(0, 4), date.str.len_bytes(), date]
    ranked = dated.sort(order, descending=[False, False, True, False])
    return ranked.unique("work", keep="first", maintain_order=True)


def _distinct(copies: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
    """`work, into`: the sorted distinct values of a column, or of the items of a list column."""
    values = copies.select("work", value=pl.col(column))
    if isinstance(copies.schema[column], pl.List):
        values = values.filter(pl.col("value").list.len() > 0).explode("value")
    ordered = values.drop_nulls("value").unique().sort("work", "value")
    return ordered.group_by("work", maintain_order=True).agg(pl.col("value").alias(into))


def _alternates() -> pl.Expr:
    others = pl.concat_list(pl.col("_mains", "_alternates").fill_null([]))
    rest = others.list.set_difference(pl.concat_list("title_main", pl.lit("")))
    return rest.list.eval(pl.element().unique().sort()).list.head(_MAX_ALTERNATES)


def _counts(copies: pl.DataFrame) -> pl.DataFrame:
    return copies.group_by("work").agg(
        pl.col("work_id").first(), edition_count=pl.col("edition").n_unique(), copy_count=pl.len()
    )


LISTS = {
    "source": "sources", "year": "years", "publisher_key": "publisher_keys", "isbns": "isbns", "asins": "asins",
    "title_main": "_mains", "title_alternates": "_alternates", "names": "_all_names", "edition_number": "_editions",
    "language": "languages", "identifiers": "identifiers",
}  # fmt: skip


def works(copies: pl.DataFrame) -> pl.DataFrame:
    """`schema.WORKS`, sorted by `work_id`.

    `copies` has the columns of `schema.COPIES` that works are made of, with `work` and `edition` (numbers of their
    clusters) and `work_id`, in an order that does not depend on the input.
    """
    table = _counts(copies).join(_representative(copies), on="work")
    table = table.join(_most_frequent(copies, "publisher", "catalog_publisher"), on="work", how="left")
    table = table.join(_most_frequent(copies, "language", "language"), on="work", how="left")
    table = table.join(_first_published(copies), on="work", how="left")
    for column, into in LISTS.items():
        table = table.join(_distinct(copies, column, into), on="work", how="left")
    filled = table.with_columns(pl.col(into).fill_null([]) for into in LISTS.values())
    return (
        filled.with_columns(
            catalog_year=pl.col("years").list.min(),
            year=pl.col("years").list.min(),
            publisher_key=pl.col("publisher_keys").list.first(),
            names=pl.concat_list("_names", "_all_names").list.unique(maintain_order=True).list.head(MAX_NAMES),
            title_alternates=_alternates(),
            edition_number=pl.when(pl.col("_editions").list.len() == 1).then(pl.col("_editions").list.first()),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in schema.WORKS.items())
        .sort("work_id")
    )
