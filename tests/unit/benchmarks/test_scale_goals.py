from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks import goals
from benchmarks.figures import load, save
from benchmarks.goals import Goal, load_goals, table

if TYPE_CHECKING:
    from pathlib import Path

MOST = Goal(1, "1m", "seconds", "at most", 20, "s", "ingest and match")
LEAST = Goal(2, "1m", "ratio", "at least", 4, "", "")


@pytest.mark.parametrize(
    ("goal", "value", "met"), [(MOST, 20, True), (MOST, 21, False), (LEAST, 4, True), (LEAST, 3.9, False)]
)
def test_a_bound_includes_its_goal(goal: Goal, value: float, *, met: bool):
    assert goal.met(value) is met


def test_each_goal_is_met_or_missed_or_was_not_run(tmp_path: Path):
    save(tmp_path, "run", "1m", {"seconds": 19.0})
    met, not_run = table([MOST, LEAST], load(tmp_path))[1:]
    assert "met" in met.split()
    assert "not run" in not_run
    save(tmp_path, "run", "1m", {"seconds": 21.0, "ratio": 3.0})
    assert all("MISSED" in line for line in table([MOST, LEAST], load(tmp_path))[1:])


def test_figures_of_another_size_do_not_count(tmp_path: Path):
    save(tmp_path, "run", "20k", {"seconds": 1.0})
    assert "not run" in table([MOST], load(tmp_path))[1]


def test_every_point_of_the_acceptance_has_a_goal():
    assert {goal.point for goal in load_goals()} == {1, 2, 3, 4, 5, 6}


def test_an_unknown_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "goals.csv"
    path.write_text("point,size,figure,bound,goal,unit,about\n1,1m,seconds,below,20,s,\n", encoding="utf-8")
    monkeypatch.setattr(goals, "TABLE", path)
    with pytest.raises(ValueError, match="below"):
        load_goals()
