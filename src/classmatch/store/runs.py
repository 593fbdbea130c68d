"""Runs: one record an execution of `match`, with its inputs, settings and outputs by their hashes."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from classmatch.store.atomic import write_json
from classmatch.store.hashing import code_hash, content_hash, named_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from classmatch.config import Settings
    from classmatch.score import Weights
    from classmatch.store.catalogs import Catalog
    from classmatch.store.drops import Drop
    from classmatch.store.registrations import Registrations
    from classmatch.store.workspace import Workspace

CODE = (
    "read", "normalise", "dedupe", "block", "compare", "score", "decide", "learn", "link",
    "classdef", "listing", "members", "labels", "schema", "hashing",
)  # fmt: skip
_LIBRARIES = ("classmatch", "polars", "rapidfuzz", "numpy", "numba", "scipy")  # whose version may change a result


@dataclass(frozen=True)
class Run:
    """What a run depends on, and nothing that differs when it is repeated."""

    drops: Sequence[Drop]
    registrations: Sequence[Registrations]
    catalog: Catalog
    settings: Settings
    weights: Weights
    rules: Mapping[str, Any]  # the class definition and what goes with it, each with `name` and `sha256`
    labels: Mapping[str, str] | None = None  # `name` and `sha256` of the file of labels
    snapshot: Mapping[str, Any] | None = None  # which counts of words it compared by

    @property
    def rows(self) -> int:
        """Rows of all catalog files."""
        return sum(drop.rows for drop in self.drops)

    @cached_property
    def id(self) -> str:
        """The hash of inputs, settings, weights and code: the same run has the same id on every machine."""
        inputs = {"catalog": self.catalog.id, "registrations": sorted(part.id for part in self.registrations)}
        labels = {"labels": self.labels["sha256"]} if self.labels else {}
        rules = {name: value["sha256"] if isinstance(value, dict) else value for name, value in self.rules.items()}
        decisive = {
            "inputs": inputs | labels,
            "rules": rules,
            "settings": self.settings.decisive(),
            "snapshot": self.snapshot["id"] if self.snapshot else None,
            "weights": self.weights.sha256,
        }
        return named_id("m1", {**decisive, "code": code_hash(*CODE)})

    def record(self) -> dict[str, Any]:
        """Inputs, settings, weights and versions, as the summary and the manifest hold them."""
        settings = self.settings.decisive()
        return {
            "inputs": {
                "drops": [asdict(drop) for drop in self.drops],
                "catalog": self.catalog.id,
                "registrations": [asdict(part.file) for part in self.registrations],
                "labels": dict(self.labels) if self.labels else None,
                **self.rules,
            },
            "snapshot": dict(self.snapshot) if self.snapshot else None,
            "settings": {"sha256": content_hash(settings), "values": settings},
            "weights": {"version": str(self.weights.version), "sha256": self.weights.sha256},
            "versions": {
                "code": code_hash(*CODE),
                "python": platform.python_version(),
                **{name: version(name) for name in _LIBRARIES},
            },
        }


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
