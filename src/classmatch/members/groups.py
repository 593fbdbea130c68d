"""Groups of mentions of one form of a name that are one claimant or author.

The mentions of a name that is rare are one group. Those of a name that several people bear are as many groups as there
are registrations, until what they share joins them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.dedupe.clusters import components
from classmatch.members.evidence import RANK, Evidence

if TYPE_CHECKING:
    from classmatch.members.features import Features

# Of the others whom one must expect to bear the name, as many share what is shared by chance; more is no evidence.
MAX_CHANCE = 0.005


@dataclass(frozen=True)
class Groups:
    """`of_units`: `unit, group`. `table`: `group, form, born` (null where unknown).

    `joined`: `group, feature, evidence, units`: what units of a group share.
    """

    of_units: pl.DataFrame
    table: pl.DataFrame
    joined: pl.DataFrame


def with_units(marked: pl.DataFrame) -> pl.DataFrame:
    """Add `unit`: mentions of a crowded name are one a registration and year of birth, those of other names are one."""
    apart = [pl.when("crowded").then(pl.col(name)).alias(f"_{name}") for name in ("registration", "born")]
    keyed = marked.with_columns(apart)
    keys = ["form", "_registration", "_born"]
    units = keyed.select(keys).unique().sort(keys).with_row_index("unit")
    return keyed.join(units, on=keys, how="left", nulls_equal=True, maintain_order="left").drop(
        "_registration", "_born"
    )


def grouped(mentions: pl.DataFrame, features: Features, forms: pl.DataFrame) -> Groups:
    """Join the units of each crowded name that share what few who bear it can share."""
    units = mentions.group_by("unit").agg(pl.col("form", "crowded").first(), pl.col("born").min()).sort("unit")
    telling = _telling(features, units.filter("crowded"), forms)
    first = pl.col("unit").min().over("form", "feature")
    edges = telling.select("unit", first=first).filter(pl.col("unit") != pl.col("first"))
    left, right = (edges[name].to_numpy().astype(np.int64) for name in ("unit", "first"))
    joined = units.with_columns(component=pl.Series(components(units.height, left, right)))
    table, of_units = _apart_by_year(joined)
    return Groups(of_units, table, _why(telling, of_units))


def _telling(features: Features, units: pl.DataFrame, forms: pl.DataFrame) -> pl.DataFrame:
    """`unit, form, feature, evidence` that bearers of a crowded name can hardly share by chance."""
    share = forms.select("form", "share")
    rows = (
        features.rows.join(units.select("unit", "form"), on="unit")
        .join(features.known, on="feature")
        .join(share, on="form")
    )
    return rows.filter(pl.col("bearers") * pl.col("share") <= MAX_CHANCE).select("unit", "form", "feature", "evidence")


def _apart_by_year(units: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The groups, and the group of each unit: a component with several years of birth falls apart by them."""
    years = pl.col("born").drop_nulls().n_unique().over("component")
    keyed = units.with_columns(year=pl.when(years > 1).then("born"))
    keys = ["component", "year"]
    groups = keyed.group_by(keys).agg(pl.col("form").first(), pl.col("born").min()).sort(keys).with_row_index("group")
    of_units = keyed.join(groups.select("group", *keys), on=keys, nulls_equal=True).select("unit", "group").sort("unit")
    return groups.select("group", "form", "born"), of_units


def _why(telling: pl.DataFrame, of_units: pl.DataFrame) -> pl.DataFrame:
    """What the units of each group share: `group, feature, evidence, units`, of the features that two or more have."""
    rows = (
        telling.join(of_units, on="unit")
        .group_by("group", "feature")
        .agg(pl.col("evidence").min(), units=pl.col("unit").n_unique(), kinds=pl.col("evidence").n_unique())
    )
    mixed = pl.when(pl.col("kinds") > 1).then(RANK[Evidence.ASSOCIATE]).otherwise("evidence")
    return rows.filter(pl.col("units") > 1).select("group", "feature", evidence=mixed.cast(pl.UInt8), units="units")
