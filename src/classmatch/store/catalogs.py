"""Catalogs: what deduplication made of a set of drops, kept until the drops, the settings or the code change."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import WorkspaceError
from classmatch.parquet import scan_files
from classmatch.partitions import Partitions
from classmatch.store.aliases import ALIASES, Tables, aliases_of
from classmatch.store.atomic import write_json
from classmatch.store.hashing import code_hash, file_hash, named_id
from classmatch.store.tables import write_parquet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from classmatch.config import DedupeSettings
    from classmatch.store.workspace import Workspace

CODE = ("read", "normalise", "dedupe", "schema", "hashing", "partitions")
RECORD = "catalog.json"


@dataclass(frozen=True)
class Part:
    """One partition of a catalog: rows of its files, and the SHA-256 of their bytes."""

    works: int
    copies: int
    works_sha256: str
    copies_sha256: str


@dataclass(frozen=True)
class Catalog:
    """The works of a set of drops, in `folder`; tables are read when they are asked for."""

    id: str
    counts: dict[str, int]
    folder: Path
    parts: tuple[Part, ...]

    @property
    def works_parts(self) -> Partitions:
        """`schema.WORKS` in partitions, sorted by work id."""
        return Partitions(self.folder / "works", len(self.parts))

    @property
    def copies_parts(self) -> Partitions:
        """`schema.COPY_WORKS` in partitions, sorted by work id and the other columns."""
        return Partitions(self.folder / "copies", len(self.parts))

    @property
    def tables(self) -> Tables:
        return Tables(self.works_parts, self.copies_parts)

    def scan_works(self) -> pl.LazyFrame:
        """`schema.WORKS`, sorted by work id."""
        return self.works_parts.scan_all()

    def scan_copies(self) -> pl.LazyFrame:
        """`schema.COPY_WORKS`, sorted by work id and the other columns."""
        return self.copies_parts.scan_all()

    @cached_property
    def works(self) -> pl.DataFrame:
        """`schema.WORKS`, all of them in memory."""
        return self.scan_works().collect()

    @cached_property
    def copies(self) -> pl.DataFrame:
        """`schema.COPY_WORKS`, all of them in memory."""
        return self.scan_copies().collect()

    @cached_property
    def aliases(self) -> pl.DataFrame:
        """`aliases.ALIASES`."""
        return scan_files(self.folder / "aliases.parquet").collect()


def catalog_id(drops: Sequence[str], settings: DedupeSettings) -> str:
    """Identity of what these drops come to: the order in which they were ingested does not matter."""
    return named_id("k1", {"drops": sorted(drops), "settings": asdict(settings), "code": code_hash(*CODE)})


def load_catalog(workspace: Workspace, name: str) -> Catalog | None:
    """A finished catalog of the workspace, or None when there is none of this id.

    Raises `WorkspaceError` when a version of classmatch wrote it that did not cut tables into partitions.
    """
    folder = workspace.path("catalog", name)
    if not folder.is_dir():
        return None
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    if "parts" not in record:
        what = f"{folder}: another version of classmatch wrote this catalog, in other files"
        raise WorkspaceError(what, "ingest its files into a new workspace")
    return Catalog(name, record["counts"], folder, tuple(Part(**part) for part in record["parts"]))


def finish_catalog(folder: Path, name: str, counts: dict[str, int], count: int, old: Catalog | None) -> Catalog:
    """Add what a catalog has beside its tables, which stand in `folder` in `count` partitions, and return it.

    It takes the place of `old`: no work id that was ever given is lost.
    """
    tables = Tables(Partitions(folder / "works", count), Partitions(folder / "copies", count))
    aliases = aliases_of(old.tables, old.aliases, tables) if old else pl.DataFrame(schema=ALIASES)
    write_parquet(aliases, folder / "aliases.parquet")
    parts = tuple(_part(tables, partition) for partition in range(count))
    record = {"id": name, "counts": counts, "partitions": count, "parts": [asdict(part) for part in parts]}
    write_json(folder / RECORD, record)
    return Catalog(name, counts, folder, parts)


def _part(tables: Tables, partition: int) -> Part:
    rows = [table.scan(partition).select(pl.len()).collect().item() for table in tables]
    hashes = [file_hash(table.path(partition)) for table in tables]
    return Part(*rows, *hashes)
