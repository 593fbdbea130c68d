from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("matplotlib", reason="the benchmark's own requirements are not installed")
pytest.importorskip("psutil", reason="the benchmark's own requirements are not installed")

from benchmarks.outcome import Outcome
from benchmarks.scaling import draw, growth_goal

if TYPE_CHECKING:
    from pathlib import Path


def _outcome(size: str, seconds: float) -> Outcome:
    return Outcome("classmatch", size, seconds, 2_000_000_000, seconds, [], None)


def test_the_same_figures_give_the_same_bytes(tmp_path: Path):
    outcomes = [_outcome("5m", 140.0), _outcome("1m", 30.0), _outcome("20k", 4.0)]
    for name in ("a.svg", "b.svg"):
        draw(outcomes, tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "1.15 times linear" in text
    assert "20k" not in text


def test_without_figures_nothing_is_drawn(tmp_path: Path):
    with pytest.raises(ValueError, match="run python -m"):
        draw([_outcome("20k", 4.0)], tmp_path / "a.svg")


def test_the_goal_of_growth_is_that_of_the_table():
    assert growth_goal() == 1.15
