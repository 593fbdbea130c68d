"""One row a work, from its copies: the values that most of them have, and every identifier, year and source.

A work of a single copy says what the copy says; only the others are counted and ranked.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from classmatch import schema
from classmatch.dedupe.ids import ids_of
from classmatch.normalise.names import MAX_NAMES

_MAX_ALTERNATES = 6

LISTS = {
    "source": "sources", "year": "years", "publisher_key": "publisher_keys", "isbns": "isbns", "asins": "asins",
    "title_main": "_mains", "title_alternates": "_alternates", "names": "_all_names", "edition_number": "_editions",
    "language": "languages", "identifiers": "identifiers",
}  # fmt: skip
_REPRESENTED = {
    "title_main": "title_main", "title_full": "title_full", "numbers": "numbers", "companion": "companion",
    "title": "catalog_title", "authors": "catalog_authors", "names": "names",
}  # fmt: skip
COLUMNS = tuple(dict.fromkeys([*_REPRESENTED, "publisher", "publication_date", *LISTS]))  # that works are made of


def works(copies: pl.DataFrame) -> pl.DataFrame:
    """`schema.WORKS`, sorted by `work_id`.

    `copies` has `COLUMNS`, with `work` and `edition` (the 64 bits of their ids), sorted by `work`, and within it in an
    order that does not depend on the input.
    """
    group = copies["work"].rle_id()
    size = np.bincount(group.to_numpy())
    alone = size[group.to_numpy()] == 1
    grouped = copies.with_columns(work=group, work_id=copies["work"])
    tables = [_single(grouped.filter(alone)), _several(grouped.filter(~alone))]
    table = pl.concat([table.select("work", *_MADE) for table in tables]).sort("work")
    ids = ids_of("w1", copies["work"].gather(np.flatnonzero(np.diff(group.to_numpy(), prepend=-1))))
    return _completed(table.with_columns(work_id=ids))


_MADE = (
    "edition_count", "copy_count", *_REPRESENTED.values(), "catalog_publisher", "language", "first_published",
    *LISTS.values(),
)  # fmt: skip


def _completed(table: pl.DataFrame) -> pl.DataFrame:
    """`schema.WORKS` with what follows from the values of all copies."""
    editions = pl.col("_editions")
    return table.with_columns(
        catalog_year=pl.col("years").list.first(),
        year=pl.col("years").list.first(),
        publisher_key=pl.col("publisher_keys").list.first(),
        names=_all_names(table),
        title_alternates=_alternates(table),
        edition_number=pl.when(editions.list.len() == 1).then(editions.list.first()),
    ).select(pl.col(name).cast(dtype) for name, dtype in schema.WORKS.items())


def _all_names(table: pl.DataFrame) -> pl.Series:
    """The names of the copy that speaks for the work, then the others; most works have one name."""
    together = pl.concat_list("names", "_all_names").list.unique(maintain_order=True).list.head(MAX_NAMES)
    all_names = table["_all_names"].list.len()
    several = (all_names > 1) | (all_names != table["names"].list.len())
    return _replaced(table["names"], several, table.filter(several).select(together).to_series())


def _alternates(table: pl.DataFrame) -> pl.Series:
    """The other main titles and the alternate titles; few works have any."""
    others = pl.concat_list("_mains", "_alternates").list.set_difference(pl.concat_list("title_main", pl.lit("")))
    ordered = others.list.eval(pl.element().unique().sort()).list.head(_MAX_ALTERNATES)
    any_other = (table["_mains"].list.len() > 1) | (table["_alternates"].list.len() > 0)
    none = pl.Series([[]], dtype=table.schema["_alternates"]).new_from_index(0, table.height)
    return _replaced(none, any_other, table.filter(any_other).select(ordered).to_series())


def _replaced(values: pl.Series, where: pl.Series, by: pl.Series) -> pl.Series:
    """`values`, with those `where` replaced by the values of `by`, one after the other."""
    if not len(by):
        return values
    place = (where.cast(pl.Int64).cum_sum() - 1).clip(0)
    return pl.select(pl.when(where).then(by.gather(place)).otherwise(values)).to_series()


def _single(copies: pl.DataFrame) -> pl.DataFrame:
    """`work` and `_MADE` of works with one copy."""
    lists = {into: _values(column, copies.schema[column]) for column, into in LISTS.items()}
    return copies.select(
        "work",
        pl.col("language"),
        edition_count=pl.lit(1, pl.UInt32),
        copy_count=pl.lit(1, pl.UInt32),
        catalog_publisher="publisher",
        first_published="publication_date",
        **{into: pl.col(column) for column, into in _REPRESENTED.items()},
        **lists,
    )


def _values(column: str, dtype: pl.DataType) -> pl.Expr:
    """The sorted distinct values of one copy; a list that is null is empty."""
    if isinstance(dtype, pl.List):
        return pl.col(column).fill_null([]).map_batches(_in_order, return_dtype=dtype, is_elementwise=True)
    return pl.concat_list(column).list.drop_nulls()


def _in_order(lists: pl.Series) -> pl.Series:
    """Sorted distinct items; most lists have one item or none, and are as they should be."""
    several = lists.list.len() > 1
    ordered = lists.filter(several).list.drop_nulls().list.eval(pl.element().unique().sort())
    return _replaced(lists.list.drop_nulls(), several, ordered)


def _several(copies: pl.DataFrame) -> pl.DataFrame:
    """`work` and `_MADE` of works with several copies."""
    table = _counts(copies).join(_representative(copies), on="work")
    table = table.join(_most_frequent(copies, "publisher", "catalog_publisher"), on="work", how="left")
    table = table.join(_most_frequent(copies, "language", "language"), on="work", how="left")
    table = table.join(_first_published(copies), on="work", how="left")
    for column, into in LISTS.items():
        table = table.join(_distinct(copies, column, into), on="work", how="left")
    return table.with_columns(pl.col(into).fill_null([]) for into in LISTS.values())


def _counts(copies: pl.DataFrame) -> pl.DataFrame:
    return copies.group_by("work").agg(edition_count=pl.col("edition").n_unique(), copy_count=pl.len())


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
    return copies[rows].select("work", **{into: pl.col(column) for column, into in _REPRESENTED.items()})


def _most_frequent(copies: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
    """`work, into`: the value of most copies of the work; of equally frequent ones the first in order."""
    counted = copies.filter(pl.col(column).is_not_null()).group_by("work", column).len("count")
    ranked = counted.sort("work", "count", column, descending=[False, True, False])
    return ranked.unique("work", keep="first", maintain_order=True).select("work", pl.col(column).alias(into))


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
