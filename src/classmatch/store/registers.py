"""Registers: the registrations of several files as one table, with what only all of them together tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch.parquet import scan_files
from classmatch.store.hashing import code_hash, named_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from classmatch.store.workspace import Workspace

CODE = ("read", "normalise", "schema", "hashing")
TABLE = "register.parquet"


@dataclass(frozen=True)
class RegisterTable:
    """The registrations of a run (`schema.REGISTRATIONS`), one row a title, in an order that never changes."""

    id: str
    path: Path
    rows: int

    def scan(self) -> pl.LazyFrame:
        return scan_files(self.path)


def register_id(registrations: Sequence[str]) -> str:
    """Identity of the table of these normalised files: the order in which they are given does not matter."""
    return named_id("g1", {"registrations": sorted(registrations), "code": code_hash(*CODE)})


def load_register_table(workspace: Workspace, name: str) -> RegisterTable | None:
    """A finished table, or None when there is none of this id."""
    path = workspace.path("registers", name) / TABLE
    if not path.exists():
        return None
    return RegisterTable(name, path, scan_files(path).select(pl.len()).collect().item())
