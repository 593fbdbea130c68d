"""The figures at the decision `match`, and those that follow from the order of the pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.evaluation.calibration import calibration_error
from classmatch.evaluation.curve import average_precision, best_f1
from classmatch.labels import Label

if TYPE_CHECKING:
    from classmatch.evaluation.judged import Judged


@dataclass(frozen=True)
class Figures:
    """How right the results are. Shares are 0 to 1; what would divide by nothing is 0."""

    records: int  # that the labels speak of
    true_pairs: int
    candidates: int  # pairs of these records that `match` lists, `related` ones left out
    candidates_recall: float  # share of the true pairs among them
    precision: float  # of the pairs with the decision `match`, the share that is true
    recall: float  # of the true pairs, the share with the decision `match`
    f1: float  # harmonic mean of the two
    one_precision: float  # the same of the best such pair of each record alone
    one_recall: float
    one_f1: float
    best_f1: float  # highest F1 that a limit of the confidence could give, decisions aside
    best_f1_at: float | None  # that limit
    average_precision: float
    top1: float  # of the records with a true pair, the share whose best candidate is true
    known_nonmatches: int
    known_nonmatches_accepted: int
    absent_records: int
    absent_accepted: int  # records whose work is in no registration, and that were matched
    calibration_error: float


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def figures(judged: Judged) -> Figures:
    """All figures of the pairs."""
    pairs, records, wanted = judged.pairs, judged.records, judged.wanted.height
    accepted = pairs.filter("accepted")
    of_absent = accepted.join(records.filter("absent"), on="record", how="semi")
    best, at = best_f1(pairs, wanted)
    return Figures(
        records=records.height,
        true_pairs=wanted,
        candidates=pairs.height,
        candidates_recall=ratio(int(pairs["is_true"].sum()), wanted),
        **_at_decision(accepted, wanted, ""),
        **_at_decision(first_of_each(accepted), wanted, "one_"),
        best_f1=best,
        best_f1_at=at,
        average_precision=average_precision(pairs, wanted),
        top1=ratio(first_and_true(judged).height, records.filter(pl.col("wanted") > 0).height),
        known_nonmatches=judged.truth.filter(pl.col("label") == Label.NOMATCH).height,
        known_nonmatches_accepted=accepted.filter(pl.col("label") == Label.NOMATCH).height,
        absent_records=records.filter("absent").height,
        absent_accepted=of_absent["record"].n_unique(),
        calibration_error=calibration_error(pairs),
    )


def first_of_each(pairs: pl.DataFrame) -> pl.DataFrame:
    """The best pair of each record."""
    return pairs.unique("record", keep="first", maintain_order=True)


def first_and_true(judged: Judged) -> pl.DataFrame:
    """The best pair of each record that has a true pair, where it is true."""
    with_truth = judged.records.filter(pl.col("wanted") > 0)
    return first_of_each(judged.pairs).join(with_truth, on="record", how="semi").filter("is_true")


def _at_decision(accepted: pl.DataFrame, wanted: int, prefix: str) -> dict[str, float]:
    hits = int(accepted["is_true"].sum())
    precision, recall = ratio(hits, accepted.height), ratio(hits, wanted)
    return {f"{prefix}precision": precision, f"{prefix}recall": recall, f"{prefix}f1": f1(precision, recall)}
