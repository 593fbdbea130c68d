"""Reliability plots: the share of right candidates against their confidence, by tenths, as SVG.

    python -m benchmarks.quality.reliability

draws `docs/images/reliability.svg` again from `leaveout.json`. The same figures give the same bytes: nothing in the
file depends on the time, on random ids, or on the fonts of the machine.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt  # after the choice of what draws
import numpy as np
from scipy.stats import binomtest

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ROOT = Path(__file__).parents[2]
PLOT = ROOT / "docs/images/reliability.svg"
FIGURES = ROOT / "benchmarks/leaveout.json"
# Label and format of each series. Blue and vermilion of Okabe and Ito (2008) are told apart by all, and the markers and
# lines differ besides.
SERIES = {
    "shipped": ("shipped weights", "#0072B2", "o-"),
    "left_out": ("set left out of training", "#D55E00", "s--"),
}
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "classmatch",
    "svg.fonttype": "none",  # text stays text: it can be read out, and no font of this machine is drawn
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
TITLE = "Share of right candidates by confidence, for each labelled set"
CERTAINTY = 0.95  # of the intervals


def draw(found: dict[str, dict[str, Any]], path: Path = PLOT) -> None:
    """Draw a panel for each set of `leaveout.json`."""
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(2, 2, figsize=(7.2, 7.0), sharex=True, sharey=True)
        figure.subplots_adjust(left=0.09, right=0.98, bottom=0.12, top=0.95, wspace=0.08, hspace=0.16)
        for panel, (name, both) in zip(axes.flat, found.items(), strict=False):
            _panel(panel, name, both)
        figure.supxlabel("confidence", y=0.055, fontsize=10)
        figure.supylabel("share of candidates that are right", x=0.01, fontsize=10)
        handles, labels = axes.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="lower center", ncols=3, frameon=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None, "Title": TITLE})
        plt.close(figure)


def _panel(axes: Axes, name: str, both: dict[str, Any]) -> None:
    axes.plot([0, 1], [0, 1], color="#767676", linewidth=0.8, linestyle=":", label="as it should be")
    for key, (label, colour, shape) in SERIES.items():
        said, was, away = _points(both[key]["reliability"])
        axes.errorbar(
            said, was, yerr=away, fmt=shape, color=colour, label=label, markersize=4, linewidth=1.2, elinewidth=0.7
        )
    axes.set(title=name, xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal")
    axes.title.set_fontsize(10)
    axes.grid(color="#e6e6e6", linewidth=0.6)
    axes.set_axisbelow(True)


def _points(bins: list[dict[str, float]]) -> tuple[Array, Array, Array]:
    """By tenths: mean confidence, share right, how far its interval reaches (down and up)."""
    said = np.array([found["said"] for found in bins])
    was = np.array([found["was"] for found in bins])
    low, high = np.array([_interval(found) for found in bins]).T
    # At a share of 0 or 1 rounding can put the end of the interval a hair on the wrong side.
    return said, was, np.abs(np.stack([was - low, high - was]))


def _interval(found: dict[str, float]) -> tuple[float, float]:
    """Wilson's interval (1927) of a share."""
    pairs = int(found["pairs"])
    interval = binomtest(round(found["was"] * pairs), pairs).proportion_ci(CERTAINTY, method="wilson")
    return float(interval.low), float(interval.high)


if __name__ == "__main__":
    draw(json.loads(FIGURES.read_text(encoding="utf-8")))
