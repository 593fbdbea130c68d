"""The word lists about names: how common they are, their short forms, and words of bodies that name nobody."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl


def _table(name: str) -> pl.DataFrame:
    return pl.read_csv(str(files(__package__) / "data" / f"{name}.csv"), infer_schema=False)


@cache
def common_names(kind: str) -> pl.DataFrame:
    """`name` and `share` (0 to 1, of the population) of the most common names of a kind: surname or given.

    After the public name lists of the 1990 United States census, both sexes taken together, from general knowledge:
    only their order of magnitude is to be relied on.
    """
    rows = _table("common_names").filter(pl.col("kind") == kind)
    return rows.select("name", share=pl.col("percent").cast(pl.Float64) / 100)


@cache
def short_forms(kind: str) -> dict[str, str]:
    """Given names that are written or called otherwise: `wm` is an abbreviation of william, `bob` a nickname."""
    rows = _table("given_names").filter(pl.col("kind") == kind)
    return dict(rows.select("name", "becomes").iter_rows())


@cache
def body_words(kind: str) -> list[str]:
    """Words of corporate names.

    `generic` ones name no single body, a body adds or drops `filler`, and `nobody` is left over where a name was cut.
    """
    return _table("body_words").filter(pl.col("kind") == kind)["word"].to_list()
