"""Which groups of different forms of a name can be one claimant or author, and by what evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.members.compatible import Fit, fit, marks_fit
from classmatch.members.evidence import RANK, Evidence
from classmatch.members.forms import SUCCESSORS

if TYPE_CHECKING:
    from classmatch.members.forms import Shapes

# Evidence that both are named in the same work, by which a name may lack its first given name, or its `Jr.`
_SAME_WORK = [RANK[Evidence.AUTHOR_AND_CLAIMANT], RANK[Evidence.SAME_ORIGINAL]]
_OF_BODIES = [RANK[Evidence.SAME_ORIGINAL], RANK[Evidence.SAME_TITLE]]
# Capacities in which an author may claim himself.
_HIMSELF = ("author", "proprietor", "transferee", "employer_for_hire")
# The same of two forms of a name, which differ besides: of the bearers of the shorter one, as many by chance.
MAX_CHANCE = 0.002
PAIR = pl.Schema(
    {
        "shorter": pl.UInt32(),
        "fuller": pl.UInt32(),
        "evidence": pl.UInt8(),
        "chance": pl.Float64(),
        "feature": pl.UInt32(),
        "row": pl.UInt32(),
    }
)


@dataclass(frozen=True)
class Named:
    """The groups with what their form tells: `group, form, key, name, born, block, mark, kind, share, rank ...`."""

    groups: pl.DataFrame
    shapes: Shapes


def variant_pairs(named: Named, features: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """`PAIR`: two groups whose forms fit each other, and their best evidence; one row a pair.

    `features` has `group, feature, evidence, bearers, family`; `mentions` has `group, row, role, capacity`.
    """
    found = pl.concat([_by_features(named, features), _by_registration(named, mentions)])
    best = found.sort("shorter", "fuller", "evidence", "chance", "feature", "row", nulls_last=True)
    return best.unique(["shorter", "fuller"], keep="first", maintain_order=True)


def _by_features(named: Named, features: pl.DataFrame) -> pl.DataFrame:
    side = named.groups.select("group", "form", "block", "rank", "share", "kind")
    several = side.filter(pl.col("form").n_unique().over("block") > 1)
    rows = (
        features.drop("share")
        .join(several, on="group")
        .filter((pl.col("kind") == "person") | pl.col("evidence").is_in(_OF_BODIES))
        .with_columns(chance=pl.col("bearers") * pl.col("share"))
    )
    fuller = rows.select("block", "feature", fuller="group", rank_fuller="rank", evidence_fuller="evidence")
    likely = rows.filter(pl.col("chance") <= MAX_CHANCE)
    pairs = likely.join(fuller, on=["block", "feature"]).filter(pl.col("rank") < pl.col("rank_fuller"))
    same = pl.col("evidence") == pl.col("evidence_fuller")
    # An author and a claimant of later years with a relative in common may be grandfather and grandson.
    pairs = pairs.filter(same | pl.col("family").is_null() | (pl.col("family") != pl.col("block")))
    evidence = pl.when(same).then("evidence").otherwise(RANK[Evidence.ASSOCIATE]).cast(pl.UInt8)
    shaped = pairs.select(
        shorter="group",
        fuller="fuller",
        evidence=evidence,
        chance="chance",
        feature="feature",
        row=pl.lit(None, pl.UInt32),
    )
    return _fitting(named, shaped)


def _by_registration(named: Named, mentions: pl.DataFrame) -> pl.DataFrame:
    """Author and claimant of one registration: the claimant says or may say that he is the author."""
    pairs = side_by_side(named, mentions)
    himself = pl.col("capacity_claimant").is_null() | pl.col("capacity_claimant").is_in(_HIMSELF)
    pairs = pairs.filter((pl.col("role") != pl.col("role_fuller")) & himself)
    shaped = pairs.select(
        "shorter",
        "fuller",
        evidence=pl.lit(RANK[Evidence.AUTHOR_AND_CLAIMANT], pl.UInt8),
        chance=pl.lit(0.0),
        feature=pl.lit(None, pl.UInt32),
        row="row",
    )
    return _fitting(named, shaped, nicknames=True)


def side_by_side(named: Named, mentions: pl.DataFrame) -> pl.DataFrame:
    """Two persons of one surname in one registration: `shorter, fuller, row, role, role_fuller, capacity_claimant`."""
    persons = named.groups.filter(pl.col("kind") == "person").select("group", "block", "rank", "form")
    rows = mentions.select("group", "row", "role", "capacity").join(persons, on="group")
    pairs = rows.join(rows, on=["row", "block"], suffix="_fuller").filter(pl.col("rank") < pl.col("rank_fuller"))
    capacity = pl.when(pl.col("role") == "claimant").then("capacity").otherwise("capacity_fuller")
    return pairs.select(
        shorter="group",
        fuller="group_fuller",
        row="row",
        role="role",
        role_fuller="role_fuller",
        capacity_claimant=capacity,
    )


def kept_apart(named: Named, mentions: pl.DataFrame) -> pl.DataFrame:
    """`shorter, fuller`: groups that cannot be one person.

    They are named side by side in one role, or as author and as one who claims in the author's place.
    """
    pairs = side_by_side(named, mentions)
    successor = pl.col("capacity_claimant").is_in(SUCCESSORS)
    apart = (pl.col("role") == pl.col("role_fuller")) | successor
    return pairs.filter(apart).select("shorter", "fuller").unique()


def _fitting(named: Named, pairs: pl.DataFrame, *, nicknames: bool = False) -> pl.DataFrame:
    """The pairs whose names, marks and years of birth can be one person's; those of bodies as they are."""
    told = named.groups.select("group", "form", "born", "mark", "kind")
    both = pairs.join(told, left_on="shorter", right_on="group").join(
        told, left_on="fuller", right_on="group", suffix="_fuller"
    )
    if both.is_empty():
        return both.select(PAIR.names()).cast(PAIR)
    one, two = (both[name].to_numpy().astype(np.int64) for name in ("form", "form_fuller"))
    fits = pl.Series(fit(named.shapes, one, two, nicknames=nicknames))
    marks = pl.Series(
        marks_fit(both["mark"].to_numpy().astype(np.str_), both["mark_fuller"].to_numpy().astype(np.str_))
    )
    both = both.with_columns(fits=fits, marks=marks)
    work = pl.col("evidence").is_in(_SAME_WORK)
    names = (pl.col("fits") == Fit.FIRST) | ((pl.col("fits") == Fit.INSIDE) & work)
    suffix = (pl.col("mark") == pl.col("mark_fuller")) | work
    years = (pl.col("born") == pl.col("born_fuller")) | pl.col("born").is_null() | pl.col("born_fuller").is_null()
    person = (pl.col("kind") == "person") & (pl.col("form") != pl.col("form_fuller"))
    return (
        both.filter((pl.col("kind") == "organisation") | (person & names & suffix & pl.col("marks") & years))
        .select(PAIR.names())
        .cast(PAIR)
    )
