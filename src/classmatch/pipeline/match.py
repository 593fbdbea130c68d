"""Match: the works of the workspace against registrations, and what is written of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.config import Settings
from classmatch.link import link
from classmatch.pipeline.catalog import WORKSPACE
from classmatch.pipeline.prepare import Asked, prepared
from classmatch.report.best import best_candidates
from classmatch.report.funnel import funnel, funnel_frame
from classmatch.report.listener import Listener
from classmatch.report.spreadsheet import for_spreadsheet
from classmatch.report.stages import Stages
from classmatch.report.summary import (
    Summary,
    all_counts,
    confidence_histogram,
    estimated_precision,
)
from classmatch.score import load_weights
from classmatch.store.results import finish_results, open_results, write_tables
from classmatch.store.runs import Run, save_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classmatch.link import Linked
    from classmatch.store.workspace import Workspace

RESULTS = Path("classmatch-results")


@dataclass(frozen=True)
class Matched:
    """What came of a match."""

    summary: Summary
    best: list[dict[str, Any]]
    out: Path


def match(
    registrations: Sequence[str | Path],
    *,
    workspace: Path = WORKSPACE,
    out: Path = RESULTS,
    mapping: Mapping[str, str] | None = None,
    file_format: str = "auto",
    settings: Settings | None = None,
    weights: Path | None = None,
    dry_run: bool = False,
    listener: Listener | None = None,
) -> Matched | None:
    """Match the works of the workspace against registrations and write the results into `out`; None for a dry run.

    Raises a `ClassmatchError`. Results are complete when there is a `manifest.json` in `out`.
    """
    stages, settings = Stages(listener or Listener()), settings or Settings()
    loaded = load_weights(weights)
    asked = Asked(registrations, workspace, mapping, file_format)
    with prepared(asked, settings, stages, dry_run=dry_run) as ready:
        if ready is None:
            return None
        linked = link(ready.catalog.works, ready.table, settings, loaded, stages.hear)
        stages.take(linked.stages)
        run = Run(ready.drops, ready.registered, ready.catalog, settings, loaded)
        return _write(run, linked, ready.workspace, out, stages)


def _write(run: Run, linked: Linked, workspace: Workspace, out: Path, stages: Stages) -> Matched:
    """Write the tables, the summary and last the manifest, and keep the manifest in the workspace."""
    counts = all_counts({"rows": run.rows}, run.catalog.counts, linked.counts)
    steps = funnel(counts)
    with stages("write"):
        open_results(out)
        outputs = write_tables(
            out,
            parquet={"candidates": linked.candidates, "copies": run.catalog.copies.sort(pl.all())},
            csv={"candidates": for_spreadsheet(linked.candidates), "funnel": for_spreadsheet(funnel_frame(steps))},
        )
    summary = Summary(
        run_id=run.id,
        counts=counts,
        funnel=steps,
        rules=linked.rules.to_dicts(),
        reasons=linked.reasons.to_dicts(),
        confidence_histogram=confidence_histogram(linked.candidates),
        estimated_precision=estimated_precision(linked.candidates),
        outputs=outputs,
        stages=stages.finished,
        **run.record(),
    )
    manifest = {
        "schema_version": 1,
        "run_id": run.id,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        **run.record(),
    }
    save_run(workspace, finish_results(out, summary.to_dict(), manifest), out)
    return Matched(summary, best_candidates(linked.candidates), out)
