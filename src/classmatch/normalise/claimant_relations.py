"""What is said of the claimants of a cell, brought to the names that it is said of.

In what capacity they claim stands behind them, for all the names since the last such remark or for the last of them;
another name, the years of life and the house of an imprint stand behind the one name that they are said of.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.claimant_capacities import Capacity, capacity_of, for_whom, is_of_all
from classmatch.normalise.claimant_display import displayed
from classmatch.normalise.claimant_marks import ALIAS, BREAK, CAPACITY, MAIDEN, NAMES, PART_OF, YEARS

KIND_OF = {mark[-1]: mark for mark in (NAMES, ALIAS, CAPACITY, PART_OF, YEARS, BREAK)}
_NAMES, _ALIAS, _CAPACITY, _PART_OF, _YEARS, _BREAK = KIND_OF
_WIFE = r"^(?i:mrs|mme)\b\.? (\S+(?: \p{L}\.?)*)$"  # `Mrs. Paul`, of one whose surname stands before


def with_segments(found: pl.DataFrame) -> pl.DataFrame:
    """Add `token`, its number, and `segment`: the tokens that share a capacity, up to the one that says it.

    Another name that has no name before it is one.
    """
    first = (pl.col("cell") != pl.col("cell").shift(1)).fill_null(value=True)
    kind = pl.col("kind")
    begins = first | (kind == _BREAK) | (kind.shift(1) == _CAPACITY).fill_null(value=False)
    named = (kind.is_in([_NAMES, _BREAK]) & (pl.col("text") != "")).cum_sum().over("cell") > 0
    return found.with_row_index("token").with_columns(
        segment=begins.cum_sum(),
        kind=pl.when((kind == _ALIAS) & ~named).then(pl.lit(_NAMES)).otherwise(kind),
    )


def name_tokens(found: pl.DataFrame) -> pl.DataFrame:
    """The tokens that hold names, with `alias`: whether the first name of it is another one of the name before."""
    kept = found.filter(pl.col("kind").is_in([_NAMES, _BREAK, _ALIAS]) & (pl.col("text") != ""))
    return kept.select("cell", "token", "segment", "text", alias=pl.col("kind") == _ALIAS)


def capacities(found: pl.DataFrame) -> pl.DataFrame:
    """`segment`, `capacity`, `acts_for` and `of_all`, of the segments that say in what capacity their names claim."""
    text = pl.col("text")
    said = found.filter(pl.col("kind") == _CAPACITY)
    told = said.select("segment", capacity=capacity_of(text), acts_for=for_whom(text), of_all=is_of_all(text))
    return told.with_columns(acts_for=displayed(told["acts_for"])["name"])


def with_capacities(names: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Add `capacity` and `acts_for` to `names`, sorted by `row`, with `segment` and `organisation`."""
    joined = names.join(capacities(found), on="segment", how="left", maintain_order="left")
    last = pl.col("row") == pl.col("row").max().over("segment")
    # an author beside an employer is not one
    hired = (pl.col("capacity") == Capacity.EMPLOYER_FOR_HIRE) & ~pl.col("organisation")
    beside = pl.col("organisation").any().over("segment")
    holds = (pl.col("of_all") | last) & ~(hired & beside)
    return joined.with_columns(pl.when(holds).then(pl.col(name)).alias(name) for name in ("capacity", "acts_for")).drop(
        "of_all"
    )


def of_name_before(said: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """What is said (`cell`, `token` and more) with `row`: the name in the same cell that stands before it."""
    places = names.select("cell", "row", named_at="token").sort("named_at")
    found = said.sort("token").join_asof(
        places,
        left_on="token",
        right_on="named_at",
        by="cell",
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
    )
    return found.drop_nulls("row").drop("named_at")


def years(found: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`row`, `born`, `died`: the first years that are said of each name (Int16)."""
    text = pl.col("text")
    said = of_name_before(found.filter(pl.col("kind") == _YEARS), names)
    born, died = text.str.extract(r"^(\d{4})-", 1), text.str.extract(r"-(\d{4})$", 1)
    told = said.select("row", born=born.cast(pl.Int16), died=died.cast(pl.Int16))
    return told.group_by("row", maintain_order=True).agg(pl.col("born", "died").drop_nulls().first())


def houses(found: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`row`, `part_of`: the body that an imprint or a division belongs to, as it is displayed."""
    said = of_name_before(found.filter(pl.col("kind") == _PART_OF), names)
    told = said.select("row", part_of=displayed(said["text"])["name"])
    return told.filter(pl.col("part_of") != "").group_by("row", maintain_order=True).agg(pl.col("part_of").first())


def completed(alias: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Another name in full: `née Marl` of Ida Roe is Ida Marl, and `Mrs. Paul` of Ida Roe is Mrs. Paul Roe."""
    given, surname = name.str.extract(r"^([^,]*\S) \S+$", 1), name.str.extract(r"^[^,]* ([^\s,]+)", 1)
    wife = pl.concat_str(pl.lit("Mrs. "), alias.str.extract(_WIFE, 1), pl.lit(" "), surname)
    maiden = pl.concat_str(given, pl.lit(" "), alias.str.extract(rf"^{MAIDEN}([^\s,]+)$", 1))
    return pl.coalesce(wife, maiden, alias.str.strip_prefix(MAIDEN))
