"""What a tool took at a size and how right it was: as measured, as printed, and as figures with goals."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from benchmarks.scoring import Score
from benchmarks.sizes import SIZES, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.measure import Usage

YARDSTICK = "1m"  # the size by whose time a row that of larger ones is judged
ROW = "{:<11} {:<5} {:<26} {:>9} {:>9} {:>10} {:>8} {:>6} {:>6} {:>6} {:>6}"
HEADER = ROW.format("tool", "size", "stage", "seconds", "cpu s", "rows/s", "peak MB", "prec.", "recall", "F1", "cal.")


@dataclass(frozen=True)
class Stage:
    """A stage of a tool, as the tool itself timed it. Its peak is that of the process up to the end of the stage."""

    stage: str
    seconds: float
    peak_mb: int
    cpu_seconds: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What a tool took, from files to files, and how right it was; no score when it was stopped at its limit.

    `rounds` are the seconds of all rounds.
    """

    tool: str
    size: str
    seconds: float
    peak_bytes: int
    cpu_seconds: float
    stages: list[Stage]
    score: Score | None
    rounds: tuple[float, ...] = ()

    @property
    def rows(self) -> int:
        return rows(self.size)


def outcome(tool: str, size: str, usages: Sequence[Usage], stages: list[Stage], score: Score | None) -> Outcome:
    """The outcome of processes that ran one after the other."""
    seconds = sum(usage.seconds for usage in usages)
    peak = max(usage.peak_bytes for usage in usages)
    cpu = sum(usage.cpu_seconds for usage in usages)
    return Outcome(tool, size, seconds, peak, cpu, stages, score, (seconds,))


def whole(stage: str, usage: Usage) -> Stage:
    """A line for a whole process."""
    return Stage(f"{stage}, whole", usage.seconds, usage.peak_bytes // 1_000_000, usage.cpu_seconds)


def middle(outcomes: Sequence[Outcome]) -> Outcome:
    """Of several rounds the one of median seconds, the quicker of two in the middle, with the highest peak of all."""
    ordered = sorted(outcomes, key=lambda one: one.seconds)
    peak = max(one.peak_bytes for one in ordered)
    seconds = tuple(one.seconds for one in outcomes)
    return replace(ordered[(len(ordered) - 1) // 2], peak_bytes=peak, rounds=seconds)


# --------------------------------------------------------------------------------------------------------------------
# What is printed


def table_rows(found: Outcome) -> list[str]:
    """A line a stage, then one for the whole with its figures of quality."""
    lines = [_line(found, stage, [""] * 4) for stage in found.stages]
    right, name = found.score, "all" if found.score else "stopped at the limit"
    figures = [""] * 4
    if right:
        figures = [f"{value:.3f}" for value in (right.precision, right.recall, right.f1, right.calibration_error)]
    total = Stage(name, found.seconds, found.peak_bytes // 1_000_000, found.cpu_seconds)
    lines.append(_line(found, total, figures))
    if len(found.rounds) > 1:
        lines.append(f"  median of {len(found.rounds)} rounds of {min(found.rounds):.1f} to {max(found.rounds):.1f} s")
    return lines


def _line(found: Outcome, stage: Stage, figures: list[str]) -> str:
    done = found.score is not None or stage.stage in {one.stage for one in found.stages}
    speed = f"{found.rows / stage.seconds:,.0f}" if stage.seconds and done else ""
    cpu = "" if stage.cpu_seconds is None else f"{stage.cpu_seconds:.1f}"
    cells = [f"{stage.seconds:.1f}", cpu, speed, f"{stage.peak_mb:,}", *figures]
    return ROW.format(found.tool, found.size, stage.stage, *cells).rstrip()


def peer_lines(ours: Outcome, theirs: Outcome) -> list[str]:
    """How much more the other tool takes than classmatch."""
    time, memory = theirs.seconds / ours.seconds, theirs.peak_bytes / ours.peak_bytes
    more = "" if theirs.score else "more than "
    line = f"{theirs.tool} / {ours.tool} at {ours.size}: time {more}{time:.2f}, peak memory {memory:.2f}"
    if ours.score and theirs.score:
        line += f"; F1 {theirs.score.f1 - ours.score.f1:+.3f}"
    return [line]


def growth_lines(found: Outcome, smaller: Sequence[Outcome]) -> list[str]:
    """Time a row and quality beside those of the next smaller size; nothing for the smallest."""
    if not smaller:
        return []
    last = smaller[-1]
    line = f"{found.size} / {last.size}: time a row {_a_row(found) / _a_row(last):.2f}"
    line += f", peak memory {found.peak_bytes / last.peak_bytes:.2f}"
    if found.score and last.score:
        recall, precision = found.score.recall - last.score.recall, found.score.precision - last.score.precision
        line += f"; precision {100 * precision:+.2f} points, recall {100 * recall:+.2f} points"
    return [line]


def _a_row(found: Outcome) -> float:
    return found.seconds / found.rows


# --------------------------------------------------------------------------------------------------------------------
# Figures with goals


def own_figures(found: Outcome, smaller: Sequence[Outcome]) -> dict[str, float]:
    """Time and memory of classmatch, and how they and its quality change against smaller sizes.

    A fall is the largest against any smaller size from the yardstick's up, as a share; negative when all were worse.
    """
    figures = {"seconds": found.seconds, "peak_gb": found.peak_bytes / 1e9}
    judged_by = [one for one in smaller if one.rows >= rows(YARDSTICK)]
    yardstick = [one for one in judged_by if one.size == YARDSTICK]
    if yardstick:
        figures["growth"] = _a_row(found) / _a_row(yardstick[0])
    for name in ("precision", "recall"):
        falls = [
            getattr(one.score, name) - getattr(found.score, name) for one in judged_by if one.score and found.score
        ]
        if falls:
            figures[f"{name}_fall"] = max(falls)
    return figures


def peer_figures(ours: Outcome, theirs: Outcome) -> dict[str, float]:
    """Time and memory of the other tool by ours, and the lead of our F1; none when it was stopped."""
    if not ours.score or not theirs.score:
        return {}
    return {
        "splink_time_ratio": theirs.seconds / ours.seconds,
        "splink_memory_ratio": theirs.peak_bytes / ours.peak_bytes,
        "splink_f1_lead": ours.score.f1 - theirs.score.f1,
    }


# --------------------------------------------------------------------------------------------------------------------
# On the disk


def to_dict(found: Outcome) -> dict[str, Any]:
    """The outcome for `results.json`, with the figures that follow from its counts."""
    right = found.score
    figures = {"precision": right.precision, "recall": right.recall, "f1": right.f1} if right else {}
    score = {**asdict(right), **figures} if right else None
    return {**asdict(found), "rows": found.rows, "rounds": list(found.rounds), "score": score}


def from_dict(record: Mapping[str, Any]) -> Outcome:
    """The outcome of a record of `results.json`."""
    stages = [Stage(**stage) for stage in record["stages"]]
    own = ("accepted", "true", "right", "calibration_error")
    score = Score(**{name: record["score"][name] for name in own}) if record["score"] else None
    plain = {name: record[name] for name in ("tool", "size", "seconds", "peak_bytes", "cpu_seconds")}
    return Outcome(**plain, stages=stages, score=score, rounds=tuple(record["rounds"]))


def by_size(outcomes: Sequence[Outcome], tool: str) -> list[Outcome]:
    """The outcomes of a tool, from the smallest size."""
    order = list(SIZES)
    return sorted((one for one in outcomes if one.tool == tool), key=lambda one: order.index(one.size))
