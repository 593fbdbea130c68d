"""Blocks: candidate generation by itself, counted and held against labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.block.census import Census, census
from classmatch.block.truth import Truth, truth
from classmatch.config import Settings
from classmatch.evaluation.records import located
from classmatch.labels import read_labels
from classmatch.link.register import register
from classmatch.pipeline.catalog import WORKSPACE
from classmatch.pipeline.prepare import Asked, prepared
from classmatch.pipeline.snapshot import estimated
from classmatch.report.listener import Listener
from classmatch.report.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from classmatch.block.preflight import Preflight
    from classmatch.pipeline.prepare import Prepared


def blocks(
    registrations: Sequence[str | Path],
    *,
    workspace: Path = WORKSPACE,
    mapping: Mapping[str, str] | None = None,
    file_format: str = "auto",
    settings: Settings | None = None,
    labels: Path | None = None,
    estimate: bool = False,
    dry_run: bool = False,
    listener: Listener | None = None,
) -> Census | Preflight | None:
    """Count the candidate pairs of the works of the workspace and registrations; None for a dry run.

    With a file of `labels` (`labels.read_labels`), also which share of the true pairs is among them. With `estimate`
    the counts are estimated from a sample of the works, and labels are not looked at. Nothing is written but what was
    read and deduplicated for it. Raises a `ClassmatchError`.
    """
    stages, settings = Stages(listener or Listener()), settings or Settings()
    said = read_labels(labels) if labels else None
    with prepared(Asked(registrations, workspace, mapping, file_format), settings, stages, dry_run=dry_run) as ready:
        if ready is None:
            return None
        with stages("index"):
            made = register(ready.catalog.works, ready.table, settings.block)
        if estimate:
            with stages("estimate"):
                return estimated(ready.catalog.scan_works(), made, settings)
        known = None if labels is None or said is None else _truth(labels, said, ready)
        with stages("encode"):
            sides = made.sides(ready.catalog.works)
        with stages("count"):
            return census(sides, made.index, settings.block, ready.catalog.works, known, stages.hear)


def _truth(labels: Path, said: pl.DataFrame, ready: Prepared) -> Truth:
    """The labels of records of this workspace."""
    known = located(said, ready.catalog.copies.lazy(), labels)
    return truth(known, ready.catalog.copies, ready.catalog.works, ready.table)
