"""The two jobs of classmatch, each as a list of its stages.

Both are functions to call from Python; the command line calls the same ones. They write to the workspace and to the
folder of results, tell a `Listener` how it goes, and return what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.config import Settings
from classmatch.dedupe import dedupe
from classmatch.link import link
from classmatch.normalise import mark_groups, normalise_catalog, normalise_registrations
from classmatch.read import expand, recognise_catalogs, recognise_registrations
from classmatch.report.best import best_candidates
from classmatch.report.funnel import funnel, funnel_frame
from classmatch.report.inputs import Recognised, WasRead
from classmatch.report.listener import Listener
from classmatch.report.spreadsheet import for_spreadsheet
from classmatch.report.stages import Stage, Stages
from classmatch.report.summary import (
    Summary,
    all_counts,
    confidence_histogram,
    estimated_precision,
)
from classmatch.score import load_weights
from classmatch.store.catalogs import Catalog, catalog_id, load_catalog, save_catalog, succeed
from classmatch.store.drops import CODE, Drop, drop_id, load_drops, outdated, save_drop, scan_copies
from classmatch.store.hashing import code_hash
from classmatch.store.inputs import Input, InputFile, identify, refuse_bad, store_input
from classmatch.store.registrations import Registrations, load_registrations, registrations_id, save_registrations
from classmatch.store.results import finish_results, open_results, write_tables
from classmatch.store.runs import Run, save_run
from classmatch.store.workspace import Workspace, peek, reading, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classmatch.link import Linked

WORKSPACE = Path(".classmatch")
RESULTS = Path("classmatch-results")


@dataclass(frozen=True)
class Ingested:
    """What came of an ingest: the new drop, or None and the reason why nothing was done."""

    drop: Drop | None
    counts: dict[str, int]  # of the whole workspace
    stages: list[Stage]
    reason: str = ""


@dataclass(frozen=True)
class Matched:
    """What came of a match."""

    summary: Summary
    best: list[dict[str, Any]]
    out: Path


def ingest(
    files: Sequence[str | Path],
    *,
    workspace: Path = WORKSPACE,
    library: str | None = None,
    file_format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    dry_run: bool = False,
    listener: Listener | None = None,
) -> Ingested:
    """Read, normalise and deduplicate one drop of catalog files into the workspace.

    A file that is in the workspace already, read the same way, is left out; when no other is left, nothing is written.
    Raises a `ClassmatchError`, and then the workspace is as it was.
    """
    stages, settings = Stages(listener or Listener()), settings or Settings()
    with stages("recognise"):
        paths = expand([str(file) for file in files])
        found = recognise_catalogs(paths, library=library, format=file_format, mapping=mapping)
        inputs = identify(found, library)
    known = _known_files(peek(workspace))
    stages.listener.recognised([_recognised(given, "catalog", known) for given in inputs])
    if dry_run:
        return Ingested(None, {}, stages.finished, "dry run: nothing was written")
    with writing(workspace) as target:
        fresh = [given for given in inputs if given.id not in _known_files(target)]
        if not fresh:
            return Ingested(None, {}, stages.finished, "nothing to do: every file is in the workspace already")
        with stages("read and normalise"):
            drop = _store_drop(target, fresh, settings, stages.listener)
        drops = (*target.drops, drop.id)
        with stages("deduplicate"):
            catalog = _catalog(target, drops, settings)
        with stages("commit"):
            target.commit(drops=drops, catalog=catalog.id)
    return Ingested(drop, catalog.counts, stages.finished)


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
    with stages("recognise"):
        paths = expand([str(file) for file in registrations])
        found = recognise_registrations(paths, format=file_format, mapping=mapping)
        inputs = identify(found)
        loaded = load_weights(weights)
    with reading(workspace) as source:
        stages.listener.recognised([_recognised(given, "registrations", {}) for given in inputs])
        if dry_run:
            return None
        drops = _current_drops(source, stages.listener)
        with stages("read registrations"):
            registered = [_registrations(source, given, settings) for given in inputs]
        for part in registered:
            stages.listener.was_read(_was_read(part.file, part.table.with_name("rejects.parquet")))
        with stages("works"):
            catalog = _catalog(source, source.drops, settings)
        linked = link(catalog.works, _table(registered), settings, loaded, stages.hear)
        stages.take(linked.stages)
        run = Run(drops, registered, catalog, settings, loaded)
        return _write(run, linked, source, out, stages)


def _recognised(given: Input, kind: str, known: Mapping[str, str]) -> Recognised:
    """What the user is shown of an input."""
    source = given.source
    return Recognised(
        name=source.name,
        kind=kind,
        format=source.format,
        library=source.library,
        columns={field: list(columns) for field, columns in source.mapping.items()},
        unused=list(source.unused),
        reasons=list(source.reasons),
        notes=list(source.notes),
        known=known.get(given.id),
    )


def _was_read(file: InputFile, rejects: Path) -> WasRead:
    """What the user is shown of an input that was read."""
    used = file.rows - sum(file.reasons.values())
    return WasRead(file.name, file.rows, used, file.reasons, file.filled, str(rejects))


def _known_files(workspace: Workspace | None) -> dict[str, str]:
    """The files that are in the workspace, each with its drop."""
    drops = load_drops(workspace) if workspace else []
    return {file.id: drop.id for drop in drops for file in drop.files}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


# --------------------------------------------------------------------------------------------------------------------
# The stages of an ingest


def _store_drop(workspace: Workspace, inputs: Sequence[Input], settings: Settings, listener: Listener) -> Drop:
    """Read the files into a new drop of the workspace, unless too many of their rows are bad."""
    name = drop_id([given.id for given in inputs])
    with workspace.building("drops", name) as folder:
        copies, rejects = folder / "copies", folder / "rejects"
        copies.mkdir()
        rejects.mkdir()
        files = tuple(
            store_input(given, normalise_catalog, copies / f"{given.id}.parquet", rejects / f"{given.id}.parquet")
            for given in inputs
        )
        refuse_bad(files, pl.read_parquet(rejects / "*.parquet"), settings.ingest.max_bad_share)
        drop = Drop(name, files, code_hash(*CODE), _now())
        save_drop(folder, drop)
    for file in files:
        listener.was_read(_was_read(file, workspace.path("drops", name) / "rejects" / f"{file.id}.parquet"))
    return drop


def _catalog(workspace: Workspace, drops: Sequence[str], settings: Settings) -> Catalog:
    """The works of these drops: as deduplicated before, or deduplicated now."""
    name = catalog_id(drops, settings.dedupe)
    known = load_catalog(workspace, name)
    if known:
        return known
    before = load_catalog(workspace, workspace.catalog) if workspace.catalog else None
    result = dedupe(scan_copies(workspace, drops), settings.dedupe)
    catalog = Catalog(name, result.counts, result.copies, result.works, succeed(before, result.copies))
    with workspace.building("catalog", name) as folder:
        save_catalog(folder, catalog)
    return catalog


# --------------------------------------------------------------------------------------------------------------------
# The stages of a match


def _current_drops(workspace: Workspace, listener: Listener) -> list[Drop]:
    drops = load_drops(workspace)
    for drop in outdated(drops):
        names = ", ".join(file.name for file in drop.files)
        listener.noticed(f"drop {drop.id} ({names}) was normalised by another version of classmatch")
    return drops


def _registrations(workspace: Workspace, given: Input, settings: Settings) -> Registrations:
    """A file of registrations, normalised now or before."""
    name = registrations_id(given.id, given.source.name)
    known = load_registrations(workspace, name)
    if known:
        return known
    with workspace.building("registrations", name) as folder:
        table, rejects = folder / "registrations.parquet", folder / "rejects.parquet"
        file = store_input(given, normalise_registrations, table, rejects)
        refuse_bad([file], pl.read_parquet(rejects), settings.ingest.max_bad_share)
        save_registrations(folder, file)
    return Registrations(name, file, workspace.path("registrations", name) / table.name)


def _table(registered: Sequence[Registrations]) -> pl.DataFrame:
    return mark_groups(pl.concat([part.scan() for part in registered])).collect()


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
    manifest = {"schema_version": 1, "run_id": run.id, "finished": _now(), **run.record()}
    save_run(workspace, finish_results(out, summary.to_dict(), manifest), out)
    return Matched(summary, best_candidates(linked.candidates), out)
