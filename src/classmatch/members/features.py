"""What mentions have in common beside the name: the works, and the people they stand with."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from classmatch.members.evidence import RANK, Evidence

MAX_BESIDE = 12  # names of a registration, of each role, that count as company; the rest of an anthology tells little
_CLAIMANT, _AUTHOR = "claimant", "author"


@dataclass(frozen=True)
class Features:
    """`rows`: `unit, feature, evidence` (place in `ORDER`), one row a thing that a unit shares with others.

    `known`: `feature`, `bearers`: how many forms of names have it, `family`, the block of its surname if it is a name,
    and its `kind` and `value`.
    """

    rows: pl.DataFrame
    known: pl.DataFrame

    def texts(self, features: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
        """`feature` and `text`: what these features (`feature`) are called; `units` as in `features_of`."""
        asked = self.known.join(features, on="feature", how="semi")
        keys = asked.filter(pl.col("kind") == "name").select(key="value")
        told = asked.join(_spoken(units.join(keys, on="key", how="semi")), left_on="value", right_on="key", how="left")
        name = pl.when(pl.col("kind") == "name").then("name")
        return told.select("feature", text=pl.coalesce(name, "value"))


def features_of(units: pl.DataFrame, registrations: pl.DataFrame) -> Features:
    """The features of units.

    `units` has one row a mention: `unit, form, row, role, key, block, letter, name, born`.
    """
    parts = {"name": _company(units, registrations), Evidence.BORN.value: _born(units)}
    parts |= {evidence.value: _of_registration(units, registrations, evidence, value) for evidence, value in _columns()}
    names, found = _numbered(parts)
    borne = found.select("feature", "form").unique()
    counts = borne.group_by("feature").agg(bearers=pl.len())
    surname = pl.concat_str(pl.lit("p "), pl.col("value").str.extract(r"^([^|]*)", 1))
    told = names.with_columns(family=pl.when(pl.col("kind") == "name").then(surname))
    known = told.join(counts, on="feature").select("feature", "bearers", "family", "kind", "value")
    return Features(found.select("unit", "feature", "evidence").unique(), known)


def _columns() -> list[tuple[Evidence, pl.Expr]]:
    """What the registration itself says, the same for everyone in it."""
    year = pl.coalesce(pl.col("original_date").str.slice(0, 4), pl.col("year").cast(pl.String), pl.lit("?"))
    original = pl.col("original_number") + pl.lit(" of ") + year
    title = pl.when(pl.col("title_main") != "").then("title_main")
    return [
        (Evidence.SAME_ORIGINAL, original),
        (Evidence.SAME_TITLE, title),
        (Evidence.PUBLISHER, pl.col("publisher_key")),
    ]


def _numbered(parts: dict[str, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`feature, kind, value` of all parts, by kind and value, and `unit, form, feature, evidence`, each row once.

    Each part, of a kind, has `unit, form, value, evidence`; texts are looked at once, and numbers from there on.
    """
    names: list[pl.DataFrame] = []
    found: list[pl.DataFrame] = []
    first = 0
    for kind, part in sorted(parts.items()):
        values = part.select(pl.col("value").unique().sort()).with_row_index("feature", offset=first)
        first += values.height
        names.append(values.select("feature", "value", kind=pl.lit(kind)))
        found.append(part.join(values, on="value").select("unit", "form", "feature", "evidence"))
    return pl.concat(names), pl.concat(found).unique()


def _of_registration(
    units: pl.DataFrame, registrations: pl.DataFrame, evidence: Evidence, value: pl.Expr
) -> pl.DataFrame:
    values = registrations.select(value=value).to_series().gather(units["row"])
    return _part(units.select("unit", "form", value=values).drop_nulls("value"), pl.lit(RANK[evidence]))


def _born(units: pl.DataFrame) -> pl.DataFrame:
    found = units.drop_nulls("born").select("unit", "form", value=pl.col("born").cast(pl.String))
    return _part(found, pl.lit(RANK[Evidence.BORN]))


def _part(found: pl.DataFrame, evidence: pl.Expr) -> pl.DataFrame:
    return found.select("unit", "form", "value", evidence=evidence.cast(pl.UInt8))


def _company(units: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """The other names of each registration; names that could be the same person's are no company."""
    beside = _beside(units, registrations)
    found = units.select("unit", "form", "row", "role", "block", "letter").join(beside, on="row", suffix="_beside")
    alike = (pl.col("letter") == pl.col("letter_beside")) | (pl.col("letter") == "") | (pl.col("letter_beside") == "")
    found = found.filter(~((pl.col("block") == pl.col("block_beside")) & alike))
    claims, claimed = pl.col("role") == _CLAIMANT, pl.col("role_beside") == _CLAIMANT
    evidence = (
        pl.when(claims & claimed)
        .then(RANK[Evidence.CO_CLAIMANT])
        .when(claims)
        .then(RANK[Evidence.HEIRS])
        .when(claimed)
        .then(RANK[Evidence.SAME_CLAIMANT])
        .otherwise(RANK[Evidence.CO_AUTHOR])
    )
    return _part(found.rename({"key": "value"}), evidence)


def _beside(units: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """`row, role, key, block, letter` of at most `MAX_BESIDE` names a role, with authors whom only the title names."""
    mentioned = units.select("row", "role", "key", "block", "letter")
    rows = units["row"].unique()
    titled = registrations.select("names")[rows].with_columns(rows).explode("names", empty_as_null=False).drop_nulls()
    key = pl.col("names")
    surname, letter = key.str.extract(r"^([^|]*)", 1), key.str.extract(r"\|(.)", 1).fill_null("")
    body = key.str.ends_with("|") & key.str.contains(" ")
    block = pl.when(body).then("o " + surname.str.replace_all(" ", "")).otherwise("p " + surname)
    named = titled.select("row", role=pl.lit(_AUTHOR), key=key, block=block, letter=letter)
    both = pl.concat([mentioned, named]).unique(["row", "role", "key"], keep="first", maintain_order=True)
    return both.filter(pl.int_range(pl.len()).over("row", "role") < MAX_BESIDE)


def _spoken(units: pl.DataFrame) -> pl.DataFrame:
    """`key` and `name`: how the name of each key is written most often."""
    counts = (
        units.group_by("key", "name").agg(times=pl.len()).sort("key", "times", "name", descending=[False, True, False])
    )
    return counts.unique("key", keep="first", maintain_order=True).select("key", "name")
