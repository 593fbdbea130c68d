"""Errors on their way from a worker, as plain values: an exception may not survive pickling, or not unpickling."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from classmatch.engine.errors import TaskError
from classmatch.errors import ClassmatchError, ResourceError

_Plain: TypeAlias = bool | int | float | str | Path | None


@dataclass(frozen=True)
class Failure:
    """How a task ended badly: the class of its error when it is one for people, and what the error holds."""

    kind: type[ClassmatchError] | None
    text: str
    trace: str
    holds: dict[str, _Plain] = field(default_factory=dict)


def failure(error: BaseException, task: str, worker: str) -> Failure:
    """What is sent of an error that ended a task on a worker."""
    trace = "".join(traceback.format_exception(error))
    where = f"task {task} on worker {worker}"
    if isinstance(error, ClassmatchError):
        holds = {name: value for name, value in vars(error).items() if isinstance(value, _Plain)}
        return Failure(type(error), str(error), trace, holds)
    if isinstance(error, MemoryError):
        what, hint = (
            f"{where} ran out of memory",
            "make partitions smaller (--memory-limit), or run fewer workers there",
        )
        return Failure(ResourceError, f"{what}; {hint}", trace, {"what": what, "hint": hint})
    return Failure(None, f"{where} failed: {_words(error)}", trace)


def exception(failure: Failure) -> ClassmatchError | TaskError:
    """The error that is raised here for one that came from a worker: as it was, or a `TaskError` with its text."""
    if failure.kind is None:
        defect = TaskError(failure.text)
        defect.add_note(failure.trace)
        return defect
    # Not by the class itself: each has parameters of its own.
    error = failure.kind.__new__(failure.kind)
    error.args = (failure.text,)
    vars(error).update(failure.holds)
    return error


def _words(error: BaseException) -> str:
    """An exception in words, even when it cannot say them itself."""
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:
        return type(error).__name__
