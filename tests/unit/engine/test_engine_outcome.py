from __future__ import annotations

import pickle
import threading
from pathlib import Path

import engine_tasks as tasks
import pytest

from classmatch.engine import TaskError
from classmatch.engine.outcome import exception, failure
from classmatch.errors import ClassmatchError, GateError, InputError, ResourceError, UsageError
from classmatch.score.estimate import NoConvergenceError


class SilentError(Exception):
    def __str__(self) -> str:
        raise ValueError


def sent(error: BaseException) -> ClassmatchError | TaskError:
    return exception(pickle.loads(pickle.dumps(failure(error, "one", "tcp://w:1"))))  # noqa: S301


@pytest.mark.parametrize(
    "error",
    [
        InputError(Path("a.csv"), "is empty", "write something"),
        UsageError("no such thing"),
        GateError("precision is low"),
        NoConvergenceError("no convergence"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_for_people_arrive_as_they_are(error: ClassmatchError) -> None:
    found = sent(error)
    assert type(found) is type(error)
    assert (str(found), vars(found), found.exit_code) == (str(error), vars(error), error.exit_code)


def test_what_cannot_travel_stays_behind() -> None:
    error = UsageError("no such thing", "look again")
    error.lock = threading.Lock()  # type: ignore[attr-defined]
    assert vars(sent(error)) == {"what": "no such thing", "hint": "look again"}


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (tasks.UnsendableError("cannot travel", threading.Lock()), "UnsendableError: cannot travel"),
        (tasks.Panic("unreachable code"), "Panic: unreachable code"),
        (SilentError(), "SilentError"),
    ],
)
def test_a_defect_arrives_as_its_text_and_traceback(error: BaseException, text: str) -> None:
    found = sent(error)
    assert type(found) is TaskError
    assert str(found) == f"task one on worker tcp://w:1 failed: {text}"
    assert type(error).__name__ in found.__notes__[0]


def test_running_out_of_memory_is_for_people_to_put_right() -> None:
    found = sent(MemoryError())
    assert type(found) is ResourceError
    assert found.what == "task one on worker tcp://w:1 ran out of memory"
    assert "--memory-limit" in found.hint
