"""Writes that happen whole or not at all: under a temporary name in the same folder, flushed, then renamed."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STAGING = ".staging-"  # what every temporary name starts with; leftovers of a killed process are known by it


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name to write to: it takes the place of `path` if the block ends well, and goes if it does not."""
    temporary = path.with_name(f"{STAGING}{secrets.token_hex(4)}-{path.name}")
    try:
        yield temporary
        flush(temporary)
        temporary.replace(path)
        flush(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """A new folder under `root` to build something in; it is gone after the block, unless `publish` moved it."""
    folder = root / f"{STAGING}{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, target: Path) -> None:
    """Move a staged folder to its name, which says what is in it: when it is there already, it stays as it is."""
    for path in sorted(folder.rglob("*")):
        flush(path)
    flush(folder)
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        folder.replace(target)
        flush(target.parent)


def sweep(root: Path) -> None:
    """Remove the temporary files and folders that a killed process left in `root`."""
    for leftover in root.glob(f"{STAGING}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON for people to read: sorted as given, indented, UTF-8."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_bytes(path: Path, content: bytes) -> None:
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk and not only in memory."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
