"""What runs on the workers of a cluster. Only functions that are found by their name are sent there."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from distributed import get_worker

from classmatch.engine.errors import ClusterError
from classmatch.engine.outcome import Failure, failure
from classmatch.engine.software import differences, software
from classmatch.engine.task import perform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from classmatch.engine.task import Task


def unseen(probes: Sequence[Path]) -> list[Path]:
    """The files, of those that the client wrote a moment ago, that this process does not see."""
    return [probe for probe in probes if not probe.exists()]


def inspect(probes: Sequence[Path]) -> tuple[dict[str, str], list[Path]]:
    """What this worker runs, and which of the client's files it does not see."""
    return software(), unseen(probes)


def attempt(packed: bytes, expected: Mapping[str, str]) -> Failure | None:
    """Do a task, which comes pickled, on this worker.

    Pickled, for the scheduler opens what it hands on, and need not know what tasks are made of. `expected` is what the
    client runs: a worker may have joined after it looked.

    Raises `OSError` when the file system was in the way: that may pass, and the scheduler tries again.
    """
    worker = get_worker().address
    name = "?"
    try:
        refuse_other(worker, software(), expected)
        task: Task = pickle.loads(packed)  # noqa: S301 - from the client, by way of a scheduler that unpickles anyway
        name = task.name
        perform(task)
    except OSError as error:
        # A new one, for sure one that can be pickled; `None` since its cause could be anything.
        raise OSError(error.errno, f"{error.strerror or error} (on worker {worker})", _file(error)) from None
    except BaseException as error:  # a panic of Polars is no Exception
        return failure(error, name, worker)
    return None


def refuse_other(worker: str, there: Mapping[str, str], here: Mapping[str, str]) -> None:
    """Hold a worker to what the client runs.

    Raises `ClusterError` when something differs.
    """
    if found := differences(here, there):
        raise ClusterError(
            f"worker {worker} does not run what this process runs: {found}",
            "install the same there, and start its worker again",
        )


def _file(error: OSError) -> str | None:
    return None if error.filename is None else str(error.filename)
