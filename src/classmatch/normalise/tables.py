"""The word lists and other small tables that packages ship in their `data` folders."""

from __future__ import annotations

import csv
from importlib.resources import files

import polars as pl


def shipped_table(name: str, package: str = __package__) -> pl.DataFrame:
    """The columns of `data/<name>.csv` of a package, all String, with empty text for empty cells.

    It is not read by Polars: a list is often asked for first within a Polars job, which cannot start another.
    """
    with (files(package) / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    return pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
