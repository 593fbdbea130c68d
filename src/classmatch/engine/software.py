"""What a process runs: the code of classmatch and the versions of what can change a result.

Results are the same bytes only where this is the same, so the workers of a cluster are held to it.
"""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING

from classmatch.store.hashing import code_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

LIBRARIES = ("numba", "numpy", "polars", "polars-hash", "rapidfuzz")


@cache
def software() -> dict[str, str]:
    """Names of software, each with its version or the hash of its code.

    It is read once a process: a worker that was started before the code changed keeps telling what it runs, not what
    is on the disk by now.
    """
    versions = {name: _version(name) for name in LIBRARIES}
    return {"the code of classmatch": code_hash(*_parts()), "Python": platform.python_version(), **versions}


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What `there` has otherwise than `here`, in words; empty when nothing differs."""
    names = [name for name in here if here[name] != there.get(name, "none")]
    return ", ".join(f"{name} ({there.get(name, 'none')} instead of {here[name]})" for name in names)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def _parts() -> list[str]:
    """Every package and module of classmatch."""
    entries = [entry for entry in files("classmatch").iterdir() if entry.name != "__pycache__"]
    return sorted(entry.name.removesuffix(".py") for entry in entries if entry.is_dir() or entry.name.endswith(".py"))
