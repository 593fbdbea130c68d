from __future__ import annotations

import numpy as np
import pytest
from benchmarks.world.rolls import Shuffle, chance, ids, pick_weighted, pick_zipf, roll, uniform


def test_rolls_never_change():
    assert roll(ids(0, 2), "title").tolist() == [4688798278580782426, 13863847000339072999]


def test_labels_are_independent():
    rows = ids(0, 20_000)
    assert abs(np.corrcoef(uniform(rows, "a"), uniform(rows, "b"))[0, 1]) < 0.03


def test_a_row_rolls_the_same_wherever_its_chunk_begins():
    assert roll(ids(0, 100), "x")[40:60].tolist() == roll(ids(40, 60), "x").tolist()


def test_chance_hits_its_share():
    assert chance(ids(0, 50_000), "share", 0.3).mean() == pytest.approx(0.3, abs=0.01)


def test_weights_are_kept():
    drawn = pick_weighted(ids(0, 50_000), "weights", [1, 3])
    assert (drawn == 1).mean() == pytest.approx(0.75, abs=0.01)


def test_zipf_prefers_low_ranks_and_stays_in_range():
    ranks = pick_zipf(ids(0, 50_000), "zipf", 1_000, 5.0)
    counts = np.bincount(ranks, minlength=1_000)
    assert len(counts) == 1_000
    assert counts[0] > 5 * counts[50] > 5 * counts[900]


@pytest.mark.parametrize("count", [1, 2, 7, 1_000, 65_537])
def test_a_shuffle_is_one_to_one_and_its_own_inverse_undoes_it(count: int):
    numbers = ids(0, count)
    places = Shuffle(count).place(numbers)
    assert np.array_equal(np.sort(places), numbers)
    assert np.array_equal(Shuffle(count).number(places), numbers)
