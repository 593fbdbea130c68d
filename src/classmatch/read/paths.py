"""From what was typed on the command line to the files that it means."""

from __future__ import annotations

import glob
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from classmatch.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def expand(patterns: Sequence[str]) -> list[Path]:
    """The files that these paths and glob patterns mean, sorted, each once.

    A file that exists is taken as it is written, even if its name has a `*` or `[` in it.

    Raises:
        InputError: if a path does not exist or is a folder, or if a pattern matches no file.

    """
    found: dict[Path, Path] = {}
    for pattern in patterns:
        for path in _expand_one(pattern):
            found.setdefault(path.resolve(), path)
    return sorted(found.values(), key=str)


def _expand_one(pattern: str) -> Iterator[Path]:
    path = Path(pattern).expanduser()
    if path.is_dir():
        raise InputError(path, "is a folder, not a file", f"name its files, as in '{path}/*.parquet'")
    if path.exists():
        yield path
        return
    if not glob.has_magic(pattern):
        raise InputError(path, "no such file", _sibling_hint(path))
    matches = [match for match in Path(path.anchor).glob(str(path.relative_to(path.anchor))) if not match.is_dir()]
    if not matches:
        raise InputError(pattern, "no file matches this pattern", "check the folder and the ending")
    yield from matches


def _sibling_hint(path: Path) -> str:
    """Names a file beside `path` that is spelled alike, if there is one."""
    if not path.parent.is_dir():
        return f"there is no folder {path.parent} either"
    near = get_close_matches(path.name, [entry.name for entry in path.parent.iterdir()], n=1)
    return f"did you mean {str(path.with_name(near[0]))!r}?" if near else "check the path"
