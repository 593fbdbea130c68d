"""Work on the distinct values of a column, for cells that repeat: dates, publishers, imprints.

Polars works a sub-expression out again wherever an expression names it. Steps that are run one after the other, each
on the finished result of the one before, do not have that cost, and a value that occurs a thousand times has it once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Step = Callable[[pl.Expr], pl.Expr]


def by_distinct(cell: pl.Expr, steps: Sequence[Step]) -> pl.Expr:
    """Take the distinct values of a String column through elementwise steps, String to String; null stays null."""
    return cell.map_batches(lambda cells: _batch(cells, steps), return_dtype=pl.String, is_elementwise=True)


def _batch(cells: pl.Series, steps: Sequence[Step]) -> pl.Series:
    distinct = cells.drop_nulls().unique()
    results = distinct
    for step in steps:
        results = results.to_frame("value").select(step(pl.col("value"))).to_series()
    return cells.replace_strict(distinct, results, default=None, return_dtype=pl.String)
