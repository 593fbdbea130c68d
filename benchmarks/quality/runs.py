"""Runs of the installed command on a labelled set, and variants of a set: without its true rows, without authors."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.labelled import registrations_file
from benchmarks.quality.scorer import tool

if TYPE_CHECKING:
    from pathlib import Path

SIDE_BY_SIDE = 2  # runs at a time: most of a run keeps one core busy


def command(workspace: Path, *arguments: str | Path) -> list[str]:
    """The command line of classmatch as a user would type it, but for what it shows meanwhile."""
    start = [sys.executable, "-m", "classmatch", "--quiet", "--progress", "none", "--workspace", str(workspace)]
    return [*start, *map(str, arguments)]


@dataclass(frozen=True)
class Run:
    """A catalog of a labelled set, ingested into a workspace of its own under `work`, and matched as often as need be.

    `folder` is the set, with its registrations and truth; `catalog` its catalog, or a variant of that.
    """

    folder: Path
    catalog: Path
    work: Path

    @property
    def _workspace(self) -> Path:
        return self.work / "workspace"

    def ingest_command(self) -> list[str]:
        return command(self._workspace, "ingest", self.catalog, "--library", self.folder.name)

    def match_command(self, registrations: Path, out: Path, weights: Path | None = None) -> list[str]:
        chosen: list[str | Path] = ["--weights", weights] if weights else []
        return command(self._workspace, "match", "--registrations", registrations, "--out", out, *chosen)

    def ingest(self) -> None:
        subprocess.run(self.ingest_command(), check=True)

    def match(self, name: str, weights: Path | None = None) -> Path:
        """The results of a match with the registrations of the set."""
        return self._matched(registrations_file(self.folder), name, weights)

    def match_absent(self, twin: Path, name: str, weights: Path | None = None) -> Path:
        """The results of a match with the registrations of the set's truth-absent twin."""
        return self._matched(registrations_file(twin), name, weights)

    def _matched(self, registrations: Path, name: str, weights: Path | None) -> Path:
        out = self.work / name
        subprocess.run(self.match_command(registrations, out, weights), check=True)
        return out


def absent_twin(data: Path, name: str, work: Path) -> Path:
    """The folder of a set without the registrations of its true and related pairs, made under `work`."""
    twin = work / "twin"
    tool(data, "absent.py", data / "data/truth" / name, twin)
    return twin


def without_authors(folder: Path, work: Path) -> Path:
    """The catalog of a set with its author column blank, made under `work`."""
    work.mkdir(parents=True, exist_ok=True)
    path = work / "catalog.parquet"
    pl.read_parquet(folder / "catalog.parquet").with_columns(author=pl.lit("")).write_parquet(path)
    return path
