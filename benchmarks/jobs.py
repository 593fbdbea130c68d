"""The commands of classmatch as the benchmarks run them: each a process of its own, measured, with a log."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.generate import CATALOG, REGISTRATIONS
from benchmarks.measure import Usage, measure

TIME_LIMIT = 3_600.0  # seconds a command
LIBRARY = "catalog"  # what the base and a later drop are both copies of


@dataclass(frozen=True)
class Job:
    """A workspace in `folder`, with the results and logs of the commands on it beside it."""

    folder: Path
    data: Path
    options: tuple[str, ...] = ()  # of both commands, behind their names

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def results(self, name: str = "results") -> Path:
        return self.folder / name

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def command(self, *arguments: str) -> list[str]:
        """A command line of classmatch on this workspace."""
        return [sys.executable, "-m", "classmatch", "--workspace", str(self.workspace), *arguments]

    def ingesting(self, file: str = CATALOG) -> list[str]:
        """The command line that ingests a generated file."""
        return self.command("ingest", str(self.data / file), "--library", LIBRARY, *self.options)

    def matching(self, name: str = "results", *options: str) -> list[str]:
        """The command line that matches, with the results in the folder `name`."""
        files = ["--registrations", str(self.data / REGISTRATIONS), "--out", str(self.results(name))]
        return self.command("match", *files, *self.options, *options)

    def ingest(self, file: str = CATALOG) -> Usage:
        """Ingest a generated file. Raises `CommandError`."""
        return measure(self.ingesting(file), self.log(f"ingest-{Path(file).stem}"), TIME_LIMIT)

    def match(self, name: str = "results", *options: str) -> Usage:
        """Match, with the results in the folder `name`. Raises `CommandError`."""
        return measure(self.matching(name, *options), self.log(f"match-{name}"), TIME_LIMIT)

    def summary(self, name: str = "results") -> dict[str, Any]:
        """What a match said of itself."""
        found: dict[str, Any] = json.loads((self.results(name) / "summary.json").read_text(encoding="utf-8"))
        return found

    def outputs(self, name: str = "results") -> dict[str, str]:
        """The SHA-256 of each file that a match wrote, but for its summary and manifest, which hold times."""
        found: dict[str, str] = self.summary(name)["outputs"]
        return found

    def copied(self, folder: Path) -> Job:
        """The same on a copy of the workspace in another folder."""
        shutil.copytree(self.workspace, fresh(folder) / self.workspace.name)
        return Job(folder, self.data, self.options)


def fresh(folder: Path) -> Path:
    """An empty folder in the place of what an earlier run left there."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The names of the files of which two runs wrote different bytes, or only one wrote any."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def sameness(one: dict[str, str], other: dict[str, str]) -> str:
    """The outcome of the comparison in words."""
    if different := differing(one, other):
        return f"NO: {', '.join(different)}"
    return f"yes, all {len(one)} files"
