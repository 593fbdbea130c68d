"""Snapshots: what was counted over all works and registrations at one time, and the register that was made with it.

How rare a word is depends on all the data, and so does the weight of every pair. A run after a small drop keeps the
counts of before, so that pairs of works that did not change need not be compared again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from classmatch.store.atomic import write_json
from classmatch.store.hashing import code_hash, named_id

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.config import BlockSettings
    from classmatch.store.workspace import Workspace

CODE = ("normalise", "compare", "block", "schema", "hashing", "parquet")
_RECORD, PREFLIGHT = "snapshot.json", "blocks.json"


@dataclass(frozen=True)
class Snapshot:
    """A snapshot in the workspace."""

    id: str
    register: str  # the registrations
    catalog: str  # the works whose words were counted
    copies: int  # that these works had
    keys: str  # hash of the settings that blocking keys depend on
    code: str
    made: str  # ISO 8601, UTC


def keys_hash(settings: BlockSettings) -> str:
    """Hash of the settings that the index of a register depends on."""
    values = {name: value for name, value in asdict(settings).items() if name != "chunk_pairs"}
    return named_id("b1", values)


def snapshot_id(register: str, catalog: str, settings: BlockSettings) -> str:
    """Identity of what is counted of these works and registrations."""
    content = {"register": register, "catalog": catalog, "keys": keys_hash(settings), "code": code_hash(*CODE)}
    return named_id("s1", content)


def save_snapshot(folder: Path, snapshot: Snapshot) -> None:
    write_json(folder / _RECORD, asdict(snapshot))


def load_preflight(workspace: Workspace, snapshot: Snapshot) -> dict[str, Any]:
    """What blocking was estimated to do when the snapshot was made (`block.preflight`)."""
    record = workspace.path("snapshots", snapshot.id) / PREFLIGHT
    found: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
    return found


def load_snapshots(workspace: Workspace, register: str, settings: BlockSettings) -> list[Snapshot]:
    """The snapshots of a register that this code and these settings can go on with, the latest first."""
    records = [entry / _RECORD for entry in workspace.entries("snapshots")]
    every = [Snapshot(**json.loads(record.read_text(encoding="utf-8"))) for record in records if record.exists()]
    wanted = register, keys_hash(settings), code_hash(*CODE)
    fitting = [found for found in every if (found.register, found.keys, found.code) == wanted]
    return sorted(fitting, key=lambda found: (found.made, found.id), reverse=True)
