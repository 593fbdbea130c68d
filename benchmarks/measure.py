"""Run a command and see how long it takes and how much memory it holds, with all the processes that it starts."""

from __future__ import annotations

import resource
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

INTERVAL = 0.05  # seconds between two looks at the memory of one process
SLOW_INTERVAL = 0.25  # of several, where the kernel goes through all their pages
TAIL = 2_000  # characters of the log shown when a command fails


class CommandError(Exception):
    """A measured command that failed; the text ends with what it said last."""


class StoppedError(CommandError):
    """A measured command that was stopped at its limit; `usage` is what it used until then."""

    def __init__(self, text: str, usage: Usage) -> None:
        self.usage = usage
        super().__init__(text)


@dataclass(frozen=True)
class Usage:
    """What a command used.

    `seconds` is wall-clock time, `cpu_seconds` the time that its processes were on a core, and `peak_bytes` the most
    that they held resident at once (`resident`).
    """

    seconds: float
    peak_bytes: int
    cpu_seconds: float = 0.0


def measure(command: list[str], log: Path, limit: float | None = None) -> Usage:
    """Run a command to its end, with its output in the file `log`.

    Args:
        command: The program and its arguments.
        log: Where its standard output and standard error go.
        limit: Seconds after which it is stopped; None for no limit.

    Raises:
        StoppedError: It was stopped at the limit.
        CommandError: It ended with an exit code other than 0.

    """
    start, cpu = time.perf_counter(), _cpu_of_children()
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as child:
        peak, stopped = _watch(child, start, limit)
    usage = Usage(time.perf_counter() - start, peak, _cpu_of_children() - cpu)
    if child.returncode or stopped:
        text = f"{' '.join(command)}: {_end(child.returncode)} after {usage.seconds:.0f} s\n{_tail(log)}"
        raise StoppedError(text, usage) if stopped else CommandError(text)
    return usage


def _cpu_of_children() -> float:
    """Seconds on a core of all processes that this one has started and waited for, and of those that they did."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(child: subprocess.Popen[bytes], start: float, limit: float | None) -> tuple[int, bool]:
    """Look at the memory until the child ends: the most seen, and whether the child was stopped at the limit."""
    process, peak, stopped = psutil.Process(child.pid), 0, False
    while child.poll() is None:
        members = family(process)
        peak = max(peak, resident(members), high_water(process))
        if limit is not None and not stopped and time.perf_counter() - start > limit:
            stop(process)
            stopped = True
        time.sleep(INTERVAL if len(members) < 2 else SLOW_INTERVAL)
    return peak, stopped


def family(process: psutil.Process) -> list[psutil.Process]:
    """A process and all that it started, the innermost last; none when it has ended."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def resident(members: list[psutil.Process]) -> int:
    """Bytes that processes hold resident together; those that have ended hold none.

    Of one process the resident set. Of several the proportional sets, which share out pages held in common, and where
    the system does not tell those, the resident sets, which count such pages once a process.
    """
    of_one = _proportional if len(members) > 1 else _resident
    return sum(of_one(member) for member in members)


def high_water(process: psutil.Process) -> int:
    """The most bytes that one process ever held resident, where the kernel keeps that (Linux); else 0.

    It shows a peak between two looks, which the sum over several processes cannot.
    """
    return 1024 * _kernel_figure(process, "status", "VmHWM:")


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _proportional(process: psutil.Process) -> int:
    """The proportional set size, from Linux's sum over all maps, which is faster than to read each map."""
    return 1024 * _kernel_figure(process, "smaps_rollup", "Pss:") or _resident(process)


def _kernel_figure(process: psutil.Process, file: str, name: str) -> int:
    """A number from a file of `/proc`; 0 when the system has no such file, or the process has ended."""
    try:
        lines = Path(f"/proc/{process.pid}/{file}").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def stop(process: psutil.Process) -> None:
    """Kill a process and all that it started. Its parent waits for it, so as to learn how it ended."""
    for member in reversed(family(process)):
        with suppress(psutil.NoSuchProcess):
            member.kill()


def _end(code: int) -> str:
    return f"stopped by signal {-code}" if code < 0 else f"exit code {code}"


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-TAIL:]
