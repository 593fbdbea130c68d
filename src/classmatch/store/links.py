"""Links: what comparing found for the works of each partition, kept until works, register or weights change.

    links/<id>/<partition>of<count>-<digest>/    pairs.parquet, works.parquet, weighed.parquet

The id says what went into every comparison; the digest, the works of the partition. What was found for a work holds in
any partition of the same id, as long as the work is the same.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from classmatch.store.atomic import publish, staging, write_json
from classmatch.store.hashing import code_hash, named_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from classmatch.score import Calibration, Weights
    from classmatch.store.workspace import Workspace

CODE = ("block", "compare", "score", "learn", "link", "labels", "schema", "hashing")
_DIGITS = 16
_CALIBRATION = "calibration.json"


@dataclass(frozen=True)
class Links:
    """The folder of what was found under one id."""

    folder: Path

    def part(self, partition: int, count: int, works: str) -> Path:
        """The folder of a partition whose works have this SHA-256."""
        return self.folder / f"{partition:04d}of{count}-{works[:_DIGITS]}"

    def earlier(self, part: Path) -> Path | None:
        """The latest folder of the same partition with other works, if any."""
        name = part.name.partition("-")[0]
        others = [found for found in self.folder.glob(f"{name}-*") if found != part]
        return max(others, key=lambda found: (found.stat().st_mtime_ns, found.name), default=None)


def prune_parts(folder: Path) -> None:
    """Of each partition keep what was found last: that is what the next run goes on from."""
    latest: dict[str, Path] = {}
    for part in sorted(folder.iterdir(), key=lambda found: (found.stat().st_mtime_ns, found.name)):
        older = latest.get(part.name.partition("-")[0])
        if older is not None:
            shutil.rmtree(older, ignore_errors=True)
        latest[part.name.partition("-")[0]] = part


def links_id(snapshot: str, weights: Weights, labels: str | None, floor: float) -> str:
    """Identity of what every comparison depends on: snapshot, weights with their calibration, labels and code."""
    content = {
        "snapshot": snapshot,
        "weights": weights.sha256,
        "calibration": asdict(weights.calibration),
        "labels": labels,
        "floor": floor,
        "code": code_hash(*CODE),
    }
    return named_id("x1", content)


def calibration_id(snapshot: str, weights: str, wanted: str, labels: str | None) -> str:
    """Identity of the calibration of a snapshot that a setting asks for."""
    content = {"snapshot": snapshot, "weights": weights, "wanted": wanted, "labels": labels, "code": code_hash(*CODE)}
    return named_id("c1", content)


def load_calibration(workspace: Workspace, name: str) -> Calibration | None:
    """A calibration that was fitted before, or None."""
    from classmatch.score.calibrate import Calibration, Origin

    record = workspace.path("calibrations", name) / _CALIBRATION
    if not record.exists():
        return None
    values: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
    covariance = tuple(tuple(row) for row in values.pop("covariance"))
    return Calibration(**{**values, "covariance": covariance, "origin": Origin(values["origin"])})


def save_calibration(workspace: Workspace, name: str, calibration: Calibration) -> None:
    with workspace.building("calibrations", name) as folder:
        write_json(folder / _CALIBRATION, asdict(calibration))


def write_part(part: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Write the tables of a partition (`<name>.parquet`) into a folder that is there when all of them are."""
    part.parent.mkdir(parents=True, exist_ok=True)
    with staging(part.parent) as folder:
        for name, table in tables.items():
            table.rechunk().write_parquet(folder / f"{name}.parquet", compression="lz4")
        publish(folder, part)
