"""Rules that concern few rows, worked out on those rows only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classmatch.normalise.steps import Step


def where(
    concerned: pl.Expr, cells: dict[str, pl.Expr], steps: Sequence[Mapping[str, pl.Expr]], dtype: pl.DataType
) -> pl.Expr:
    """What rows come to where `concerned` holds, null elsewhere.

    A condition inside an expression spares nothing: Polars works out both of its branches on every row. `cells` are
    the columns that the steps start from; each step adds columns to them, by elementwise expressions, and the last one
    has one column, which is the result.
    """

    def of_batch(batch: pl.Series) -> pl.Series:
        rows = batch.struct.field("_concerned").fill_null(value=False).arg_true()
        frame = batch.gather(rows).struct.unnest()
        for step in steps:
            frame = frame.with_columns(**step)
        return _spread(frame[next(iter(steps[-1]))].cast(dtype), rows, len(batch))

    gathered = pl.struct(concerned.alias("_concerned"), *(cell.alias(name) for name, cell in cells.items()))
    return gathered.map_batches(of_batch, return_dtype=dtype, is_elementwise=True)


def found_where(cell: pl.Expr, hint: str, steps: Sequence[Step], dtype: pl.DataType) -> pl.Expr:
    """A String column taken through elementwise steps where a cheap pattern is found in it; null elsewhere."""

    def of_batch(batch: pl.Series) -> pl.Series:
        rows = batch.str.contains(hint).fill_null(value=False).arg_true()
        return _spread(_taken(batch.gather(rows), steps).cast(dtype), rows, len(batch))

    return cell.map_batches(of_batch, return_dtype=dtype, is_elementwise=True)


def changed_where(cell: pl.Expr, hint: str, steps: Sequence[Step]) -> pl.Expr:
    """A String column with the rows in which a cheap pattern is found taken through steps, the others as they are."""

    def of_batch(batch: pl.Series) -> pl.Series:
        rows = batch.str.contains(hint).fill_null(value=False).arg_true()
        return batch.scatter(rows, _taken(batch.gather(rows), steps)) if len(rows) else batch

    return cell.map_batches(of_batch, return_dtype=pl.String, is_elementwise=True)


def _taken(values: pl.Series, steps: Sequence[Step]) -> pl.Series:
    for step in steps:
        values = values.to_frame("value").select(step(pl.col("value"))).to_series()
    return values


def _spread(found: pl.Series, rows: pl.Series, height: int) -> pl.Series:
    """(height,) with `found` at `rows` and null elsewhere; `scatter` takes no lists."""
    places = np.full(height, len(found), dtype=np.uint32)
    places[rows.to_numpy()] = np.arange(len(found), dtype=np.uint32)
    return pl.concat([found, pl.Series([None], dtype=found.dtype)]).gather(places)
