"""Registrations that were normalised once and need not be again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from classmatch.parquet import scan_files
from classmatch.store.atomic import write_json
from classmatch.store.drops import CODE
from classmatch.store.hashing import code_hash, named_id
from classmatch.store.inputs import InputFile

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from classmatch.store.workspace import Workspace


@dataclass(frozen=True)
class Registrations:
    """One registrations file, normalised: the file as it was read, and where its rows lie (`schema.REGISTRATIONS`)."""

    id: str
    file: InputFile
    table: Path

    def scan(self) -> pl.LazyFrame:
        return scan_files(self.table)


def registrations_id(file: str, name: str) -> str:
    """Identity of a normalised file. Its name counts, since rows say which file they are from; so does the code."""
    return named_id("r1", {"file": file, "name": name, "code": code_hash(*CODE)})


def load_registrations(workspace: Workspace, name: str) -> Registrations | None:
    """A finished file of registrations, or None when there is none of this id."""
    folder = workspace.path("registrations", name)
    if not folder.is_dir():
        return None
    record = json.loads((folder / "registrations.json").read_text(encoding="utf-8"))
    return Registrations(name, InputFile.from_record(record), folder / "registrations.parquet")


def save_registrations(folder: Path, file: InputFile) -> None:
    write_json(folder / "registrations.json", asdict(file))
