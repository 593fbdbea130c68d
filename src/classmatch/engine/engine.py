"""What every engine does, and which there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, Self

import polars as pl

from classmatch.engine.local import LocalEngine
from classmatch.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from classmatch.engine.task import Task

_DASK = re.compile(
    r"dask://([^\s/:@\[\]]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})"
)  # a name or address (IPv6 in brackets), a port


class Engine(Protocol):
    """Runs tasks that do not wait for one another. Open it with `with`; it may run several lists in turn."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def run(self, tasks: Sequence[Task], progress: Callable[[int, int], None]) -> int:
        """Run the tasks whose output is not there, and return how many were found finished.

        `progress` is called in the calling thread, with the number of finished tasks (those found finished among
        them) and of all: once before the first task, then after each. The first error ends the run: tasks that did
        not start do not start, and what is finished stays.

        Raises what a task raised, and `ClusterError` when the cluster is not as it must be.
        """
        ...


def open_engine(address: str, workers: int = 0) -> Engine:
    """The engine of an address: `local`, or `dask://HOST:PORT` for the workers of a Dask scheduler.

    `workers`: the threads of the local engine; 0 is as many as Polars has, which is the cores unless
    `POLARS_MAX_THREADS` says otherwise. A cluster has its own number.

    Raises `UsageError` when there is no such engine, or its libraries are not installed.
    """
    if address == "local":
        return LocalEngine(workers or pl.thread_pool_size())
    found = _DASK.fullmatch(address)
    if not found or int(found[2]) > 65535:
        raise UsageError(f"no engine {address!r}", "there are: local, dask://HOST:PORT")
    return _dask(f"{found[1]}:{int(found[2])}")


def _dask(place: str) -> Engine:
    try:
        from classmatch.engine.cluster import DaskEngine
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in ("dask", "distributed"):
            raise
        raise UsageError(
            "the engine dask:// needs the library distributed, which is not installed",
            "install classmatch with its extra: pip install 'classmatch[cluster]'",
        ) from error
    return DaskEngine(place)
