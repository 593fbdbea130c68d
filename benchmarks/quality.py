"""Match the labelled sets with the shipped weights and compare the figures with the committed baseline: `make quality`.

Each set is run as a user would run it, by the installed command without any option, once as it is and once without the
registrations of its true pairs, where every acceptance is wrong. The figures are those of the scorer that comes with
the data, which reads only what `match` wrote. The run fails when a figure is more than `TOLERANCE` worse than in
`quality.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.labelled import SETS, registrations_file

BASELINE = Path(__file__).with_name("quality.json")
TOLERANCE = 0.005
HIGHER_IS_BETTER = ("precision", "recall", "f1", "average_precision", "top1", "candidates_recall")
LOWER_IS_BETTER = ("calibration_error", "absent_accepted")

Figures = dict[str, float]


def classmatch(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "classmatch", "--quiet", "--progress", "none", *map(str, arguments)]
    subprocess.run(command, check=True)


def tool(data: Path, name: str, *arguments: str | Path) -> Figures:
    """What a scoring tool of the data folder prints as JSON."""
    command = [sys.executable, str(data / "tools" / name), *map(str, arguments)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: Figures = json.loads(printed) if printed.strip() else {}
    return figures


def matched(folder: Path, work: Path) -> Path:
    """The results folder of ingest and match on the files of a set."""
    classmatch("--workspace", work / "workspace", "ingest", folder / "catalog.parquet", "--library", folder.name)
    registrations = registrations_file(folder)
    classmatch("--workspace", work / "workspace", "match", "--registrations", registrations, "--out", work / "results")
    return work / "results"


def measured(data: Path, name: str, work: Path) -> Figures:
    folder = data / "data/truth" / name
    results = matched(folder, work / name)
    truth = ["--registrations", registrations_file(folder)]
    figures = tool(data, "score.py", results, folder / "truth.csv", *truth)
    twin = work / f"{name}-absent-set"
    tool(data, "absent.py", folder, twin)
    absent = tool(data, "absent.py", "--count", matched(twin, work / f"{name}-absent"), twin)
    return {**figures, "absent_accepted": absent["share"]}


def worse(name: str, figures: Figures, baseline: Figures) -> list[str]:
    """One line a figure that is worse than the baseline allows."""
    found = []
    for figure in (*HIGHER_IS_BETTER, *LOWER_IS_BETTER):
        change = figures[figure] - baseline[figure]
        loss = -change if figure in HIGHER_IS_BETTER else change
        if loss > TOLERANCE:
            found.append(f"{name}: {figure} was {baseline[figure]:.4f}, is {figures[figure]:.4f}")
    return found


def table(all_figures: dict[str, Figures]) -> Table:
    shown = (
        "f1",
        "precision",
        "recall",
        "best_f1",
        "top1",
        "candidates_recall",
        "calibration_error",
        "absent_accepted",
    )
    result = Table("set", *(figure.replace("_", " ") for figure in shown), title="Quality on labelled data")
    for name, figures in all_figures.items():
        result.add_row(name, *(f"{figures[figure]:.4f}" for figure in shown))
    return result


def main() -> None:
    """Run all sets, print the table, and exit with 1 when a figure fell."""
    parser = argparse.ArgumentParser(description="Quality on the labelled sets, against the committed baseline.")
    parser.add_argument(
        "--data", type=lambda text: Path(text).resolve(), required=True, help="folder with data/truth/SET and tools/"
    )
    parser.add_argument("--work", type=Path, default=Path("build/quality"))
    parser.add_argument("--update", action="store_true", help="make these figures the baseline")
    args = parser.parse_args()
    shutil.rmtree(args.work, ignore_errors=True)  # a workspace keeps what an older version made of its files
    figures = {name: measured(args.data, name, args.work) for name in SETS}
    Console(width=140).print(table(figures))
    if args.update:
        BASELINE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        return
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    fallen = [line for name, found in figures.items() for line in worse(name, found, baseline[name])]
    sys.exit("\n".join(["worse than the baseline:", *fallen]) if fallen else 0)


if __name__ == "__main__":
    main()
