"""Weights from labels, and from pairs whose truth nobody knows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classmatch.compare.patterns import COMPARISONS, LEVELS
from classmatch.errors import ConfigError
from classmatch.learn.evidence import Evidence
from classmatch.learn.figures import figures
from classmatch.learn.tilt import from_pairs
from classmatch.learn.train import from_labels
from classmatch.score import Weights, load_weights
from classmatch.score.estimate import BY_HAND, REFERENCE, SCALES

OWN = [name for name in COMPARISONS if name != "rival"]
SHIPPED = load_weights()


def drawn(pairs: int, *, years: float = 0.5, seed: int = 5) -> Evidence:
    """Pairs of made-up levels: right ones agree in title and author, wrong ones in one of them; `years` of the wrong
    ones agree in the year too."""
    random = np.random.default_rng(seed)
    right = random.random(pairs) < 0.3
    levels = {name: np.zeros(pairs, dtype=np.int8) for name in OWN}

    def put(name: str, level: str, rows: np.ndarray) -> None:
        levels[name][rows] = LEVELS[name].index(level)

    title = right | (random.random(pairs) < 0.5)
    put("title", "same", title)
    put("title", "related", ~title)
    put("author", "same", right | ~title)
    put("author", "different", ~right & title)
    put("year", "same", right | (random.random(pairs) < years))
    put("year", "catalog_much_later", levels["year"] == 0)
    return Evidence(np.arange(pairs), levels, right.astype(np.int8), np.ones(pairs))


def away(found: Weights, base: Weights) -> float:
    return max(abs(found.levels[n][level] - base.levels[n][level]) for n in OWN for level in LEVELS[n])


def hidden(evidence: Evidence) -> Evidence:
    return replace(evidence, label=np.full(len(evidence), -1, dtype=np.int8))


def test_few_labels_move_little_and_many_decide() -> None:
    moves = [away(from_labels(drawn(pairs), SHIPPED).weights, SHIPPED) for pairs in (60, 600, 6000)]
    assert moves == sorted(moves)
    assert moves[0] < 0.7 * moves[2]


def test_labels_make_confidence_better_on_other_pairs() -> None:
    learnt, other = from_labels(drawn(2000), SHIPPED), drawn(2000, seed=9)
    before, after = (
        figures(weights.confidence(other.weight(weights)), other.label) for weights in (SHIPPED, learnt.weights)
    )
    assert after.log_loss < before.log_loss
    assert learnt.after
    assert learnt.after.log_loss == pytest.approx(after.log_loss, abs=0.03)


@pytest.mark.parametrize("pairs", [60, 2000])
def test_ordered_levels_stay_in_order_and_what_is_missing_weighs_nothing(pairs: int) -> None:
    for learnt in (from_labels(drawn(pairs), SHIPPED), from_pairs(hidden(drawn(pairs)), SHIPPED)):
        levels = learnt.weights.levels
        for name, scales in SCALES.items():
            for scale in scales:
                bits = [levels[name][level] for level in scale]
                assert np.all(np.diff(bits) >= -0.002), (name, bits)
        assert all(levels[name][level] == 0 for name in OWN for level in REFERENCE if level in levels[name])
        assert all(levels[name] == SHIPPED.levels[name] for name in BY_HAND)


def test_too_few_labels_are_refused_with_what_there_is() -> None:
    evidence = drawn(60)
    one = replace(evidence, label=np.zeros(60, dtype=np.int8))
    with pytest.raises(ConfigError, match="of 0 right and 60 wrong candidate pairs, and training needs 10 of each"):
        from_labels(one, SHIPPED)


def test_without_labels_what_is_common_among_wrong_pairs_weighs_less() -> None:
    often, seldom = (from_pairs(hidden(drawn(4000, years=years)), SHIPPED).weights for years in (0.95, 0.05))
    assert often.levels["year"]["same"] < seldom.levels["year"]["same"]


def test_without_labels_rivals_and_calibration_stay() -> None:
    found = from_pairs(hidden(drawn(500)), SHIPPED).weights
    assert found.levels["rival"] == SHIPPED.levels["rival"]
    assert found.calibration == SHIPPED.calibration


def test_without_pairs_nothing_moves() -> None:
    none = hidden(drawn(10)).take(np.zeros(10, dtype=np.bool_))
    assert from_pairs(none, SHIPPED).weights == SHIPPED


def test_weights_without_shares_need_labels(weights: Weights) -> None:
    with pytest.raises(ConfigError, match="weights test say nothing of the shares of levels"):
        from_pairs(hidden(drawn(10)), weights)


def test_the_order_of_the_pairs_does_not_matter() -> None:
    evidence = drawn(300)
    order = np.random.default_rng(0).permutation(300)
    levels = {name: codes[order] for name, codes in evidence.levels.items()}
    mixed = Evidence(evidence.work[order], levels, evidence.label[order], evidence.count)
    assert from_labels(evidence, SHIPPED).weights == from_labels(mixed, SHIPPED).weights
    assert from_pairs(hidden(evidence), SHIPPED).weights == from_pairs(hidden(mixed), SHIPPED).weights


def test_figures_by_hand() -> None:
    found = figures(np.array([0.9, 0.8, 0.2, 0.5]), np.array([1, 0, 0, 1], dtype=np.int8))
    assert (found.precision, found.recall, found.f1) == (0.6667, 1.0, 0.8)
    assert found.calibration_error == pytest.approx((0.1 + 0.8 + 0.2 + 0.5) / 4)
    assert found.log_loss == pytest.approx(-np.log2([0.9, 0.2, 0.8, 0.5]).mean(), abs=1e-4)
