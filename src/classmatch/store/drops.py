"""Drops: deliveries of catalog files, normalised and kept, each file once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import WorkspaceError
from classmatch.parquet import scan_folder
from classmatch.schema import COPIES
from classmatch.store.atomic import write_json
from classmatch.store.hashing import code_hash, named_id
from classmatch.store.inputs import InputFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from classmatch.store.workspace import Workspace

CODE = ("read", "normalise", "schema")  # the parts of classmatch that decide what a drop's copies look like


@dataclass(frozen=True)
class Drop:
    """One drop in the workspace."""

    id: str
    files: tuple[InputFile, ...]
    code: str  # hash of the code that normalised it
    ingested: str  # ISO 8601, UTC

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def rejected(self) -> int:
        return sum(file.rejected for file in self.files)


def drop_id(file_ids: Sequence[str]) -> str:
    """Identity of a drop: the order of its files does not matter."""
    return named_id("d1", sorted(file_ids))


def load_drops(workspace: Workspace) -> list[Drop]:
    """The drops of the workspace, in the order they came."""
    return [_load(workspace.path("drops", name)) for name in workspace.drops]


def save_drop(folder: Path, drop: Drop) -> None:
    write_json(folder / "drop.json", asdict(drop))


def scan_copies(workspace: Workspace, drops: Sequence[str]) -> pl.LazyFrame:
    """The copies of these drops (`schema.COPIES`); which drop came first makes no difference.

    Raises `WorkspaceError` when another version of classmatch wrote one with other columns.
    """
    tables = [workspace.path("drops", name) / "copies" for name in sorted(drops)]
    for table in tables:
        _refuse_other_columns(table)
    return pl.concat([scan_folder(table) for table in tables])


def _refuse_other_columns(table: Path) -> None:
    if scan_folder(table).collect_schema() != pl.Schema(COPIES):
        what = f"{table.parent}: another version of classmatch wrote this drop, with other columns"
        raise WorkspaceError(what, "ingest its files into a new workspace")


def outdated(drops: Sequence[Drop]) -> list[Drop]:
    """Drops that another version of classmatch normalised."""
    current = code_hash(*CODE)
    return [drop for drop in drops if drop.code != current]


def _load(folder: Path) -> Drop:
    record = json.loads((folder / "drop.json").read_text(encoding="utf-8"))
    files = tuple(InputFile.from_record(file) for file in record.pop("files"))
    return Drop(files=files, **record)
