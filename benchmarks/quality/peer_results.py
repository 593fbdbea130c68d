"""What a peer found, in the shape of the results of `classmatch match`, so that one scorer reads all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path


def write(out: Path, pairs: pl.DataFrame, records: pl.Series, threshold: float) -> None:
    """Write pairs of `record_id, registration_row, confidence`; from `threshold` on a pair has the decision `match`.

    A peer has no works: each record is one.
    """
    out.mkdir(parents=True, exist_ok=True)
    candidates = pairs.select(
        pl.col("record_id").alias("work_id"), pl.col("registration_row").alias("registration_record_id"), "confidence"
    ).sort(pl.all())
    _decided(candidates, threshold).write_parquet(out / "candidates.parquet")
    pl.DataFrame({"record_id": records, "work_id": records}).write_parquet(out / "copies.parquet")


def decided_at(results: Path, threshold: float, out: Path) -> Path:
    """The results of any tool with another threshold, written to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    columns = ["work_id", "registration_record_id", "confidence"]
    candidates = pl.read_parquet(results / "candidates.parquet", columns=columns)
    _decided(candidates, threshold).write_parquet(out / "candidates.parquet")
    pl.read_parquet(results / "copies.parquet").write_parquet(out / "copies.parquet")
    return out


def _decided(candidates: pl.DataFrame, threshold: float) -> pl.DataFrame:
    match = pl.col("confidence") >= threshold
    return candidates.with_columns(decision=pl.when(match).then(pl.lit("match")).otherwise(pl.lit("review")))
