"""What training found, as a person reads it in a terminal."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from classmatch.report.terminal import line, new_table

if TYPE_CHECKING:
    from rich.console import Console

    from classmatch.pipeline.train import Trained

_SHOWN = 12  # weights that moved most
_NAMES = {"f1": "F1", "log_loss": "log loss (bits)"}


def show_trained(to: Console, done: Trained | None) -> None:
    """What the weights were learnt from, which moved most, and how good they are."""
    if done is None:
        line(to, "dry run: nothing was written")
        return
    learnt = done.learnt
    truth = "of unknown truth" if learnt.right is None else f"({learnt.right:,} right, {learnt.wrong:,} wrong)"
    line(to, f"learnt from {learnt.pairs:,} candidate pairs {truth}")
    line(to, f"starting from weights {done.base.version}")
    to.print()
    _show_moved(to, done)
    to.print()
    _show_figures(to, done)
    line(to, f"{done.out}: weights {done.version}")


def moved(done: Trained) -> list[tuple[str, str, float, float]]:
    """Comparison, level, and weight before and after of all that moved, the farthest first."""
    before, after = done.base.levels, done.learnt.weights.levels
    found = [("prior", "", done.base.prior, done.learnt.weights.prior)]
    found += [
        (name, level, bits, after[name][level]) for name, levels in before.items() for level, bits in levels.items()
    ]
    return sorted((row for row in found if row[2] != row[3]), key=lambda row: (-abs(row[3] - row[2]), row[:2]))


def _show_moved(to: Console, done: Trained) -> None:
    rows = moved(done)
    table = new_table(to, "comparison", "level", ("bits before", "right"), ("after", "right"), ("moved", "right"))
    for name, level, before, after in rows[:_SHOWN]:
        table.add_row(name, level, f"{before:+.2f}", f"{after:+.2f}", f"{after - before:+.2f}")
    to.print(table)
    if len(rows) > _SHOWN:
        line(to, f"and {len(rows) - _SHOWN:,} more, which moved less")


def _show_figures(to: Console, done: Trained) -> None:
    """The calibration, and where truth is known how good the confidences are on pairs that were not learnt from."""
    table = new_table(to, "", ("before", "right"), ("after", "right"))
    for name in ("slope", "offset"):
        before, after = (getattr(weights.calibration, name) for weights in (done.base, done.learnt.weights))
        table.add_row(f"calibration {name}", f"{before:.3f}", f"{after:.3f}")
    learnt = done.learnt
    if learnt.before and learnt.after:
        for entry in fields(learnt.before):
            shown = _NAMES.get(entry.name, entry.name.replace("_", " "))
            before, after = (getattr(found, entry.name) for found in (learnt.before, learnt.after))
            table.add_row(f"{shown}, cross-validated", f"{before:.3f}", f"{after:.3f}")
    to.print(table)
