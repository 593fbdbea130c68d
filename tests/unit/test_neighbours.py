"""Which partitions are judged together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classmatch.pipeline.judging import WORKS_AT_ONCE, _neighbours

COUNTS = st.lists(st.integers(0, 2 * WORKS_AT_ONCE), max_size=20)


@given(COUNTS)
def test_every_partition_is_judged_once_and_in_order(works: list[int]) -> None:
    assert [place for group in _neighbours(works) for place in group] == list(range(len(works)))


@given(COUNTS)
def test_partitions_are_together_only_where_they_are_small(works: list[int]) -> None:
    for group in _neighbours(works):
        assert len(group) == 1 or sum(works[place] for place in group) <= WORKS_AT_ONCE


@given(COUNTS)
def test_no_two_groups_could_have_been_one(works: list[int]) -> None:
    groups = _neighbours(works)
    sums = [sum(works[place] for place in group) for group in groups]
    firsts = [works[group[0]] for group in groups]
    assert all(own + following > WORKS_AT_ONCE for own, following in zip(sums, firsts[1:], strict=False))


def test_small_partitions_are_judged_together() -> None:
    quarter = WORKS_AT_ONCE // 4
    assert _neighbours([quarter] * 5) == [[0, 1, 2, 3], [4]]
