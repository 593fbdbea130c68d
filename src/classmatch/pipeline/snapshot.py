"""Which counts of words a run compares by: those of an earlier run, or new ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from classmatch.block.preflight import preflight
from classmatch.errors import UsageError
from classmatch.link.register import build_register, read_register
from classmatch.store.atomic import write_json
from classmatch.store.hashing import code_hash
from classmatch.store.snapshots import (
    CODE,
    PREFLIGHT,
    Snapshot,
    keys_hash,
    load_snapshots,
    save_snapshot,
    snapshot_id,
)

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.block.preflight import Preflight
    from classmatch.config import Settings
    from classmatch.link.register import Register
    from classmatch.pipeline.prepare import Prepared
    from classmatch.store.catalogs import Catalog

_SAMPLE = 20_000  # works that an estimate of blocking looks at, or up to twice as many
CHOICES = ("auto", "keep", "renew")


@dataclass(frozen=True)
class Chosen:
    """The snapshot of a run, where its register lies, and what the user is told of it ("" where nothing)."""

    snapshot: Snapshot
    folder: Path
    told: str


def chosen(ready: Prepared, settings: Settings, wanted: str, memory: int | None = None) -> Chosen:
    """The snapshot that `wanted` asks for: `auto`, `keep` or `renew`.

    `auto` keeps the latest one until the catalog has grown by more than `snapshot.growth` since. `memory` is how many
    bytes the sorting of keys may take, if it is to be bounded. Raises `UsageError` where one is to be kept and there is
    none.
    """
    workspace, catalog = ready.workspace, ready.catalog
    if wanted not in CHOICES:
        raise UsageError(f"--snapshot {wanted}: no such choice", f"there are: {', '.join(CHOICES)}")
    found = load_snapshots(workspace, ready.register.id, settings.block)
    if wanted == "keep" and not found:
        raise UsageError("--snapshot keep: nothing was counted for these registrations yet", "leave it at auto")
    if wanted != "renew" and found:
        growth = _growth(found[0], catalog)
        if wanted == "keep" or growth <= settings.snapshot.growth:
            return Chosen(found[0], workspace.path("snapshots", found[0].id), _kept(found[0], catalog))
    made = _made(ready, settings, memory)
    return Chosen(made, workspace.path("snapshots", made.id), _renewed(found[0], catalog) if found else "")


def _copies(catalog: Catalog) -> int:
    return catalog.counts["copies"]


def _growth(snapshot: Snapshot, catalog: Catalog) -> float:
    """By which share the catalog has grown, or shrunk, since words were counted."""
    return abs(_copies(catalog) - snapshot.copies) / max(snapshot.copies, 1)


def _kept(snapshot: Snapshot, catalog: Catalog) -> str:
    """Told where the counts are not those of this catalog."""
    if snapshot.catalog == catalog.id:
        return ""
    change = _copies(catalog) - snapshot.copies
    counted = f"words as counted on {snapshot.made[:10]} in {snapshot.copies:,} copies"
    return f"{counted}, {change:+,} copies since (--snapshot renew counts again)"


def _renewed(before: Snapshot, catalog: Catalog) -> str:
    grown = f"{_copies(catalog) - before.copies:+,} copies since {before.made[:10]}"
    return f"words are counted anew ({grown}): every pair is compared again"


def _made(ready: Prepared, settings: Settings, memory: int | None) -> Snapshot:
    workspace, catalog, register = ready.workspace, ready.catalog, ready.register
    name = snapshot_id(register.id, catalog.id, settings.block)
    made = Snapshot(
        name,
        register.id,
        catalog.id,
        _copies(catalog),
        keys_hash(settings.block),
        code_hash(*CODE),
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    if not workspace.path("snapshots", name).is_dir():
        with workspace.building("snapshots", name) as folder:
            build_register(catalog.works_parts.scan_all(), register.scan(), settings.block, folder, memory)
            found = estimated(catalog.scan_works(), read_register(folder), settings)
            write_json(folder / PREFLIGHT, found.to_dict())
            save_snapshot(folder, made)
    return made


def estimated(works: pl.LazyFrame, register: Register, settings: Settings) -> Preflight:
    """What blocking is going to do, from works at even distances."""
    every = works.select(pl.len()).collect().item()
    sample = works.gather_every(max(every // _SAMPLE, 1)).collect()
    return preflight(
        register.sides(sample), register.index, settings.block, sample.height / max(every, 1), works=sample
    )
