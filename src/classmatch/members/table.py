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
        name=pl.col("member_name").first(),
        name_variants=pl.col("name").filter(pl.col("name") != pl.col("member_name")).unique().sort(),
        kind=_kind(),
        roles=pl.col("role").unique().sort(),
        capacities=pl.col("capacity").drop_nulls().unique().sort(),
    )
    found = member.join(_reasons(clusters.merges), on="member_id", how="left")
    filled = found.with_columns(pl.col("merged_because").fill_null([]))
    return filled.select(MEMBERS.names()).cast(MEMBERS).sort("member_id")


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
