"""One writer, or several readers, of a workspace at a time.

The lock is on the workspace folder itself, so that it leaves no file behind, and the kernel lets go of it when a
process dies.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from classmatch.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of `folder` for the block; `WorkspaceError` when another process holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _acquire(descriptor, folder, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, folder: Path, kind: int) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WorkspaceError(
            f"{folder}: another classmatch process is at work in this workspace",
            "wait for it to end, or use another folder with --workspace",
        ) from None
