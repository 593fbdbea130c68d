"""Run a command and see how long it takes and how much memory it holds, with all the processes that it starts."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pathlib import Path

INTERVAL = 0.05  # seconds between two looks at the memory
TAIL = 2_000  # characters of the log shown when a command fails


class CommandError(Exception):
    """A measured command that failed or took too long; the text ends with what it said last."""


@dataclass(frozen=True)
class Usage:
    """What a command used: wall-clock seconds, and the most bytes resident at once in its processes together.

    Pages that two of the processes share count twice.
    """

    seconds: float
    peak_bytes: int


def measure(command: list[str], log: Path, limit: float | None = None) -> Usage:
    """Run a command to its end, with its output in the file `log`.

    Args:
        command: The program and its arguments.
        log: Where its standard output and standard error go.
        limit: Seconds after which it is stopped; None for no limit.

    Raises:
        CommandError: It ended with an exit code other than 0, or was stopped at the limit.

    """
    start = time.perf_counter()
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as child:
        peak = _watch(child, start, limit)
    seconds = time.perf_counter() - start
    if child.returncode:
        raise CommandError(f"{' '.join(command)}: {_end(child.returncode)} after {seconds:.0f} s\n{_tail(log)}")
    return Usage(seconds, peak)


def _watch(child: subprocess.Popen[bytes], start: float, limit: float | None) -> int:
    """Look at the memory until the child ends; the most seen."""
    process, peak = psutil.Process(child.pid), 0
    while child.poll() is None:
        peak = max(peak, resident(process))
        if limit is not None and time.perf_counter() - start > limit:
            _stop(process)
        time.sleep(INTERVAL)
    return peak


def resident(process: psutil.Process) -> int:
    """Bytes resident in a process and all that it started; 0 when it has ended."""
    try:
        members = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_resident(member) for member in members)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _stop(process: psutil.Process) -> None:
    """Kill a process and all that it started. Its parent waits for it, so as to learn how it ended."""
    for member in [*process.children(recursive=True), process]:
        with suppress(psutil.NoSuchProcess):
            member.kill()


def _end(code: int) -> str:
    return f"stopped by signal {-code}" if code < 0 else f"exit code {code}"


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-TAIL:]
