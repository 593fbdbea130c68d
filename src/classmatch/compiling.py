"""Compiling of loops over numbers (Numba), and where what was compiled is kept.

Numba looks at the file of a function alone to tell whether what it kept is still right, and not at the files of the
functions that it calls. So what is kept lies in a folder that is named after all compiled code: the user's cache, or
where `NUMBA_CACHE_DIR` says. Where nothing can be kept, each process compiles for itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast, overload

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

Inline = Literal["never", "always"]
_Loop = TypeVar("_Loop", bound="Callable[..., object]")

_PACKAGES = ("compare", "block")  # whose code is compiled
_KEPT = 4  # folders of other versions of the code


def _code() -> str:
    """A digest of all code that is compiled or called by what is."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        folder = files("classmatch") / package
        for source in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".py")):
            digest.update((folder / source).read_bytes())
    return digest.hexdigest()[:16]


def _user_cache() -> Path:
    """Where programs of this user keep what they can make again (XDG base directories; `~/Library/Caches`)."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _folder() -> Path | None:
    """The folder of this code, made if need be; None where it cannot be."""
    with suppress(OSError, RuntimeError):  # a user without a home has no cache
        root = _user_cache() / "classmatch"
        folder = root / f"compiled-{_code()}"
        if not folder.is_dir():
            folder.mkdir(parents=True)
            _prune(root)
        return folder if os.access(folder, os.W_OK) else None
    return None


def _prune(root: Path) -> None:
    """Remove what was compiled of code that is long gone."""
    latest_first = sorted(root.glob("compiled-*"), key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in latest_first[_KEPT:]:
        shutil.rmtree(entry, ignore_errors=True)


def _kept() -> bool:
    if os.environ.get("NUMBA_CACHE_DIR"):
        return True
    folder = _folder()
    if folder:
        numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    return folder is not None


_KEEP = _kept()


def nothing_kept() -> bool:
    """Whether loops have to be compiled first, as in the first run of a version: that takes most of a minute."""
    folder = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    return not (_KEEP and folder and next(Path(folder).rglob("*.nbi"), None))


@overload
def compiled(loop: _Loop) -> _Loop: ...
@overload
def compiled(*, inline: Inline) -> Callable[[_Loop], _Loop]: ...
def compiled(loop: _Loop | None = None, *, inline: Inline = "never") -> _Loop | Callable[[_Loop], _Loop]:
    """A function over numbers and arrays, compiled when it is first called; it lets go of Python's lock."""
    decorate = numba.njit(nogil=True, cache=_KEEP, inline=inline)
    return cast("_Loop", decorate(loop)) if loop else cast("Callable[[_Loop], _Loop]", decorate)
