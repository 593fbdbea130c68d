"""Whether the confidence keeps its word: of the pairs with a confidence of 0.9, nine in ten must be true."""

from __future__ import annotations

import polars as pl

from classmatch.evaluation.wilson import wilson

BINS = 10  # of equal width; each includes its lower end, the last also 1


def reliability(pairs: pl.DataFrame) -> pl.DataFrame:
    """A row a bin of the confidence: `from, to, count, said, was, low, high`.

    `said` is the mean confidence in the bin, `was` the share of true pairs, and `low` to `high` its 95% interval by
    Wilson. All are null where the bin is empty.
    """
    bins = pl.DataFrame({"bin": range(BINS)}, schema={"bin": pl.Int64})
    rows = bins.join(_binned(pairs), on="bin", how="left", maintain_order="left").with_columns(
        pl.col("count", "hits").fill_null(0)
    )
    intervals = [wilson(hits, count) for hits, count in rows.select("hits", "count").iter_rows()]
    low, high = (pl.Series([interval[end] for interval in intervals], dtype=pl.Float64) for end in (0, 1))
    edges = [(pl.col("bin") / BINS).alias("from"), ((pl.col("bin") + 1) / BINS).alias("to")]
    return rows.select(*edges, "count", "said", "was", low=low, high=high)


def calibration_error(pairs: pl.DataFrame) -> float:
    """Expected calibration error over all pairs: the mean gap between `said` and `was`, bins weighed by their pairs.

    Naeini, Cooper and Hauskrecht (2015), Obtaining Well Calibrated Probabilities Using Bayesian Binning.
    """
    bins = _binned(pairs)
    gaps = bins["count"] * (bins["said"] - bins["was"]).abs()
    return float(gaps.sum()) / pairs.height if pairs.height else 0.0


def _binned(pairs: pl.DataFrame) -> pl.DataFrame:
    bins = bin_of(pl.col("confidence")).alias("bin")
    true = pl.col("is_true")
    return (
        pairs.group_by(bins)
        .agg(
            count=pl.len().cast(pl.Int64),
            said=pl.col("confidence").mean(),
            was=true.mean(),
            hits=true.sum().cast(pl.Int64),
        )
        .sort("bin")
    )


def bin_of(confidence: pl.Expr) -> pl.Expr:
    """The number of the bin, from 0."""
    return (confidence * BINS).floor().clip(0, BINS - 1).cast(pl.Int64)
