"""Pen names and other names of one person, where a registration says that they are."""

from __future__ import annotations

import polars as pl

from classmatch.members.evidence import RANK, Evidence
from classmatch.members.groups import MAX_CHANCE
from classmatch.members.variants import PAIR


def alias_pairs(mentions: pl.DataFrame, groups: pl.DataFrame, features: pl.DataFrame) -> pl.DataFrame:
    """`PAIR`: groups of which a registration says that they are one, `shorter` the one of which it says it.

    `mentions` has `group, row, role, alias_keys`, `groups` has `group, key, crowded`, `features` has `group, feature,
    bearers, share`. An alias that several people bear is meant only where the group of that name shares something with
    the one that is said to have it. A name that authors of several real names wrote under (a house name) joins none of
    them.
    """
    said = mentions.explode("alias_keys", empty_as_null=False).drop_nulls("alias_keys").select("group", "row", "role", alias="alias_keys")
    said = said.join(groups.select("group", "key"), on="group").filter(pl.col("key") != pl.col("alias"))
    said = said.group_by("group", "key", "alias").agg(pl.col("row").min(), pl.col("role").min())
    known = said.join(groups.select("key", other="group", crowded="crowded"), left_on="alias", right_on="key")
    plain = known.filter(~pl.col("crowded"))
    meant = _sharing(known.filter("crowded"), features)
    both = pl.concat([plain, meant])
    return _single(both).select(shorter="group", fuller="other", evidence=pl.lit(RANK[Evidence.PSEUDONYM], pl.UInt8),
        chance=pl.lit(0.0), feature=pl.lit(None, pl.UInt32), row="row").select(*PAIR).cast(PAIR)


def _sharing(known: pl.DataFrame, features: pl.DataFrame) -> pl.DataFrame:
    telling = features.filter(pl.col("bearers") * pl.col("share") <= MAX_CHANCE).select("group", "feature")
    ours = known.join(telling, on="group")
    shared = ours.join(telling.rename({"group": "other"}), on=["other", "feature"]).select("group", "other").unique()
    return known.join(shared, on=["group", "other"], how="semi")


def _single(both: pl.DataFrame) -> pl.DataFrame:
    """Without the several real names of one name of authors; a claimant may say that he has several pen names."""
    one = pl.col("other").n_unique().over("group") == 1
    return both.filter(one | (pl.col("role") == "claimant"))
