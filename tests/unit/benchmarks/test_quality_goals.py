from __future__ import annotations

import pytest
from benchmarks.labelled import SETS
from benchmarks.quality.baseline import HIGHER_IS_BETTER, LOWER_IS_BETTER, committed, worse
from benchmarks.quality.goals import Goal, goals


def test_a_goal_is_met_on_its_side_of_the_bound():
    assert Goal("at least", 0.93).met(0.93)
    assert not Goal("at least", 0.93).met(0.9299)
    assert Goal("at most", 0.03).met(0.03)
    assert not Goal("at most", 0.03).met(0.0301)


def test_a_goal_shows_its_bound():
    assert [str(Goal("at least", 0.93)), str(Goal("at most", 3.0))] == ["≥ 0.93", "≤ 3"]


def test_every_goal_is_for_a_figure_that_is_measured():
    measured = committed()
    assert set(measured) == set(SETS)
    for name, figure in goals("quality"):
        assert figure in measured[name], (name, figure)
    assert {name for name, _ in goals("leaveout")} == set(SETS)


def test_every_figure_that_is_held_to_the_baseline_is_in_it():
    held = {figure for figure in (*HIGHER_IS_BETTER, *LOWER_IS_BETTER) if not figure.startswith("no_author")}
    assert all(held <= set(figures) for figures in committed().values())


@pytest.mark.parametrize(
    ("figure", "before", "now", "fallen"),
    [
        ("f1", 0.93, 0.925, False),  # just the tolerance
        ("f1", 0.93, 0.9249, True),
        ("f1", 0.93, 0.99, False),
        ("calibration_error", 0.03, 0.035, False),
        ("calibration_error", 0.03, 0.0351, True),
        ("absent_accepted", 0.03, 0.0, False),
        ("candidates", 400, 100, False),  # a count is not held to anything
    ],
)
def test_what_is_more_than_the_tolerance_worse_has_fallen(figure: str, before: float, now: float, fallen: bool):
    assert bool(worse("a_set", {figure: now}, {figure: before})) == fallen


def test_what_has_fallen_is_shown_with_both_figures():
    assert worse("a_set", {"f1": 0.9}, {"f1": 0.95}) == ["a_set: f1 was 0.9500, is 0.9000"]
