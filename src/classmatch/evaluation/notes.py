"""What the user should know before relying on the figures: labels that speak of nothing that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.evaluation.records import RECORD, examples
from classmatch.labels import Label

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.evaluation.results import Results


def notes(labels: pl.DataFrame, results: Results, registrations: pl.DataFrame | None, truth: Path) -> list[str]:
    """A line each; the labels are those of `records.located`.

    Raises:
        InputError: if the registrations are given, and no label speaks of one of them.

    """
    rows = _rows(labels, results, registrations, truth)
    return [*_used(results), *_records(labels), *rows, *_twins(registrations)]


def _used(results: Results) -> list[str]:
    """Whoever has seen the answers is not measured by them."""
    used = results.inputs.get("labels")
    if not used:
        return []
    return [f"`match` was given labels ({used['name']}): on the pairs that they decided, the figures say nothing"]


def _records(labels: pl.DataFrame) -> list[str]:
    unknown = labels.filter(~pl.col("known")).select(RECORD).unique().sort(RECORD)
    if unknown.is_empty():
        return []
    total = labels.select(RECORD).unique().height
    shown = examples(unknown["record_id"])
    return [
        f"{unknown.height:,} of {total:,} records are not in the results ({shown}): their true pairs count as missed"
    ]


def _rows(labels: pl.DataFrame, results: Results, registrations: pl.DataFrame | None, truth: Path) -> list[str]:
    """Labelled registrations that are not there; without the registrations, candidates alone tell of them."""
    rows = labels.filter(pl.col("label") != Label.ABSENT)["registration_row"].unique().sort()
    ids = results.candidates if registrations is None else registrations.lazy()
    row = pl.col("registration_record_id").cast(pl.String)
    known = ids.filter(row.is_in(rows.implode())).select(row.unique()).collect().to_series()
    unknown = rows.filter(~rows.is_in(known.implode()))
    if registrations is None:
        hint = "if they should be, the ids are of another column than `match` took (--map id=COLUMN)"
        return [f"no labelled registration is a candidate; {hint}"] if known.is_empty() and len(rows) else []
    if known.is_empty() and len(rows):
        why = f"none of its {len(rows):,} registration rows is in the registrations: {examples(rows)}"
        theirs = examples(registrations["registration_record_id"].head(3))
        hint = "match with --map id=COLUMN, the column whose ids the labels have"
        raise InputError(truth, f"{why}; rows of the registrations are {theirs}", hint)
    if unknown.is_empty():
        return []
    return [
        f"{len(unknown):,} of {len(rows):,} labelled registrations are not in the registrations ({examples(unknown)})"
    ]


def _twins(registrations: pl.DataFrame | None) -> list[str]:
    if registrations is not None:
        return []
    return ["a work that is registered twice word for word counts as two registrations; with --registrations, as one"]
