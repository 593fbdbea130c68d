"""Catalog files that were read to their end by an ingest that has not ended: one that is killed leaves them here.

The ingest that comes next takes them over, or removes them with all else that did not become part of the workspace.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from classmatch.store.atomic import write_json
from classmatch.store.drops import CODE
from classmatch.store.hashing import code_hash, named_id
from classmatch.store.inputs import InputFile

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.store.workspace import Workspace

COPIES, REJECTS = "copies.parquet", "rejects.parquet"
_RECORD = "input.json"


@dataclass(frozen=True)
class ReadInput:
    """A catalog file as it was read, and the folder of what came of it."""

    file: InputFile
    folder: Path

    def move(self, copies: Path, rejects: Path) -> None:
        """Put its tables into a drop. They stay here too, so that nothing is lost if the drop is never finished."""
        for name, target in ((COPIES, copies), (REJECTS, rejects)):
            try:
                os.link(self.folder / name, target)
            except OSError:  # a file system without hard links
                shutil.copyfile(self.folder / name, target)


def read_id(file: str, name: str) -> str:
    """Identity of a file that was read by this code."""
    return named_id("i1", {"file": file, "name": name, "code": code_hash(*CODE)})


def save_read(folder: Path, file: InputFile) -> None:
    write_json(folder / _RECORD, asdict(file))


def load_read(workspace: Workspace, name: str) -> ReadInput | None:
    """A file that was read to its end, or None."""
    folder = workspace.path("inputs", name)
    if not (folder / _RECORD).exists():
        return None
    record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    return ReadInput(InputFile.from_record(record), folder)
