"""The folder that `match` wrote, opened for judging."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classmatch.errors import InputError
from classmatch.parquet import scan_files
from classmatch.store.results import MANIFEST, SUMMARY

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

FILES = ("candidates.parquet", "copies.parquet", SUMMARY)


@dataclass(frozen=True)
class Results:
    """Finished results: the tables of docs/outputs.md, lazily, and the summary."""

    folder: Path
    candidates: pl.LazyFrame
    copies: pl.LazyFrame
    summary: dict[str, Any]

    @property
    def run_id(self) -> str | None:
        return self.summary.get("run_id")

    @property
    def inputs(self) -> dict[str, Any]:
        """The drops, the registrations, and the labels if `match` was given any."""
        return self.summary.get("inputs") or {}

    @property
    def decide_match(self) -> float | None:
        """The confidence from which a candidate was a match."""
        return (self.summary.get("thresholds") or {}).get("match")

    @property
    def expected(self) -> dict[str, dict[str, float]]:
        """The `precision` and `recall` that the run expected of its matches, each as `value, low, high`."""
        found = self.summary.get("expected") or {}
        return {name: found[name] for name in ("precision", "recall") if found.get(name)}


def open_results(folder: Path) -> Results:
    """The results in a folder.

    Raises:
        InputError: if there is no such folder, or `match` did not finish it, or files of it are gone or damaged.

    """
    if not folder.is_dir():
        raise InputError(folder, "no such folder of results", "run `classmatch match` first, or name it with --results")
    if not (folder / MANIFEST).exists():
        why = f"has no {MANIFEST}: it holds no results, or `match` did not finish them"
        raise InputError(folder, why, "run `classmatch match` again, or name another folder with --results")
    missing = [name for name in FILES if not (folder / name).exists()]
    if missing:
        raise InputError(folder, f"lacks {', '.join(missing)}", "run `classmatch match` again")
    tables = {name: scan_files(folder / name) for name in FILES[:2]}
    return Results(folder, tables[FILES[0]], tables[FILES[1]], _summary(folder / SUMMARY))


def _summary(path: Path) -> dict[str, Any]:
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(path, f"is damaged: {error}", "run `classmatch match` again") from None
    if not isinstance(summary, dict):
        raise InputError(path, "is no summary of a run", "run `classmatch match` again")
    return summary
