"""What `--memory-limit` holds to: `python -m benchmarks.limits`.

Ingests and matches under a limit and looks at the peak; then asks for a limit that is far too small, which has to be
refused with exit code 4 before any work is done.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import save
from benchmarks.generate import TRUTH
from benchmarks.goals import OUT, show
from benchmarks.jobs import TIME_LIMIT, Job, fresh
from benchmarks.measure import CommandError
from benchmarks.scoring import classmatch_pairs, score
from benchmarks.sizes import data_of, sizes_of

if TYPE_CHECKING:
    from benchmarks.measure import Usage
    from benchmarks.scoring import Score

LIMIT = "2GB"
TOO_SMALL = "50MB"  # less than the libraries take
REFUSED = 4  # exit code of a run that needs more than it may have
PROMPT = 0.1  # of the seconds of the whole command: what takes no longer was refused before the work


@dataclass(frozen=True)
class Refusal:
    """How a command ended that was given too little memory, and the last line that it said."""

    command: str
    code: int
    seconds: float
    said: str

    def prompt(self, usual: Usage) -> bool:
        """Whether it was refused as such, and before the work."""
        return self.code == REFUSED and self.seconds <= max(PROMPT * usual.seconds, 5.0)


@dataclass(frozen=True)
class Limited:
    """What both commands used under the limit, how right the matches are, and what came of far too small a limit."""

    ingest: Usage
    match: Usage
    right: Score
    refusals: tuple[Refusal, Refusal]

    @property
    def peak_bytes(self) -> int:
        return max(self.ingest.peak_bytes, self.match.peak_bytes)

    @property
    def refused(self) -> bool:
        return all(one.prompt(usual) for one, usual in zip(self.refusals, (self.ingest, self.match), strict=True))


def run(size: str, limit: str, too_small: str, out: Path) -> Limited:
    """Ingest and match under the limit, then under one that is too small. Raises `CommandError`."""
    data = data_of(size, out)
    work = fresh(out / size / "limit")
    job = Job(work, data, ("--memory-limit", limit))
    ingest, match = job.ingest(), job.match()
    right = score(classmatch_pairs(job.results()), data / TRUTH)
    small = ("--memory-limit", too_small)
    # Another workspace for the ingest, since in this one there is nothing to do; and for the match one without what
    # the match before left there.
    ingest_refused = refusal("ingest", Job(fresh(work / "small"), data, small).ingesting())
    bare = Job(fresh(work / "bare"), data)
    bare.ingest()
    match_refused = refusal("match", Job(bare.folder, data, small).matching())
    return Limited(ingest, match, right, (ingest_refused, match_refused))


def refusal(name: str, command: list[str]) -> Refusal:
    """Run a command that is to be refused."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIME_LIMIT)
    lines = done.stderr.strip().splitlines()
    return Refusal(name, done.returncode, time.perf_counter() - start, lines[-1] if lines else "")


def told(size: str, limit: str, too_small: str, found: Limited) -> None:
    """Print what was found."""
    for name, usage in (("ingest", found.ingest), ("match", found.match)):
        peak = f"{usage.peak_bytes / 1e9:.2f} GB"
        print(f"{name} at {size} with --memory-limit {limit}: {usage.seconds:.1f} s, peak {peak}")
    print(f"precision {found.right.precision:.3f}, recall {found.right.recall:.3f}")
    for one in found.refusals:
        print(f"{one.command} with --memory-limit {too_small}: exit code {one.code} after {one.seconds:.1f} s")
        print(f"  {one.said}", flush=True)


def main() -> int:
    """Run the benchmark; exit code 1 when a command failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.limits", description=__doc__)
    parser.add_argument("--sizes", default="5m", help="comma-separated")
    parser.add_argument("--memory-limit", default=LIMIT, help="that has to be held to")
    parser.add_argument("--too-small", default=TOO_SMALL, help="a limit that has to be refused")
    parser.add_argument("--out", type=Path, default=OUT, help="where files and figures go")
    given = parser.parse_args()
    for size in sizes_of(given.sizes, parser):
        try:
            found = run(size, given.memory_limit, given.too_small, given.out)
        except CommandError as failure:
            print(failure, file=sys.stderr)
            return 1
        told(size, given.memory_limit, given.too_small, found)
        save(given.out, "limits", size, {"limited_peak_gb": found.peak_bytes / 1e9, "refused": float(found.refused)})
    show(given.out, ("limited_peak_gb", "refused"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
