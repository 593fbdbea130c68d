"""Each merge with its evidence, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.members.evidence import ORDER, SAYS

if TYPE_CHECKING:
    from classmatch.members.features import Features
    from classmatch.members.groups import Groups
    from classmatch.members.variants import Named

MERGES = pl.Schema(
    {
        "member_id": pl.String(),
        "name": pl.String(),  # the form that the other joined; of groups of mentions of one common name, that name
        "other_name": pl.String(),
        "evidence": pl.String(),  # one of `Evidence`
        "detail": pl.String(),
        "mentions": pl.UInt32(),  # of the other name
    }
)
MAX_REASONS = 3  # that are told of a group of mentions of one name; what joins the most registrations first


@dataclass(frozen=True)
class Merged:
    """What was joined: mentions of one name into `groups`, and groups by `pairs` (`variants.PAIR`)."""

    named: Named
    groups: Groups
    features: Features
    mentions: pl.DataFrame
    pairs: pl.DataFrame


def merges_of(merged: Merged, ids: pl.DataFrame) -> pl.DataFrame:
    """`MERGES`, sorted; `ids` has `group, member_id`."""
    found = pl.concat([_of_names(merged), _of_groups(merged)])
    texts = merged.features.texts(found.select("feature").drop_nulls().unique(), merged.mentions)
    found = found.join(texts, on="feature", how="left").with_columns(text=pl.coalesce("text", "shared"))
    told = found.join(ids.select("group", "member_id"), on="group")
    text = pl.col("text").fill_null("?")
    say = [pl.when(pl.col("evidence") == place).then(_said(SAYS[name], text)) for place, name in enumerate(ORDER)]
    words = pl.coalesce(*say)
    detail = (
        pl.when(pl.col("registrations").is_null())
        .then(words)
        .otherwise(pl.format("{} registrations: {}", "registrations", words))
    )
    evidence = pl.col("evidence").replace_strict(dict(enumerate(map(str, ORDER))), return_dtype=pl.String)
    rows = told.with_columns(detail=detail, evidence=evidence).select(MERGES.names()).cast(MERGES)
    return rows.sort(MERGES.names())


def _said(pattern: str, text: pl.Expr) -> pl.Expr:
    return pl.format(pattern, text)


def _of_names(merged: Merged) -> pl.DataFrame:
    told = merged.named.groups.select("group", "name", "mentions")
    both = merged.pairs.join(told, left_on="fuller", right_on="group").join(
        told, left_on="shorter", right_on="group", suffix="_other"
    )
    number = merged.mentions.select("row", number="registration").unique("row", keep="first", maintain_order=True)
    both = both.join(number, on="row", how="left")
    return both.select(
        group="shorter",
        name="name",
        other_name="name_other",
        mentions="mentions_other",
        evidence="evidence",
        feature="feature",
        shared=pl.coalesce("number", "name_other"),
        registrations=pl.lit(None, pl.UInt32),
    )


def _of_groups(merged: Merged) -> pl.DataFrame:
    order = ["group", "units", "evidence", "feature"]
    first = (
        merged.groups.joined.sort(order, descending=[False, True, False, False])
        .group_by("group", maintain_order=True)
        .head(MAX_REASONS)
    )
    told = first.join(merged.named.groups.select("group", "name", "mentions"), on="group")
    return told.select(
        "group",
        name="name",
        other_name="name",
        mentions="mentions",
        evidence="evidence",
        feature="feature",
        shared=pl.lit(None, pl.String),
        registrations=pl.col("units").cast(pl.UInt32),
    )
