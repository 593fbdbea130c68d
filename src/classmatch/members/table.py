"""Clusters as a table of candidate class members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from classmatch.members.cluster import Clusters

MEMBERS = pl.Schema(
    {
        "member_id": pl.String(),
        "name": pl.String(),  # the fullest form, as it is written most often
        "name_variants": pl.List(pl.String),  # other forms as they are written, sorted
        "kind": pl.String(),  # person or organisation
        "roles": pl.List(pl.String),  # author, claimant; sorted
        "capacities": pl.List(pl.String),  # in which it claims; sorted
        "merged_because": pl.List(pl.String),  # evidence with its detail
    }
)
MAX_REASONS = 5  # that a line tells; `Clusters.merges` has all of them


def member_table(clusters: Clusters) -> pl.DataFrame:
    """`MEMBERS`, one row a candidate class member, sorted by `member_id`."""
    member = clusters.mentions.group_by("member_id").agg(
        name=pl.col("member_name").first(), kind=_kind(), roles=pl.col("role").unique().sort()
    )
    variants = clusters.mentions.filter(pl.col("name") != pl.col("member_name"))
    lists = {
        "name_variants": _values(variants, "name", "name_variants"),
        "capacities": _values(clusters.mentions, "capacity", "capacities"),
        "merged_because": _reasons(clusters.merges),
    }
    for told in lists.values():
        member = member.join(told, on="member_id", how="left")
    filled = member.with_columns(pl.col(name).fill_null([]) for name in lists)
    return filled.select(MEMBERS.names()).cast(MEMBERS).sort("member_id")


def _values(mentions: pl.DataFrame, column: str, into: str) -> pl.DataFrame:
    """`member_id, <into>`: the sorted distinct values of members that have any; most have none."""
    rows = mentions.select("member_id", pl.col(column).alias(into)).drop_nulls().unique().sort("member_id", into)
    return rows.group_by("member_id", maintain_order=True).agg(into)


def _kind() -> pl.Expr:
    """A member with the name of a person in it is a person."""
    return pl.when((pl.col("kind") == "person").any()).then(pl.lit("person")).otherwise(pl.lit("organisation"))


def _reasons(merges: pl.DataFrame) -> pl.DataFrame:
    """`member_id, merged_because`: what joined other names first, then what joined mentions of one name."""
    alike = pl.when(pl.col("name") == pl.col("other_name"))
    said = alike.then("detail").otherwise(pl.format("{}: {}", "other_name", "detail"))
    rows = merges.with_columns(
        said=pl.format("{} ({})", "evidence", said), alike=pl.col("name") == pl.col("other_name")
    )
    rows = rows.sort("member_id", "alike", "mentions", "said", descending=[False, False, True, False])
    once = rows.unique(["member_id", "said"], keep="first", maintain_order=True)
    return once.group_by("member_id", maintain_order=True).agg(merged_because=pl.col("said").head(MAX_REASONS))
