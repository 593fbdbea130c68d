"""Claimants and authors of registrations: the names in their cells, cleaned, split and typed, with what is said of each.

A cell is cut into tokens (`claimant_cuts`), its lists into names (`claimant_lists`), and each name is written as a person
would write it (`claimant_display`), told to be of a person or an organisation (`claimant_kinds`) and keyed
(`claimant_keys`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from classmatch.normalise.claimant_capacities import capacity_of, for_whom
from classmatch.normalise.claimant_cuts import tokens
from classmatch.normalise.claimant_display import displayed
from classmatch.normalise.claimant_keys import keys_of_names
from classmatch.normalise.claimant_kinds import Kind, stands_for
from classmatch.normalise.claimant_lists import names_in
from classmatch.normalise.lists import either
from classmatch.normalise.text import fold

SCHEMA: Final = pl.Schema(
    {
        "cell": pl.UInt32(),
        "place": pl.UInt32(),
        "name": pl.String(),
        "key": pl.String(),
        "kind": pl.String(),
        "capacity": pl.String(),
        "of": pl.String(),
        "part_of": pl.String(),
        "born": pl.Int16(),
        "died": pl.Int16(),
        "aliases": pl.List(pl.String()),
        "alias_keys": pl.List(pl.String()),
    }
)
_PLACEHOLDER = rf"^(?:{either('claimant_placeholders.txt')})?$"
_USABLE = r"^[a-z0-9]{2,}[^|]*\||^[a-z0-9]+ [^|]*\|"
_NAMES, _ALIAS, _CAPACITY, _PART_OF, _YEARS, _BREAK = "NACPYB"


def _described(names: pl.Series) -> pl.DataFrame:
    """`raw` (each name once), `name` as displayed, `organisation` and `key`, of those that name somebody."""
    raw = names.unique().sort()
    shown = displayed(raw)
    frame = shown.with_columns(raw=raw, key=keys_of_names(shown))
    named = ~fold(pl.col("name")).str.contains(_PLACEHOLDER) & pl.col("key").str.contains(_USABLE)
    return frame.filter(named)


def _with_segments(found: pl.DataFrame) -> pl.DataFrame:
    """Add `token` and `segment`: the tokens that share a capacity, up to the one that says it."""
    first = (pl.col("cell") != pl.col("cell").shift(1)).fill_null(value=True)
    begins = first | (pl.col("kind") == _BREAK) | (pl.col("kind").shift(1) == _CAPACITY).fill_null(value=False)
    return found.with_row_index("token").with_columns(segment=begins.cum_sum())


def _names(found: pl.DataFrame) -> pl.DataFrame:
    """The names of tokens in their order, with `row`, their number; `token` is where they stand."""
    lists = found.filter(pl.col("kind").is_in([_NAMES, _BREAK]) & (pl.col("text") != ""))
    split = names_in(lists["text"])
    rows = lists.select("cell", "token", "segment")[split["list"]]
    raw = rows.with_columns(raw=split["name"])
    named = raw.join(_described(raw["raw"]), on="raw", how="inner", maintain_order="left")
    return named.with_row_index("row")


def _capacities(found: pl.DataFrame) -> pl.DataFrame:
    """`segment`, `capacity` and `of`, of the segments that say it."""
    said = found.filter(pl.col("kind") == _CAPACITY)
    told = said.select("segment", capacity=capacity_of(pl.col("text")), of=for_whom(pl.col("text")))
    shown = displayed(told["of"])["name"]
    return told.with_columns(of=shown)


def _of_name_before(found: pl.DataFrame, names: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The tokens of a kind with `row`, the name in their cell that stands before each."""
    said = found.filter(pl.col("kind") == kind).select("cell", "token", "text")
    places = names.select("cell", "row", "token")
    return said.join_asof(places, on="token", by="cell", strategy="backward", check_sortedness=False).drop_nulls("row")


def _years(found: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`row`, `born`, `died`: the first that are said of each name."""
    year = pl.col("text").str.extract(r"^(\d{4})-", 1), pl.col("text").str.extract(r"-(\d{4})$", 1)
    said = _of_name_before(found, names, _YEARS)
    told = said.select("row", born=year[0].cast(pl.Int16), died=year[1].cast(pl.Int16))
    return told.group_by("row").agg(pl.col("born").drop_nulls().first(), pl.col("died").drop_nulls().first())


def _parts(found: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`row`, `part_of`: the body that an imprint or a division belongs to."""
    said = _of_name_before(found, names, _PART_OF)
    told = said.select("row", part_of=displayed(said["text"])["name"])
    return told.group_by("row").agg(pl.col("part_of").first())


def _aliases(found: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`row`, `aliases` and `alias_keys`, in the order in which they are said, without the name itself."""
    said = _of_name_before(found, names, _ALIAS).join(names.select("row", "name", "key", "organisation"), on="row")
    given = pl.col("name").str.extract(r"^(.*\S) \S+$", 1)
    surname = pl.col("text").str.contains(r"^\S+$") & ~pl.col("organisation")
    raw = pl.when(surname & given.is_not_null()).then(pl.concat_str(given, pl.lit(" "), "text")).otherwise("text")
    said = said.select("row", "token", own="key", raw=raw)
    shown = _described(said["raw"]).select("raw", alias="name", alias_key="key")
    told = said.join(shown, on="raw").filter(pl.col("own") != pl.col("alias_key")).sort("token")
    once = told.unique(["row", "alias_key"], keep="first", maintain_order=True)
    return once.group_by("row", maintain_order=True).agg(aliases="alias", alias_keys="alias_key")


def _of_cells(cells: pl.Series) -> pl.DataFrame:
    """The names of each cell, with the columns of `SCHEMA`; `cell` is its row."""
    found = _with_segments(tokens(cells))
    names = _names(found)
    none = pl.lit([], dtype=pl.List(pl.String))
    told = (
        names.join(_capacities(found), on="segment", how="left")
        .join(_years(found, names), on="row", how="left")
        .join(_parts(found, names), on="row", how="left")
        .join(_aliases(found, names), on="row", how="left")
        .with_columns(
            of=pl.coalesce(stands_for(pl.col("name")), "of"),
            kind=pl.when("organisation").then(pl.lit(Kind.ORGANISATION.value)).otherwise(pl.lit(Kind.PERSON.value)),
            aliases=pl.col("aliases").fill_null(none),
            alias_keys=pl.col("alias_keys").fill_null(none),
        )
        .sort("row")
        .unique(["cell", "key"], keep="first", maintain_order=True)
    )
    return told.with_columns(place=pl.int_range(pl.len()).over("cell")).select(SCHEMA.names()).cast(dict(SCHEMA))


def claimants_of(cells: pl.Series) -> pl.DataFrame:
    """One row a name, each name once a cell, ordered by `cell` and `place`; the columns are those of `SCHEMA`.

    `cell` is the row in `cells` (String; null and empty cells have no names), `place` the order in the cell, `name` the
    name as a person would write it, `key` its folded key, `kind` a `Kind`, `capacity` a `Capacity` or null where the cell
    does not say it, `of` for whom somebody acts, or whose estate or trust it is, `part_of` the house of an imprint or
    division, `born` and `died` years, `aliases` other names and `alias_keys` their keys.
    """
    distinct = cells.unique().sort().alias("text").to_frame().with_row_index("distinct")
    named = _of_cells(distinct["text"]).rename({"cell": "distinct"})
    rows = cells.alias("text").to_frame().with_row_index("cell").join(distinct, on="text", nulls_equal=True)
    told = rows.join(named, on="distinct").sort("cell", "place")
    return told.select(SCHEMA.names()).cast(dict(SCHEMA))


def keys_of(cells: pl.Series) -> pl.Series:
    """List[String] of the keys of all names of each cell, in order, each once, other names of somebody behind the first.

    Empty where a cell has none.
    """
    distinct = cells.unique().sort().alias("text").to_frame().with_row_index("cell")
    named = _of_cells(distinct["text"]).select("cell", keys=pl.concat_list(pl.concat_list("key"), "alias_keys"))
    keys = named.explode("keys").group_by("cell").agg(pl.col("keys").unique(maintain_order=True))
    told = distinct.join(keys, on="cell", how="left")
    rows = cells.alias("text").to_frame().join(told, on="text", how="left", nulls_equal=True, maintain_order="left")
    return rows["keys"].fill_null([])
