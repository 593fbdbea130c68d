"""The funnel adds up."""

from __future__ import annotations

from itertools import pairwise

from classmatch.report.funnel import funnel, funnel_frame

COUNTS = {
    "rows": 100,
    "copies": 97,
    "distinct_hashes": 80,
    "editions": 60,
    "works": 41,
    "works_with_candidate": 12,
    "matched_works": 9,
}


def test_each_step_keeps_what_the_one_before_kept_less_what_it_drops() -> None:
    steps = funnel(COUNTS)
    assert [step.kept for step in steps] == list(COUNTS.values())
    assert all(now.kept == before.kept - now.dropped for before, now in pairwise(steps))
    assert steps[0].dropped == 0


def test_every_drop_has_a_reason() -> None:
    assert all(step.reason for step in funnel(COUNTS)[1:])


def test_the_table_has_the_columns_that_others_rely_on() -> None:
    assert funnel_frame(funnel(COUNTS)).columns == ["step", "kept", "dropped", "reason"]
