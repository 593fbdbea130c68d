"""An evaluation as a person reads it in a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.text import Text

from classmatch.report.plain import for_terminal
from classmatch.report.terminal import line, new_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from classmatch.evaluation import Evaluation
    from classmatch.evaluation.figures import Figures

    AddRow = Callable[[str, str, str, str], None]

_SHOWN_THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_SHOWN_ERRORS = 3  # of each kind
_MAX_TEXT = 100  # characters of a title or of authors that an error shows
_MAIN = (
    ("precision", "precision"),
    ("recall", "recall"),
    ("f1", "F1"),
    ("average_precision", "average precision"),
    ("top1", "true pair first"),
    ("calibration_error", "calibration error"),
)


def show_evaluation(to: Console, found: Evaluation) -> None:
    """Figures, calibration, thresholds and the worst errors, at 80 columns."""
    figures = found.figures
    line(to, f"{figures.records:,} labelled records, {figures.true_pairs:,} true pairs, run {found.run_id}")
    for note in found.notes:
        _wrapped(to, f"note: {note}", "", "  ")
    to.print()
    _show_figures(to, found)
    to.print()
    _show_reliability(to, found.reliability)
    if figures.true_pairs:
        to.print()
        _show_thresholds(to, found.thresholds)
    for kind, title in (("false_accept", "false accepts"), ("missed", "missed true pairs")):
        _show_errors(to, found.errors, kind, title)


def _show_figures(to: Console, found: Evaluation) -> None:
    figures = found.figures
    table = new_table(to, "figure", ("value", "right"), "95% interval", "")
    for name, shown in _MAIN if figures.true_pairs else _MAIN[-1:]:
        table.add_row(shown, _share(getattr(figures, name)), _ends(*found.intervals[name]), "")
    for name, said in found.expected.items():
        table.add_row(f"expected {name}", _share(said["value"]), _ends(said["low"], said["high"]), "by the run itself")
    if figures.true_pairs:
        _add_best(table.add_row, figures)
    _add_wrong(table.add_row, found)
    to.print(table)


def _add_best(add_row: AddRow, figures: Figures) -> None:
    """Rows on what other decisions would give."""
    for name in ("precision", "recall", "F1"):
        add_row(f"best pair: {name}", _share(getattr(figures, f"one_{name.lower()}")), "", "of each record")
    limit = "" if figures.best_f1_at is None else f"at confidence {figures.best_f1_at:.3f}"
    add_row("best F1", _share(figures.best_f1), "", limit)
    add_row("candidates' recall", _share(figures.candidates_recall), "", "were all accepted")


def _add_wrong(add_row: AddRow, found: Evaluation) -> None:
    """Rows on what must not be accepted, where the labels tell of any."""
    figures = found.figures
    if figures.known_nonmatches:
        of = f"of {figures.known_nonmatches:,} known non-matches"
        add_row("non-matches accepted", f"{figures.known_nonmatches_accepted:,}", "", of)
    if figures.absent_records:
        share = figures.absent_accepted / figures.absent_records
        of = f"{figures.absent_accepted:,} of {figures.absent_records:,} absent records"
        add_row("absent accepted", _share(share), _ends(*found.absent_interval), of)


def _show_reliability(to: Console, bins: pl.DataFrame) -> None:
    table = new_table(to, "confidence", ("pairs", "right"), ("said", "right"), ("was", "right"), "95% interval")
    for row in bins.iter_rows(named=True):
        if row["count"]:
            span = f"{row['from']:.1f} to {row['to']:.1f}"
            table.add_row(
                span, f"{row['count']:,}", _share(row["said"]), _share(row["was"]), _ends(row["low"], row["high"])
            )
    to.print(table)


def _show_thresholds(to: Console, thresholds: pl.DataFrame) -> None:
    names = ("threshold", "accepted", "precision", "recall", "F1")
    table = new_table(to, *((name, "right") for name in names))
    for row in thresholds.iter_rows(named=True):
        if row["threshold"] in _SHOWN_THRESHOLDS:
            shares = (_share(row[name]) for name in ("precision", "recall", "f1"))
            table.add_row(f"{row['threshold']:.2f}", f"{row['accepted']:,}", *shares)
    to.print(table)


def _show_errors(to: Console, errors: pl.DataFrame, kind: str, title: str) -> None:
    """The census of a kind of errors, and the first of them with their evidence."""
    own = errors.filter(pl.col("mistake") == kind)
    if own.is_empty():
        return
    counts = own.group_by("why").len().sort("len", "why", descending=[True, False])
    to.print()
    line(to, f"{own.height:,} {title}: {', '.join(f'{why} {count:,}' for why, count in counts.iter_rows())}")
    for row in _of_works(own).head(_SHOWN_ERRORS).iter_rows(named=True):
        _show_error(to, row)


def _of_works(errors: pl.DataFrame) -> pl.DataFrame:
    """The first error of each work and registration, and how many `others` there are: copies of a work share them."""
    known = pl.coalesce("work_id", pl.concat_str("source", "record_id", separator=" "))
    counted = errors.with_columns(others=pl.len().over(known, "registration_row", "why") - 1, of=known)
    return counted.unique(["of", "registration_row", "why"], keep="first", maintain_order=True)


def _show_error(to: Console, row: dict[str, Any]) -> None:
    said = "" if row["confidence"] is None else f", confidence {row['confidence']:.3f}"
    copies = "copy" if row["others"] == 1 else "copies"
    others = f"; and so for {row['others']:,} more {copies}" if row["others"] else ""
    pair = f"{row['source'] or '?'} {row['record_id']} - {row['registration_row']}"
    _wrapped(to, f"{pair}: {row['why']}{said}{others}", "  ", "      ")
    sides = (
        ("catalog", ("catalog_title", "catalog_authors", "catalog_year")),
        ("registered", ("registration_title", "registration_authors", "publication_date")),
    )
    for side, names in sides:
        known = [textwrap.shorten(str(row[name]), _MAX_TEXT, placeholder="...") for name in names if row[name]]
        _wrapped(to, f"{side}: {' / '.join(known) or 'not in the results'}", "    ", "      ")
    if row["confidence"] is not None:
        _wrapped(to, f"evidence: {evidence(row)}", "    ", "      ")
        _wrapped(to, f"reasons: {', '.join(row['reasons'])}", "    ", "      ")


def evidence(row: dict[str, Any]) -> str:
    """`title same +3.7, author initials +3.1`: the levels of a candidate that weigh something, in bits."""
    names = [name.removeprefix("level_") for name in row if name.startswith("level_")]
    weighed = [(name, row[f"level_{name}"], row[f"weight_{name}"]) for name in names]
    return ", ".join(f"{name} {level} {bits:+.1f}" for name, level, bits in weighed if bits)


def _wrapped(to: Console, text: str, first: str, rest: str) -> None:
    broken = textwrap.wrap(for_terminal(text), to.width, initial_indent=first, subsequent_indent=rest)
    to.print(Text("\n".join(broken)))


def _ends(low: float | None, high: float | None) -> str:
    return f"{_share(low)} to {_share(high)}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
