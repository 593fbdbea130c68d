"""How right a list of pairs is, against the truth of the generated world. The same for every tool.

A pair is a catalog row and a registration row. Tools that decide on works are expanded to their rows first, so that a
work wrongly put together or taken apart costs what it would cost the user.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ["record_id", "registration_row"]
BINS = 20  # of confidence, for the calibration error
CUT = 0.5  # confidence from which pairs count for the calibration error


@dataclass(frozen=True)
class Score:
    """How right the accepted pairs are.

    `calibration_error` is the expected calibration error (Naeini, Cooper and Hauskrecht 2015) over the pairs of
    confidence `CUT` or more, accepted or not: the mean gap between confidence and the share of true pairs, by bins.
    """

    accepted: int
    true: int
    right: int
    calibration_error: float

    @property
    def precision(self) -> float:
        return self.right / self.accepted if self.accepted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        total = self.accepted + self.true
        return 2 * self.right / total if total else 0.0


def classmatch_pairs(results: Path) -> pl.LazyFrame:
    """What `classmatch match` wrote, as `record_id, registration_row, confidence, accepted`."""
    copies = pl.scan_parquet(results / "copies.parquet").select("record_id", "work_id")
    candidates = pl.scan_parquet(results / "candidates.parquet")
    pairs = candidates.join(copies, on="work_id").select(
        "record_id",
        pl.col("registration_record_id").alias("registration_row"),
        "confidence",
        (pl.col("decision") == "match").alias("accepted"),
    )
    return _one_type(pairs)


def splink_pairs(path: Path) -> pl.LazyFrame:
    """What the splink job wrote, in the same columns; it accepts from a confidence of `CUT`."""
    return _one_type(pl.scan_parquet(path)).with_columns((pl.col("confidence") >= CUT).alias("accepted"))


def _one_type(pairs: pl.LazyFrame) -> pl.LazyFrame:
    return pairs.with_columns(pl.col(KEYS).cast(pl.String).cast(pl.UInt64))


def score(pairs: pl.LazyFrame, *truth: Path) -> Score:
    """Score pairs of `record_id, registration_row, confidence, accepted`, each pair once, against files of truth."""
    true = pl.scan_parquet(list(truth)).select(*KEYS, is_true=True)
    best = pairs.group_by(KEYS).agg(pl.col("confidence", "accepted").max())
    judged = best.join(true, on=KEYS, how="left").with_columns(pl.col("is_true").fill_null(value=False)).collect()
    accepted = judged.filter("accepted")
    count = true.select(pl.len()).collect().item()
    return Score(accepted.height, count, int(accepted["is_true"].sum()), calibration_error(judged))


def calibration_error(judged: pl.DataFrame) -> float:
    """The expected calibration error of `confidence` against `is_true`; 0 when no pair reaches `CUT`."""
    reach = judged.filter(pl.col("confidence") >= CUT)
    bins = (pl.col("confidence") * BINS).floor().clip(0, BINS - 1).alias("bin")
    gap = (pl.col("confidence").mean() - pl.col("is_true").mean()).abs() * pl.len()
    total = reach.group_by(bins).agg(gap.alias("gap"))["gap"].sum()
    return float(total) / reach.height if reach.height else 0.0
