"""Match the labelled sets with the shipped weights and compare the figures with goals and baseline: `make quality`.

Each set is run as a user would run it, by the installed command without any option: as it is; without the
registrations of its true pairs, where every acceptance is wrong; and two sets without authors in the catalog. The
run fails when a figure is more than half a point worse than in `quality.json`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.labelled import SETS
from benchmarks.quality.baseline import commit, committed, worse
from benchmarks.quality.goals import goals
from benchmarks.quality.runs import SIDE_BY_SIDE, Run, absent_twin, without_authors
from benchmarks.quality.scorer import Figures, absent_accepted, scored

WITHOUT_AUTHORS = ("goodreads_gbooks", "uw_uiuc")  # the sets whose catalog is matched without authors, too
SHOWN = (
    "f1",
    "precision",
    "recall",
    "one_f1",
    "best_f1",
    "average_precision",
    "top1",
    "candidates_recall",
    "calibration_error",
    "absent_accepted",
    "known_nonmatches_accepted",
    "no_author_f1",
    "no_author_calibration_error",
)


def as_it_is(data: Path, name: str, work: Path) -> Figures:
    """The figures of a set and of its truth-absent twin."""
    folder, work = data / "data/truth" / name, work / name
    run = Run(folder, folder / "catalog.parquet", work)
    run.ingest()
    figures = scored(data, name, run.match("results"))
    twin = absent_twin(data, name, work)
    accepted = absent_accepted(data, twin, run.match_absent(twin, "absent"))
    known = figures["known_nonmatches_accepted"] / max(figures["known_nonmatches"], 1)
    return {**figures, "known_nonmatches_share": round(known, 4), "absent_accepted": accepted}


def no_author(data: Path, name: str, work: Path) -> Figures:
    """The figures of a set whose catalog has no authors."""
    folder, work = data / "data/truth" / name, work / f"{name}-no-author"
    run = Run(folder, without_authors(folder, work), work)
    run.ingest()
    figures = scored(data, name, run.match("results"))
    wanted = ("f1", "precision", "recall", "candidates_recall", "calibration_error")
    return {f"no_author_{figure}": figures[figure] for figure in wanted}


def measured(data: Path, sets: list[str], work: Path) -> dict[str, Figures]:
    """All figures of the sets, a few runs side by side."""
    jobs = [(name, partial(as_it_is, data, name, work)) for name in sets]
    jobs += [(name, partial(no_author, data, name, work)) for name in sets if name in WITHOUT_AUTHORS]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        parts = [(name, pool.submit(job)) for name, job in jobs]
    found: dict[str, Figures] = {name: {} for name in sets}
    for name, part in parts:
        found[name] |= part.result()
    return found


def table(found: dict[str, Figures]) -> Table:
    """The figures, a column a set, with the goal beside each that has one."""
    result = Table("figure", *found, title="Quality on labelled data", caption="beside a figure: its goal")
    for figure in SHOWN:
        cells = [_cell(name, figure, figures) for name, figures in found.items()]
        if any(cells):
            result.add_row(figure.replace("_", " "), *cells)
    return result


def _cell(name: str, figure: str, figures: Figures) -> str:
    if figure not in figures:
        return ""
    value, goal = figures[figure], goals("quality").get((name, figure))
    text = f"{value}" if isinstance(value, int) else f"{value:.4f}"
    if goal is None:
        return text
    return f"{text} {goal} {goal.verdict(value)}"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data/truth/SET and tools/")
    parser.add_argument("--only", choices=SETS, action="append", help="measure this set; may be repeated")
    parser.add_argument("--work", type=Path, default=Path("build/quality"), help="where workspaces and results go")
    parser.add_argument("--update", action="store_true", help="make these figures the baseline")
    return parser.parse_args()


def main() -> None:
    """Measure, print the table, and exit with 1 when a figure fell."""
    given = options()
    shutil.rmtree(given.work, ignore_errors=True)  # a workspace keeps what an older version made of its files
    found = measured(given.data.resolve(), given.only or list(SETS), given.work)
    Console(width=160).print(table(found))
    if given.update:
        commit(found)
        return
    before = committed()
    fallen = [line for name, figures in found.items() for line in worse(name, figures, before[name])]
    sys.exit("\n".join(["worse than the baseline:", *fallen]) if fallen else 0)


if __name__ == "__main__":
    main()
