"""Estates and trusts, and the persons whose they are: two members, not one."""

from __future__ import annotations

import polars as pl

from classmatch.normalise.claimant_kinds import stands_for
from classmatch.normalise.claimants import keys_of

RELATIONS = pl.Schema({"member_id": pl.String, "relation": pl.String, "other_id": pl.String, "other_name": pl.String})
STANDS_FOR = "stands_for"  # an estate or a trust, and the person


def relations_of(mentions: pl.DataFrame) -> pl.DataFrame:
    """`RELATIONS`, sorted: estates and trusts with the person for whom they stand, as `of` says.

    `mentions` has `row, name, key, kind, of, member_id, member_name`. The person is meant who is named in the same
    registration; else the only member of that name.
    """
    named = mentions.lazy().filter((pl.col("kind") == "organisation") & pl.col("of").is_not_null())
    bodies = named.select("row", "member_id", "name", "of").collect().filter(pl.col("of") == stands_for(pl.col("name")))
    keyed = bodies.select("row", "member_id", key=keys_of(bodies["of"]).list.first()).drop_nulls("key")
    persons = mentions.filter(pl.col("kind") == "person").select(
        "row", "key", other_id="member_id", other_name="member_name"
    )
    beside = keyed.join(persons, on=["row", "key"]).select("member_id", "other_id", "other_name")
    alone = persons.drop("row").unique().filter(pl.len().over("key") == 1)
    elsewhere = keyed.join(beside, on="member_id", how="anti").join(alone, on="key")
    found = pl.concat([beside, elsewhere.select(beside.columns)]).unique()
    return found.with_columns(relation=pl.lit(STANDS_FOR)).select(RELATIONS.names()).sort(RELATIONS.names())
