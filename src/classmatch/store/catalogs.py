"""Catalogs: what deduplication made of a set of drops, kept until the drops, the settings or the code change."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from classmatch.parquet import scan_files
from classmatch.store.aliases import aliases_of
from classmatch.store.atomic import write_json
from classmatch.store.hashing import code_hash, named_id
from classmatch.store.tables import write_parquet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from classmatch.config import DedupeSettings
    from classmatch.store.workspace import Workspace

CODE = ("read", "normalise", "dedupe", "schema", "hashing")


@dataclass(frozen=True)
class Catalog:
    """The works of a set of drops."""

    id: str
    counts: dict[str, int]
    copies: pl.DataFrame  # schema.COPY_WORKS
    works: pl.DataFrame  # schema.WORKS
    aliases: pl.DataFrame  # aliases.ALIASES


def catalog_id(drops: Sequence[str], settings: DedupeSettings) -> str:
    """Identity of what these drops come to: the order in which they were ingested does not matter."""
    return named_id("k1", {"drops": sorted(drops), "settings": asdict(settings), "code": code_hash(*CODE)})


def load_catalog(workspace: Workspace, name: str) -> Catalog | None:
    """A finished catalog of the workspace, or None when there is none of this id."""
    folder = workspace.path("catalog", name)
    if not folder.is_dir():
        return None
    counts = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))["counts"]
    copies, works, aliases = (
        scan_files(folder / f"{table}.parquet").collect() for table in ("copies", "works", "aliases")
    )
    return Catalog(name, counts, copies, works, aliases)


def save_catalog(folder: Path, catalog: Catalog) -> None:
    write_parquet(catalog.copies, folder / "copies.parquet")
    write_parquet(catalog.works, folder / "works.parquet")
    write_parquet(catalog.aliases, folder / "aliases.parquet")
    write_json(folder / "catalog.json", {"id": catalog.id, "counts": catalog.counts})


def succeed(old: Catalog | None, copies: pl.DataFrame) -> pl.DataFrame:
    """Aliases of a catalog with these copies that takes the place of `old`: no work id that was ever given is lost."""
    return aliases_of(old.copies, old.aliases, copies) if old else aliases_of(None, None, copies)
