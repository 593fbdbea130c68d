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

# What a line has of all its matches, from which column.
_LISTS = {
    "isbns": "isbns", "asins": "asins", "sources": "sources", "registration_numbers": "registration_number",
    "catalog_publishers": "catalog_publisher", "work_ids": "work_id",
    "candidate_ids": "candidate_id", "registration_record_ids": "registration_record_id",
}  # fmt: skip
_OF_REGISTRATION = (
    "registration_key", "record_type", "original_number", "original_date", "title_main", "title_count", "publisher",
    "work_for_hire", "file",
)  # fmt: skip


def matches(candidates: pl.DataFrame, places: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """The candidates that are matches, with what lines need of their registrations; `row` is its place there.

    Titles under one number are often alike. A work that matches several of them is the one that it matches best.

    `candidates` has `schema.candidates_schema`, `registrations` `schema.REGISTRATIONS`; `places` has for each candidate
    its rows of works and registrations (`work, registration`).
    """
    placed = candidates.with_columns(row=places["registration"])
    matched = placed.filter(pl.col("decision") == "match")
    registered = registrations.select(*_OF_REGISTRATION).rename({"publisher": "registered_publisher"})
    both = pl.concat([matched, registered[matched["row"]]], how="horizontal")
    best = pl.col("confidence") == pl.col("confidence").max().over("work_id", "registration_key")
    return both.filter(best | ~pl.col("group_registration") | pl.col("registration_key").is_null())


def lines(matched: pl.DataFrame, definition: Definition) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines (`schema.LINES`, sorted by title), and which match is of which line (`line_id, candidate_id, row`).

    `matched` is as `matches` returns it. A line is eligible when any of its matches is, else undetermined when any of
    them is. Its `work_kind` is left empty: it is known when the members are.
    """
    united = with_units(matched, definition).with_columns(_order=_order(), line_id=content_id(pl.col("unit"), "l1"))
    ranked = united.sort("line_id", *_BEST, descending=[False, *_DESCENDING], nulls_last=True)
    best = ranked.unique("line_id", keep="first", maintain_order=True)
    shown = _shown(best.drop(name for name in _LISTS if name in best.columns and name != "registration_number"))
    for into, column in _LISTS.items():
        shown = shown.join(_collected(ranked, column, into), on="line_id", how="left", maintain_order="left")
    filled = shown.with_columns(pl.col(into).fill_null([]) for into in _LISTS)
    table = filled.select(pl.col(name).cast(kind) for name, kind in schema.LINES.items())
    return table.sort("title", "authors", "registration_number", "line_id", nulls_last=True), _members_of(ranked)


def _order() -> pl.Expr:
    places = {name: place for place, name in enumerate(_ELIGIBILITY_ORDER)}
    return pl.col("eligibility").replace_strict(places, return_dtype=pl.Int8)


def _shown(best: pl.DataFrame) -> pl.DataFrame:
    """The columns of a line that the best of its matches gives."""
    title, registered = pl.col("catalog_title"), pl.col("registration_title")
    corrected = damaged(title, registered)
    publisher, origin = publisher_of(pl.col("registered_publisher"), pl.col("catalog_publisher"))
    return best.with_columns(
        work_kind=pl.lit(None, pl.String),
        title=repair(pl.when(corrected).then(registered).otherwise(title)),
        title_from=pl.when(corrected).then(pl.lit("registration")).otherwise(pl.lit("catalog")),
        authors=repair(pl.coalesce("catalog_authors", "registration_authors")),
        publisher=repair(publisher),
        publisher_from=origin,
    )


def _collected(ranked: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
    """`line_id, <into>`: the sorted distinct values of all matches of a line."""
    values = ranked.select("line_id", value=column)
    if isinstance(ranked.schema[column], pl.List):
        values = values.filter(pl.col("value").list.len() > 0).explode("value")
    ordered = values.drop_nulls("value").unique().sort("line_id", "value")
    return ordered.group_by("line_id", maintain_order=True).agg(pl.col("value").alias(into))


def _members_of(ranked: pl.DataFrame) -> pl.DataFrame:
    return ranked.select("line_id", "candidate_id", "row").unique().sort("line_id", "candidate_id", "row")
