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
    numbered = lines.with_row_index("line")
    placed = rows.join(numbered.select("line", "line_id"), on="line_id").select("line", pl.col("row").cast(pl.UInt32))
    placed = placed.unique()
    entries = _entries(clusters, placed, numbered)
    with_kinds = lines.with_columns(work_kind=_kinds(numbered, placed, entries, registrations))
    members = _members(clusters, entries, numbered, houses)
    return _with_amounts(with_kinds, members, entries, definition)


def _entries(clusters: Clusters, placed: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """A row a member on a line in a role: the mention, its side of a split, and the line; in no order."""
    mentioned = clusters.mentions.select(
        "member_id", "name", "kind", "role", pl.col("row").cast(pl.UInt32), side=side(clusters.mentions)
    )
    return mentioned.join(placed, on="row").join(lines.select("line", "line_id"), on="line")


def _kinds(lines: pl.DataFrame, placed: pl.DataFrame, entries: pl.DataFrame, registrations: pl.DataFrame) -> pl.Series:
    """The kind of work of each line."""
    claimants, authors = (entries.filter(pl.col("role") == role) for role in ("claimant", "author"))
    others = claimants.join(authors, on=["line", "member_id"], how="anti").select("line").unique()
    owned = claimants.select("line").unique().join(others, on="line", how="anti")
    bodies = claimants.filter(pl.col("kind") == "organisation")
    said = placed.select("line", hired=registrations["work_for_hire"].gather(placed["row"]))
    hired = said.group_by("line").agg(work_for_hire=pl.col("hired").any(ignore_nulls=True))
    publishers = placed.select("line", publisher=registrations["publisher"].gather(placed["row"]))
    of_catalog = lines.select("line", publisher="catalog_publishers").explode("publisher")
    found = lines.select("line")
    for told in (
        hired,
        owned.with_columns(claimants_are_authors=True),
        _by_line(pl.concat([publishers, of_catalog]), "publisher", "publishers"),
        _by_line(bodies, "name", "organisation_claimants"),
        _by_line(authors, "name", "authors"),
    ):
        found = found.join(told, on="line", how="left", maintain_order="left")
    return work_kinds(found.drop("line").with_columns(pl.col("claimants_are_authors").fill_null(value=False)))


def _by_line(names: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
    """`line, <into>`: the names of each line, in no order."""
    return names.select("line", pl.col(column).alias(into)).drop_nulls(into).group_by("line").agg(into)


def _members(clusters: Clusters, entries: pl.DataFrame, lines: pl.DataFrame, houses: pl.DataFrame) -> pl.DataFrame:
    """`schema.MEMBERS` without amounts, sorted by id."""
    table = member_table(clusters).with_row_index("member")
    pairs = entries.select("member_id", "line").unique().join(table.select("member", "member_id"), on="member_id")
    known = table.join(_counted(pairs.select("member", "line"), lines), on="member")
    person = pl.format("{} ({})", "other_name", "other_id").unique().sort()
    stands_for = clusters.relations.group_by("member_id").agg(stands_for=person)
    known = known.join(stands_for, on="member_id", how="left").with_columns(pl.col("stands_for").fill_null([]))
    of_bodies = known.select(name=pl.when(pl.col("kind") == "organisation").then("name"))["name"]
    empty = [pl.lit(None, schema.MEMBERS[name]).alias(name) for name in ("amount_low", "amount_high")]
    full = known.with_columns(houses_of(of_bodies, houses).alias("house"), *empty)
    return full.select(pl.col(name).cast(kind) for name, kind in schema.MEMBERS.items()).sort("member_id")


def _counted(pairs: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """What the lines of members come to: a row each member with a line that is or may be listed.

    `pairs` has `member, line`, each pair once.
    """
    on_lines = pairs.join(lines.select("line", "eligibility", "confidence"), on="line")
    counts = on_lines.group_by("member").agg(
        works=pl.len(),
        eligible_works=_is("eligible").sum(),
        undetermined_works=_is("undetermined").sum(),
        confidence=pl.coalesce(*(pl.col("confidence").filter(_is(name)).max() for name in _LISTED)),
    )
    may_be = on_lines.filter(pl.col("eligibility").is_in(_LISTED))
    found = counts.join(_of_members(may_be, lines.select("line", "line_id")), on="member")
    for column in ("registration_numbers", "catalog_publishers"):
        values = lines.select("line", column).explode(column, keep_nulls=False, empty_as_null=False)
        found = found.join(_of_members(pairs, values), on="member", how="left").with_columns(
            pl.col(column).fill_null([])
        )
    return found.rename({"line_id": "line_ids"})


def _of_members(pairs: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """`member` and its sorted distinct values of the column beside `line`; numbers are sorted, not texts."""
    [column] = (name for name in values.columns if name != "line")
    known = values.select(pl.col(column).unique().sort()).with_row_index("_code")
    coded = values.join(known, on=column).select("line", "_code")
    rows = pairs.select("member", "line").join(coded, on="line").select("member", "_code").unique()
    rows = rows.sort("member", "_code")
    told = rows.select("member", known[column].gather(rows["_code"]))
    return told.group_by("member", maintain_order=True).agg(column)


def _is(eligibility: str) -> pl.Expr:
    return pl.col("eligibility") == eligibility


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
    placed = entries.drop("line").join(payable.select("line", "line_id"), on="line_id")
    placed = placed.select("line", "member_id", "side", "role")
    claimants = placed.filter(pl.col("role") == "claimant")
    claimed = claimants.filter(pl.col("side") == "author").select("line").unique()
    authors = placed.filter(pl.col("role") == "author").join(claimed, on="line", how="anti")
    return pl.concat([claimants, authors]).drop("role").unique().sort("line", "member_id", "side")
