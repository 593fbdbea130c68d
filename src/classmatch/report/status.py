"""What is in a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.store.catalogs import load_catalog
from classmatch.store.drops import Drop, load_drops
from classmatch.store.runs import load_runs
from classmatch.store.workspace import reading

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Status:
    """The state of a workspace."""

    workspace: str
    drops: list[Drop]
    counts: dict[str, int]
    sources: list[dict[str, Any]]  # source, copies, works
    runs: list[dict[str, Any]]  # manifests


def status(workspace: Path) -> Status:
    """What is in the workspace: drops, sources, works and runs. Raises `WorkspaceError` when there is none."""
    with reading(workspace) as found:
        catalog = load_catalog(found, found.catalog) if found.catalog else None
        counts = catalog.counts if catalog else {}
        sources = _sources(catalog.copies) if catalog else []
        return Status(str(workspace), load_drops(found), counts, sources, load_runs(found))


def _sources(copies: pl.DataFrame) -> list[dict[str, Any]]:
    counted = copies.group_by("source").agg(pl.len().alias("copies"), pl.col("work_id").n_unique().alias("works"))
    return counted.sort("source").to_dicts()
