"""The reports as a person reads them in a terminal: clean at 80 columns, in a pipe, and without colour."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from rich.box import ASCII, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from classmatch.report.plain import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TextIO

    from classmatch.pipeline import Ingested, Matched
    from classmatch.report.funnel import Step
    from classmatch.report.inputs import Recognised, WasRead
    from classmatch.report.stages import Stage
    from classmatch.report.status import Status
    from classmatch.report.summary import Summary

_SHOWN_COLUMNS = 12  # of those that are not used: a wide export has a hundred


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the caller; rich would end the process as if something had failed."""
        raise BrokenPipeError


def console(stream: TextIO) -> Console:
    """A console that takes text as it is: no markup, no emoji codes, no highlighting of what looks like a number."""
    return _Console(file=stream, markup=False, emoji=False, highlight=False)


def show_inputs(to: Console, inputs: Sequence[Recognised]) -> None:
    """What each input file was taken for, and why."""
    for given in inputs:
        library = f" of library {given.library}" if given.library else ""
        line(to, f"{given.name}: {given.kind}{library}; {'; '.join(given.reasons)}")
        _detail(to, "fields", [f"{field}={_columns(columns)}" for field, columns in given.columns.items()])
        _detail(to, "not used", _first(given.unused))
        _detail(to, "note", given.notes)
        _detail(to, "already ingested with drop", [given.known] if given.known else [])


def _columns(columns: Sequence[str]) -> str:
    """`author_1_name` for one column, `author_1_name..author_9_name` for several."""
    return columns[0] if len(columns) == 1 else f"{columns[0]}..{columns[-1]}"


def _first(columns: Sequence[str]) -> list[str]:
    """A few columns, and how many more there are."""
    more = len(columns) - _SHOWN_COLUMNS
    return [*columns[:_SHOWN_COLUMNS], f"and {more} more"] if more > 0 else list(columns)


def _detail(to: Console, name: str, values: Sequence[str]) -> None:
    """An indented line, when there is something to say, broken at the width of the terminal."""
    if values:
        text = for_terminal(f"{name}: {', '.join(values)}")
        broken = textwrap.wrap(text, to.width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
        to.print(Text("\n".join(broken)))


def show_read(to: Console, file: WasRead) -> None:
    """What a reader found in a file: rows, fields, and why rows were not used."""
    line(to, f"{file.name}: {file.rows:,} rows read, {file.used:,} used, {file.rows - file.used:,} not")
    _detail(to, "filled", [f"{field} {rows:,}" for field, rows in file.filled.items()])
    _detail(to, "not used", [f"{reason} {rows:,}" for reason, rows in file.reasons.items()])
    if file.reasons:
        line(to, f"  kept in {file.rejects}")


def show_ingested(to: Console, done: Ingested, *, verbose: bool = False) -> None:
    """What an ingest did."""
    if done.drop is None:
        line(to, done.reason)
        return
    line(to, f"drop {done.drop.id}: {done.drop.rows:,} rows, {done.drop.rejected:,} rejected")
    show_counts(to, done.counts)
    if verbose:
        show_stages(to, done.stages)


def show_matched(to: Console, done: Matched | None, *, verbose: bool = False) -> None:
    """What a match found, and where its files lie."""
    if done is None:
        line(to, "dry run: nothing was written")
        return
    show_funnel(to, done.summary.funnel)
    to.print()
    show_best(to, done.best)
    to.print()
    show_expected(to, done.summary)
    show_class(to, done.summary)
    show_undecided(to, done.undecided)
    if verbose:
        show_stages(to, done.summary.stages)
    for name in (*done.summary.outputs, "summary.json", "manifest.json"):
        line(to, str(done.out / name))


def show_expected(to: Console, summary: Summary) -> None:
    """The expected precision and recall of the matches, and what they rest on."""
    expected, used = summary.expected, summary.calibration
    for name in ("precision", "recall"):
        if expected[name]:
            line(to, f"expected {name} of the matches: {_share(expected[name])}")
    for name, found in (expected["labelled"] or {}).items():
        if found:
            line(to, f"{name} on {found['pairs']:,} labelled pairs: {_share(found)}")
    fitted = f" ({used['pairs']:,} pairs)" if used["pairs"] else ""
    limits = ", ".join(f"{name} from {summary.thresholds[name]:.3g}" for name in ("match", "review"))
    line(to, f"calibration: {used['origin']}{fitted}; {limits}")
    to.print()


def show_class(to: Console, summary: Summary) -> None:
    """What the class definition made of the matches: lines, members, amounts, and what another one would change."""
    defined, counts = summary.class_definition, summary.counts
    line(to, f"class: {defined['case']}, {defined['version']}")
    listed = ", ".join(f"{counts[f'{name}_lines']:,} {name}" for name in ("eligible", "undetermined", "ineligible"))
    line(to, f"lines: {listed}")
    kinds = f"{counts['person_members']:,} persons, {counts['organisation_members']:,} organisations"
    line(to, f"candidate members: {counts['members']:,} ({kinds})")
    if summary.amounts:
        line(to, "estimated amounts: {low:,.2f} to {high:,.2f} {currency}".format(**summary.amounts))
    to.print()
    if summary.comparison is not None:
        show_comparison(to, summary.comparison)
        to.print()


def show_undecided(to: Console, lines: Sequence[Mapping[str, Any]]) -> None:
    """A few lines of which it is not known whether they are of the class, and what would decide them."""
    if not lines:
        return
    table = new_table(to, "undetermined title", "number", "what would decide it")
    for row in lines:
        table.add_row(*(cell(row[name]) for name in ("title", "registration_number", "deciding")))
    to.print(table)
    to.print()


def show_comparison(to: Console, comparison: Sequence[Mapping[str, Any]]) -> None:
    """Matches by what the one class definition says of them and the other."""
    table = new_table(to, "by this definition", "by the other", ("matches", "right"))
    for row in comparison:
        table.add_row(row["eligibility"], row["other_eligibility"], f"{row['matches']:,}")
    to.print(table)


def _share(estimate: Mapping[str, float]) -> str:
    """`0.987 (0.975 to 0.994)`."""
    return "{value:.3f} ({low:.3f} to {high:.3f})".format(**estimate)


def show_counts(to: Console, counts: Mapping[str, int]) -> None:
    """What is in the workspace."""
    shown = ("copies", "distinct_hashes", "editions", "works")
    line(to, "workspace: " + ", ".join(f"{counts[name]:,} {_words(name)}" for name in shown if name in counts))


def show_funnel(to: Console, steps: Sequence[Step]) -> None:
    """The funnel, from rows to matched works."""
    table = new_table(to, "step", ("kept", "right"), ("dropped", "right"), "why dropped")
    for step in steps:
        table.add_row(step.step, f"{step.kept:,}", f"{step.dropped:,}", step.reason if step.dropped else "")
    to.print(table)


def show_best(to: Console, best: Iterable[dict[str, Any]]) -> None:
    """The best candidates of a run."""
    table = new_table(to, "title", "registered title", "number", ("confidence", "right"), "decision")
    for row in best:
        names = (row["catalog_title"], row["registration_title"], row["registration_number"])
        table.add_row(*map(cell, names), f"{row['confidence']:.3f}", row["decision"])
    to.print(table)


def show_stages(to: Console, stages: Iterable[Stage]) -> None:
    """Where the time went."""
    table = new_table(to, "stage", ("seconds", "right"), ("peak MB", "right"))
    for stage in stages:
        table.add_row(stage.stage, f"{stage.seconds:.1f}", f"{stage.peak_mb:,}")
    to.print(table)


def show_status(to: Console, status: Status) -> None:
    """What is in a workspace."""
    line(to, f"workspace {status.workspace}")
    drops = new_table(to, "drop", "ingested", ("files", "right"), ("rows", "right"), ("rejected", "right"))
    for drop in status.drops:
        drops.add_row(drop.id, drop.ingested, f"{len(drop.files):,}", f"{drop.rows:,}", f"{drop.rejected:,}")
    to.print(drops)
    to.print()
    sources = new_table(to, "source", ("copies", "right"), ("works", "right"))
    for source in status.sources:
        sources.add_row(cell(source["source"]), f"{source['copies']:,}", f"{source['works']:,}")
    to.print(sources)
    to.print()
    show_counts(to, status.counts)
    for run in status.runs:
        line(to, f"run {run['run_id']} of {run['finished']}: {run['folder']}")
    if not status.runs:
        line(to, "no runs yet")


def new_table(to: Console, *columns: str | tuple[str, str]) -> Table:
    """An empty table of these columns: a name, or a name and `right`."""
    box = SIMPLE_HEAD if to.encoding.startswith("utf") else ASCII
    table = Table(box=box, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        name, justify = column if isinstance(column, tuple) else (column, "left")
        table.add_column(name, justify="right" if justify == "right" else "left", overflow="fold")
    return table


def cell(value: object) -> Text:
    """A value as a cell may show it."""
    return Text("" if value is None else for_terminal(str(value)))


def line(to: Console, text: str) -> None:
    """A line that is not broken, so that paths in it can be copied."""
    to.print(Text(for_terminal(text)), soft_wrap=True)


def _words(name: str) -> str:
    return name.replace("_", " ")
