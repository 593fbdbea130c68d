from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from benchmarks.scoring import calibration_error, classmatch_pairs, score

if TYPE_CHECKING:
    from pathlib import Path

TRUE = {"record_id": [1, 2, 3, 4], "registration_row": [10, 10, 30, 40], "label": ["match"] * 4}


def _truth(folder: Path) -> Path:
    path = folder / "truth.parquet"
    pl.DataFrame(TRUE, schema_overrides={"record_id": pl.UInt64, "registration_row": pl.UInt64}).write_parquet(path)
    return path


def test_works_are_expanded_to_their_records(tmp_path: Path):
    pl.DataFrame({"record_id": ["1", "2", "3"], "work_id": ["a", "a", "b"]}).write_parquet(tmp_path / "copies.parquet")
    pl.DataFrame(
        {
            "work_id": ["a", "b"],
            "registration_record_id": ["10", "99"],
            "confidence": [0.9, 0.6],
            "decision": ["match", "review"],
        }
    ).write_parquet(tmp_path / "candidates.parquet")
    found = score(classmatch_pairs(tmp_path), _truth(tmp_path))
    assert (found.accepted, found.right, found.true) == (2, 2, 4)
    assert (found.precision, found.recall) == (1.0, 0.5)
    assert found.f1 == pytest.approx(2 / 3)


def test_no_pairs_score_nothing(tmp_path: Path):
    schema = {"record_id": pl.UInt64, "registration_row": pl.UInt64, "confidence": pl.Float64, "accepted": pl.Boolean}
    found = score(pl.LazyFrame(schema=schema), _truth(tmp_path))
    assert (found.precision, found.recall, found.f1, found.calibration_error) == (0.0, 0.0, 0.0, 0.0)


def test_calibration_error_is_the_gap_between_confidence_and_truth():
    judged = pl.DataFrame({"confidence": [0.9] * 10, "is_true": [True] * 7 + [False] * 3})
    assert calibration_error(judged) == pytest.approx(0.2)


def test_pairs_of_low_confidence_do_not_count_for_calibration():
    judged = pl.DataFrame({"confidence": [0.1, 1.0], "is_true": [True, True]})
    assert calibration_error(judged) == 0.0
