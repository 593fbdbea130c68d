"""The weights that ship: complete, finite, and saying of each comparison what its levels mean."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from classmatch.compare.patterns import COMPARISONS, LEVELS
from classmatch.score import Weights, load_weights


@pytest.fixture(scope="module")
def shipped() -> Weights:
    return load_weights()


def test_they_have_every_level_and_no_other(shipped: Weights) -> None:
    assert {name: set(levels) for name, levels in shipped.levels.items()} == {n: set(ls) for n, ls in LEVELS.items()}


def test_they_are_finite_numbers(shipped: Weights) -> None:
    every = [shipped.prior, shipped.calibration.slope, shipped.calibration.offset]
    every += [bits for levels in shipped.levels.values() for bits in levels.values()]
    assert all(isinstance(bits, int | float) and math.isfinite(bits) for bits in every)
    assert shipped.calibration.slope > 0


@pytest.mark.parametrize("name", COMPARISONS)
def test_what_is_missing_weighs_nothing(shipped: Weights, name: str) -> None:
    levels = shipped.levels[name]
    assert not any(levels[level] for level in ("missing", "none") if level in levels)


@pytest.mark.parametrize("name", ["title", "author", "year", "volume", "issue", "edition", "publisher", "identifier"])
def test_agreement_weighs_at_least_as_much_as_disagreement(shipped: Weights, name: str) -> None:
    levels = shipped.levels[name]
    against = [level for level in ("different", "conflict", "registration_much_later") if level in levels]
    assert against
    assert all(levels["same"] >= levels[level] for level in against)


def test_a_companion_book_counts_against_a_match(shipped: Weights) -> None:
    assert shipped.levels["companion"]["one_side"] < 0


def test_a_rarer_title_by_the_same_name_weighs_no_less(shipped: Weights) -> None:
    weights = [shipped.levels["rarity"][level] for level in LEVELS["rarity"] if level.startswith("named_")]
    assert weights[-1] > weights[0]
    assert all(before - after < 1 for before, after in pairwise(weights)), "no class falls a bit behind a commoner one"
