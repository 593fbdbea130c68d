"""Measured figures on the disk: each benchmark writes its own file, and the table of goals reads them all."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "figures"  # in the folder of the benchmarks


@dataclass(frozen=True)
class Figure:
    """A figure of a size, and when it was measured (ISO 8601, UTC, to the minute)."""

    size: str
    name: str
    value: float
    measured: str


def save(out: Path, job: str, size: str, values: Mapping[str, float]) -> None:
    """Write the figures of one benchmark at one size, in the place of those of an earlier run."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    figures = [asdict(Figure(size, name, value, now)) for name, value in values.items()]
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{job}-{size}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def load(out: Path) -> list[Figure]:
    """All figures that were written into the folder of the benchmarks."""
    files = sorted((out / FOLDER).glob("*.json"))
    return [Figure(**figure) for file in files for figure in json.loads(file.read_text(encoding="utf-8"))]
