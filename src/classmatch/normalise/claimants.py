"""Claimants and authors of registrations: the names in their cells, cleaned, split and typed, and what is said of them.

A cell is cut into tokens (`claimant_cuts`), its lists into names (`claimant_lists`), each name is written as a person
would write it (`claimant_display`), told to be of a person or an organisation (`claimant_kinds`) and keyed
(`claimant_keys`), and what stands behind names is brought to them (`claimant_relations`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from classmatch.normalise.claimant_capacities import Capacity
from classmatch.normalise.claimant_cuts import tokens
from classmatch.normalise.claimant_display import displayed
from classmatch.normalise.claimant_keys import keys_of_names
from classmatch.normalise.claimant_kinds import LEGAL, Kind, stands_for
from classmatch.normalise.claimant_lists import names_in
from classmatch.normalise.claimant_particles import PARTICLE
from classmatch.normalise.claimant_plain import is_plain, plain_names
from classmatch.normalise.claimant_relations import (
    completed,
    houses,
    name_tokens,
    of_name_before,
    with_capacities,
    with_segments,
    years,
)
from classmatch.normalise.lists import either
from classmatch.normalise.name_words import any_of
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
# What begins in small letters and goes on in them is said of the work.
_PHRASE = r"^\p{Ll}{2,}\.? (?:.* )?\p{Ll}{3,}\b"
# A wife, a child or a next of kin is a person, whatever words the name has, but for a bank that acts for one.
_PERSONAL = (Capacity.SPOUSE, Capacity.CHILD, Capacity.NEXT_OF_KIN)
_MARKED_BODY = (
    rf"(?i) (?:&|and|of|for) |\b(?:{LEGAL})\.?$|\b(?:bank|company|estate|chapter|{any_of('sign', table='corporate')})\b"
)


def _shown(raw: pl.Series) -> pl.DataFrame:
    """`raw` (each once), `name` as displayed and `organisation`, without those that name nobody."""
    distinct = raw.unique().sort()
    shown = displayed(distinct).with_columns(raw=distinct)
    placeholder = fold(pl.col("name")).str.contains(_PLACEHOLDER)
    phrase = pl.col("name").str.contains(_PHRASE) & ~pl.col("name").str.contains(
        rf"\b(?:{LEGAL})\.?$|^(?i:{PARTICLE}) "
    )
    return shown.filter(~placeholder & ~phrase)


def _with_keys(names: pl.DataFrame) -> pl.DataFrame:
    """Add `key` to `name` and `organisation`, each pair once; without the names that come to nothing."""
    distinct = names.select("name", "organisation").unique().sort("name", "organisation")
    keyed = distinct.with_columns(key=keys_of_names(distinct)).filter(pl.col("key").str.contains(_USABLE))
    return names.join(keyed, on=["name", "organisation"], maintain_order="left")


def _names(found: pl.DataFrame) -> pl.DataFrame:
    """The names of tokens in their order, with `alias`: whether it is another one of the name before."""
    held = name_tokens(found)
    split = names_in(held["text"])
    first = (pl.col("list") != pl.col("list").shift(1)).fill_null(value=True)
    rows = held.drop("text")[split["list"]].with_columns(split.select(raw="name", first=first))
    rows = rows.with_columns(alias=pl.col("alias") & pl.col("first")).drop("first")
    return rows.join(_shown(rows["raw"]), on="raw", maintain_order="left")


def _other_names(names: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """`row`, `name`, `key` and `organisation` of other names, in the order in which they are said."""
    said = of_name_before(aliases.select("cell", "token", alias="name"), names)
    joined = said.join(names.select("row", "name"), on="row", maintain_order="left")
    raw = joined.select("row", raw=completed(pl.col("alias"), pl.col("name")))
    return _with_keys(raw.join(_shown(raw["raw"]), on="raw", maintain_order="left"))


def _listed(others: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`row`, `aliases` and `alias_keys`: other names, each once and without the name itself."""
    told = others.join(names.select("row", own="key"), on="row", maintain_order="left")
    once = told.filter(pl.col("own") != pl.col("key")).unique(["row", "key"], keep="first", maintain_order=True)
    return once.group_by("row", maintain_order=True).agg(aliases="name", alias_keys="key")


def _typed(names: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Names with `organisation` by what stands beside them, too: `Acme, d.b.a. Zenith Books`, but not Jane Doe."""
    bodies = others.filter("organisation")["row"].implode()
    named = pl.col("row").is_in(bodies) & ~pl.col("name").str.contains(" ", literal=True)
    beside = named | pl.col("part_of").is_not_null()
    personal = pl.col("capacity").is_in(_PERSONAL) & ~pl.col("name").str.contains(_MARKED_BODY)
    return names.with_columns(organisation=(pl.col("organisation") | beside) & ~personal.fill_null(value=False))


def _of_cells(cells: pl.Series) -> pl.DataFrame:
    """The names of each cell, with the columns of `SCHEMA`; `cell` is its row. In no order between cells."""
    plain = is_plain(cells)
    told, rest = plain.arg_true(), (~plain & cells.is_not_null()).arg_true()
    of_rest = _taken_apart(cells.gather(rest))
    return pl.concat([_of_plain(cells, told), of_rest.with_columns(cell=rest.gather(of_rest["cell"]))])


def _of_plain(cells: pl.Series, rows: pl.Series) -> pl.DataFrame:
    """The names of the cells in these rows, which are plain."""
    found = plain_names(cells.gather(rows)).unique(["cell", "key"], keep="first", maintain_order=True)
    none = pl.lit([], pl.List(pl.String))
    columns = found.with_columns(
        cell=rows.gather(found["cell"]),
        place=pl.int_range(pl.len()).over("cell"),
        kind=pl.lit(Kind.PERSON.value),
        aliases=none,
        alias_keys=none,
    )
    absent = (pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items() if name not in columns.columns)
    return columns.with_columns(absent).select(SCHEMA.names()).cast(SCHEMA)


def _taken_apart(cells: pl.Series) -> pl.DataFrame:
    """The names of each cell by all the steps, with the columns of `SCHEMA`; `cell` is its row."""
    if cells.is_empty():  # the many steps cost a third of a second, whatever they are given
        return pl.DataFrame(schema=SCHEMA)
    found = with_segments(tokens(cells))
    said = _names(found)
    names = with_capacities(said.filter(~pl.col("alias")).with_row_index("row"), found)
    others = _other_names(names, said.filter("alias"))
    names = names.join(houses(found, names), on="row", how="left", maintain_order="left")
    names = _with_keys(_typed(names, others))
    told = names.join(years(found, names), on="row", how="left").join(_listed(others, names), on="row", how="left")
    return _finished(told.sort("row").unique(["cell", "key"], keep="first", maintain_order=True))


def _finished(told: pl.DataFrame) -> pl.DataFrame:
    """The columns of `SCHEMA`, in the order of the names."""
    none = pl.lit([], dtype=pl.List(pl.String))
    kind = pl.when("organisation").then(pl.lit(Kind.ORGANISATION.value)).otherwise(pl.lit(Kind.PERSON.value))
    columns = told.with_columns(
        pl.col("aliases", "alias_keys").fill_null(none),
        of=pl.coalesce(stands_for(pl.col("name")), "acts_for"),
        kind=kind,
        place=pl.int_range(pl.len()).over("cell"),
    )
    return columns.select(SCHEMA.names()).cast(SCHEMA)


def claimants_of(cells: pl.Series) -> pl.DataFrame:
    """One row a name, each name once a cell, ordered by `cell` and `place`; the columns are those of `SCHEMA`.

    `cell` is the row in `cells` (String; null and empty cells have no names), `place` the order in the cell, `name` the
    name as a person would write it, `key` its folded key, `kind` a `Kind`, `capacity` a `Capacity` or null where the
    cell does not say it, `of` for whom somebody acts, or whose estate or trust it is, `part_of` the house of an imprint
    or division, `born` and `died` years, `aliases` other names and `alias_keys` their keys.

    A displayed name, read again, has the same key, but where the cell said what it is of: a child is a person, and a
    division an organisation, whatever the words of the name.
    """
    distinct = cells.unique().sort().alias("text").to_frame().with_row_index("distinct")
    named = _of_cells(distinct["text"]).rename({"cell": "distinct"})
    rows = cells.alias("text").to_frame().with_row_index("cell").join(distinct, on="text", nulls_equal=True)
    told = rows.join(named, on="distinct").sort("cell", "place")
    return told.select(SCHEMA.names()).cast(SCHEMA)


def keys_of(cells: pl.Series) -> pl.Series:
    """List[String] of the keys of all names of each cell, in order, each once, the other names of one behind its name.

    Empty where a cell has none.
    """
    distinct = cells.unique().sort().alias("text").to_frame().with_row_index("cell")
    named = _of_cells(distinct["text"]).select("cell", keys=pl.concat_list(pl.concat_list("key"), "alias_keys"))
    keys = named.explode("keys").group_by("cell").agg(pl.col("keys").unique(maintain_order=True))
    told = distinct.join(keys, on="cell", how="left")
    rows = cells.alias("text").to_frame().join(told, on="text", how="left", nulls_equal=True, maintain_order="left")
    return rows["keys"].fill_null([])
