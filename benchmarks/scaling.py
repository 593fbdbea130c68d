"""Plot seconds and peak memory over rows: `python -m benchmarks.scaling`.

Draws `docs/performance-scaling.svg` from `results.json` of the benchmarks. The same figures give the same bytes:
nothing in the file depends on the time, on random ids, or on the fonts of the machine.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt  # after the choice of what draws

from benchmarks.goals import OUT, load_goals
from benchmarks.outcome import YARDSTICK, by_size
from benchmarks.run import OURS, RESULTS, load_results
from benchmarks.sizes import SIZES, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from benchmarks.outcome import Outcome

PLOT = Path(__file__).parent.parent / "docs/performance-scaling.svg"
SHOWN = ("1m", "5m", "10m")
OWN, GOAL = "#0072B2", "#D55E00"  # Okabe and Ito (2008): told apart by all
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "classmatch",
    "svg.fonttype": "none",  # text stays text: it can be read out, and no font of this machine is drawn
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def growth_goal() -> float:
    """How much more time a row may take than at the yardstick's size."""
    return max(goal.goal for goal in load_goals() if goal.figure == "growth")


def draw(outcomes: Sequence[Outcome], path: Path = PLOT) -> None:
    """Draw a panel of seconds and one of peak memory, from the outcomes of classmatch.

    Raises `ValueError` when there is none of the sizes that are shown.
    """
    found = [one for one in by_size(outcomes, OURS) if one.size in SHOWN]
    if not found:
        raise ValueError(f"no figures of {OURS} at any of {', '.join(SHOWN)}: run python -m benchmarks.run first")
    with mpl.rc_context(STYLE):
        figure, panels = plt.subplots(1, 2, figsize=(7.2, 3.4))
        figure.subplots_adjust(left=0.08, right=0.98, bottom=0.24, top=0.9, wspace=0.28)
        _seconds(panels[0], found)
        _memory(panels[1], found)
        for panel in panels:
            _axes(panel, found)
        figure.savefig(path, metadata={"Date": None, "Creator": None, "Title": "Time and memory by rows"})
        plt.close(figure)


def _seconds(panel: Axes, found: Sequence[Outcome]) -> None:
    sizes = [one.rows for one in found]
    panel.plot(sizes, [one.seconds for one in found], "o-", color=OWN, label="ingest and match")
    base = [one for one in found if one.size == YARDSTICK]
    if base:
        reach = [rows(YARDSTICK), max(sizes)]
        line = [base[0].seconds * growth_goal() * count / base[0].rows for count in reach]
        panel.plot(reach, line, "--", color=GOAL, label=f"{growth_goal():g} times linear from {YARDSTICK}")
    panel.set_title("seconds", loc="left", fontsize=10)
    panel.legend(frameon=False, loc="upper left")


def _memory(panel: Axes, found: Sequence[Outcome]) -> None:
    panel.plot([one.rows for one in found], [one.peak_bytes / 1e9 for one in found], "o-", color=OWN, label="peak")
    goals = {goal.size: goal.goal for goal in load_goals() if goal.figure == "peak_gb"}
    known = [one for one in found if one.size in goals]
    if known:
        panel.plot([one.rows for one in known], [goals[one.size] for one in known], "s--", color=GOAL, label="goal")
    panel.set_title("peak memory, GB", loc="left", fontsize=10)
    panel.legend(frameon=False, loc="upper left")


def _axes(panel: Axes, found: Sequence[Outcome]) -> None:
    """Both axes from nothing and linear, so that what grows with the rows is a straight line."""
    panel.set_xlim(0)
    panel.set_ylim(0)
    panel.set_xticks([one.rows for one in found], [_label(one.size) for one in found])
    panel.set_xlabel("rows: catalog × registrations")
    panel.grid(visible=True, alpha=0.25)


def _label(size: str) -> str:
    """`1M ×` over `500k`."""
    catalog, registrations = (_short(count) for count in SIZES[size])
    return f"{catalog} ×\n{registrations}"


def _short(count: int) -> str:
    return f"{count // 1_000_000}M" if count >= 1_000_000 else f"{count // 1_000}k"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--results", type=Path, default=OUT / RESULTS, help="results.json of the benchmarks")
    parser.add_argument("--plot", type=Path, default=PLOT, help="where the plot goes")
    given = parser.parse_args()
    try:
        draw(load_results(given.results), given.plot)
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
