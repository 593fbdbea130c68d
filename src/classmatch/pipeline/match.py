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
from classmatch.pipeline.classes import TEMPLATE, classed, load_rules
from classmatch.pipeline.prepare import Asked, prepared
from classmatch.report.best import best_candidates, undecided
from classmatch.report.funnel import funnel, funnel_frame
from classmatch.report.funnel_picture import funnel_picture
from classmatch.report.listener import Listener
from classmatch.report.spreadsheet import for_spreadsheet
from classmatch.report.stages import Stages
from classmatch.report.summary import Summary, all_counts, confidence_histogram, reason_census, rule_census
from classmatch.score import load_weights
from classmatch.store.hashing import file_hash
from classmatch.store.results import finish_results, open_results, write_tables
from classmatch.store.runs import Run, save_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from classmatch.learn.known import Known
    from classmatch.link import Linked
    from classmatch.pipeline.classes import Classed, Rules
    from classmatch.pipeline.prepare import Prepared
    from classmatch.report.funnel import Step
    from classmatch.store.workspace import Workspace

RESULTS = Path("classmatch-results")


@dataclass(frozen=True)
class Matched:
    """What came of a match."""

    summary: Summary
    best: list[dict[str, Any]]
    undecided: list[dict[str, Any]]  # lines of which it is not known whether they are of the class
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
    class_definition: str | Path = TEMPLATE,
    as_of: date | None = None,
    compare: str | Path | None = None,
    imprints: Path | None = None,
    dry_run: bool = False,
    listener: Listener | None = None,
) -> Matched | None:
    """Match the works of the workspace against registrations and write the results into `out`; None for a dry run.

    `weights` is a weights file in place of the shipped one; `labels` a file of labels (`labels.read_labels`), which
    decide the pairs that they name, and calibrate the confidence of the others. `class_definition` is the name of a
    shipped class definition or a TOML file; `as_of`, another day on which all libraries were copied, or `compare`,
    another definition, shows what would change. `imprints` is a table of imprints and houses beside the shipped one.

    Raises a `ClassmatchError`. Results are complete when there is a `manifest.json` in `out`.
    """
    stages, settings = Stages(listener or Listener()), settings or Settings()
    loaded, said = load_weights(weights), read_labels(labels) if labels else None
    rules = load_rules(class_definition, as_of, compare, imprints)
    asked = Asked(registrations, workspace, mapping, file_format)
    with prepared(asked, settings, stages, dry_run=dry_run) as ready:
        if ready is None:
            return None
        known = None if labels is None or said is None else _known(labels, said, ready, stages.listener)
        linked = link(ready.catalog.works, ready.table, settings, loaded, stages.hear, known)
        stages.take(linked.stages)
        given = {"name": labels.name, "sha256": file_hash(labels)} if labels else None
        judged = classed(linked, ready, rules, stages)
        run = Run(ready.drops, ready.registered, ready.catalog, settings, loaded, rules.record(), given)
        return _write(run, linked, judged, rules, ready.workspace, out, stages)


def _known(labels: Path, said: pl.DataFrame, ready: Prepared, listener: Listener) -> Known:
    """The labels by the works and registrations of this run; the user is told how many are of others."""
    known, unknown = placed(labels, said, ready.catalog.copies, ready.catalog.works, ready.table)
    if unknown.height:
        count = f"{unknown.height:,} of {said.height:,}"
        listener.noticed(f"{labels}: {count} labels are of no record or registration of this run")
    return known


def _write(
    run: Run, linked: Linked, judged: Classed, rules: Rules, workspace: Workspace, out: Path, stages: Stages
) -> Matched:
    """Write the tables, the summary and last the manifest, and keep the manifest in the workspace."""
    counts = all_counts({"rows": run.rows}, run.catalog.counts, linked.counts, judged.counts)
    case = rules.given.definition.case
    steps = funnel(counts, rules.given.definition)
    with stages("write"):
        open_results(out)
        outputs = _write_tables(out, judged, run, steps, case.name)
    summary = Summary(
        run_id=run.id,
        counts=counts,
        funnel=steps,
        rules=linked.rules.to_dicts(),
        reasons=reason_census(judged.candidates),
        class_definition={"case": case.name, "version": case.version, "name": rules.given.name},
        class_rules=rule_census(judged.candidates),
        comparison=judged.comparison,
        amounts=judged.listed.totals,
        confidence_histogram=confidence_histogram(judged.candidates),
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
    return Matched(summary, best_candidates(judged.candidates), undecided(judged.listed.lines), out)


def _write_tables(out: Path, judged: Classed, run: Run, steps: Sequence[Step], case: str) -> dict[str, str]:
    """Write all tables and the picture of the funnel; the SHA-256 of each file by its name."""
    lines, members = judged.listed.lines, judged.listed.members
    is_eligible = pl.col("eligibility") == "eligible"
    csv = {
        "candidates": judged.candidates,
        "works_list": lines.filter(is_eligible),
        "not_listed": lines.filter(~is_eligible).sort("eligibility", descending=True, maintain_order=True),
        "members": members,
        "funnel": funnel_frame(steps),
        **({} if judged.changes is None else {"changes": judged.changes}),
    }
    return write_tables(
        out,
        parquet={"candidates": judged.candidates, "copies": run.catalog.copies.sort(pl.all()), "members": members},
        csv={name: for_spreadsheet(table) for name, table in csv.items()},
        pictures={"funnel": funnel_picture(steps, case)},
    )
