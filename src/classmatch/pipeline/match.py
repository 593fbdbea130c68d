"""Match: the works of the workspace against registrations, and what is written of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.config import Settings
from classmatch.labels import read_labels
from classmatch.learn.known import placed
from classmatch.link import link
from classmatch.pipeline.catalog import WORKSPACE
from classmatch.pipeline.prepare import Asked, prepared
from classmatch.report.best import best_candidates
from classmatch.report.funnel import funnel, funnel_frame
from classmatch.report.listener import Listener
from classmatch.report.spreadsheet import for_spreadsheet
from classmatch.report.stages import Stages
from classmatch.report.summary import Summary, all_counts, confidence_histogram
from classmatch.score import load_weights
from classmatch.store.hashing import file_hash
from classmatch.store.results import finish_results, open_results, write_tables
from classmatch.store.runs import Run, save_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classmatch.learn.known import Known
    from classmatch.link import Linked
    from classmatch.pipeline.prepare import Prepared
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
    labels: Path | None = None,
    dry_run: bool = False,
    listener: Listener | None = None,
) -> Matched | None:
    """Match the works of the workspace against registrations and write the results into `out`; None for a dry run.

    `weights` is a weights file in place of the shipped one; `labels` a file of labels (`labels.read_labels`), which
    decide the pairs that they name, and calibrate the confidence of the others.

    Raises a `ClassmatchError`. Results are complete when there is a `manifest.json` in `out`.
    """
    stages, settings = Stages(listener or Listener()), settings or Settings()
    loaded, said = load_weights(weights), read_labels(labels) if labels else None
    asked = Asked(registrations, workspace, mapping, file_format)
    with prepared(asked, settings, stages, dry_run=dry_run) as ready:
        if ready is None:
            return None
        known = None if labels is None or said is None else _known(labels, said, ready, stages.listener)
        linked = link(ready.catalog.works, ready.table, settings, loaded, stages.hear, known)
        stages.take(linked.stages)
        given = {"name": labels.name, "sha256": file_hash(labels)} if labels else None
        run = Run(ready.drops, ready.registered, ready.catalog, settings, loaded, given)
        return _write(run, linked, ready.workspace, out, stages)


def _known(labels: Path, said: pl.DataFrame, ready: Prepared, listener: Listener) -> Known:
    """The labels by the works and registrations of this run; the user is told how many are of others."""
    known, unknown = placed(labels, said, ready.catalog.copies, ready.catalog.works, ready.table)
    if unknown.height:
        count = f"{unknown.height:,} of {said.height:,}"
        listener.noticed(f"{labels}: {count} labels are of no record or registration of this run")
    return known


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
        estimated_precision=linked.expected.precision.value if linked.expected.precision else None,
        expected=asdict(linked.expected),
        thresholds={**asdict(linked.thresholds), "precision": run.settings.decide.precision or None},
        calibration=asdict(linked.calibration),
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
