"""The workspace: a folder of Parquet files with a small manifest that says which of them count.

    workspace.json              format version, drops, catalog: written last, so that a half-done ingest does not exist
    inputs/<file id>/           copies.parquet, rejects.parquet, input.json: only while an ingest has not ended
    drops/<drop id>/            copies/*.parquet, rejects/*.parquet, drop.json
    catalog/<catalog id>/       copies/*.parquet, works/*.parquet, aliases.parquet, catalog.json
    registrations/<id>/         registrations.parquet, rejects.parquet, registrations.json
    registers/<id>/             register.parquet: the registrations of a run together
    snapshots/<id>/             counts of words, and the register as it is compared (`store.snapshots`)
    calibrations/<id>/          calibration.json
    links/<id>/                 what comparing found, partition by partition (`store.links`)
    runs/<run id>/              manifest.json

Folders carry the hash of what is in them and never change once they have their name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from classmatch.errors import WorkspaceError
from classmatch.store.atomic import STAGING, publish, staging, sweep, write_json
from classmatch.store.links import prune_parts
from classmatch.store.lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = 2  # of the folder; a workspace of another format is refused
MANIFEST = "workspace.json"
KINDS = (
    "inputs", "drops", "catalog", "registrations", "registers", "snapshots", "calibrations", "links", "runs",
)  # fmt: skip
# What is only kept to spare work, and how many of each the latest used of which stay.
_SPARED = {"snapshots": 2, "links": 3, "registers": 2, "calibrations": 20}

_ID = re.compile(r"[a-z]\d+-[0-9a-f]{16}")  # nothing else is ever removed


@dataclass(frozen=True)
class Workspace:
    """A workspace on the disk, with what its manifest says: the drops in the order they came, and the catalog."""

    root: Path
    drops: tuple[str, ...] = ()
    catalog: str | None = None

    def path(self, kind: str, name: str) -> Path:
        return self.root / kind / name

    @contextmanager
    def building(self, kind: str, name: str) -> Iterator[Path]:
        """A staged folder that becomes `kind`/`name` when the block ends well, and vanishes when it does not."""
        with staging(self.root) as folder:
            yield folder
            publish(folder, self.path(kind, name))

    def used(self, kind: str, name: str) -> None:
        """Note that this folder was of use: of what only spares work, the latest used stays."""
        with suppress(OSError):
            os.utime(self.path(kind, name))

    def entries(self, kind: str) -> list[Path]:
        """The finished folders of a kind, by name."""
        folder = self.root / kind
        return sorted(entry for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []

    def commit(self, *, drops: tuple[str, ...], catalog: str) -> Workspace:
        """Write the manifest: from here on these drops and this catalog are the workspace."""
        write_json(self.root / MANIFEST, {"format": FORMAT, "drops": list(drops), "catalog": catalog})
        return replace(self, drops=drops, catalog=catalog)

    def prune(self) -> None:
        """Remove what the manifest does not name, what only spared work long ago, and leftovers of killed processes."""
        sweep(self.root)
        for kind, kept in (("inputs", ()), ("drops", self.drops), ("catalog", (self.catalog,))):
            for entry in self.entries(kind):
                if entry.name not in kept and _ID.fullmatch(entry.name):
                    shutil.rmtree(entry, ignore_errors=True)
        for kind, most in _SPARED.items():
            self._prune_spared(kind, most)

    def _prune_spared(self, kind: str, most: int) -> None:
        """Keep the `most` folders of a kind that were used last, and of links the latest of each partition."""
        entries = [entry for entry in self.entries(kind) if _ID.fullmatch(entry.name)]
        latest_first = sorted(entries, key=lambda entry: (entry.stat().st_mtime_ns, entry.name), reverse=True)
        for entry in latest_first[most:]:
            shutil.rmtree(entry, ignore_errors=True)
        if kind == "links":
            for entry in latest_first[:most]:
                sweep(entry)
                prune_parts(entry)


@contextmanager
def writing(root: Path) -> Iterator[Workspace]:
    """The workspace at `root`, with nobody else in it; made when it is missing, and removed if nothing came of it."""
    made = _make(root)
    with locked(root):
        try:
            _refuse_foreign(root)
            yield _load(root) if (root / MANIFEST).exists() else Workspace(root)
        finally:
            _tidy(root, made)


@contextmanager
def reading(root: Path) -> Iterator[Workspace]:
    """The workspace at `root`, with other readers perhaps but no writer; it must exist.

    A reader may add finished folders, since their names say what is in them, but does not commit.
    """
    if not (root / MANIFEST).exists():
        raise WorkspaceError(f"{root}: no workspace here", "make one with: classmatch ingest FILE")
    with locked(root, shared=True):
        yield _load(root)


def peek(root: Path) -> Workspace | None:
    """The workspace at `root` as it is at this moment, without a lock; None when there is none."""
    return _load(root) if (root / MANIFEST).exists() else None


def _make(root: Path) -> list[Path]:
    """Make the folder with its parents, and say which of them were made, the innermost first."""
    missing = [folder for folder in (root, *root.parents) if not folder.exists()]
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(
            f"{root}: cannot be made: {error.strerror}", "name another folder with --workspace"
        ) from None
    return missing


def _refuse_foreign(root: Path) -> None:
    """A folder with other files in it is no place for a workspace: a mistyped `--workspace` must not fill it."""
    own = {MANIFEST, *KINDS}
    foreign = sorted(
        entry.name for entry in root.iterdir() if entry.name not in own and not entry.name.startswith(STAGING)
    )
    if foreign and not (root / MANIFEST).exists():
        raise WorkspaceError(
            f"{root}: the folder is not empty, it has {foreign[0]!r}", "name a new or empty folder with --workspace"
        )


def _tidy(root: Path, made: list[Path]) -> None:
    """Remove what did not become part of the workspace, and the workspace itself when nothing did."""
    if (root / MANIFEST).exists():
        _load(root).prune()
        return
    Workspace(root).prune()
    with suppress(OSError):  # a folder that somebody else put something into stays
        for folder in (root / "inputs", root / "drops", root / "catalog"):
            if folder.exists():
                folder.rmdir()
        for folder in made:
            folder.rmdir()


def _load(root: Path) -> Workspace:
    try:
        manifest: dict[str, Any] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
        found, drops, catalog = manifest["format"], tuple(manifest["drops"]), manifest["catalog"]
    except (ValueError, KeyError, TypeError):
        raise WorkspaceError(
            f"{root / MANIFEST}: the manifest is damaged", "ingest the files into a new workspace"
        ) from None
    if found != FORMAT:
        raise WorkspaceError(
            f"{root}: a workspace of format {found}, this classmatch knows format {FORMAT}",
            "ingest the files into a new workspace",
        )
    return Workspace(root, drops, catalog)
