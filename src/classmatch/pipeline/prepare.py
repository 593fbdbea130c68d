"""What a job that compares works with registrations starts from."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from classmatch.learn.known import placed
from classmatch.normalise import normalise_registrations
from classmatch.parquet import scan_files
from classmatch.pipeline.catalog import catalog
from classmatch.pipeline.registers import register_table
from classmatch.pipeline.told import recognised, was_read
from classmatch.read import expand, recognise_registrations
from classmatch.store.drops import Drop, load_drops, outdated
from classmatch.store.inputs import Input, identify, refuse_bad, store_input
from classmatch.store.registrations import Registrations, load_registrations, registrations_id, save_registrations
from classmatch.store.workspace import Workspace, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from classmatch.config import Settings
    from classmatch.learn.known import Known
    from classmatch.report.listener import Listener
    from classmatch.report.stages import Stages
    from classmatch.store.catalogs import Catalog
    from classmatch.store.registers import RegisterTable


@dataclass(frozen=True)
class Asked:
    """What a user asks to have compared with the works of a workspace."""

    registrations: Sequence[str | Path]
    workspace: Path
    mapping: Mapping[str, str] | None = None
    file_format: str = "auto"


@dataclass(frozen=True)
class Prepared:
    """The works of the workspace, and the registrations (`schema.REGISTRATIONS`), one row a title."""

    workspace: Workspace
    drops: list[Drop]
    catalog: Catalog
    registered: list[Registrations]
    register: RegisterTable

    @cached_property
    def table(self) -> pl.DataFrame:
        """All registrations in memory."""
        return self.register.scan().collect()


@contextmanager
def prepared(asked: Asked, settings: Settings, stages: Stages, *, dry_run: bool = False) -> Iterator[Prepared | None]:
    """Recognise and read what was asked for, with the workspace kept as it is until the end; None for a dry run.

    Raises a `ClassmatchError`.
    """
    with stages("recognise"):
        paths = expand([str(file) for file in asked.registrations])
        found = recognise_registrations(paths, format=asked.file_format, mapping=asked.mapping)
        inputs = identify(found)
    with reading(asked.workspace) as source:
        stages.listener.recognised([recognised(given, "registrations", {}) for given in inputs])
        yield None if dry_run else _prepare(source, inputs, settings, stages)


def _prepare(source: Workspace, inputs: Sequence[Input], settings: Settings, stages: Stages) -> Prepared:
    drops = _current_drops(source, stages.listener)
    with stages("read registrations"):
        registered = [_registrations(source, given, settings) for given in inputs]
    for part in registered:
        stages.listener.was_read(was_read(part.file, part.table.with_name("rejects.parquet")))
    with stages("works"):
        works = catalog(source, source.drops, settings)
    with stages("register"):
        register = register_table(source, registered)
    return Prepared(source, drops, works, registered, register)


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
        refuse_bad([file], scan_files(rejects).collect(), settings.ingest.max_bad_share)
        save_registrations(folder, file)
    return Registrations(name, file, workspace.path("registrations", name) / table.name)


def placed_in(labels: Path, said: pl.DataFrame, ready: Prepared) -> tuple[Known, pl.DataFrame]:
    """The labels of a file by the places of works and registrations, and those of others (`learn.known.placed`)."""
    copies = ready.catalog.copies_parts.scan_all().select("source", "record_id", "work_id")
    works = ready.catalog.works_parts.scan_all().select("work_id")
    return placed(labels, said, copies.collect(), works.collect(), ready.table)
