"""The goals of speed and memory, what was seen of them, and whether they were met: `python -m benchmarks.goals`.

`goals.csv` has them. What was seen is what the benchmarks of this folder wrote (`figures.py`), the latest of each.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.figures import Figure

TABLE = Path(__file__).with_name("goals.csv")
OUT = Path("build/bench")
ROW = "{:<5} {:<5} {:<22} {:<40} {:>10} {:>10} {:<8} {}"


@dataclass(frozen=True)
class Goal:
    """A figure of a size that has to be at least or at most `goal`; `point` is that of the acceptance."""

    point: int
    size: str
    figure: str
    bound: str
    goal: float
    unit: str
    about: str

    def met(self, value: float) -> bool:
        return value >= self.goal if self.bound == "at least" else value <= self.goal


def load_goals() -> list[Goal]:
    """The goals in the order of the table. Raises `ValueError` for a bound that is neither of the two."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        goals = [Goal(int(row.pop("point")), goal=float(row.pop("goal")), **row) for row in csv.DictReader(lines)]
    if unknown := [goal.bound for goal in goals if goal.bound not in {"at least", "at most"}]:
        raise ValueError(f"{TABLE.name}: unknown bound {unknown[0]!r}")
    return goals


def table(goals: Sequence[Goal], figures: Sequence[Figure]) -> list[str]:
    """A line a goal: what it is, what was seen, and whether it was met."""
    seen = {(figure.size, figure.name): figure for figure in figures}
    header = ROW.format("point", "size", "figure", "", "goal", "seen", "", "measured")
    return [header, *(_line(goal, seen.get((goal.size, goal.figure))) for goal in goals)]


def _line(goal: Goal, seen: Figure | None) -> str:
    bound = f"{'≥' if goal.bound == 'at least' else '≤'} {goal.goal:g} {goal.unit}".rstrip()
    about = [goal.point, goal.size, goal.figure, goal.about, bound]
    if seen is None:
        return ROW.format(*about, "", "not run", "").rstrip()
    value = f"{seen.value:.3g} {goal.unit}".rstrip()
    return ROW.format(*about, value, "met" if goal.met(seen.value) else "MISSED", seen.measured)


def show(out: Path, names: Sequence[str] | None = None) -> None:
    """Print the table of the goals, or of those whose figures are in `names`."""
    goals = [goal for goal in load_goals() if names is None or goal.figure in names]
    print("\n".join(["", *table(goals, load(out))]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.goals", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="where the benchmarks put their files")
    show(parser.parse_args().out)


if __name__ == "__main__":
    main()
