from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from benchmarks.world import tables
from benchmarks.world.additions import Additions
from benchmarks.world.layout import Layout
from benchmarks.world.rolls import ids
from benchmarks.world.works import World

ROWS, REGISTERED = 20_000, 8_000


@cache
def additions() -> Additions:
    layout = Layout(ROWS, REGISTERED)
    return Additions(layout, World(layout.works))


def test_a_drop_is_one_row_in_a_hundred():
    assert additions().count == ROWS // 100


def test_no_file_of_a_drop_is_in_the_catalog_or_twice_in_the_drop():
    drop = additions().rows(0, additions().count).copy_id
    assert len(np.unique(drop)) == len(drop)
    assert not np.isin(drop, additions().layout.catalog(ids(0, ROWS)).copy_id).any()


def test_half_of_a_drop_are_copies_of_known_works():
    works = additions().rows(0, additions().count).work
    assert np.isin(works, additions().layout.catalog(ids(0, ROWS)).work).mean() == pytest.approx(0.5, abs=0.01)


def test_the_truth_of_a_drop_is_every_pair_that_shares_a_work():
    works = additions().rows(0, additions().count).work
    registered, _ = additions().layout.registered(ids(0, REGISTERED))
    expected = [
        (ROWS + row + 1, int(registration) + 1)
        for row, work in enumerate(works)
        for registration in np.flatnonzero(registered == work)
    ]
    found = tables.drop_truth(additions()).select("record_id", "registration_row")
    assert found.rows() == expected
    assert len(expected) > additions().count // 4


def test_registrations_of_known_works_are_as_common_in_a_drop_as_in_the_catalog():
    layout = additions().layout
    drop = additions().rows(0, additions().count)
    further = drop.work[drop.file > 0]
    found, _ = layout.registrations_of(further)
    share = len(np.unique(found)) / len(further)
    assert share == pytest.approx(layout.first_matched / layout.catalog_works, abs=0.1)


def test_a_row_of_a_drop_is_the_same_in_any_chunk():
    whole = tables.drop(additions(), 0, additions().count)
    assert tables.drop(additions(), 50, 80).equals(whole.slice(50, 30))
    assert whole["record_id"].to_list() == list(range(ROWS + 1, ROWS + additions().count + 1))


def test_works_beyond_the_plan_have_no_relatives():
    made = additions()
    new = made.rows(0, made.count).work
    new = new[new >= made.layout.works]
    facts = made.world.facts(new)
    assert len(new) > 0
    assert (facts.title_key == new).all()
    assert (facts.volume == 0).all()
