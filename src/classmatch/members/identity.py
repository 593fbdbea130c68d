"""What identifies a member, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.dedupe.clusters import components
from classmatch.hashing import content_id

if TYPE_CHECKING:
    from classmatch.members.variants import Named


def united(roots: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """`group, root, member` (a number): clusters with those that other names of the same person make one with them."""
    root = roots.sort("group")["root"].to_numpy().astype(np.int64)
    left, right = (root[aliases[name].to_numpy().astype(np.int64)] for name in ("shorter", "fuller"))
    return roots.sort("group").with_columns(member=pl.Series(components(len(root), left, right)[root]))


def joined_aliases(named: Named, pairs: pl.DataFrame, roots: pl.DataFrame) -> pl.DataFrame:
    """The pairs of aliases that join two clusters, but for those that would join two years of birth."""
    whole = united(roots, pairs).join(named.groups.select("group", "born"), on="group")
    odd = whole.filter(pl.col("born").drop_nulls().n_unique().over("member") > 1).select("group")
    sound = pairs.join(odd, left_on="shorter", right_on="group", how="anti", maintain_order="left")
    root = roots.select("group", "root")
    both = sound.join(root, left_on="shorter", right_on="group").join(
        root, left_on="fuller", right_on="group", suffix="_other"
    )
    return both.filter(pl.col("root") != pl.col("root_other")).select(pairs.columns)


def members_of(named: Named, mentions: pl.DataFrame, united_groups: pl.DataFrame) -> pl.DataFrame:
    """`group, member_id, member_name` of every group.

    The id is made of the smallest name key in the member; where mentions of that name are of several people, of its
    smallest registration too. The name is the fullest one, as it is written most often; of several that are other names
    of one another, that with the most mentions.
    """
    groups = united_groups.join(named.groups, on="group")
    first = mentions.filter("crowded").group_by("group").agg(registration=pl.col("registration").min())
    kind = pl.col("kind").str.slice(0, 1)
    keyed = groups.join(first, on="group", how="left").with_columns(
        text=pl.concat_str("key", "mark", kind, pl.col("registration").fill_null(""), separator="\x1f")
    )
    ids = keyed.group_by("member").agg(text=pl.col("text").min())
    counts = groups.with_columns(times=pl.col("mentions").sum().over("member", "root"))
    order = counts.sort("member", "times", "rank", descending=[False, True, True])
    names = order.group_by("member", maintain_order=True).agg(member_name=pl.col("name").first())
    told = ids.join(names, on="member").select("member", "member_name", member_id=content_id(pl.col("text"), "p1"))
    return (
        groups.select("group", "member")
        .join(told, on="member")
        .select("group", "member_id", "member_name")
        .sort("group")
    )
