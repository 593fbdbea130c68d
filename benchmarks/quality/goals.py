"""The goals of the figures, from `goals.csv`: which figure of which set has to be at least or at most what."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

TABLE = Path(__file__).with_name("goals.csv")


@dataclass(frozen=True)
class Goal:
    """`bound` says on which side of `goal` the figure has to be."""

    bound: Literal["at least", "at most"]
    goal: float

    def met(self, figure: float) -> bool:
        return figure >= self.goal if self.bound == "at least" else figure <= self.goal

    def verdict(self, figure: float) -> str:
        """The outcome in the markup of the terminal."""
        return "[green]met[/]" if self.met(figure) else "[red]missed[/]"

    def __str__(self) -> str:
        return f"{'≥' if self.bound == 'at least' else '≤'} {self.goal:g}"


def goals(table: str) -> dict[tuple[str, str], Goal]:
    """The goals of a table, `quality` or `leaveout`, by set and figure."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["table"] == table]
    return {(row["set"], row["figure"]): _goal(row) for row in rows}


def _goal(row: dict[str, str]) -> Goal:
    return Goal("at least" if row["bound"] == "at least" else "at most", float(row["goal"]))
