"""Ingest: read, normalise and deduplicate one drop of catalog files into the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from classmatch.config import Settings
from classmatch.normalise import normalise_catalog
from classmatch.parquet import scan_folder
from classmatch.pipeline.budget import ingest_budget
from classmatch.pipeline.catalog import WORKSPACE, catalog
from classmatch.pipeline.told import recognised, was_read
from classmatch.read import expand, recognise_catalogs
from classmatch.report.listener import Listener
from classmatch.report.stages import Stage, Stages
from classmatch.store.drops import CODE, Drop, drop_id, load_drops, save_drop, scan_copies
from classmatch.store.hashing import code_hash
from classmatch.store.inputs import Input, identify, refuse_bad, store_input
from classmatch.store.read_inputs import COPIES, REJECTS, ReadInput, load_read, read_id, save_read
from classmatch.store.workspace import Workspace, peek, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Ingested:
    """What came of an ingest: the new drop, or None and the reason why nothing was done."""

    drop: Drop | None
    counts: dict[str, int]  # of the whole workspace
    stages: list[Stage]
    reason: str = ""


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
    ingest_budget(settings, 0)  # what cannot do for nothing at all is refused before anything is read
    with stages("recognise"):
        paths = expand([str(file) for file in files])
        found = recognise_catalogs(paths, library=library, format=file_format, mapping=mapping)
        inputs = identify(found, library)
    known = known_files(peek(workspace))
    stages.listener.recognised([recognised(given, "catalog", known) for given in inputs])
    if dry_run:
        return Ingested(None, {}, stages.finished, "dry run: nothing was written")
    with writing(workspace) as target:
        fresh = [given for given in inputs if given.id not in known_files(target)]
        if not fresh:
            return Ingested(None, {}, stages.finished, "nothing to do: every file is in the workspace already")
        with stages("read and normalise"):
            drop = _store_drop(target, fresh, settings, stages.listener)
        drops = (*target.drops, drop.id)
        with stages("deduplicate"):
            memory = ingest_budget(settings, scan_copies(target, drops).select(pl.len()).collect().item())
            works = catalog(target, drops, settings, memory)
        with stages("commit"):
            target.commit(drops=drops, catalog=works.id)
    return Ingested(drop, works.counts, stages.finished)


def known_files(workspace: Workspace | None) -> dict[str, str]:
    """The files that are in the workspace, each with its drop."""
    drops = load_drops(workspace) if workspace else []
    return {file.id: drop.id for drop in drops for file in drop.files}


def _store_drop(workspace: Workspace, inputs: Sequence[Input], settings: Settings, listener: Listener) -> Drop:
    """Read the files into a new drop of the workspace, unless too many of their rows are bad.

    A file that was read to its end by an ingest that was killed is not read again.
    """
    read = [_read(workspace, given, listener) for given in inputs]
    name = drop_id([given.id for given in inputs])
    with workspace.building("drops", name) as folder:
        copies, rejects = folder / "copies", folder / "rejects"
        copies.mkdir()
        rejects.mkdir()
        for given, found in zip(inputs, read, strict=True):
            found.move(copies / f"{given.id}.parquet", rejects / f"{given.id}.parquet")
        files = tuple(found.file for found in read)
        refuse_bad(files, scan_folder(rejects).collect(), settings.ingest.max_bad_share)
        drop = Drop(name, files, code_hash(*CODE), datetime.now(UTC).isoformat(timespec="seconds"))
        save_drop(folder, drop)
    for file in files:
        listener.was_read(was_read(file, workspace.path("drops", name) / "rejects" / f"{file.id}.parquet"))
    return drop


def _read(workspace: Workspace, given: Input, listener: Listener) -> ReadInput:
    """A normalised file: as an ingest that was killed left it, or read now."""
    name = read_id(given.id, given.source.name)
    known = load_read(workspace, name)
    if known:
        listener.noticed(f"goes on where an earlier ingest stopped: {known.file.name} was read to its end")
        return known
    with workspace.building("inputs", name) as folder:
        file = store_input(given, normalise_catalog, folder / COPIES, folder / REJECTS)
        save_read(folder, file)
    return ReadInput(file, workspace.path("inputs", name))
