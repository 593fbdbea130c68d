"""Match each labelled set with weights estimated on the other sets, and with the shipped ones: `make leaveout`.

Writes `leaveout.json`, and the reliability plots of both. The figures say what to expect of data that nobody has
labelled. Nothing fails here: missed goals are shown.
"""

from __future__ import annotations

import argparse
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.labelled import SETS
from benchmarks.quality.goals import goals
from benchmarks.quality.reliability import draw
from benchmarks.quality.runs import SIDE_BY_SIDE, Run, absent_twin
from benchmarks.quality.scorer import absent_accepted, reliability, scored
from benchmarks.quality.without import Estimates

FIGURES = Path(__file__).parents[1] / "leaveout.json"
SHIPPED, LEFT_OUT = "shipped", "left_out"
KEPT = ("f1", "precision", "recall", "best_f1", "calibration_error")

Measured = dict[str, Any]  # figures by name, and `reliability`: a table by tenths


def measured(data: Path, name: str, work: Path, left_out: Path) -> dict[str, Measured]:
    """The figures of a set with the shipped weights (`shipped`) and with other ones (`left_out`)."""
    folder, work = data / "data/truth" / name, work / name
    run = Run(folder, folder / "catalog.parquet", work)
    run.ingest()
    twin = absent_twin(data, name, work)
    found: dict[str, Measured] = {}
    for label, weights in ((SHIPPED, None), (LEFT_OUT, left_out)):
        results = run.match(label, weights)
        figures: Measured = {k: v for k, v in scored(data, name, results).items() if k in KEPT}
        figures["absent_accepted"] = absent_accepted(data, twin, run.match_absent(twin, f"{label}-absent", weights))
        found[label] = {**figures, "reliability": reliability(data, name, results)}
    return found


def measured_all(data: Path, sets: list[str], work: Path) -> dict[str, dict[str, Measured]]:
    """`measured` of each set with weights that have not seen it."""
    estimates = Estimates(data, work)
    weights = {name: estimates.weights_without(name) for name in sets}
    jobs = {name: partial(measured, data, name, work, weights[name]) for name in sets}
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        parts = {name: pool.submit(job) for name, job in jobs.items()}
    return {name: part.result() for name, part in parts.items()}


def table(found: dict[str, dict[str, Measured]]) -> Table:
    """F1, calibration error and absent acceptance: with the shipped weights, with the set left out, and the goals."""
    head = ("set", "f1", "left out", "lost", "calibration error", "left out", "absent accepted", "left out")
    result = Table(*head, title="Each set left out of training")
    for name, both in found.items():
        shipped, left_out = both[SHIPPED], both[LEFT_OUT]
        lost = round(shipped["f1"] - left_out["f1"], 4)
        result.add_row(
            name,
            *(f"{both[label]['f1']:.4f}" for label in both),
            _judged(name, "f1_lost", lost),
            f"{shipped['calibration_error']:.4f}",
            _judged(name, "calibration_error", left_out["calibration_error"]),
            *(f"{both[label]['absent_accepted']:.4f}" for label in both),
        )
    return result


def _judged(name: str, figure: str, value: float) -> str:
    goal = goals("leaveout")[name, figure]
    return f"{value:.4f} {goal} {goal.verdict(value)}"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.leaveout", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/truth/SET and tools/")
    parser.add_argument("--only", choices=SETS, action="append", help="leave this set out; may be repeated")
    parser.add_argument("--work", type=Path, default=Path("build/leaveout"), help="where workspaces and results go")
    return parser.parse_args()


def main() -> None:
    """Measure, print the table, write the figures and the plots; with `--only`, those of other sets stay."""
    given = options()
    shutil.rmtree(given.work, ignore_errors=True)
    found = measured_all(given.data.resolve(), given.only or list(SETS), given.work)
    Console(width=160).print(table(found))
    before = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    together = {name: (before | found)[name] for name in SETS if name in before | found}
    FIGURES.write_text(json.dumps(together, indent=1) + "\n", encoding="utf-8")
    draw(together)


if __name__ == "__main__":
    main()
