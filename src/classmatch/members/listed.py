"""The members of a list: whose names stand on its lines, how many works they have in it, and what these may come to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch import schema
from classmatch.members.amounts import amounts, side, totals, unassigned
from classmatch.members.cluster import clustered
from classmatch.members.houses import houses_of
from classmatch.members.mentions import mentions
from classmatch.members.table import member_table
from classmatch.members.work_kinds import work_kinds

if TYPE_CHECKING:
    from classmatch.classdef.definition import Definition
    from classmatch.members.cluster import Clusters

_LISTED = ("eligible", "undetermined")


@dataclass(frozen=True)
class Listed:
    """`lines` (`schema.LINES`) with kinds of work, members of those that are or may be listed, and the estimate."""

    lines: pl.DataFrame
    members: pl.DataFrame
    totals: dict[str, Any] | None


def listed(
    lines: pl.DataFrame,
    rows: pl.DataFrame,
    registrations: pl.DataFrame,
    houses: pl.DataFrame,
    definition: Definition,
) -> Listed:
    """The members of `lines`.

    `rows` says which registrations a line has (`line_id, row`; `row` is a place in `registrations`, which has
    `schema.REGISTRATIONS`); `houses` is as `load_houses` gives it. A member is listed when any of its works is eligible
    or undetermined; its other works are counted too. `totals` is None without an amount per work.
    """
    used = rows["row"].unique().sort()
    named = mentions(registrations.select("claimants", "authors")[used])
    named = named.with_columns(row=used.gather(named["row"]).cast(named.schema["row"]))
    clusters = clustered(named, registrations)
    entries = _entries(clusters, rows, lines)
    with_kinds = lines.with_columns(work_kind=_kinds(lines, rows, entries, registrations))
    members = _members(clusters, entries, houses)
    return _with_amounts(with_kinds, members, entries, definition)


def _entries(clusters: Clusters, rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """A row a member on a line in a role: the mention, its side of a split, and what the line says."""
    mentioned = clusters.mentions.with_columns(side=side(clusters.mentions), row=pl.col("row").cast(pl.UInt32))
    said = lines.select("line_id", "eligibility", "confidence", "registration_numbers", "catalog_publishers")
    placed = rows.select("line_id", pl.col("row").cast(pl.UInt32)).unique()
    return mentioned.join(placed, on="row").join(said, on="line_id").sort("line_id", "member_id", "row", "role")


def _kinds(lines: pl.DataFrame, rows: pl.DataFrame, entries: pl.DataFrame, registrations: pl.DataFrame) -> pl.Series:
    """The kind of work of each line."""
    claimants, authors = (entries.filter(pl.col("role") == role) for role in ("claimant", "author"))
    others = claimants.join(authors, on=["line_id", "member_id"], how="anti").select("line_id").unique()
    owned = claimants.select("line_id").unique().join(others, on="line_id", how="anti")
    bodies = claimants.filter(pl.col("kind") == "organisation").group_by("line_id").agg(_names("name"))
    writers = authors.group_by("line_id").agg(_names("name"))
    hired = rows.select("line_id", hired=registrations["work_for_hire"].gather(rows["row"]))
    said = hired.group_by("line_id").agg(work_for_hire=pl.col("hired").any(ignore_nulls=True))
    publishers = rows.select("line_id", publisher=registrations["publisher"].gather(rows["row"]))
    of_catalog = lines.select("line_id", publisher="catalog_publishers").explode("publisher")
    named = pl.concat([publishers, of_catalog]).group_by("line_id")
    asked = (
        lines.select("line_id")
        .join(said, on="line_id", how="left", maintain_order="left")
        .join(owned.with_columns(claimants_are_authors=True), on="line_id", how="left", maintain_order="left")
        .join(named.agg(publishers=_names("publisher")), on="line_id", how="left", maintain_order="left")
        .join(bodies.rename({"name": "organisation_claimants"}), on="line_id", how="left", maintain_order="left")
        .join(writers.rename({"name": "authors"}), on="line_id", how="left", maintain_order="left")
    )
    return work_kinds(asked.with_columns(pl.col("claimants_are_authors").fill_null(value=False)))


def _names(column: str) -> pl.Expr:
    return pl.col(column).drop_nulls().unique().sort()


def _members(clusters: Clusters, entries: pl.DataFrame, houses: pl.DataFrame) -> pl.DataFrame:
    """`schema.MEMBERS` without amounts, sorted by id."""
    counted = entries.group_by("member_id").agg(
        works=pl.col("line_id").n_unique(),
        eligible_works=_lines_of("eligible"),
        undetermined_works=_lines_of("undetermined"),
        confidence=pl.coalesce(*(pl.col("confidence").filter(_is(name)).max() for name in _LISTED)),
        registration_numbers=_names_in("registration_numbers"),
        catalog_publishers=_names_in("catalog_publishers"),
        line_ids=pl.col("line_id").filter(pl.col("eligibility").is_in(_LISTED)).unique().sort(),
    )
    known = member_table(clusters).join(counted, on="member_id").filter(pl.col("line_ids").list.len() > 0)
    person = pl.format("{} ({})", "other_name", "other_id").unique().sort()
    stands_for = clusters.relations.group_by("member_id").agg(stands_for=person)
    known = known.join(stands_for, on="member_id", how="left").with_columns(pl.col("stands_for").fill_null([]))
    of_bodies = known.select(name=pl.when(pl.col("kind") == "organisation").then("name"))["name"]
    empty = [pl.lit(None, schema.MEMBERS[name]).alias(name) for name in ("amount_low", "amount_high")]
    full = known.with_columns(houses_of(of_bodies, houses).alias("house"), *empty)
    return full.select(pl.col(name).cast(kind) for name, kind in schema.MEMBERS.items()).sort("member_id")


def _is(eligibility: str) -> pl.Expr:
    return pl.col("eligibility") == eligibility


def _lines_of(eligibility: str) -> pl.Expr:
    return pl.col("line_id").filter(_is(eligibility)).n_unique()


def _names_in(column: str) -> pl.Expr:
    return pl.col(column).explode(keep_nulls=False, empty_as_null=False).unique().sort()


def _with_amounts(lines: pl.DataFrame, members: pl.DataFrame, entries: pl.DataFrame, definition: Definition) -> Listed:
    if definition.amounts.per_work is None:
        return Listed(lines, members, None)
    payable = lines.filter(pl.col("eligibility").is_in(_LISTED)).with_row_index("line")
    told, holders = payable.select("line", "eligibility", "work_kind"), _holders(entries, payable)
    found = amounts(told, holders, definition.amounts)
    paid = members.drop("amount_low", "amount_high").join(found, on="member_id", how="left", maintain_order="left")
    filled = paid.with_columns(pl.col("amount_low", "amount_high").fill_null(0.0)).select(*schema.MEMBERS)
    sums, rest = totals(told, definition.amounts), unassigned(told, holders, definition.amounts)
    return Listed(lines, filled, {**asdict(sums), "unassigned_low": rest.low, "unassigned_high": rest.high})


def _holders(entries: pl.DataFrame, payable: pl.DataFrame) -> pl.DataFrame:
    """`line, member_id, side` of those who share in the estimate.

    They are the claimants, and the authors of lines that nobody on the author's side claims: where an heir or an
    estate claims, it stands in the author's place.
    """
    placed = entries.join(payable.select("line", "line_id"), on="line_id").select("line", "member_id", "side", "role")
    claimants = placed.filter(pl.col("role") == "claimant")
    claimed = claimants.filter(pl.col("side") == "author").select("line").unique()
    authors = placed.filter(pl.col("role") == "author").join(claimed, on="line", how="anti")
    return pl.concat([claimants, authors]).drop("role").unique().sort("line", "member_id", "side")
