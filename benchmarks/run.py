"""Run classmatch and splink on generated data; print what each took and how right it was: `python -m benchmarks.run`.

Each tool runs as a process of its own, one after the other, on the same files. `results.json` holds the same figures;
those of sizes that are not run again stay in it, and are what larger sizes are compared with.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import save
from benchmarks.generate import TRUTH
from benchmarks.goals import OUT, show
from benchmarks.jobs import Job, fresh
from benchmarks.measure import CommandError, StoppedError, measure
from benchmarks.outcome import (
    HEADER,
    Outcome,
    Stage,
    by_size,
    from_dict,
    growth_lines,
    middle,
    outcome,
    own_figures,
    peer_figures,
    peer_lines,
    table_rows,
    to_dict,
    whole,
)
from benchmarks.scoring import classmatch_pairs, score, splink_pairs
from benchmarks.sizes import SIZES, data_of, sizes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OURS, PEER = "classmatch", "splink"
DEFAULT_SIZES, DEFAULT_PEER_SIZES = "100k,1m", "1m"
PEER_LIMIT = 1_800.0  # seconds
RESULTS = "results.json"
NAMES = (
    "seconds", "peak_gb", "growth", "precision_fall", "recall_fall",
    "splink_time_ratio", "splink_memory_ratio", "splink_f1_lead",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What is run."""

    sizes: list[str]
    peer_sizes: list[str]
    peer_limit: float
    rounds: int
    options: tuple[str, ...]  # of both commands of classmatch
    out: Path

    def tools(self, size: str) -> dict[str, Callable[[Path, Path], Outcome]]:
        """The tools of a size, each a function of the folders of its data and of its work."""
        ours = {OURS: lambda data, work: run_classmatch(size, data, work, self.options)}
        peer = {PEER: lambda data, work: run_splink(size, data, work, self.peer_limit)}
        return ours | (peer if size in self.peer_sizes else {})


def run_classmatch(size: str, data: Path, work: Path, options: tuple[str, ...] = ()) -> Outcome:
    """Ingest and match into a fresh workspace under `work`. Raises `CommandError`."""
    job = Job(work, data, options)
    ingest, match = job.ingest(), job.match()
    own = [Stage(stage["stage"], stage["seconds"], stage["peak_mb"]) for stage in job.summary()["stages"]]
    stages = [whole("ingest", ingest), *own, whole("match", match)]
    return outcome(OURS, size, [ingest, match], stages, score(classmatch_pairs(job.results()), data / TRUTH))


def run_splink(size: str, data: Path, work: Path, limit: float) -> Outcome:
    """The job of `peer_splink` in a process of its own; what it did until the limit, if it was stopped there.

    Raises `CommandError` when it fails.
    """
    command = [sys.executable, "-m", "benchmarks.peer_splink", str(data), str(work)]
    try:
        usage = measure(command, work / "splink.log", limit)
    except StoppedError as stopped:
        return outcome(PEER, size, [stopped.usage], _peer_stages(work), None)
    right = score(splink_pairs(work / "pairs.parquet"), data / TRUTH)
    return outcome(PEER, size, [usage], _peer_stages(work), right)


def _peer_stages(work: Path) -> list[Stage]:
    """The stages that splink has finished."""
    file = work / "stages.json"
    return [Stage(**stage) for stage in json.loads(file.read_text(encoding="utf-8"))] if file.exists() else []


# --------------------------------------------------------------------------------------------------------------------


def run_size(size: str, plan: Plan) -> list[Outcome]:
    """Run the tools of a size, round by round, each on the same files.

    A tool that fails is reported on stderr and left out.
    """
    data, found = data_of(size, plan.out), defaultdict(list)
    tools = plan.tools(size)
    for _ in range(plan.rounds):
        for name, tool in list(tools.items()):
            try:
                found[name].append(tool(data, fresh(plan.out / size / name)))
            except CommandError as failure:
                print(f"{name} {size}: {failure}", file=sys.stderr)
                del tools[name]
    return [middle(found[name]) for name in tools]


def told(size: str, outcomes: Sequence[Outcome], earlier: Sequence[Outcome], out: Path) -> None:
    """Print the outcomes of a size and keep their figures; `earlier` are those of smaller sizes."""
    lines = [line for one in outcomes for line in table_rows(one)]
    ours, theirs = by_size(outcomes, OURS), by_size(outcomes, PEER)
    smaller = by_size(earlier, OURS)
    for one in ours:
        lines += growth_lines(one, smaller)
        save(out, "run", size, own_figures(one, smaller))
    for one, other in zip(ours, theirs, strict=False):
        lines += peer_lines(one, other)
        save(out, "splink", size, peer_figures(one, other))
    print("\n".join(lines), flush=True)


def run(plan: Plan) -> bool:
    """Run all sizes, and keep what came of them after each; whether no tool failed."""
    print(HEADER, flush=True)
    kept, failed = load_results(plan.out / RESULTS), False
    for size in plan.sizes:
        outcomes = run_size(size, plan)
        failed |= len(outcomes) < len(plan.tools(size))
        order = list(SIZES)
        smaller = [one for one in kept if order.index(one.size) < order.index(size)]
        told(size, outcomes, smaller, plan.out)
        new = {(one.tool, one.size) for one in outcomes}
        kept = [one for one in kept if (one.tool, one.size) not in new] + outcomes
        save_results(kept, plan.out / RESULTS)
    return not failed


def load_results(path: Path) -> list[Outcome]:
    """The outcomes of earlier runs; none when there was none."""
    if not path.exists():
        return []
    return [from_dict(record) for record in json.loads(path.read_text(encoding="utf-8"))]


def save_results(outcomes: Sequence[Outcome], path: Path) -> None:
    records = [to_dict(one) for tool in (OURS, PEER) for one in by_size(outcomes, tool)]
    path.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")


# --------------------------------------------------------------------------------------------------------------------


def asked(arguments: Sequence[str] | None = None) -> Plan:
    """The plan that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    known = ", ".join(SIZES)
    parser.add_argument("--sizes", default=DEFAULT_SIZES, help=f"comma-separated, of: {known}")
    parser.add_argument("--splink-sizes", default=DEFAULT_PEER_SIZES, help="of these sizes, those that splink runs at")
    parser.add_argument("--skip-splink", action="store_true", help="run classmatch alone")
    parser.add_argument("--splink-limit", type=float, default=PEER_LIMIT, help="seconds after which splink is stopped")
    parser.add_argument("--rounds", type=int, default=1, help="run each tool so often and take the median")
    parser.add_argument("--memory-limit", help="of classmatch; its own default otherwise")
    parser.add_argument("--out", type=Path, default=OUT, help="where files and results go")
    given = parser.parse_args(arguments)
    sizes = sizes_of(given.sizes, parser)
    peer = [] if given.skip_splink else sizes_of(given.splink_sizes, parser)
    options = ("--memory-limit", given.memory_limit) if given.memory_limit else ()
    return Plan(sizes, peer, given.splink_limit, max(given.rounds, 1), options, given.out)


def main() -> int:
    """Run the benchmark; exit code 1 when a tool failed, whether goals are met or not."""
    plan = asked()
    plan.out.mkdir(parents=True, exist_ok=True)
    went_well = run(plan)
    show(plan.out, NAMES)
    return 0 if went_well else 1


if __name__ == "__main__":
    sys.exit(main())
