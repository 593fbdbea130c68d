"""What blocking does, as a person reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.block.preflight import Preflight
from classmatch.report.terminal import cell, line, new_table

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from classmatch.block.census import Census, Completeness

_SHOWN_BLOCKS = 3  # of each rule
_SHOWN_MISSED = 10
_MAX_KEY = 40  # characters of a key that are shown


def show_blocks(to: Console, found: Census | Preflight) -> None:
    """What was counted, or what was estimated."""
    if isinstance(found, Preflight):
        show_preflight(to, found)
    else:
        show_census(to, found)


def show_preflight(to: Console, found: Preflight) -> None:
    """What is to be expected: rules and largest blocks; at 80 columns."""
    line(to, f"{found.works:,} works, {found.sampled:,} of them looked at; {found.registrations:,} registrations")
    line(to, f"about {found.pairs:,} pairs, those that several rules or keys find counted for each")
    to.print()
    right = [(name, "right") for name in ("pairs", "a work", "cut", "split", "largest")]
    table = new_table(to, "rule", *right)
    for row in found.rules.iter_rows(named=True):
        counts = [f"{row['pairs']:,}", f"{row['pairs_per_work']:.1f}", f"{row['cut']:.0%}"]
        table.add_row(row["rule"], *counts, f"{row['blocks_split']:,}", f"{row['largest_block']:,}")
    to.print(table)
    to.print()
    _show_largest(to, found.largest)


def show_census(to: Console, found: Census) -> None:
    """Rules, totals, largest blocks, and completeness where there are labels; at 80 columns."""
    line(to, f"{found.works:,} works, {found.registrations:,} registrations")
    alike = f"{found.compared:,} alike enough to compare"
    line(to, f"{found.pairs:,} candidate pairs, {found.pairs_per_work:.1f} a work; {alike}")
    to.print()
    _show_rules(to, found)
    to.print()
    _show_largest(to, found.largest)
    if found.completeness:
        to.print()
        _show_completeness(to, found.completeness)


def _show_rules(to: Console, found: Census) -> None:
    right = [(name, "right") for name in ("pairs", "a work", "alone", "split", "largest", "cut")]
    table = new_table(to, "rule", *right)
    for row in found.rules.iter_rows(named=True):
        counts = [f"{row[name]:,}" for name in ("alone", "blocks_split", "largest_block", "pairs_cut")]
        table.add_row(row["rule"], f"{row['pairs']:,}", f"{row['pairs_per_work']:.1f}", *counts)
    to.print(table)


def _show_largest(to: Console, largest: pl.DataFrame) -> None:
    table = new_table(to, "rule", "largest blocks", ("works", "right"), ("registrations", "right"), ("pairs", "right"))
    for row in largest.group_by("rule", maintain_order=True).head(_SHOWN_BLOCKS).iter_rows(named=True):
        counts = [f"{row[name]:,}" for name in ("works", "registrations", "pairs")]
        table.add_row(row["rule"], cell(row["key"][:_MAX_KEY]), *counts)
    to.print(table)


def _show_completeness(to: Console, found: Completeness) -> None:
    line(to, f"{found.records:,} labelled records, {found.pairs_per_record:.1f} candidate pairs each")
    line(
        to,
        f"{found.true_pairs:,} true pairs: {found.found:.4f} found, {found.compared:.4f} alike enough to compare",
    )
    if found.unknown:
        line(to, f"note: {found.unknown:,} more are of a record or a registration that is not here")
    to.print()
    table = new_table(to, "rule", ("true pairs found", "right"), ("by it alone", "right"))
    for rule, share, alone in found.rules.iter_rows():
        table.add_row(rule, f"{share:.4f}", f"{alone:.4f}")
    to.print(table)
    if found.missed.height:
        to.print()
        _show_missed(to, found.missed)


def _show_missed(to: Console, missed: pl.DataFrame) -> None:
    table = new_table(to, f"missed ({missed.height:,})", "record", "registration", "lost")
    for row in missed.head(_SHOWN_MISSED).iter_rows():
        table.add_row(*map(cell, row))
    to.print(table)
