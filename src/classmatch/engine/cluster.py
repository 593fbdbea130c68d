"""The engine of a cluster: the workers of a Dask scheduler, which see the same files as this process.

Only the description of a task goes over the network, and only its end comes back. What it reads and writes is on the
shared storage. A worker that is lost loses nothing: the scheduler gives its tasks to others.
"""

# distributed says that it is typed, and leaves most of its methods without types.
# mypy: allow-untyped-calls

from __future__ import annotations

import logging
import pickle
import secrets
import time
from contextlib import contextmanager, suppress
from itertools import count
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import dask.config
from distributed import Client
from distributed.scheduler import KilledWorker

from classmatch.engine.errors import ClusterError, TaskError
from classmatch.engine.outcome import exception
from classmatch.engine.remote import attempt, inspect, refuse_other
from classmatch.engine.software import software
from classmatch.engine.task import absolute, unfinished
from classmatch.errors import ResourceError
from classmatch.store.atomic import STAGING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from distributed import Future

    from classmatch.engine.outcome import Failure
    from classmatch.engine.task import Task

    Answer = tuple[dict[str, str], list[Path]] | BaseException

CONNECT = 10.0  # seconds to wait for the scheduler
FIRST = 30.0  # seconds to wait for its first worker: a cluster may just be starting
RETRIES = 2  # of a task that the file system was in the way of
SHOWN = (
    20.0  # seconds until a file that a worker wrote must show here: network file systems remember that it was not there
)
ALONE = 60.0  # seconds to wait for a worker when all are gone: a supervisor may start them again
_LOGGERS = ("distributed", "distributed.client", "distributed.core", "asyncio", "tornado.application")
LOOK = 2.0  # seconds between two looks at the cluster while no task ends


class DaskEngine:
    """Runs tasks on the workers of the scheduler at `place` (`HOST:PORT`)."""

    def __init__(self, place: str, shown: float = SHOWN, alone: float = ALONE) -> None:
        self._place = place
        self._shown = shown
        self._alone = alone

    def __enter__(self) -> Self:
        """Connect to the scheduler.

        Raises `ClusterError` when it does not answer, or has no workers.
        """
        _quiet()
        self._client = _connected(self._place)
        try:
            self._await_workers()
        except BaseException:
            self._client.close(timeout=1)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close(timeout=1)

    def run(self, tasks: Sequence[Task], progress: Callable[[int, int], None]) -> int:
        """As `Engine.run`.

        Raises a `ClassmatchError` as a task raised it, `ClusterError` when workers run other code, do not see the
        storage, or are gone, `ResourceError` when a task ran out of memory or took every worker down that tried it,
        `OSError` when the file system was in the way of a task more than once, and `TaskError` for any other exception
        of a task.
        """
        left = [absolute(task) for task in unfinished(tasks)]
        found = len(tasks) - len(left)
        progress(found, len(tasks))
        done = count(found + 1)
        if left:
            self._check_workers(left)
            self._run(left, lambda: progress(next(done), len(tasks)))
        return found

    def _run(self, tasks: Sequence[Task], finished: Callable[[], None]) -> None:
        sent = self._sent(tasks)
        ends: SimpleQueue[Future[Failure | None]] = SimpleQueue()
        for future in sent:
            future.add_done_callback(ends.put)
        try:
            for _ in tasks:
                future = self._next(ends)
                self._settle(future, sent[future])
                finished()
        finally:
            self._withdraw(sent)

    def _sent(self, tasks: Sequence[Task]) -> dict[Future[Failure | None], Task]:
        """Hand all tasks to the scheduler, which keeps those that no worker is free for.

        Tasks keep their own names there, so that what the scheduler learns of durations is kept a kind of task.
        """
        run = uuid4().hex
        keys = [f"{task.function.__name__}-{run}-{i}" for i, task in enumerate(tasks)]
        packed = [pickle.dumps(task) for task in tasks]
        futures = self._client.map(attempt, packed, expected=software(), key=keys, pure=False, retries=RETRIES)
        return dict(zip(futures, tasks, strict=True))

    def _withdraw(self, sent: Mapping[Future[Failure | None], Task]) -> None:
        """Let the scheduler forget what has not started; what runs on a worker ends there, and harms nothing."""
        if self._client.status == "running":
            with suppress(OSError, TimeoutError):
                self._client.cancel(list(sent), force=True)

    def _settle(self, future: Future[Failure | None], task: Task) -> None:
        """Raise what went wrong with a task that has ended."""
        if future.status == "error":
            raise _trouble(task, future.exception())
        if future.status != "finished":
            raise self._gone()
        if found := future.result():
            raise exception(found)
        if not _shows(task.output, self._shown):
            raise _not_shared(task.output)

    def _next(self, ends: SimpleQueue[Future[Failure | None]]) -> Future[Failure | None]:
        """The next future that ends, while there is a cluster that could end it."""
        last = time.monotonic()
        while True:
            try:
                return ends.get(timeout=LOOK)
            except Empty:
                if self._workers():
                    last = time.monotonic()
                elif time.monotonic() - last > self._alone:
                    raise self._no_workers("all workers of") from None

    def _workers(self) -> int:
        """The number of workers that the scheduler has now."""
        try:
            return len(self._client.nthreads())
        except (OSError, RuntimeError, TimeoutError):
            raise self._gone() from None

    def _await_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=FIRST)
        except TimeoutError:
            raise self._no_workers("no workers at") from None

    def _check_workers(self, tasks: Sequence[Task]) -> None:
        """Hold each worker to this process's software, and to the storage that outputs go to."""
        self._await_workers()
        with _probes({task.output.parent for task in tasks}) as probes:
            answers: dict[str, Answer] = self._client.run(inspect, probes, on_error="return")
        self._check_scheduler()
        for worker, answer in sorted(answers.items()):
            _check(worker, answer)

    def _check_scheduler(self) -> None:
        """See that the scheduler finds classmatch; of which version is all the same, since no task runs there."""
        try:
            self._client.run_on_scheduler(software)
        except Exception as error:
            raise _without_classmatch(f"the scheduler dask://{self._place}", error) from error

    def _no_workers(self, what: str) -> ClusterError:
        gone = " are gone" if what.startswith("all") else ""
        return ClusterError(
            f"{what} the scheduler dask://{self._place}{gone}",
            f"start some: dask worker tcp://{self._place} --nthreads 1; finished tasks are not done again",
        )

    def _gone(self) -> ClusterError:
        return ClusterError(
            f"the scheduler dask://{self._place} is gone",
            "start it and its workers again, and run the command again: finished tasks are not done again",
        )


def _quiet() -> None:
    """Stop the libraries from logging here: what goes wrong is said once, by the error that is raised."""
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _connected(place: str) -> Client:
    # As the scheduler and the workers, this side follows Dask's own settings, of environment or file.
    protocol = "tls" if dask.config.get("distributed.comm.require-encryption") else "tcp"
    try:
        return Client(f"{protocol}://{place}", timeout=CONNECT, set_as_default=False, name="classmatch")
    except (OSError, RuntimeError, TimeoutError) as error:
        host, _, port = place.rpartition(":")
        raise ClusterError(
            f"no Dask scheduler answers at dask://{place} ({error})",
            f"start one: dask scheduler --host {host} --port {port}; see docs/scale.md",
        ) from error


def _without_classmatch(who: str, error: BaseException) -> ClusterError:
    return ClusterError(
        f"{who} cannot run classmatch ({error})",
        "install the same there as here, and start it again",
    )


def _check(worker: str, answer: Answer) -> None:
    if isinstance(answer, BaseException):
        raise _without_classmatch(f"worker {worker}", answer)
    there, hidden = answer
    refuse_other(worker, there, software())
    if hidden:
        raise ClusterError(
            f"worker {worker} does not see files written here in {hidden[0].parent}",
            "put the workspace and the results on storage that all workers mount at the same path",
        )


@contextmanager
def _probes(folders: set[Path]) -> Iterator[list[Path]]:
    """New empty files, one in each folder (or the next above it that is there), gone after the block."""
    there = {_existing(folder) for folder in folders}
    probes = [folder / f"{STAGING}{secrets.token_hex(4)}-probe" for folder in sorted(there)]
    try:
        for probe in probes:
            probe.touch()
        yield probes
    finally:
        for probe in probes:
            probe.unlink(missing_ok=True)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _shows(path: Path, patience: float) -> bool:
    """Whether a path is seen here, at once or soon."""
    until = time.monotonic() + patience
    while not path.exists():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
        with suppress(OSError):
            list(path.parent.iterdir())  # a network file system looks again when a folder is read
    return True


def _not_shared(output: Path) -> ClusterError:
    return ClusterError(
        f"a worker wrote {output}, and it is not here: the workers do not share the storage of this process",
        "put the workspace and the results on storage that all workers mount at the same path",
    )


def _trouble(task: Task, error: BaseException | None) -> Exception:
    """What is raised here for a task that ended in the scheduler's hands."""
    if isinstance(error, KilledWorker):
        return ResourceError(
            f"{error.allowed_failures + 1} workers in turn were lost while task {task.name} ran on them",
            "most likely memory ran out: make partitions smaller (--memory-limit), or run fewer workers a machine",
        )
    if isinstance(error, OSError):
        return error
    return TaskError(f"task {task.name} failed on the cluster: {type(error).__name__}: {error}")
