from __future__ import annotations

import numpy as np
import pytest
from benchmarks.world.layout import SECOND_SHARE, SLOTS, WORKS, Layout, Patterns
from benchmarks.world.rolls import ids

LAYOUT = Layout(5_001, 2_003)


def test_each_pattern_fills_its_block_with_all_works():
    patterns = Patterns()
    assert (patterns.count.sum(axis=1) == SLOTS).all()
    assert (patterns.count >= 1).all()
    assert patterns.work.max() == WORKS - 1
    assert patterns.edition.max() == 3
    assert patterns.file.max() == 2


def test_no_two_rows_are_the_same_copy():
    copies = LAYOUT.catalog(ids(0, 5_001)).copy_id
    assert len(np.unique(copies)) == 5_001


def test_true_pairs_are_exactly_those_that_share_a_work():
    of_catalog = LAYOUT.catalog(ids(0, 5_001)).work
    of_registrations, _ = LAYOUT.registered(ids(0, 2_003))
    expected = {
        (row, registration)
        for registration, work in enumerate(of_registrations.tolist())
        for row in np.flatnonzero(of_catalog == work).tolist()
    }
    links = LAYOUT.links(0, LAYOUT.matched)
    assert set(zip(links.catalog_row.tolist(), links.registration_row.tolist(), strict=True)) == expected
    assert len(links.catalog_row) == len(expected)


def test_four_registrations_in_ten_have_a_catalog_work():
    assert LAYOUT.matched / 2_003 == pytest.approx(0.40, abs=0.001)


def test_few_works_are_registered_twice_and_none_more_often():
    works, second = LAYOUT.registered(ids(0, 2_003))
    counts = np.bincount(np.unique(works, return_inverse=True)[1])
    assert counts.max() == 2
    assert second.sum() == (counts == 2).sum() == round(LAYOUT.matched * SECOND_SHARE)


def test_works_that_are_only_registered_are_not_in_the_catalog():
    works, _ = LAYOUT.registered(ids(0, 2_003))
    in_catalog = np.isin(works, LAYOUT.catalog(ids(0, 5_001)).work)
    assert in_catalog.sum() == LAYOUT.matched
    assert works.max() < LAYOUT.works


def test_many_registrations_of_few_works_leave_works_without_one():
    assert Layout(1_000, 10_000).matched <= Layout(1_000, 10_000).catalog_works * 0.8
