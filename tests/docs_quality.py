"""The tables of `docs/quality.md`, from the figures that stand in `benchmarks/`.

A goal stands behind the figure that it is for; a figure that misses it is bold.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
FIGURES = {
    "f1": "F1",
    "precision": "precision",
    "recall": "recall",
    "best_f1": "best F1",
    "top1": "top 1",
    "candidates_recall": "candidates recall",
    "calibration_error": "calibration error",
    "absent_accepted": "absent accepted",
}
WITHOUT_AUTHORS = {
    "no_author_f1": "F1",
    "no_author_precision": "precision",
    "no_author_recall": "recall",
    "no_author_candidates_recall": "candidates recall",
    "no_author_calibration_error": "calibration error",
}
LEFT_OUT = {"f1": "F1", "calibration_error": "calibration error", "absent_accepted": "absent accepted"}
PEERS = {
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "one_f1": "F1 of best only",
    "calibration_error": "calibration error",
    "absent_accepted": "absent accepted",
    "best_f1": "best F1",
    "best_precision": "its precision",
    "best_recall": "its recall",
    "best_absent_accepted": "its absent accepted",
}


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """A table of a page."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figures(name: str) -> dict[str, dict[str, Any]]:
    """The content of a file of figures, by set."""
    found: dict[str, dict[str, Any]] = json.loads((BENCHMARKS / name).read_text(encoding="utf-8"))
    return found


def _goals(table: str) -> dict[tuple[str, str], tuple[bool, float]]:
    """By set and figure: whether the goal is the least or the most, and the goal."""
    with (BENCHMARKS / "quality/goals.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["table"] == table]
    return {(row["set"], row["figure"]): (row["bound"] == "at least", float(row["goal"])) for row in rows}


def _cell(value: float, goal: tuple[bool, float] | None, shown: str | None = None) -> str:
    text = shown or f"{value:.3f}"
    if goal is None:
        return text
    least, bound = goal
    met = value >= bound if least else value <= bound
    return f"{text if met else f'**{text}**'} ({'≥' if least else '≤'} {bound:g})"


def quality_table() -> str:
    """The figures of `quality.json` that tell most."""
    goals, rows = _goals("quality"), []
    for name, found in figures("quality.json").items():
        cells = [_cell(found[figure], goals.get((name, figure))) for figure in FIGURES]
        rows.append([name, *cells, _known_nonmatches(name, found)])
    return markdown(["set", *FIGURES.values(), "known non-matches accepted"], rows)


def _known_nonmatches(name: str, found: dict[str, Any]) -> str:
    if not found["known_nonmatches"]:
        return "none known"
    figure = "known_nonmatches_accepted"
    shown = f"{found[figure]} of {found['known_nonmatches']}"
    return _cell(found[figure], _goals("quality").get((name, figure)), shown)


def without_authors_table() -> str:
    """The sets that are matched without authors, too."""
    goals, sets = _goals("quality"), figures("quality.json")
    rows = [
        [name, *(_cell(found[figure], goals.get((name, figure))) for figure in WITHOUT_AUTHORS)]
        for name, found in sets.items()
        if "no_author_f1" in found
    ]
    return markdown(["set", *WITHOUT_AUTHORS.values()], rows)


def leaveout_table() -> str:
    """Each figure with the shipped weights, then with the set left out; and what F1 lost."""
    goals, rows = _goals("leaveout"), []
    for name, both in figures("leaveout.json").items():
        shipped, left_out = both["shipped"], both["left_out"]
        row = [name]
        for figure in LEFT_OUT:
            row += [_cell(shipped[figure], None), _cell(left_out[figure], goals.get((name, figure)))]
        lost = round(shipped["f1"] - left_out["f1"], 4)
        rows.append([*row[:3], _cell(lost, goals.get((name, "f1_lost"))), *row[3:]])
    pairs = [[title, "left out"] for title in LEFT_OUT.values()]
    return markdown(["set", *pairs[0], "lost", *pairs[1], *pairs[2]], rows)


def peers_table() -> str:
    """A row a set and tool, and one of `leaveout.json`: the peers have not seen the sets either."""
    rows, left_out = [], figures("leaveout.json")
    for name, tools in figures("peers.json").items():
        rows += [_peer(name, tool, found) for tool, found in tools.items()]
        rows.append(_peer(name, "classmatch, set left out", left_out[name]["left_out"]))
    return markdown(["set", "tool", *PEERS.values(), "seconds"], rows)


def _peer(name: str, tool: str, found: dict[str, Any]) -> list[str]:
    seconds = f"{found['seconds']:.0f}" if "seconds" in found else ""
    return [name, tool, *(_cell(found[figure], None) if figure in found else "" for figure in PEERS), seconds]


def tables() -> dict[str, str]:
    """Each table of the page by the name of its place."""
    return {
        "quality": quality_table(),
        "authors": without_authors_table(),
        "leaveout": leaveout_table(),
        "peers": peers_table(),
    }
