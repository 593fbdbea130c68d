"""The publisher of a line: the registration's, else the catalog's, unless that is a distributor."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

from classmatch.normalise.publishers import publisher_key


@cache
def _distributors() -> pl.Series:
    """Keys of the distributors and aggregators in data/distributors.txt."""
    text = (files(__package__) / "data" / "distributors.txt").read_text(encoding="utf-8")
    names = [line for line in text.splitlines() if line and not line.startswith("#")]
    return pl.DataFrame({"name": names}).select(publisher_key(pl.col("name")))["name"].drop_nulls().unique()


def is_distributor(publisher: pl.Expr) -> pl.Expr:
    """Whether a publisher (String) is a distributor or aggregator of the list (Boolean, never null)."""
    return publisher_key(publisher).is_in(_distributors().to_list()).fill_null(value=False)


def publisher_of(registered: pl.Expr, catalog: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The publisher of a line, and where it is from: `registration`, `catalog`, or the catalog's `distributor`."""
    distributed = is_distributor(catalog)
    publisher = pl.coalesce(registered, catalog)
    origin = (
        pl.when(registered.is_not_null()).then(pl.lit("registration"))
        .when(distributed).then(pl.lit("distributor"))
        .when(catalog.is_not_null()).then(pl.lit("catalog"))
    )  # fmt: skip
    return publisher, origin
