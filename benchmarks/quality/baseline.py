"""The committed figures, and whether new ones are worse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.quality.scorer import Figures

BASELINE = Path(__file__).parents[1] / "quality.json"
TOLERANCE = 0.005  # half a point
HIGHER_IS_BETTER = (
    "candidates_recall",
    "precision",
    "recall",
    "f1",
    "one_precision",
    "one_recall",
    "one_f1",
    "best_f1",
    "average_precision",
    "top1",
    "no_author_f1",
)
LOWER_IS_BETTER = (
    "calibration_error",
    "absent_accepted",
    "known_nonmatches_share",
    "no_author_calibration_error",
)


def committed() -> dict[str, Figures]:
    """The figures of `quality.json` by set."""
    figures: dict[str, Figures] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return figures


def commit(found: dict[str, Figures]) -> None:
    """Make these figures the committed ones; sets that are not among them keep theirs."""
    BASELINE.write_text(json.dumps(committed() | found, indent=1) + "\n", encoding="utf-8")


def worse(name: str, found: Figures, before: Figures) -> list[str]:
    """One line for each figure of a set that is more than the tolerance worse than before."""
    losses = {figure: before[figure] - found[figure] for figure in HIGHER_IS_BETTER if figure in before}
    losses |= {figure: found[figure] - before[figure] for figure in LOWER_IS_BETTER if figure in before}
    # Figures have four decimals: what is a hair above the tolerance is a rounding of the subtraction.
    fallen = [figure for figure, loss in losses.items() if round(loss, 6) > TOLERANCE]
    return [f"{name}: {figure} was {before[figure]:.4f}, is {found[figure]:.4f}" for figure in fallen]
