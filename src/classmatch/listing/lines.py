"""The lines of the works list, from the matches: what each shows, and the ids that lead back to every record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch import schema
from classmatch.hashing import content_id
from classmatch.listing.damage import damaged
from classmatch.listing.publishers import publisher_of
from classmatch.listing.units import with_units
from classmatch.normalise.text import repair

if TYPE_CHECKING:
    from classmatch.classdef.definition import Definition

# Of the matches of a line the best one speaks for it: what is eligible, then what is surest.
_ELIGIBILITY_ORDER = ("eligible", "undetermined", "ineligible")
_BEST = ("_order", "confidence", "match_weight", "registration_number", "registration_record_id", "candidate_id")
_DESCENDING = (False, True, True, False, False, False)

# The columns of candidates that lines are made of. All others can be left out before.
OF_CANDIDATES = (
    "candidate_id", "work_id", "registration_number", "registration_record_id", "confidence", "margin", "decision",
    "eligibility", "reasons", "deciding", "catalog_title", "catalog_authors", "catalog_publisher", "isbns", "asins",
    "sources", "registration_title", "registration_authors", "claimants", "publication_date", "registration_date",
    "group_registration", "match_weight",
)  # fmt: skip
# What a line has of all its matches, from which column.
_LISTS = {
    "isbns": "isbns", "asins": "asins", "sources": "sources", "registration_numbers": "registration_number",
    "catalog_publishers": "catalog_publisher", "work_ids": "work_id",
    "candidate_ids": "candidate_id", "registration_record_ids": "registration_record_id",
}  # fmt: skip
_GIVEN = ("row", "unit", "_order", "candidate_id")  # of a match, and not of its line
_OF_REGISTRATION = (
    "registration_key", "record_type", "original_number", "original_date", "title_main", "title_count", "publisher",
    "work_for_hire", "file",
)  # fmt: skip


def matches(candidates: pl.DataFrame, places: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """The candidates that are matches, with what lines need of them and of their registrations; `row` is its place.

    Titles under one number are often alike. A work that matches several of them is the one that it matches best.

    `candidates` has at least `OF_CANDIDATES`, `registrations` `schema.REGISTRATIONS`; `places` has for each candidate
    its rows of works and registrations (`work, registration`). What is said of a work depends on its own candidates
    only, so that parts of the works can be asked for apart, and put together for `lines`.
    """
    rows = candidates.select((pl.col("decision") == "match").arg_true()).to_series()
    matched = candidates.select(OF_CANDIDATES)[rows].with_columns(row=places["registration"].gather(rows))
    registered = registrations.select(*_OF_REGISTRATION).rename({"publisher": "registered_publisher"})
    both = pl.concat([matched, registered[matched["row"]]], how="horizontal")
    best = pl.col("confidence") == pl.col("confidence").max().over("work_id", "registration_key")
    return both.filter(best | ~pl.col("group_registration") | pl.col("registration_key").is_null())


def lines(matched: pl.DataFrame, definition: Definition) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines (`schema.LINES`, sorted by title), and which match is of which line (`line_id, candidate_id, row`).

    `matched` is as `matches` returns it, of all works. A line is eligible when any of its matches is, else undetermined
    when any of them is. Its `work_kind` is left empty: it is known when the members are.
    """
    united = with_units(matched, definition).with_columns(_order=_order(), line_id=content_id(pl.col("unit"), "l1"))
    alone = united.select(~pl.col("line_id").is_duplicated()).to_series()
    ranked = _ranked(united.filter(~alone))
    single = _of_one(united.filter(alone))
    shown = _shown(pl.concat([single, _of_several(ranked).select(single.columns)]))
    order = ("title", "authors", "registration_number", "line_id")
    rows = shown.select(order).with_row_index("_row").sort(order, nulls_last=True)["_row"]
    table = shown.select(pl.col(name).cast(kind) for name, kind in schema.LINES.items())[rows]
    return table, united.select("line_id", "candidate_id", "row").unique().sort("line_id", "candidate_id", "row")


def _order() -> pl.Expr:
    places = {name: place for place, name in enumerate(_ELIGIBILITY_ORDER)}
    return pl.col("eligibility").replace_strict(places, return_dtype=pl.Int8)


def _ranked(united: pl.DataFrame) -> pl.DataFrame:
    """Matches by line, the best first; only what they are ranked by is sorted."""
    keys = united.select("line_id", *_BEST).with_row_index("_row")
    return united[keys.sort("line_id", *_BEST, descending=[False, *_DESCENDING], nulls_last=True)["_row"]]


def _of_one(matched: pl.DataFrame) -> pl.DataFrame:
    """The lines of a single match, with the columns of `_LISTS`, which it gives."""
    lists = {into: _as_list(column, matched.schema[column]) for into, column in _LISTS.items()}
    return matched.with_columns(**lists).drop(_GIVEN)


def _as_list(column: str, kind: pl.DataType) -> pl.Expr:
    """The sorted distinct values of a column of lists, or the value of another, as a list (never null)."""
    value, none = pl.col(column), pl.lit([], pl.List(pl.String))
    if isinstance(kind, pl.List):
        return value.list.drop_nulls().list.unique().list.sort().fill_null(none)
    return pl.when(value.is_not_null()).then(pl.concat_list(value)).otherwise(none)


def _of_several(ranked: pl.DataFrame) -> pl.DataFrame:
    """The lines of several matches, the best of which speaks for them, with the columns of `_LISTS` of all."""
    found = ranked.unique("line_id", keep="first", maintain_order=True)
    own = found.drop(name for name in _LISTS if name in found.columns)
    for into, column in _LISTS.items():
        own = own.join(_collected(ranked, column, into), on="line_id", how="left", maintain_order="left")
    filled = own.with_columns(pl.col(into).fill_null([]) for into in _LISTS)
    return filled.drop(_GIVEN)


def _collected(ranked: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
    """`line_id, <into>`: the sorted distinct values of all matches of a line."""
    values = ranked.select("line_id", value=column)
    if isinstance(ranked.schema[column], pl.List):
        values = values.filter(pl.col("value").list.len() > 0).explode("value")
    ordered = values.drop_nulls("value").unique().sort("line_id", "value")
    return ordered.group_by("line_id", maintain_order=True).agg(pl.col("value").alias(into))


def _shown(best: pl.DataFrame) -> pl.DataFrame:
    """The columns of a line that the best of its matches gives."""
    title, registered = pl.col("catalog_title"), pl.col("registration_title")
    corrected = damaged(title, registered)
    publisher, origin = publisher_of(pl.col("registered_publisher"), pl.col("catalog_publisher"))
    told = best.with_columns(
        work_kind=pl.lit(None, pl.String),
        _corrected=corrected,
        authors=repair(pl.coalesce("catalog_authors", "registration_authors")),
        publisher=repair(publisher),
        publisher_from=origin,
    )
    shown, source = pl.when("_corrected").then(registered).otherwise(title), pl.when("_corrected")
    return told.with_columns(
        title=repair(shown), title_from=source.then(pl.lit("registration")).otherwise(pl.lit("catalog"))
    )
