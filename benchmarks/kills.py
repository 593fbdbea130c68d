"""A run killed at random moments and resumed each time, beside an undisturbed one: `python -m benchmarks.kills`.

The run is an ingest and a match. The moments are drawn over the seconds of the undisturbed run, and counted in seconds
of work: what a process takes to start is measured and not counted, or late moments would never be reached. A killed
command is given again, word for word, until it ends well; then all files must have the bytes of the undisturbed run.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.figures import save
from benchmarks.goals import OUT, show
from benchmarks.jobs import Job, differing, fresh, sameness
from benchmarks.measure import CommandError, measure, stop
from benchmarks.sizes import data_of, sizes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

KILLS = 10
SEED = 1
GOES_ON = re.compile(r"\b(goes|going|go) on\b|\bresum", re.IGNORECASE)  # how a command says that it resumes


@dataclass
class Disturbed:
    """What happened to a run: moments of its kills (a command and seconds into it), and what it said of going on."""

    kills: list[tuple[str, float]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass
class Moments:
    """The moments to come, in seconds of work; `used` is the work done so far."""

    rest: list[float]
    startup: float
    used: float = 0.0

    def next_delay(self) -> float | None:
        """Seconds after the start of a command at which it is killed; None when no moment is left."""
        return self.startup + max(self.rest[0] - self.used, 0.0) if self.rest else None

    def passed(self, seconds: float, *, killed: bool) -> None:
        """A command ran for so long."""
        self.used += max(seconds - self.startup, 0.0)
        if killed:
            self.rest.pop(0)


def drawn(count: int, seed: int, seconds: float, startup: float) -> Moments:
    """`count` moments, equally likely all over `seconds` of work."""
    chance = random.Random(seed)  # noqa: S311 no secret
    return Moments(sorted(chance.uniform(0, seconds) for _ in range(count)), startup)


def disturb(job: Job, moments: Moments) -> Disturbed:
    """Run ingest and match, each until it ends well, and kill at the moments. Raises `CommandError`."""
    found = Disturbed()
    for name, command in (("ingest", job.ingesting()), ("match", job.matching())):
        while not _attempt(name, command, job, moments, found):
            pass
    return found


def _attempt(name: str, command: list[str], job: Job, moments: Moments, found: Disturbed) -> bool:
    """Run a command until it ends or is killed; whether it ended. What it said of going on is kept."""
    log = job.log(f"{name}-{len(found.kills)}")
    start, delay = time.perf_counter(), moments.next_delay()
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as child:
        try:
            child.wait(delay)
        except subprocess.TimeoutExpired:
            stop(psutil.Process(child.pid))
            child.wait()
    seconds = time.perf_counter() - start
    killed = child.returncode == -9
    moments.passed(seconds, killed=killed)
    found.said += resumptions(log)
    if killed:
        found.kills.append((name, seconds))
    elif child.returncode:
        raise CommandError(f"{name}: exit code {child.returncode} after {len(found.kills)} kills; see {log}")
    return not killed


def resumptions(log: Path) -> list[str]:
    """The lines of a log that say that the run goes on from what an earlier one finished."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line.strip() for line in lines if GOES_ON.search(line)]


def told(size: str, found: Disturbed, same: str) -> None:
    """Print what happened."""
    print(f"{len(found.kills)} kills at {size}:")
    for name, seconds in found.kills:
        print(f"  {name}, {seconds:.1f} s after its start")
    print(f"said {len(found.said)} times that it goes on:")
    print("\n".join(f"  {line}" for line in found.said))
    print(f"same bytes as the undisturbed run: {same}", flush=True)


def run(size: str, count: int, seed: int, out: Path) -> tuple[Disturbed, dict[str, str], dict[str, str]]:
    """An undisturbed run and a disturbed one, and the outputs of both. Raises `CommandError`."""
    data = data_of(size, out)
    calm = Job(fresh(out / size / "undisturbed"), data)
    startup = measure(calm.command("--help"), calm.log("help")).seconds
    seconds = calm.ingest().seconds + calm.match().seconds - 2 * startup
    job = Job(fresh(out / size / "killed"), data)
    found = disturb(job, drawn(count, seed, seconds, startup))
    return found, calm.outputs(), job.outputs()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; exit code 1 when a command failed by itself."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--sizes", default="1m", help="comma-separated")
    parser.add_argument("--kills", type=int, default=KILLS, help="how many")
    parser.add_argument("--seed", type=int, default=SEED, help="of the moments")
    parser.add_argument("--out", type=Path, default=OUT, help="where files and figures go")
    given = parser.parse_args(arguments)
    for size in sizes_of(given.sizes, parser):
        try:
            found, calm, disturbed = run(size, given.kills, given.seed, given.out)
        except CommandError as failure:
            print(failure, file=sys.stderr)
            return 1
        told(size, found, sameness(calm, disturbed))
        same = float(not differing(calm, disturbed))
        save(given.out, "kills", size, {"kills": len(found.kills), "kills_identical": same})
    show(given.out, ("kills", "kills_identical"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
