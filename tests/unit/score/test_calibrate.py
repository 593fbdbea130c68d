"""Platt scaling: from match weights to probabilities that hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.score.calibrate import LEAST_SLOPE, Calibration, Origin, fit, targets

WEIGHTS = st.lists(st.floats(-20, 20), min_size=2, max_size=40)
LABELS = st.lists(st.integers(0, 1), min_size=40, max_size=40)
SHIPPED = Calibration()


def drawn(slope: float, offset: float, pairs: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of a catalog whose true calibration is this one."""
    random = np.random.default_rng(seed)
    weight = random.uniform(-8, 8, pairs)
    right = random.random(pairs) < Calibration(slope, offset).confidence(weight)
    return weight, right.astype(np.int8)


def test_targets_are_those_of_platt() -> None:
    found = targets(np.array([1, 1, 1, 0]), np.ones(4))
    assert found == pytest.approx([4 / 5, 4 / 5, 4 / 5, 1 / 3])


def test_it_finds_the_calibration_that_the_pairs_were_drawn_from() -> None:
    found = fit(*drawn(0.6, -1.5, 20_000), None, Origin.LABELS)
    assert (found.slope, found.offset) == pytest.approx((0.6, -1.5), abs=0.1)
    assert (found.pairs, found.origin) == (20_000, Origin.LABELS)


def test_it_is_calibrated_on_what_it_was_fitted_on() -> None:
    weight, label = drawn(0.5, 2.0, 5_000)
    found = fit(weight, label, SHIPPED, Origin.LABELS)
    assert found.confidence(weight).mean() == pytest.approx(label.mean(), abs=0.005)


def test_more_labels_come_closer_to_the_labels_and_fewer_stay_closer_to_the_prior() -> None:
    offsets = [fit(*drawn(1.0, -3.0, pairs), SHIPPED, Origin.LABELS).offset for pairs in (10, 100, 1_000, 10_000)]
    assert offsets == sorted(offsets, reverse=True)
    assert -1.5 < offsets[0] < 0
    assert offsets[-1] == pytest.approx(-3.0, abs=0.15)


def test_more_labels_leave_less_open() -> None:
    spreads = [fit(*drawn(1.0, 0.0, pairs), SHIPPED, Origin.LABELS).covariance[1][1] for pairs in (10, 100, 1_000)]
    assert SHIPPED.covariance[1][1] > spreads[0] > spreads[1] > spreads[2] > 0


@given(WEIGHTS, LABELS)
def test_more_evidence_never_means_less_confidence(weights: list[float], labels: list[int]) -> None:
    weight, label = np.array(weights), np.array(labels[: len(weights)], dtype=np.int8)
    for prior in (SHIPPED, None):
        found = fit(weight, label, prior, Origin.LABELS)
        assert found.slope >= LEAST_SLOPE
        grid = found.confidence(np.linspace(-30, 30, 50))
        assert np.all(np.diff(grid) >= 0)
        assert np.all((grid >= 0) & (grid <= 1))


@given(WEIGHTS, LABELS, st.integers(1, 5))
def test_a_count_is_as_many_pairs(weights: list[float], labels: list[int], times: int) -> None:
    weight, label = np.array(weights), np.array(labels[: len(weights)], dtype=np.int8)
    counted = fit(weight, label, SHIPPED, Origin.LABELS, np.full(len(weight), float(times)))
    written_out = fit(np.tile(weight, times), np.tile(label, times), SHIPPED, Origin.LABELS)
    assert (counted.slope, counted.offset) == pytest.approx((written_out.slope, written_out.offset), abs=1e-4)


def test_weights_that_tell_all_labels_apart_make_no_certainty() -> None:
    weight, label = np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0, 0, 1, 1], dtype=np.int8)
    assert 0.02 < fit(weight, label, None, Origin.LABELS).confidence(np.array([-2.0])).item() < 0.35


def test_the_order_of_the_pairs_does_not_matter() -> None:
    weight, label = drawn(0.8, 1.0, 500)
    order = np.random.default_rng(1).permutation(500)
    assert fit(weight, label, SHIPPED, Origin.LABELS) == fit(weight[order], label[order], SHIPPED, Origin.LABELS)


def test_draws_have_the_mean_and_the_covariance() -> None:
    calibration = Calibration(1.0, 0.5, ((0.02, 0.01), (0.01, 0.3)))
    found = calibration.draws(20_000, 0)
    assert found.mean(axis=0) == pytest.approx([1.0, 0.5], abs=0.02)
    assert np.cov(found.T) == pytest.approx(np.array(calibration.covariance), abs=0.01)
    assert np.array_equal(found, calibration.draws(20_000, 0))
