"""Exit codes, decided in one place, and the one line that goes with each error."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import typer

from classmatch.errors import ClassmatchError

if TYPE_CHECKING:
    from collections.abc import Collection

USAGE, INTERNAL, RESOURCE, INTERRUPTED = 2, 3, 4, 130
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE}  # a disk, a quota or a table of files


def outcome(error: BaseException, options_before_command: Collection[str]) -> tuple[int, str]:
    """The exit code for an exception, and the line to print ("" for none)."""
    match error:
        case typer.Exit():
            return error.exit_code, ""
        case ClassmatchError():
            return error.exit_code, str(error)
        case typer.TyperException():
            return USAGE, _usage(error.format_message(), options_before_command)
        case KeyboardInterrupt() | typer.Abort():
            return INTERRUPTED, "interrupted"
        case MemoryError():
            return RESOURCE, "out of memory; lower block.chunk_pairs, or give the process more memory"
        case OSError() if error.errno in _FULL:
            return RESOURCE, f"{error.filename or 'disk'}: {error.strerror}; free some space and run the command again"
        case OSError() if error.filename:
            return USAGE, f"{error.filename}: {error.strerror}"
    what = f"{type(error).__name__}: {error}"
    return INTERNAL, f"internal error: {what}; please report it, with what --verbose shows"


def _usage(text: str, options_before_command: Collection[str]) -> str:
    """The parser's complaint, with a hint for an option that stands on the wrong side of the command."""
    for option in options_before_command:
        if f"No such option: {option}" in text:
            return f"{option} goes before the command: classmatch {option} ... COMMAND"
    return f"{text.rstrip('.')}; see classmatch --help"
