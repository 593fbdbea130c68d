"""Match on a cluster of this machine beside the local engine: `python -m benchmarks.cluster`.

Starts a Dask scheduler and workers of one thread each, reachable from this machine alone; matches on one worker, on
two, and on two of which one is killed while it works; and compares every file with what the local engine wrote.
"""

# distributed says that it is typed, and leaves most of its methods without types.
# mypy: allow-untyped-calls

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from distributed import Client

from benchmarks.figures import save
from benchmarks.goals import OUT, show
from benchmarks.jobs import TIME_LIMIT, Job, differing, fresh, sameness
from benchmarks.measure import CommandError, stop
from benchmarks.sizes import data_of, sizes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for scheduler and workers to start
LOOK = 0.1  # seconds between two looks at what the workers do
# A worker stands for a machine of one core. Libraries that start threads of their own would take the other's.
ONE_THREAD = dict.fromkeys(("POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS"), "1")
DASK = (sys.executable, "-m", "dask")


@dataclass(frozen=True)
class Cluster:
    """A scheduler at `address` (HOST:PORT) and its workers, by their addresses there."""

    address: str
    client: Any  # distributed.Client
    workers: dict[str, subprocess.Popen[bytes]]

    def busy(self) -> set[str]:
        """Addresses of the workers that have a task now."""
        return {worker for worker, tasks in self.client.processing().items() if tasks}


@dataclass
class Watched:
    """A match on a cluster: its seconds, when workers were seen at work, and when one was killed, if it was."""

    seconds: float = 0.0
    busy: list[float] = field(default_factory=list)
    killed: float | None = None

    @property
    def middle(self) -> float:
        """Seconds after the start until the middle of the time in which workers were at work."""
        return (self.busy[0] + self.busy[-1]) / 2 if self.busy else self.seconds / 2


# --------------------------------------------------------------------------------------------------------------------
# The cluster


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[Cluster]:
    """A scheduler and workers, with their files and logs in `folder`; all are stopped with the block.

    Raises `CommandError` when they do not start.
    """
    fresh(folder)
    with ExitStack() as stack:
        file = folder / "scheduler.json"
        options = ("--host", HOST, "--port", "0", "--dashboard-address", f"{HOST}:0", "--scheduler-file", str(file))
        stack.enter_context(_process("scheduler", *options, log=folder / "scheduler.log"))
        address = _address(file)
        client = stack.enter_context(Client(address, timeout=PATIENCE))
        started: dict[str, subprocess.Popen[bytes]] = {}
        for number in range(workers):
            worker = stack.enter_context(_worker(number, address, folder))
            started[_joined(client, started)] = worker
        yield Cluster(address.removeprefix("tcp://"), client, started)


def _worker(number: int, address: str, folder: Path) -> Any:
    place = ("--host", HOST, "--dashboard-address", f"{HOST}:0", "--local-directory", str(folder / f"worker-{number}"))
    # Without a nanny, which would start it again: a worker that is killed stays away. Its memory is bounded by what
    # classmatch asks for.
    options = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--name", str(number))
    return _process("worker", address, *place, *options, log=folder / f"worker-{number}.log")


@contextmanager
def _process(kind: str, *options: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask, killed with the block if it has not been before."""
    environment = os.environ | ONE_THREAD
    with log.open("wb") as output:
        command = [*DASK, kind, *options]
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        try:
            yield child
        finally:
            with suppress(psutil.NoSuchProcess):
                stop(psutil.Process(child.pid))
            child.wait()


def _address(file: Path) -> str:
    """The address that the scheduler wrote into its file once it listens."""
    for _ in range(round(PATIENCE / LOOK)):
        with suppress(FileNotFoundError, ValueError, KeyError):
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        time.sleep(LOOK)
    raise CommandError(f"no scheduler after {PATIENCE:.0f} s; see {file.with_name('scheduler.log')}")


def _joined(client: Any, known: dict[str, subprocess.Popen[bytes]]) -> str:
    """The address of the worker that comes next."""
    for _ in range(round(PATIENCE / LOOK)):
        if new := client.scheduler_info(n_workers=-1)["workers"].keys() - known.keys():
            return str(min(new))
        time.sleep(LOOK)
    raise CommandError(f"no worker after {PATIENCE:.0f} s")


# --------------------------------------------------------------------------------------------------------------------
# The runs


def matched(job: Job, on: Cluster, name: str, kill_after: float | None = None) -> Watched:
    """Match on a cluster; kill a worker that has a task so many seconds after the start, or as soon as one has.

    Raises `CommandError` when the match fails.
    """
    found, start = Watched(), time.perf_counter()
    command, log = job.matching(name, "--engine", f"dask://{on.address}"), job.log(f"match-{name}")
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as child:
        while child.poll() is None:
            busy, now = on.busy(), time.perf_counter() - start
            if busy:
                found.busy.append(now)
                if kill_after is not None and found.killed is None and now >= kill_after:
                    stop(psutil.Process(on.workers[min(busy)].pid))
                    found.killed = now
            if now > TIME_LIMIT:
                stop(psutil.Process(child.pid))
            time.sleep(LOOK)
    found.seconds = time.perf_counter() - start
    if child.returncode:
        raise CommandError(f"match on the cluster: exit code {child.returncode}; see {log}")
    return found


def run(size: str, out: Path) -> dict[str, float]:
    """All runs at a size, printed as they end; the figures with goals. Raises `CommandError`."""
    data, folder = data_of(size, out), out / size / "cluster"
    local = Job(fresh(folder / "local"), data)
    local.ingest()
    jobs = {name: local.copied(folder / name) for name in ("one", "two", "lost")}
    expected, own = local.match(), local.outputs()
    print(f"match at {size}, local engine: {expected.seconds:.1f} s", flush=True)
    found: dict[str, Watched] = {}
    for name, job in jobs.items():
        with cluster(1 if name == "one" else 2, folder / f"dask-{name}") as started:
            after = found["two"].middle if name == "lost" else None
            found[name] = matched(job, started, "results", after)
        print(_told(name, found[name], sameness(own, job.outputs())), flush=True)
    same = {name: not differing(own, job.outputs()) for name, job in jobs.items()}
    print(f"one worker / two workers: {found['one'].seconds / found['two'].seconds:.2f}", flush=True)
    return {
        "cluster_identical": float(same["one"] and same["two"] and bool(found["two"].busy)),
        "lost_worker_identical": float(same["lost"] and found["lost"].killed is not None),
        "cluster_speedup": found["one"].seconds / found["two"].seconds,
    }


def _told(name: str, found: Watched, same: str) -> str:
    workers = {"one": "1 worker", "two": "2 workers", "lost": "2 workers, one of them killed"}[name]
    if not found.busy:
        return f"match, {workers}: {found.seconds:.1f} s; no worker was seen at work; same bytes: {same}"
    at_work = f"workers at work from {found.busy[0]:.1f} to {found.busy[-1]:.1f} s"
    killed = "" if found.killed is None else f", killed after {found.killed:.1f} s"
    return f"match, {workers}: {found.seconds:.1f} s, {at_work}{killed}; same bytes: {same}"


def main() -> int:
    """Run the benchmark; exit code 1 when a command failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    parser.add_argument("--sizes", default="1m", help="comma-separated")
    parser.add_argument("--out", type=Path, default=OUT, help="where files and figures go")
    given = parser.parse_args()
    for size in sizes_of(given.sizes, parser):
        try:
            save(given.out, "cluster", size, run(size, given.out))
        except CommandError as failure:
            print(failure, file=sys.stderr)
            return 1
    show(given.out, ("cluster_identical", "lost_worker_identical"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
