"""A Dask scheduler and its workers for tests: the commands of docs/scale.md, on ports of 127.0.0.1 that are free."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[1] / "docs/scale.md"
PORT = "8786"  # as the page writes it


def commands() -> tuple[list[str], list[str]]:
    """The words of the two commands that the page starts a cluster of one machine with: scheduler, workers."""
    part = PAGE.read_text(encoding="utf-8").split("## A cluster on one machine")[1].split("\n## ")[0]
    scheduler, workers = re.findall(r"^    .*\bdask ((?:scheduler|worker) .+)$", part, flags=re.MULTILINE)
    return scheduler.split(), workers.split()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass
class Cluster:
    """A running scheduler, and the processes that were started for it."""

    folder: Path
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"dask://127.0.0.1:{self.port}"

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        scheduler = self._start(commands()[0], {})
        until = time.monotonic() + 15
        while not self._answers():
            assert scheduler.poll() is None and time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.05)
        return scheduler

    def start_workers(self, number: int, path: Path | None = None) -> subprocess.Popen[bytes]:
        """Worker processes under one parent, which starts a lost one again; modules are looked up in `path` first."""
        words = commands()[1]
        words[words.index("--nworkers") + 1] = str(number)
        python_path = os.pathsep.join(filter(None, [str(path or ""), os.environ.get("PYTHONPATH", "")]))
        environ = {"POLARS_MAX_THREADS": "1", "PYTHONPATH": python_path}
        return self._start([*words, "--local-directory", str(self.folder)], environ)

    @contextmanager
    def workers(self, number: int, path: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """Workers as by `start_workers`, gone after the block."""
        process = self.start_workers(number, path)
        try:
            yield process
        finally:
            _signal(process, signal.SIGKILL)
            process.wait()

    def close(self) -> None:
        """End every process, those that its processes started among them."""
        for process in reversed(self.processes):
            # Each leads a group of its own. A parent that has time to end its workers leaves no semaphores behind.
            _signal(process, signal.SIGTERM)
        for process in reversed(self.processes):
            _ended(process)

    def _start(self, words: list[str], environ: dict[str, str]) -> subprocess.Popen[bytes]:
        words = [word.replace(PORT, str(self.port)) for word in words]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                cwd=self.folder,
                env={**os.environ, **environ},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _signal(process, signal.SIGKILL)
        process.wait()


@contextmanager
def cluster(folder: Path, workers: int, path: Path | None = None) -> Iterator[Cluster]:
    """A scheduler with this many workers, ended after the block."""
    started = Cluster(folder)
    try:
        started.start_scheduler()
        if workers:
            started.start_workers(workers, path)
        yield started
    finally:
        started.close()
