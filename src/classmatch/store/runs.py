"""Runs: one record an execution of `match`, with its inputs, settings and outputs by their hashes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from classmatch.store.atomic import write_json
from classmatch.store.hashing import named_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from classmatch.store.workspace import Workspace


def run_id(identity: Mapping[str, Any]) -> str:
    """Identity of a run: of its inputs, settings, weights and code, and of nothing that differs when it is repeated."""
    return named_id("m1", dict(identity))


def save_run(workspace: Workspace, manifest: Mapping[str, Any], folder: Path) -> None:
    """Keep a run's manifest with the folder of its results. A run repeated takes the place of itself."""
    target = workspace.path("runs", manifest["run_id"])
    target.mkdir(parents=True, exist_ok=True)
    write_json(target / "manifest.json", {**manifest, "folder": str(folder.resolve())})


def load_runs(workspace: Workspace) -> list[dict[str, Any]]:
    """The manifests of all finished runs, the earliest first."""
    records = [entry / "manifest.json" for entry in workspace.entries("runs")]
    manifests = [json.loads(record.read_text(encoding="utf-8")) for record in records if record.exists()]
    return sorted(manifests, key=lambda manifest: (manifest["finished"], manifest["run_id"]))
