"""The weights file, and what is made of it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import weights_document
from classmatch.compare.patterns import COMPARISONS, LEVELS
from classmatch.errors import ConfigError
from classmatch.score import Calibration, Weights, load_weights

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BITS = st.floats(-200, 200)
PATTERNS = st.lists(
    st.fixed_dictionaries({name: st.integers(0, len(levels) - 1) for name, levels in LEVELS.items()}), min_size=1
)


@given(PATTERNS)
def test_a_match_weight_is_the_sum_of_the_prior_and_the_weights_of_the_levels(
    weights: Weights, patterns: list[dict[str, int]]
) -> None:
    levels = {name: np.array([pattern[name] for pattern in patterns], dtype=np.int8) for name in COMPARISONS}
    by_hand = [
        weights.prior + sum(weights.levels[name][LEVELS[name][code]] for name, code in pattern.items())
        for pattern in patterns
    ]
    assert weights.total(levels) == pytest.approx(by_hand)


@given(st.lists(BITS, min_size=2))
def test_confidence_grows_with_the_match_weight_and_is_a_probability(weights: Weights, bits: list[float]) -> None:
    confidence = weights.confidence(np.array(sorted(bits)))
    assert (np.diff(confidence) >= 0).all()
    assert ((confidence >= 0) & (confidence <= 1)).all()


def test_confidence_at_known_weights(weights: Weights) -> None:
    assert weights.confidence(np.array([0.0, 1.0, -2.0])) == pytest.approx([1 / 2, 2 / 3, 1 / 5])


def test_slope_and_offset_are_applied() -> None:
    bent = Weights("test", "", 0.0, Calibration(0.5, -1.0), {})
    assert bent.confidence(np.array([2.0, 4.0])) == pytest.approx([1 / 2, 2 / 3])


def test_a_table_has_the_order_of_the_levels(weights: Weights) -> None:
    for name, levels in LEVELS.items():
        assert weights.table(name).tolist() == [weights.levels[name][level] for level in levels]


def test_a_file_says_what_it_is(weights: Weights, weights_file: Path) -> None:
    assert (weights.version, weights.prior) == ("test", -8.0)
    assert weights.sha256 == hashlib.sha256(weights_file.read_bytes()).hexdigest()


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    document = weights_document()
    change(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("not JSON", "not a weights file"),
        ("{}", "format is None"),
        (changed(lambda d: d.update(format=3)), "format is 3"),
        ("[]", "it is not a table"),
        ("3", "it is not a table"),
        ("null", "it is not a table"),
        (changed(lambda d: d.pop("version")), "it has no version"),
        (changed(lambda d: d.pop("levels")), "levels is not a table"),
        (changed(lambda d: d.pop("calibration")), "calibration is not a table"),
        (changed(lambda d: d.update(calibration=[1.0, 0.0])), "calibration is not a table"),
        (changed(lambda d: d["calibration"].pop("slope")), "no number for calibration slope"),
        (changed(lambda d: d["calibration"].update(offset=None)), "no number for calibration offset"),
        (changed(lambda d: d["calibration"].update(covariance=[1.0, 2.0])), "calibration covariance"),
        (changed(lambda d: d["calibration"].update(covariance=[[1.0, 2.0], [2.0, 1.0]])), "calibration covariance"),
        (changed(lambda d: d["calibration"].update(covariance=[[1.0, "0"], [0.0, 1.0]])), "calibration covariance"),
        (changed(lambda d: d.update(shares=[])), "shares are not a table"),
        (changed(lambda d: d.update(shares={"true": 2, "levels": {}})), "shares are not a table"),
        (changed(lambda d: d.update(shares={"true": 0.1, "levels": {}})), "no pair of shares for level 'same' of"),
        (changed(lambda d: d.update(prior="-8.0")), "no number for prior"),
        (changed(lambda d: d.update(prior=float("nan"))), "no number for prior"),
        (changed(lambda d: d.update(prior=True)), "no number for prior"),
        (changed(lambda d: d["levels"]["title"].update(same="7")), "no number for level 'same' of comparison 'title'"),
        (changed(lambda d: d["levels"].update(year=[2, 1])), "comparison 'year'"),
        (changed(lambda d: d["levels"].update(year=None)), "no number for level 'same' of comparison 'year'"),
        (changed(lambda d: d.update(levels=[])), "levels is not a table"),
        (changed(lambda d: d["levels"]["title"].pop("same")), "no number for level 'same' of comparison 'title'"),
        (changed(lambda d: d["levels"].pop("volume")), "no number for level 'conflict' of comparison 'volume'"),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_weights(path)
    assert fault in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_all_missing_levels_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(changed(lambda d: [d["levels"]["year"].pop(level) for level in ("same", "next")]), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"'same'.*'next'"):
        load_weights(path)
