"""Which records of the results the labels speak of.

A record is a library and an id in it. Labels often have the id alone, which is enough as long as one library has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.labels import PAIR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RECORD = ["source", "record_id"]
_EXAMPLES = 3
_MAX_VALUE = 40  # characters of an id that is shown


def located(labels: pl.DataFrame, copies: pl.LazyFrame, truth: Path) -> pl.DataFrame:
    """The labels with their `source`, and whether the record is `known` to the results; still one row a pair.

    Args:
        labels: as `read_labels` gives them.
        copies: `source, record_id` of every record of the results.
        truth: the file of the labels, for errors.

    Raises:
        InputError: if an id without a source is one of several libraries, or if no record is known.

    """
    ids = labels.select("record_id").unique()
    known = copies.select(RECORD).join(ids.lazy(), on="record_id", how="semi").unique().collect()
    _check_sources(labels, known, truth)
    only = known.group_by("record_id").agg(pl.col("source").first().alias("only"))
    filled = labels.join(only, on="record_id", how="left", maintain_order="left")
    filled = filled.with_columns(source=pl.coalesce("source", "only")).drop("only")
    marked = filled.join(known.with_columns(known=True), on=RECORD, how="left", maintain_order="left")
    marked = marked.with_columns(pl.col("known").fill_null(value=False))
    if not marked["known"].any():
        raise _none_known(marked, copies, truth)
    return marked.unique(PAIR, keep="last", maintain_order=True)


def _none_known(labels: pl.DataFrame, copies: pl.LazyFrame, truth: Path) -> InputError:
    records = labels.select(RECORD).unique().sort(RECORD)
    theirs = copies.select(RECORD).head(_EXAMPLES).collect()
    why = (
        f"none of its {records.height:,} records is in the results: {examples(_named(records))}; "
        f"records of the results are {examples(_named(theirs))}"
    )
    return InputError(truth, why, "ingest with --map id=COLUMN, the column whose ids the labels have")


def _named(records: pl.DataFrame) -> pl.Series:
    """The library where it is known, and the id."""
    return records.select(pl.concat_str(RECORD, separator=" ", ignore_nulls=True)).to_series()


def _check_sources(labels: pl.DataFrame, known: pl.DataFrame, truth: Path) -> None:
    sources = known.group_by("record_id").agg(pl.col("source").sort()).filter(pl.col("source").list.len() > 1)
    unclear = labels.filter(pl.col("source").is_null()).join(sources, on="record_id", suffix="_of").sort("record_id")
    if unclear.height:
        libraries = ", ".join(unclear["source_of"].explode().unique().sort())
        count = unclear["record_id"].n_unique()
        why = f"{count:,} of its record ids are in several libraries ({libraries}): {examples(unclear['record_id'])}"
        raise InputError(truth, why, "add a column `source` that names the library of each record")


def examples(ids: pl.Series | Iterable[str]) -> str:
    """A few of the ids, as a message shows them."""
    distinct = dict.fromkeys(ids)
    shown = [f"'{name[:_MAX_VALUE]}'" for name in list(distinct)[:_EXAMPLES]]
    return ", ".join([*shown, *(["..."] if len(distinct) > _EXAMPLES else [])])
