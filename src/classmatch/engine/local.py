"""The engine of this machine: threads of this process.

The heavy work of a task is in Polars and in kernels that let go of Python's lock, so threads keep the cores busy, and
nothing is copied from one process to another.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Self

from classmatch.engine.task import perform, unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from classmatch.engine.task import Task

LOOK = 0.2  # seconds until an interrupt is seen, at most


@dataclass(frozen=True)
class LocalEngine:
    """Runs at most `workers` tasks at a time; with one worker, in the calling thread."""

    workers: int

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is kept open between two runs."""

    def run(self, tasks: Sequence[Task], progress: Callable[[int, int], None]) -> int:
        """As `Engine.run`. The error of a task is raised as it is, once the tasks that were running have ended.

        KeyboardInterrupt is raised at once: what runs is left behind, and ends with the process.
        """
        left = unfinished(tasks)
        found = len(tasks) - len(left)
        progress(found, len(tasks))
        done = count(found + 1)
        _run(left, min(self.workers, len(left)), lambda: progress(next(done), len(tasks)))
        return found


def _run(tasks: Sequence[Task], threads: int, finished: Callable[[], None]) -> None:
    if threads > 1:
        _together(tasks, threads, finished)
        return
    for task in tasks:
        perform(task)
        finished()


def _together(tasks: Sequence[Task], threads: int, finished: Callable[[], None]) -> None:
    """Do the tasks in threads; each takes its next one when it has ended one."""
    waiting, ends = deque(tasks), SimpleQueue[BaseException | None]()
    # Daemons: a process that was told to stop must not wait for them, and nothing half written counts.
    crew = [Thread(target=_work, args=(waiting, ends), name=f"task-{i}", daemon=True) for i in range(threads)]
    for thread in crew:
        thread.start()
    try:
        for _ in tasks:
            _raised(_next(ends))
            finished()
    except KeyboardInterrupt:
        waiting.clear()
        raise
    except BaseException:
        _dismiss(waiting, crew)
        raise


def _next(ends: SimpleQueue[BaseException | None]) -> BaseException | None:
    """How the next task ended. It wakes now and then: an interrupt that reaches another thread does not wake it."""
    while True:
        with suppress(Empty):
            return ends.get(timeout=LOOK)


def _raised(error: BaseException | None) -> None:
    if error is not None:
        raise error


def _dismiss(waiting: deque[Task], crew: Sequence[Thread]) -> None:
    """No further task starts, and those that run end: the caller may then remove what they read."""
    waiting.clear()
    for thread in crew:
        thread.join()


def _work(waiting: deque[Task], ends: SimpleQueue[BaseException | None]) -> None:
    while True:
        try:
            task = waiting.popleft()
        except IndexError:
            return
        ends.put(_error_of(task))


def _error_of(task: Task) -> BaseException | None:
    try:
        perform(task)
    except BaseException as error:  # a panic of Polars is no Exception
        return error
    return None
