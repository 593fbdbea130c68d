"""Folded keys of claimants' names: `surname|given names` of a person, `words|` of an organisation.

They are those of `names` and `corporate`, but that a wife who is named by her husband (`Mrs. Arthur Train`) has a key
of her own, `train|mrs arthur`, and is not taken for him. A key is made of the name in natural order, so that `Roe Lane,
Ida` and `Ida Roe Lane` have one; a suffix (`Jr.`) is no part of it.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.corporate import corporate_name
from classmatch.normalise.name_particles import PARTICLES
from classmatch.normalise.name_parts import personal_names
from classmatch.normalise.name_suffixes import BEHIND_NAMES
from classmatch.normalise.text import fold

_MRS = r"(?i)^(?:mrs|mme|madame)\b\.? +(?:(?:veuve|widow|rev|dr)\b\.? )?"
# `Elizabeth Mary, Lady Glendevon`, and other words behind a comma that no suffix is
_BEHIND_COMMA = r"^([^,]*\S \S[^,]*),.*$"
_CO_OPERATIVE = r"\b([Cc]o)-(\p{L})"  # has no legal form
_LEGAL_WORDS = (
    r"(?i)[,.]? +(?:g\.m\.b\.h|s\. ?a\. ?r\. ?l|s\. ?r\. ?l|s\. ?p\. ?a|s\.a|a\.g|n\.v|b\.v|n\.a|l\.p|a/s|l\.l\.c|"
    r"p\.l\.c)\b\.?$"
)


def _of_persons(names: pl.Series) -> pl.Series:
    name = pl.col("name")
    frame = names.alias("name").to_frame().with_columns(husband=name.str.contains(_MRS))
    frame = frame.with_columns(name=name.str.replace(_MRS, "").str.replace(_BEHIND_COMMA, "${1}"))
    for pattern, becomes in (*BEHIND_NAMES, *PARTICLES):
        frame = frame.with_columns(name=name.str.replace_all(pattern, becomes))
    keys = frame.with_columns(key=personal_names(frame["name"].str.strip_chars(" ,;")))
    key = pl.col("key")
    wives = key.str.replace(r"\|", "|mrs ").str.strip_chars_end(" ")
    return keys.select(pl.when("husband").then(wives).otherwise(key))["key"]


def _of_bodies(names: pl.Series) -> pl.Series:
    name = names.alias("name").to_frame()
    joined = pl.col("name").str.replace_all(_CO_OPERATIVE, "${1}${2}")
    plain = corporate_name(joined.str.replace(_LEGAL_WORDS, ""))
    whole = fold(pl.col("name")) + "|"
    return name.select(pl.when(plain == "|").then(whole).otherwise(plain))["name"]


def keys_of_names(names: pl.DataFrame) -> pl.Series:
    """The key of each `name` (String), by whether it is of an `organisation`."""
    rows = names.with_row_index("row")
    persons, bodies = rows.filter(~pl.col("organisation")), rows.filter("organisation")
    keys = [
        persons.select("row", key=_of_persons(persons["name"])),
        bodies.select("row", key=_of_bodies(bodies["name"])),
    ]
    return pl.concat(keys).sort("row")["key"]
