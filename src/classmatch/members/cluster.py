"""Mentions of claimants and authors to candidate class members."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from classmatch.members.aliases import alias_pairs
from classmatch.members.crowded import crowded
from classmatch.members.features import Features, features_of
from classmatch.members.forms import Shapes, forms_of, with_marks
from classmatch.members.groups import Groups, grouped, with_units
from classmatch.members.identity import joined_aliases, members_of, united
from classmatch.members.merges import Merged, merges_of
from classmatch.members.relations import relations_of
from classmatch.members.stars import joined, roots_of
from classmatch.members.variants import Named, kept_apart, variant_pairs


@dataclass(frozen=True)
class Clusters:
    """Which mentions are of one candidate class member.

    `mentions`: those given, with `member_id` and `member_name`. `merges` (`MERGES`): one row a merge of two forms of a
    name, or of groups of mentions of a common name, with the evidence for it. `relations`: `member_id, relation,
    other_id`: an estate and the person whose it is, as far as that is told from the mentions.
    """

    mentions: pl.DataFrame
    merges: pl.DataFrame
    relations: pl.DataFrame


def clustered(mentions: pl.DataFrame, registrations: pl.DataFrame) -> Clusters:
    """Cluster `mentions` (`MENTIONS`) of `registrations` (`schema.REGISTRATIONS`), to whose rows `row` refers.

    Deterministic, and the same in any order of the registrations.
    """
    told, forms = _told(mentions, registrations)
    shapes = Shapes.of(forms)
    forms = forms.with_columns(crowded(told, forms, shapes))
    told = with_units(told.join(forms.select("form", "crowded"), on="form", how="left", maintain_order="left"))
    features = features_of(told, registrations)
    groups = grouped(told, features, forms)
    told = told.join(groups.of_units, on="unit", how="left", maintain_order="left")
    named = Named(_named(groups, told, forms), shapes)
    of_groups = _of_groups(features, groups, forms)
    apart = kept_apart(named, told)
    stars = joined(named, variant_pairs(named, of_groups, told), apart)
    aliases = joined_aliases(named, alias_pairs(told, named.groups, of_groups), roots_of(named, stars))
    ids = members_of(named, told, united(roots_of(named, stars), aliases))
    found = told.join(ids, on="group", how="left", maintain_order="left").select(
        *mentions.columns, "member_id", "member_name"
    )
    return Clusters(
        found, merges_of(Merged(named, groups, features, told, pl.concat([stars, aliases])), ids), relations_of(found)
    )


def _told(mentions: pl.DataFrame, registrations: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The mentions with all that is known of each name, and the forms of names, ranked by how full they are."""
    marked = with_marks(mentions)
    forms = _ranked(forms_of(marked))
    keys = ["key", "kind", "mark"]
    letter = pl.col("tokens").list.first().str.slice(0, 1).fill_null("")
    found = marked.join(forms.select("form", *keys, "block", letter=letter), on=keys, how="left", maintain_order="left")
    number = pl.coalesce("registration_key", pl.concat_str("file", pl.lit(" row "), "row"))
    numbers = registrations.select("registration_key", "file", "row")[found["row"]].select(number).to_series()
    return found.with_columns(registration=numbers), forms


def _ranked(forms: pl.DataFrame) -> pl.DataFrame:
    """Add `rank`: the fullest name last; of bodies, the one with the most mentions."""
    letters = pl.col("tokens").list.join("").str.len_bytes()
    order = pl.struct(names=pl.col("tokens").list.len(), letters=letters, mentions="mentions", form="form").rank(
        "ordinal"
    )
    return forms.with_columns(rank=order)


def _named(groups: Groups, told: pl.DataFrame, forms: pl.DataFrame) -> pl.DataFrame:
    """The groups with all that their form tells, and the number of their mentions."""
    counts = told.group_by("group").agg(mentions=pl.len())
    return groups.table.join(forms.drop("mentions"), on="form").join(counts, on="group").sort("group")


def _of_groups(features: Features, groups: Groups, forms: pl.DataFrame) -> pl.DataFrame:
    """`group, feature, evidence, bearers, family, share`: what groups share with others."""
    rows = features.rows.join(groups.of_units, on="unit").select("group", "feature", "evidence").unique()
    share = groups.table.join(forms.select("form", "share"), on="form").select("group", "share")
    return rows.join(features.known.select("feature", "bearers", "family"), on="feature").join(share, on="group")
