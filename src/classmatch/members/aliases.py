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
    said = mentions.explode("alias_keys", empty_as_null=False).drop_nulls("alias_keys")
    said = said.group_by("group", "role", alias="alias_keys").agg(pl.col("row").min())
    told = groups.select("group", "key", "kind", "crowded", bare=pl.col("tokens").list.len() == 0)
    known = said.join(told, on="group").join(told, left_on="alias", right_on="key", suffix="_other", coalesce=False)
    known = known.rename({"group_other": "other"}).filter(pl.col("group") != pl.col("other"))
    known = known.filter(_of_persons())
    plain, several = known.filter(~pl.col("crowded_other")), known.filter("crowded_other")
    both = _single(pl.concat([plain, _sharing(several, features)]))
    pairs = both.select(
        shorter="group",
        fuller="other",
        evidence=pl.lit(RANK[Evidence.PSEUDONYM]),
        chance=pl.lit(0.0),
        feature=pl.lit(None, pl.UInt32),
        row="row",
    ).cast(PAIR)
    return pairs.sort("shorter", "fuller", "row").unique(["shorter", "fuller"], keep="first", maintain_order=True)


def _of_persons() -> pl.Expr:
    """A person and another name of his.

    The name of a body is his where he claims under it (`d.b.a.`); an author who is called a pen name of a body is a
    house name. Of two bodies, one may own the other.
    """
    person, other = pl.col("kind") == "person", pl.col("kind_other") == "person"
    trading = (person & ~pl.col("bare")) | (other & ~pl.col("bare_other"))
    return (person & other) | (trading & (pl.col("role") == "claimant"))


def _sharing(known: pl.DataFrame, features: pl.DataFrame) -> pl.DataFrame:
    telling = features.filter(pl.col("bearers") * pl.col("share") <= MAX_CHANCE).select("group", "feature")
    ours = known.join(telling, on="group")
    shared = ours.join(telling.rename({"group": "other"}), on=["other", "feature"]).select("group", "other").unique()
    return known.join(shared, on=["group", "other"], how="semi")


def _single(both: pl.DataFrame) -> pl.DataFrame:
    """Without the several real names of one name of authors; a claimant may say that he has several pen names."""
    one = pl.col("other").n_unique().over("group") == 1
    return both.filter(one | (pl.col("role") == "claimant"))
