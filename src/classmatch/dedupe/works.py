"""One row a work, from its copies: the values that most of them have, and every identifier, year and source.

Columns are looked at as runs of values a work (`grouped.py`), so that works of one copy, and those whose copies say the
same, cost next to nothing: only the others are counted, ranked and sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch import schema
from classmatch.dedupe.grouped import Grouped
from classmatch.dedupe.ids import ids_of
from classmatch.normalise.names import MAX_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAX_ALTERNATES = 6

LISTS = {
    "source": "sources", "year": "years", "publisher_key": "publisher_keys", "isbns": "isbns", "asins": "asins",
    "language": "languages", "identifiers": "identifiers",
}  # fmt: skip
_LISTS = (*LISTS, "title_main", "title_alternates", "names", "edition_number")  # columns of which all values count
_REPRESENTED = {
    "title_main": "title_main", "title_full": "title_full", "numbers": "numbers", "companion": "companion",
    "title": "catalog_title", "authors": "catalog_authors", "names": "names",
}  # fmt: skip
COLUMNS = tuple(dict.fromkeys([*_REPRESENTED, "publisher", "publication_date", *_LISTS]))  # that works are made of


def works(copies: pl.DataFrame) -> pl.DataFrame:
    """`schema.WORKS`, sorted by `work_id`.

    `copies` has `COLUMNS`, with `work` and `edition` (the 64 bits of their ids), sorted by `work`, and within it in an
    order that does not depend on the input.
    """
    group = copies["work"].rle_id().to_numpy().astype(np.int64)
    start = np.flatnonzero(np.diff(group, prepend=-1))
    said = {column: Grouped.column(copies[column], group, len(start)) for column in ("publisher", *_LISTS)}
    distinct = {column: said[column].distinct() for column in _LISTS}
    spoken = copies.select(*_REPRESENTED)[_representative(copies, group, start)]
    dates = Grouped.column(copies["publication_date"], group, len(start))
    size = np.diff(start, append=len(group))
    table = pl.DataFrame(
        {
            **{into: spoken[column] for column, into in _REPRESENTED.items()},
            **{into: distinct[column].lists() for column, into in LISTS.items()},
            "work_id": ids_of("w1", copies["work"].gather(start)),
            "edition_count": _editions(copies["edition"], group, size),
            "copy_count": pl.Series(size, dtype=pl.UInt32),
            "catalog_publisher": said["publisher"].best(_most_frequent),
            "language": said["language"].best(_most_frequent),
            "first_published": dates.best(_earliest),
            "names": _all_names(spoken["names"], distinct["names"].lists()),
            "title_alternates": _alternates(spoken["title_main"], distinct["title_main"], said["title_alternates"]),
            "edition_number": _single(distinct["edition_number"]),
        }
    )
    return _completed(table)


def _completed(table: pl.DataFrame) -> pl.DataFrame:
    """`schema.WORKS` with what follows from the values of all copies."""
    return table.with_columns(
        catalog_year=pl.col("years").list.first(),
        year=pl.col("years").list.first(),
        publisher_key=pl.col("publisher_keys").list.first(),
    ).select(pl.col(name).cast(dtype) for name, dtype in schema.WORKS.items())


def _editions(edition: pl.Series, group: NDArray[np.int64], size: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many editions each work has."""
    several = size[group] > 1
    pairs = pl.DataFrame({"of": group[several], "edition": edition.filter(several)}).unique()
    return np.where(size > 1, np.bincount(pairs["of"].to_numpy(), minlength=len(size)), 1)


def _representative(copies: pl.DataFrame, group: NDArray[np.int64], start: NDArray[np.int64]) -> NDArray[np.int64]:
    """The copy that speaks for a work: a frequent main title, with names, the fullest title, the first of them."""
    size = np.diff(start, append=len(group))
    rows = np.flatnonzero(size[group] > 1)
    if not len(rows):
        return start
    several = copies.select("title_main", "title_full", "names")[rows].with_columns(of=pl.Series(group[rows]))
    ranks = several.select(
        frequency=pl.len().over("of", "title_main"),
        named=pl.col("names").list.len() > 0,
        length=pl.col("title_full").str.len_bytes(),
    ).select(pl.col(name).fill_null(0).cast(pl.UInt64) for name in ("frequency", "named", "length"))
    rank = ((ranks["frequency"].to_numpy() << 1 | ranks["named"].to_numpy()) << 32) | ranks["length"].to_numpy()
    first = np.flatnonzero(np.diff(group[rows], prepend=-1))
    best = rows[rank == np.repeat(np.maximum.reduceat(rank, first), np.diff(first, append=len(rows)))]
    chosen = start.copy()
    chosen[group[best[::-1]]] = best[::-1]
    return chosen


def _most_frequent(said: pl.DataFrame) -> pl.DataFrame:
    """`of, value` by how many copies say it; of equally frequent ones the first in order."""
    counted = said.group_by("of", "value").len("count")
    return counted.sort("of", "count", "value", descending=[False, True, False])


def _earliest(dated: pl.DataFrame) -> pl.DataFrame:
    """`of, value`: of the dates in the earliest year the most precise, of those the earliest."""
    date = pl.col("value")
    order = [pl.col("of"), date.str.slice(0, 4), date.str.len_bytes(), date]
    return dated.sort(order, descending=[False, False, True, False])


def _single(editions: Grouped) -> pl.Series:
    """The edition number of works that have but one."""
    return editions.in_groups(editions.sizes() == 1).best(lambda none: none)


def _all_names(spoken: pl.Series, others: pl.Series) -> pl.Series:
    """The names of the copy that speaks for the work, then those of the others."""
    table = pl.DataFrame({"spoken": spoken, "others": others})
    together = pl.concat_list("spoken", "others").list.unique(maintain_order=True).list.head(MAX_NAMES)
    several = (pl.col("others").list.len() > 1) | (pl.col("others").list.len() != pl.col("spoken").list.len())
    where = table.select(several).to_series()
    return _replaced(spoken, where, table.filter(where).select(together).to_series())


def _alternates(spoken: pl.Series, mains: Grouped, alternates: Grouped) -> pl.Series:
    """The other main titles and the alternate titles; few works have any."""
    titles = mains.in_groups(mains.sizes() > 1) + alternates
    other = titles.values.ne_missing(spoken.gather(titles.of)) & (titles.values != "")
    return titles.where(other.to_numpy()).distinct().lists().list.head(_MAX_ALTERNATES)


def _replaced(values: pl.Series, where: pl.Series, by: pl.Series) -> pl.Series:
    """`values`, with those `where` replaced by the values of `by`, one after the other."""
    if not len(by):
        return values
    place = np.arange(len(values))
    place[where.to_numpy()] = np.arange(len(values), len(values) + len(by))
    return pl.concat([values, by.cast(values.dtype)], rechunk=True).gather(place)
