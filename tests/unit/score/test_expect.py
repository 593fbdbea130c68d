"""Expected precision and recall of a run."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.score.calibrate import Calibration
from classmatch.score.expect import Tally, expected, labelled

SURE = Calibration(1.0, 0.0, ((1e-9, 0.0), (0.0, 1e-9)))
UNSURE = Calibration(1.0, 0.0, ((0.04, 0.0), (0.0, 1.0)))
BITS = st.lists(st.floats(-80, 80), max_size=30)


@given(BITS)
def test_a_tally_expects_the_sum_of_the_confidences(bits: list[float]) -> None:
    weight = np.array(bits, dtype=np.float64)
    assert Tally.of(weight).expected(SURE) == pytest.approx(SURE.confidence(weight).sum(), abs=0.01 * len(bits))
    assert Tally.of(weight).counts.sum() == len(bits)


@given(BITS, BITS, st.integers(0, 4))
def test_estimates_are_shares_within_their_intervals(matches: list[float], others: list[float], known: int) -> None:
    found = expected(Tally.of(np.array(matches)), Tally.of(np.array(others)), UNSURE, 0.9, known)
    assert (found.precision is None) == (not matches and not known)
    for estimate in (found.precision, found.recall):
        if estimate:
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert not found.recall or found.recall.high <= 0.9


def test_precision_and_recall_by_hand() -> None:
    matches, others = Tally.of(np.full(100, np.log2(9))), Tally.of(np.full(100, -np.log2(9)))  # 0.9 and 0.1
    found = expected(matches, others, SURE, 0.5)
    assert found.precision
    assert found.recall
    assert found.precision.value == pytest.approx(0.9, abs=0.002)
    assert found.recall.value == pytest.approx(0.5 * 0.9, abs=0.002)
    assert found.true_pairs == pytest.approx(100, abs=0.1)


def test_the_interval_of_a_sure_calibration_is_that_of_so_many_coins() -> None:
    found = expected(Tally.of(np.full(100, np.log2(9))), Tally(), SURE, 1.0)
    assert found.precision
    assert found.precision.high - found.precision.low == pytest.approx(2 * 1.96 * 0.03, abs=0.015)


def test_an_unsure_calibration_makes_wider_intervals() -> None:
    matches = Tally.of(np.full(1000, 4.0))
    widths = []
    for calibration in (SURE, UNSURE):
        precision = expected(matches, Tally(), calibration, 1.0).precision
        assert precision
        widths.append(precision.high - precision.low)
    assert widths[1] > 3 * widths[0]


def test_known_matches_are_right() -> None:
    found = expected(Tally(), Tally(), UNSURE, 1.0, known=7)
    assert found.precision
    assert found.precision.value == found.precision.low == 1.0


def test_labels_count_what_the_evidence_alone_decides() -> None:
    candidates = pl.DataFrame(
        {
            "label": ["match", "match", "nomatch", None, None],
            "verdict": [1, 1, 0, 0, -1],
            "by_evidence": ["match", "review", "match", "match", "match"],
        }
    )
    found = labelled(candidates)
    assert found
    assert found.precision
    assert (found.precision.value, found.precision.pairs) == (0.333333, 3)
    assert found.recall
    assert (found.recall.value, found.recall.pairs) == (0.5, 2)
    assert found.recall.low < 0.5 < found.recall.high


def test_without_labels_nothing_is_counted() -> None:
    candidates = pl.DataFrame({"label": [None], "verdict": [-1], "by_evidence": ["match"]})
    assert labelled(candidates.with_columns(pl.col("label").cast(pl.String))) is None
