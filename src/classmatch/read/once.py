"""Remembers what was made of a file: several steps ask for its copy or its survey, and only the first makes it."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

_Rest = ParamSpec("_Rest")
_Made = TypeVar("_Made")


def per_version(make: Callable[Concatenate[Path, _Rest], _Made]) -> Callable[Concatenate[Path, _Rest], _Made]:
    """Calls a function of a path once for as long as the file has the same size and time of change.

    The other arguments must be hashable and given by position. What is raised is not remembered.
    """
    made: dict[Hashable, _Made] = {}

    def remembered(path: Path, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Made:
        status = path.stat()
        key = (path, status.st_size, status.st_mtime_ns, args)
        if key not in made:
            made[key] = make(path, *args, **kwargs)
        return made[key]

    update_wrapper(remembered, make)
    return remembered
