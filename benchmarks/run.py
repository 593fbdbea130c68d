"""Run classmatch and splink on generated data; print what each took and how right it was: `python -m benchmarks.run`.

Each tool runs as a process of its own, one after the other, on the same files; `results.json` holds the same figures.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.generate import CATALOG, REGISTRATIONS, TRUTH, generate
from benchmarks.measure import CommandError, Usage, measure
from benchmarks.scoring import Score, classmatch_pairs, score, splink_pairs

SIZES = {
    "100k": (100_000, 50_000),
    "1m": (1_000_000, 500_000),
    "5m": (5_000_000, 2_000_000),
    "10m": (10_000_000, 5_000_000),
}
DEFAULT_SIZES = "100k,1m"
TIME_LIMIT = 3_600.0  # seconds a command


@dataclass(frozen=True)
class Stage:
    """A stage of a tool, as the tool itself timed it. Its peak is that of the process up to the end of the stage."""

    stage: str
    seconds: float
    peak_mb: int


@dataclass(frozen=True)
class Outcome:
    """What a tool took, from files to files, and how right it was."""

    tool: str
    size: str
    rows: int  # of catalog and registrations together
    seconds: float
    peak_bytes: int
    stages: list[Stage]
    score: Score


# --------------------------------------------------------------------------------------------------------------------
# The tools


def run_classmatch(data: Path, work: Path, size: str) -> Outcome:
    """Ingest and match into a fresh workspace under `work`."""
    base = [sys.executable, "-m", "classmatch", "--quiet", "--workspace", str(work / "workspace")]
    results = work / "results"
    ingest = measure([*base, "ingest", str(data / CATALOG)], work / "ingest.log", TIME_LIMIT)
    command = [*base, "match", "--registrations", str(data / REGISTRATIONS), "--out", str(results)]
    match = measure(command, work / "match.log", TIME_LIMIT)
    summary = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    stages = [_whole("ingest", ingest), *(Stage(**stage) for stage in summary["stages"]), _whole("match", match)]
    usage = Usage(ingest.seconds + match.seconds, max(ingest.peak_bytes, match.peak_bytes))
    return _outcome("classmatch", size, usage, stages, score(classmatch_pairs(results), data / TRUTH))


def run_splink(data: Path, work: Path, size: str) -> Outcome:
    """The job of `peer_splink` in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.peer_splink", str(data), str(work)]
    usage = measure(command, work / "splink.log", TIME_LIMIT)
    stages = [Stage(**stage) for stage in json.loads((work / "stages.json").read_text(encoding="utf-8"))]
    return _outcome("splink", size, usage, stages, score(splink_pairs(work / "pairs.parquet"), data / TRUTH))


def _whole(stage: str, usage: Usage) -> Stage:
    return Stage(f"{stage}, whole", usage.seconds, usage.peak_bytes // 1_000_000)


def _outcome(tool: str, size: str, usage: Usage, stages: list[Stage], how_right: Score) -> Outcome:
    return Outcome(tool, size, sum(SIZES[size]), usage.seconds, usage.peak_bytes, stages, how_right)


TOOLS = {"classmatch": run_classmatch, "splink": run_splink}

# --------------------------------------------------------------------------------------------------------------------
# What is printed

ROW = "{:<11} {:<5} {:<26} {:>9} {:>10} {:>8} {:>6} {:>6} {:>6} {:>6}"
HEADER = ROW.format("tool", "size", "stage", "seconds", "rows/s", "peak MB", "prec.", "recall", "F1", "cal.")


def table_rows(outcome: Outcome) -> list[str]:
    """A line a stage, then one for the whole with its figures of quality."""
    blanks = [""] * 4
    lines = [_line(outcome, stage.stage, stage.seconds, stage.peak_mb, blanks) for stage in outcome.stages]
    right = outcome.score
    figures = [f"{value:.3f}" for value in (right.precision, right.recall, right.f1, right.calibration_error)]
    return [*lines, _line(outcome, "all", outcome.seconds, outcome.peak_bytes // 1_000_000, figures)]


def _line(outcome: Outcome, stage: str, seconds: float, peak_mb: int, figures: list[str]) -> str:
    speed = f"{outcome.rows / seconds:,.0f}" if seconds else ""
    return ROW.format(outcome.tool, outcome.size, stage, f"{seconds:.1f}", speed, f"{peak_mb:,}", *figures).rstrip()


def ratio_line(ours: Outcome, theirs: Outcome) -> str:
    """How much more the other tool takes than classmatch."""
    time = theirs.seconds / ours.seconds
    memory = theirs.peak_bytes / ours.peak_bytes
    return f"{theirs.tool} / {ours.tool} at {ours.size}: time {time:.2f}, peak memory {memory:.2f}"


def to_dict(outcome: Outcome) -> dict[str, Any]:
    """The outcome for `results.json`, with the figures that follow from its counts."""
    right = outcome.score
    figures = {"precision": right.precision, "recall": right.recall, "f1": right.f1}
    return {**asdict(outcome), "score": {**asdict(right), **figures}}


# --------------------------------------------------------------------------------------------------------------------


def run_size(size: str, tools: list[str], out: Path) -> list[Outcome]:
    """Generate the data of a size if need be, run the tools on it and print their figures.

    A tool that fails is reported on stderr and left out.
    """
    data = _data(size, out)
    outcomes = []
    for tool in tools:
        try:
            outcome = TOOLS[tool](data, _fresh(out / size / tool), size)
        except CommandError as failure:
            print(f"{tool} {size}: {failure}", file=sys.stderr)
            continue
        print("\n".join(table_rows(outcome)), flush=True)
        outcomes.append(outcome)
    if len(outcomes) > 1:
        print(ratio_line(outcomes[0], outcomes[1]), flush=True)
    return outcomes


def _data(size: str, out: Path) -> Path:
    """The folder with the generated files, made again each time: they are cheap, and the generator may have changed."""
    folder = out / size / "data"
    generate(*SIZES[size], folder)
    return folder


def _fresh(folder: Path) -> Path:
    """An empty folder in the place of what an earlier run left there."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def main() -> int:
    """Run the benchmark; exit code 1 when a tool failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--sizes", default=DEFAULT_SIZES, help=f"comma-separated, of: {', '.join(SIZES)}")
    parser.add_argument("--skip-splink", action="store_true", help="run classmatch alone")
    parser.add_argument("--out", type=Path, default=Path("build/bench"), help="where files and results go")
    given = parser.parse_args()
    sizes = given.sizes.split(",")
    if unknown := [size for size in sizes if size not in SIZES]:
        parser.error(f"unknown size {unknown[0]!r}; known: {', '.join(SIZES)}")
    tools = ["classmatch"] if given.skip_splink else list(TOOLS)
    print(HEADER, flush=True)
    outcomes = [outcome for size in sizes for outcome in run_size(size, tools, given.out)]
    text = json.dumps([to_dict(outcome) for outcome in outcomes], indent=1)
    (given.out / "results.json").write_text(text + "\n", encoding="utf-8")
    return 0 if len(outcomes) == len(sizes) * len(tools) else 1


if __name__ == "__main__":
    sys.exit(main())
