"""What a later drop of 1% costs, and whether it gives the bytes of a full run: `python -m benchmarks.drops`.

Ingests the generated catalog and matches it; then ingests the drop and matches again, where only what depends on the
drop is to be done. Last it matches once more in a copy of the workspace without the results of comparing, where all
has to be done under the same snapshot, and compares every file.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import save
from benchmarks.generate import DROP, DROP_TRUTH, TRUTH
from benchmarks.goals import OUT, show
from benchmarks.jobs import Job, differing, fresh, sameness
from benchmarks.measure import CommandError
from benchmarks.scoring import classmatch_pairs, score
from benchmarks.sizes import data_of, sizes_of

if TYPE_CHECKING:
    from benchmarks.measure import Usage
    from benchmarks.scoring import Score

COMPARED = ("links",)  # kinds of folders of a workspace that hold what comparing gave; snapshots stay
BASE, AFTER, AGAIN = "results-base", "results-drop", "results-again"
ROW = "{:<44} {:>9} {:>9} {:>8}"


@dataclass(frozen=True)
class Dropped:
    """What each step used, and how right the matches after the drop are."""

    base_ingest: Usage
    base_match: Usage
    drop_ingest: Usage
    drop_match: Usage
    again_match: Usage
    right: Score
    same: str
    identical: bool

    @property
    def match_share(self) -> float:
        """Seconds of the match after the drop by those of the full one."""
        return self.drop_match.seconds / self.base_match.seconds

    @property
    def share(self) -> float:
        """The same with both ingests."""
        full = self.base_ingest.seconds + self.base_match.seconds
        return (self.drop_ingest.seconds + self.drop_match.seconds) / full


def run(size: str, out: Path) -> Dropped:
    """Ingest and match, with and without the drop. Raises `CommandError`."""
    data = data_of(size, out)
    job = Job(fresh(out / size / "drop"), data)
    base_ingest, base_match = job.ingest(), job.match(BASE)
    drop_ingest = job.ingest(DROP)
    full = forgetful(job.copied(out / size / "drop-again"))
    drop_match, again_match = job.match(AFTER), full.match(AGAIN)
    right = score(classmatch_pairs(job.results(AFTER)), data / TRUTH, data / DROP_TRUTH)
    ours, theirs = job.outputs(AFTER), full.outputs(AGAIN)
    steps = (base_ingest, base_match, drop_ingest, drop_match, again_match)
    return Dropped(*steps, right, sameness(ours, theirs), not differing(ours, theirs))


def forgetful(job: Job) -> Job:
    """The job without the results of comparing in its workspace."""
    for kind in COMPARED:
        shutil.rmtree(job.workspace / kind, ignore_errors=True)
    return job


def told(size: str, found: Dropped) -> None:
    """Print what was found."""
    steps = {
        "ingest, the base": found.base_ingest,
        "match, full": found.base_match,
        "ingest, a drop of 1%": found.drop_ingest,
        "match after the drop": found.drop_match,
        "match after the drop, nothing compared yet": found.again_match,
    }
    print(ROW.format(f"a drop at {size}", "seconds", "cpu s", "peak MB"))
    for step, usage in steps.items():
        peak = f"{usage.peak_bytes // 1_000_000:,}"
        print(ROW.format(step, f"{usage.seconds:.1f}", f"{usage.cpu_seconds:.1f}", peak))
    print(f"match after the drop / full match: {found.match_share:.3f}; with both ingests: {found.share:.3f}")
    print(f"precision {found.right.precision:.3f}, recall {found.right.recall:.3f} after the drop")
    print(f"same bytes as a full match: {found.same}", flush=True)


def main() -> int:
    """Run the benchmark; exit code 1 when a command failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drops", description=__doc__)
    parser.add_argument("--sizes", default="1m", help="comma-separated")
    parser.add_argument("--out", type=Path, default=OUT, help="where files and figures go")
    given = parser.parse_args()
    for size in sizes_of(given.sizes, parser):
        try:
            found = run(size, given.out)
        except CommandError as failure:
            print(failure, file=sys.stderr)
            return 1
        told(size, found)
        figures = {"drop_match_share": found.match_share, "drop_share": found.share}
        save(given.out, "drops", size, {**figures, "drop_identical": float(found.identical)})
    show(given.out, ("drop_match_share", "drop_share", "drop_identical"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
