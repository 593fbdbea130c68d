"""Thresholds that follow from a wanted precision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from classmatch.decide.thresholds import for_precision
from classmatch.errors import ConfigError

CONFIDENCES = st.lists(st.sampled_from([0.01, 0.1, 0.3, 0.5, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999]), min_size=1)
WANTED = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


@given(CONFIDENCES, CONFIDENCES, WANTED, st.floats(0, 3), st.integers(0, 3))
def test_the_expected_precision_is_reached_and_no_lower_threshold_would_do(
    able: list[float], vetoed: list[float], wanted: float, missed: float, known: int
) -> None:
    assume(max(able) >= wanted or known)
    pairs, every = np.array(able), np.array(able + vetoed)
    try:
        found = for_precision(wanted, pairs, every, missed, known)
    except ConfigError:
        surest = pairs[pairs == pairs.max()]
        assert (surest.sum() + known) / (len(surest) + known) < wanted - 1e-12
        return

    def precision(threshold: float) -> float:
        listed = pairs[pairs >= threshold]
        return float((listed.sum() + known) / (len(listed) + known))

    assert precision(found.match) >= wanted - 1e-8
    assert all(precision(lower) < wanted for lower in pairs[pairs < found.match])
    assert found.review <= found.match


@given(CONFIDENCES, WANTED, st.floats(0, 3))
def test_of_the_expected_true_pairs_no_more_than_wanted_are_lost_below_review(
    able: list[float], wanted: float, missed: float
) -> None:
    pairs = np.array(able)
    assume(pairs.max() >= wanted)
    found = for_precision(wanted, pairs, pairs, missed, 0)
    lost = missed + pairs[pairs < found.review].sum()
    assert lost <= (1 - wanted) * (missed + pairs.sum()) + 1e-9 or found.review == pairs.min()


def test_a_precision_that_nothing_reaches_is_refused_with_what_can_be_had() -> None:
    with pytest.raises(ConfigError, match=r"no threshold gives .* 0.99: that of the surest matches is 0.900000"):
        for_precision(0.99, np.array([0.9, 0.9, 0.5]), np.array([0.9, 0.9, 0.5]), 0.0, 0)


def test_without_a_pair_the_thresholds_are_the_precision_itself() -> None:
    none = np.zeros(0)
    found = for_precision(0.97, none, none, 0.0, 0)
    assert (found.match, found.review) == (0.97, 0.97)
