"""The word lists and other small tables that packages ship in their `data` folders."""

from __future__ import annotations

import csv
from importlib.resources import files
from io import StringIO

import polars as pl


def shipped_table(name: str, package: str = __package__) -> pl.DataFrame:
    """The columns of `data/<name>.csv` of a package, all String, with empty text for empty cells.

    It is not read by Polars: a list is often asked for first within a Polars job, which cannot start another.
    """
    text = (files(package) / "data" / f"{name}.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(StringIO(text))
    return pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
