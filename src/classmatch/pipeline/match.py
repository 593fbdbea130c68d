"""Match: the works of the workspace against registrations, and what is written of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.compiling import nothing_kept
from classmatch.config import Settings
from classmatch.decide import Thresholds, standing, thresholds
from classmatch.engine import open_engine
from classmatch.labels import read_labels
from classmatch.learn.known import nothing_known
from classmatch.pipeline.budget import match_budget
from classmatch.pipeline.catalog import WORKSPACE
from classmatch.pipeline.classes import TEMPLATE, classed, load_rules
from classmatch.pipeline.judging import (
    ATTACHED,
    WORKS_AT_ONCE,
    JudgedPart,
    Judging,
    attach,
    attached,
    judge_tasks,
    parts_of,
    scores_of,
)
from classmatch.pipeline.linked import Said, linked_parts
from classmatch.pipeline.prepare import Asked, placed_in, prepared
from classmatch.report.best import best_candidates, undecided
from classmatch.report.funnel import funnel, funnel_frame
from classmatch.report.funnel_picture import funnel_picture
from classmatch.report.listener import Listener
from classmatch.report.spreadsheet import for_spreadsheet
from classmatch.report.stages import Stages
from classmatch.report.summary import Summary, all_counts, confidence_histogram, reason_census, rule_census
from classmatch.score import load_weights
from classmatch.score.expect import Tally
from classmatch.store.hashing import file_hash
from classmatch.store.results import finish_results, open_results, working, write_tables
from classmatch.store.runs import Run, save_run
from classmatch.store.snapshots import load_preflight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from classmatch.engine import Engine
    from classmatch.learn.known import Known
    from classmatch.pipeline.classes import Classed, Rules
    from classmatch.pipeline.linked import LinkedParts
    from classmatch.pipeline.prepare import Prepared
    from classmatch.report.funnel import Step
    from classmatch.store.workspace import Workspace

RESULTS = Path("classmatch-results")
_AS_PARQUET = ("candidates", "copies", "members")


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
    snapshot: str = "auto",
    engine: str = "local",
    dry_run: bool = False,
    listener: Listener | None = None,
) -> Matched | None:
    """Match the works of the workspace against registrations and write the results into `out`; None for a dry run.

    `weights` is a weights file in place of the shipped one; `labels` a file of labels (`labels.read_labels`), which
    decide the pairs that they name, and calibrate the confidence of the others. `class_definition` is the name of a
    shipped class definition or a TOML file; `as_of`, another day on which all libraries were copied, or `compare`,
    another definition, shows what would change. `imprints` is a table of imprints and houses beside the shipped one.
    `snapshot` says whether words are counted anew (`auto`, `keep`, `renew`), and `engine` where partitions are worked
    on: `local`, or `dask://HOST:PORT`.

    What an earlier run compared and still holds is not compared again; a run that was killed goes on where it stood.
    Raises a `ClassmatchError`. Results are complete when there is a `manifest.json` in `out`.
    """
    stages, settings = Stages(listener or Listener()), settings or Settings()
    match_budget(settings, 0, 0)  # what cannot do for nothing at all is refused before anything is read
    if nothing_kept():
        stages.listener.noticed("the first run of this version compiles its loops, once: that takes most of a minute")
    loaded, said = load_weights(weights), read_labels(labels) if labels else None
    rules = load_rules(class_definition, as_of, compare, imprints)
    asked = Asked(registrations, workspace, mapping, file_format)
    with prepared(asked, settings, stages, dry_run=dry_run) as ready:
        if ready is None:
            return None
        known = nothing_known() if labels is None or said is None else _known(labels, said, ready, stages.listener)
        given = {"name": labels.name, "sha256": file_hash(labels)} if labels else None
        budget = match_budget(settings, ready.register.rows, _works_at_once(ready))
        with open_engine(engine, budget.workers) as runner:
            said_of = Said(known, given["sha256"] if given else None)
            linked = linked_parts(ready, settings, loaded, said_of, snapshot, budget, runner, stages)
            run = Run(ready.drops, ready.registered, ready.catalog, settings, loaded, rules.record(), given, linked.of)
            with working(out.absolute(), run.id) as folder:
                with stages("decide"):
                    attach(linked.parts, ready.register, folder / ATTACHED)
                    limits = _limits(linked, ready, settings, folder / ATTACHED)
                open_results(out)
                parts = _judged(linked, ready, rules, settings, limits, folder, runner, stages)
                judged = classed(parts, ready, rules, folder / ATTACHED, stages)
                return _write(run, linked, limits, judged, rules, ready.workspace, out, stages)


def _works_at_once(ready: Prepared) -> int:
    """The most works that a task looks at."""
    parts = [part.works for part in ready.catalog.parts]
    return max([*parts, min(WORKS_AT_ONCE, sum(parts))])


def _judged(
    linked: LinkedParts,
    ready: Prepared,
    rules: Rules,
    settings: Settings,
    limits: Thresholds,
    folder: Path,
    engine: Engine,
    stages: Stages,
) -> list[JudgedPart]:
    """Decide and judge all partitions; those that were judged before a run was killed stand."""
    with stages("judge"):
        attached(folder / ATTACHED)  # now, and not in each of the threads that come
        definition, other = rules.given.definition, rules.other
        judging = Judging(linked.weights, settings.decide, limits, definition, other, folder / ATTACHED)
        tasks = judge_tasks(ready.catalog, linked.parts, linked.known, judging, folder)
        found = engine.run(tasks, lambda done, total: stages.listener.progressed("judge", done, total))
        if found:
            stages.listener.noticed(f"goes on where an earlier run stopped: {found} of {len(tasks)} parts were judged")
    return [JudgedPart(task.output) for task in tasks]


def _limits(linked: LinkedParts, ready: Prepared, settings: Settings, registrations: Path) -> Thresholds:
    """The thresholds of the run; only a wanted precision asks for a look at all pairs."""
    if not settings.decide.precision:
        return Thresholds(settings.decide.match, settings.decide.review)
    every, kept = [], Tally()
    for part in parts_of(ready.catalog, linked.parts, linked.known):
        scores = scores_of(part, linked.weights, attached(registrations))
        every.append(standing(scores, settings.decide))
        kept.add(scores.filter(pl.col("label").is_null())["match_weight"].to_numpy())
    missed = linked.totals.tally.less(kept).expected(linked.weights.calibration)
    return thresholds(pl.concat(every), settings.decide, missed)


def _known(labels: Path, said: pl.DataFrame, ready: Prepared, listener: Listener) -> Known:
    """The labels by the works and registrations of this run; the user is told how many are of others."""
    known, unknown = placed_in(labels, said, ready)
    if unknown.height:
        count = f"{unknown.height:,} of {said.height:,}"
        listener.noticed(f"{labels}: {count} labels are of no record or registration of this run")
    return known


def _write(
    run: Run,
    linked: LinkedParts,
    limits: Thresholds,
    judged: Classed,
    rules: Rules,
    workspace: Workspace,
    out: Path,
    stages: Stages,
) -> Matched:
    """Write the tables, the summary and last the manifest, and keep the manifest in the workspace."""
    counts = all_counts({"rows": run.rows}, run.catalog.counts, linked.counts, judged.counts)
    case = rules.given.definition.case
    steps = funnel(counts, rules.given.definition)
    outlook = judged.outlook.expected(linked.totals.tally, linked.weights.calibration, run.settings.decide.completeness)
    with stages("write"):
        outputs = _write_tables(out, judged, run, steps, case.name)
    summary = Summary(
        run_id=run.id,
        counts=counts,
        funnel=steps,
        rules=linked.totals.rules(linked.register.index).to_dicts(),
        blocks=load_preflight(workspace, linked.snapshot.snapshot)["largest"],
        reasons=reason_census(judged.candidates),
        class_definition={"case": case.name, "version": case.version, "name": rules.given.name},
        class_rules=rule_census(judged.candidates),
        comparison=judged.comparison,
        amounts=judged.listed.totals,
        confidence_histogram=confidence_histogram(judged.candidates),
        estimated_precision=outlook.precision.value if outlook.precision else None,
        expected=asdict(outlook),
        thresholds={**asdict(limits), "precision": run.settings.decide.precision or None},
        calibration=asdict(linked.weights.calibration),
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
    lines, members = judged.listed.lines.lazy(), judged.listed.members.lazy()
    is_eligible = pl.col("eligibility") == "eligible"
    copies = run.catalog.copies_parts
    tables = {
        "candidates": judged.parts,
        "copies": [copies.scan(part) for part in range(copies.count)],
        "works_list": [lines.filter(is_eligible)],
        "not_listed": [lines.filter(~is_eligible).sort("eligibility", descending=True, maintain_order=True)],
        "members": [members],
        "funnel": [funnel_frame(steps).lazy()],
        **({} if judged.changes is None else {"changes": [judged.changes.lazy()]}),
    }
    return write_tables(
        out,
        parquet={name: (part.collect() for part in tables[name]) for name in _AS_PARQUET},
        csv={
            name: (for_spreadsheet(part.collect()) for part in parts)
            for name, parts in tables.items()
            if name != "copies"
        },
        pictures={"funnel": funnel_picture(steps, case)},
    )
