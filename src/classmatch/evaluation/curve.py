"""What a limit of the confidence would give: the curve over all limits, and a table of some.

Limits look at the confidence alone. Vetoes keep pairs from being a match whatever their confidence, so that precision
and recall at the decision `match` may differ from those at the limit that was set.
"""

from __future__ import annotations

import polars as pl

THRESHOLDS = tuple(hundredth / 100 for hundredth in range(100))


def curve(pairs: pl.DataFrame, wanted: int) -> pl.DataFrame:
    """`confidence, is_true, hits, rank, precision, f1`: a row a pair, were it and all pairs before it accepted."""
    ranked = pairs.select(
        "confidence", "is_true", hits=pl.col("is_true").cum_sum(), rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    )
    return ranked.with_columns(
        precision=_share("hits", pl.col("rank")), f1=2 * pl.col("hits") / (pl.col("rank") + wanted)
    )


def best_f1(pairs: pl.DataFrame, wanted: int) -> tuple[float, float | None]:
    """The highest F1 of the curve and the highest confidence that gives it; 0 and None without pairs."""
    points = curve(pairs, wanted)
    if points.is_empty():
        return 0.0, None
    best = points.row(int(points["f1"].arg_max() or 0), named=True)
    return best["f1"], best["confidence"]


def average_precision(pairs: pl.DataFrame, wanted: int) -> float:
    """Mean over the true pairs of the precision at their place; a true pair that is no candidate counts as 0.

    Of pairs with equal confidence, the order of their ids decides.
    """
    at_hits = curve(pairs, wanted).filter("is_true")["precision"].sum()
    return float(at_hits) / wanted if wanted else 0.0


def thresholds(pairs: pl.DataFrame, wanted: int) -> pl.DataFrame:
    """`threshold, accepted, precision, recall, f1` at each of `THRESHOLDS`; a share of nothing is null."""
    limits = pl.DataFrame({"threshold": THRESHOLDS}).with_columns(pl.col("threshold").set_sorted())
    ordered = pairs.select("confidence", pl.col("is_true").cast(pl.Int64)).sort("confidence")
    above = pl.len().cast(pl.Int64) - pl.int_range(0, pl.len(), dtype=pl.Int64)
    hits = pl.col("is_true").cum_sum(reverse=True)
    counted = ordered.select("confidence", accepted=above, hits=hits)
    joined = limits.join_asof(counted, left_on="threshold", right_on="confidence", strategy="forward")
    joined = joined.with_columns(pl.col("accepted", "hits").fill_null(0))
    total = pl.col("accepted") + wanted
    return joined.select(
        "threshold",
        "accepted",
        precision=_share("hits", pl.col("accepted")),
        recall=_share("hits", pl.lit(wanted)),
        f1=pl.when(total > 0).then(2 * pl.col("hits") / total),
    )


def _share(part: str, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(pl.col(part) / whole)
