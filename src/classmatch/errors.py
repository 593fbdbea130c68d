"""The errors that classmatch raises for people, each with its exit code.

An error says what happened, where, why, and what to do, in one line. The command line turns any `ClassmatchError` into
that line and its exit code in one place (`classmatch.cli.main.run`); every other exception is a defect of classmatch
(exit code 3).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the nearest known word, or with all of them when none is near."""
    choices = sorted(known)
    near = get_close_matches(word, choices, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(choices)}"


class ClassmatchError(Exception):
    """Something that the user can put right: `what`, and a `hint` that says how."""

    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what
        self.hint = hint
        super().__init__(f"{what}; {hint}" if hint else what)


class UsageError(ClassmatchError):
    """An option or argument that cannot be meant."""


class ConfigError(ClassmatchError):
    """A setting that is unknown, or has a value that it cannot have."""


class InputError(ClassmatchError):
    """An input file that cannot be read, or is not what it is given as."""

    def __init__(self, path: Path | str, why: str, hint: str = "") -> None:
        self.path = path
        super().__init__(f"{path}: {why}", hint)


class WorkspaceError(ClassmatchError):
    """A workspace that is missing, locked, damaged, or of another version."""


class GateError(ClassmatchError):
    """A `--fail-on` gate did not hold."""

    exit_code = 1


class ResourceError(ClassmatchError):
    """The work needs more memory, disk or time than it may have."""

    exit_code = 4
