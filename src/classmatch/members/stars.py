"""Each group of a shorter name joins one fuller name, or none.

These are stars: no chain leads from one person to another.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from classmatch.members.compatible import Fit, fit, marks_fit
from classmatch.members.variants import PAIR, Named


def joined(named: Named, pairs: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """The pairs (`PAIR`) that are merges: each group at most once as `shorter`.

    `apart` has `shorter, fuller` of groups that must not meet in one cluster.
    """
    chosen = _chosen(named, pairs, apart)
    while True:
        rooted = _rooted(named, chosen)
        bad = pl.concat([_unlike_root(named, rooted), _at_odds(rooted), _apart_inside(rooted, apart)]).unique()
        kept = chosen.join(bad, left_on="shorter", right_on="group", how="anti", maintain_order="left")
        if kept.height == chosen.height:
            return chosen
        chosen = kept


def roots_of(named: Named, chosen: pl.DataFrame) -> pl.DataFrame:
    """`group, root`: the group with the fullest name of each one's cluster."""
    return _rooted(named, chosen).select("group", "root")


def _chosen(named: Named, pairs: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """The fullest form of each that agrees with all others which fit, else with all others of the best evidence."""
    best = pairs.filter(pl.col("evidence") == pl.col("evidence").min().over("shorter"))
    clear = _agreed(named, pairs, apart)
    clear_best = _agreed(named, best, apart).join(clear, on="shorter", how="anti")
    return pl.concat([clear, clear_best]).sort("shorter")


def _agreed(named: Named, pairs: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Of each `shorter` whose fuller forms contradict nothing, the pair with the fullest one."""
    ranked = pairs.join(named.groups.select("group", "rank"), left_on="fuller", right_on="group").sort(
        "shorter", "rank"
    )
    fullest = ranked.unique("shorter", keep="last", maintain_order=True)
    others = ranked.join(fullest.select("shorter", most="fuller"), on="shorter").filter(
        pl.col("fuller") != pl.col("most")
    )
    between = others.select("shorter", one="fuller", two="most")
    odd = between.filter(~(_one_person(named, between["one"], between["two"])))
    met = pl.concat(
        [
            between.join(apart, left_on=side, right_on=["shorter", "fuller"], how="semi")
            for side in (["one", "two"], ["two", "one"])
        ]
    )
    against = pl.concat([odd, met]).select("shorter").unique()
    return fullest.join(against, on="shorter", how="anti", maintain_order="left").select(PAIR.names()).cast(PAIR)


def _one_person(named: Named, shorter: pl.Series, fuller: pl.Series) -> pl.Series:
    """(pairs,) whether names, marks and years of birth of two groups of different forms can be one person's."""
    told = named.groups.select("group", "form", "born", "mark", "kind")
    both = pl.DataFrame({"a": shorter, "b": fuller}).join(
        told, left_on="a", right_on="group", how="left", maintain_order="left"
    )
    both = both.join(told, left_on="b", right_on="group", how="left", maintain_order="left", suffix="_b")
    one, two = (both[name].to_numpy().astype(np.int64) for name in ("form", "form_b"))
    fits = fit(named.shapes, one, two, nicknames=True) != Fit.NOT
    marks = marks_fit(both["mark"].to_numpy().astype(np.str_), both["mark_b"].to_numpy().astype(np.str_))
    years = both.select(
        ((pl.col("born") == pl.col("born_b")) | pl.col("born").is_null() | pl.col("born_b").is_null()).alias("y")
    )["y"]
    body = (both["kind"] == "organisation").to_numpy()
    return pl.Series(body | ((one != two) & fits & marks & years.to_numpy()))


def _rooted(named: Named, chosen: pl.DataFrame) -> pl.DataFrame:
    """`group, root, born, mark` of every group."""
    groups = named.groups.sort("group")
    root = np.arange(groups.height, dtype=np.int64)
    root[chosen["shorter"].to_numpy().astype(np.int64)] = chosen["fuller"].to_numpy().astype(np.int64)
    while not np.array_equal(further := root[root], root):
        root = further
    return groups.select("group", "born", "mark").with_columns(root=pl.Series(root).cast(pl.UInt32))


def _unlike_root(named: Named, rooted: pl.DataFrame) -> pl.DataFrame:
    members = rooted.filter(pl.col("group") != pl.col("root"))
    return members.filter(~(_one_person(named, members["group"], members["root"]))).select("group")


def _at_odds(rooted: pl.DataFrame) -> pl.DataFrame:
    """Groups of clusters that hold two years of birth or two suffixes, but for the fullest name itself."""
    years = pl.col("born").drop_nulls().n_unique().over("root") > 1
    marks = pl.col("mark").filter(pl.col("mark") != "").n_unique().over("root") > 1
    odd = (years & pl.col("born").is_not_null()) | (marks & (pl.col("mark") != ""))
    return rooted.filter(odd & (pl.col("group") != pl.col("root"))).select("group")


def _apart_inside(rooted: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Groups that must not meet and are in one cluster, but for the fullest name itself."""
    root = rooted.select("group", "root")
    met = apart.join(root, left_on="shorter", right_on="group").join(
        root, left_on="fuller", right_on="group", suffix="_other"
    )
    met = met.filter(pl.col("root") == pl.col("root_other"))
    both = pl.concat([met.select("root", group=side) for side in ("shorter", "fuller")])
    return both.filter(pl.col("group") != pl.col("root")).select("group")
