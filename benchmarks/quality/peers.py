"""Run classmatch and its peers on the labelled sets, one after the other: `make peers`. Writes `peers.json`.

Each tool is a process of its own on the same files, and the same scorer reads what it wrote: at the tool's own
threshold, and at the one that would have been best for it, which only the labels tell.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.labelled import SETS, registrations_file
from benchmarks.measure import measure
from benchmarks.quality.peer_results import decided_at
from benchmarks.quality.runs import Run, absent_twin
from benchmarks.quality.scorer import Figures, absent_accepted, scored

if TYPE_CHECKING:
    from collections.abc import Callable

FIGURES = Path(__file__).parents[1] / "peers.json"
ROUNDING = 0.00005  # the scorer rounds the best threshold to four decimals
SHOWN = (
    "precision",
    "recall",
    "f1",
    "one_f1",
    "best_precision",
    "best_recall",
    "best_f1",
    "calibration_error",
    "absent_accepted",
    "best_absent_accepted",
    "seconds",
)


def classmatch(folder: Path, out: Path) -> float:
    """Ingest and match, as a user would, into `out`; the seconds."""
    work = out.with_name(f"{out.name}-work")
    work.mkdir(parents=True)
    run = Run(folder, folder / "catalog.parquet", work)
    ingest = measure(run.ingest_command(), work / "ingest.log")
    return ingest.seconds + measure(run.match_command(registrations_file(folder), out), work / "match.log").seconds


def peer(module: str) -> Callable[[Path, Path], float]:
    """The tool that a module of this package runs."""

    def run(folder: Path, out: Path) -> float:
        out.mkdir(parents=True)
        line = [sys.executable, "-m", f"benchmarks.quality.{module}", str(folder), str(out)]
        return measure(line, out / "log").seconds

    return run


TOOLS = {"classmatch": classmatch, "splink": peer("peer_splink"), "RapidFuzz script": peer("peer_rapidfuzz")}


def measured(data: Path, name: str, work: Path) -> dict[str, Figures]:
    """The figures of each tool on a set."""
    work = work / name
    twin = absent_twin(data, name, work)
    return {tool: _measured(data, name, twin, tool, work) for tool in TOOLS}


def _measured(data: Path, name: str, twin: Path, tool: str, work: Path) -> Figures:
    """The figures of a tool on a set and on its truth-absent twin; seconds are those of the set as it is."""
    results, absent = work / tool, work / f"{tool}-absent"
    seconds = TOOLS[tool](data / "data/truth" / name, results)
    TOOLS[tool](twin, absent)
    figures = scored(data, name, results)
    best = figures["best_f1_at"] - ROUNDING
    at_best = scored(data, name, decided_at(results, best, work / f"{tool}-best"))
    absent_at_best = decided_at(absent, best, work / f"{tool}-absent-best")
    found = figures | {
        "best_precision": at_best["precision"],
        "best_recall": at_best["recall"],
        "absent_accepted": absent_accepted(data, twin, absent),
        "best_absent_accepted": absent_accepted(data, twin, absent_at_best),
        "seconds": round(seconds, 1),
    }
    return {figure: found[figure] for figure in SHOWN}


def table(found: dict[str, dict[str, Figures]]) -> Table:
    """A row a set and tool."""
    result = Table("set", "tool", *(figure.replace("_", " ") for figure in SHOWN), title="Beside peers")
    for name, tools in found.items():
        for tool, figures in tools.items():
            result.add_row(name, tool, *(f"{figures[f]:.1f}" if f == "seconds" else f"{figures[f]:.3f}" for f in SHOWN))
        result.add_section()
    return result


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.peers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/truth/SET and tools/")
    parser.add_argument("--only", choices=SETS, action="append", help="measure on this set; may be repeated")
    parser.add_argument("--work", type=Path, default=Path("build/peers"), help="where workspaces and results go")
    return parser.parse_args()


def main() -> None:
    """Run all tools on all sets, print the table and write the figures; with `--only`, other sets keep theirs."""
    given = options()
    shutil.rmtree(given.work, ignore_errors=True)
    found = {name: measured(given.data.resolve(), name, given.work) for name in given.only or SETS}
    Console(width=190).print(table(found))
    before = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    together = {name: (before | found)[name] for name in SETS if name in before | found}
    FIGURES.write_text(json.dumps(together, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
