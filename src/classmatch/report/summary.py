"""The summary of a run: plain data that the terminal, `summary.json` and later renderers show."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classmatch.report.funnel import Step
    from classmatch.report.stages import Stage

SCHEMA_VERSION = 1  # of summary.json; raised when a key goes or changes its meaning
_TRUTHS = ("true", "false", "unknown")
_BINS = 20  # of the confidence histogram, each 0.05 wide


@dataclass(frozen=True)
class Summary:
    """What came of a run. Only `stages` differs when the run is repeated."""

    run_id: str
    counts: dict[str, int]
    funnel: list[Step]
    rules: list[dict[str, Any]]  # a blocking rule each: pairs, and pairs that no other rule found
    blocks: list[dict[str, Any]]  # the largest blocks of each rule, before they were split
    reasons: list[dict[str, Any]]  # a reason each, and how many candidates have it
    class_definition: dict[str, str]  # its case, version and name
    class_rules: list[dict[str, Any]]  # a rule each, and of how many matches it is true, false and unknown
    comparison: list[dict[str, Any]] | None  # matches by their eligibility under this definition and another
    amounts: dict[str, Any] | None  # an estimate, where the definition has an amount per work
    confidence_histogram: list[dict[str, Any]]
    estimated_precision: float | None  # the value of `expected`'s precision
    expected: dict[str, Any]  # precision and recall with intervals, and what they rest on
    thresholds: dict[str, Any]  # confidences of the decisions, and the wanted precision they come from
    calibration: dict[str, Any]  # which was used, and its figures
    inputs: dict[str, Any]
    snapshot: dict[str, Any] | None  # which counts of words the run compared by
    settings: dict[str, Any]
    weights: dict[str, str]
    outputs: dict[str, str]  # SHA-256 of each file
    versions: dict[str, str]
    stages: list[Stage]

    def to_dict(self) -> dict[str, Any]:
        """The content of `summary.json`."""
        return {"schema_version": SCHEMA_VERSION, **asdict(self)}


def reason_census(candidates: pl.LazyFrame) -> list[dict[str, Any]]:
    """How often each reason was given, the most frequent first."""
    given = candidates.select(reason=pl.col("reasons").explode(keep_nulls=False, empty_as_null=False))
    counted = given.group_by("reason").agg(count=pl.len())
    return counted.sort("count", "reason", descending=[True, False]).collect(engine="streaming").to_dicts()


def rule_census(candidates: pl.LazyFrame) -> list[dict[str, Any]]:
    """`rule, true, false, unknown`: what each rule of the class says of the matches."""
    rules = [name for name in candidates.collect_schema().names() if name.startswith("rule_")]
    sums = [
        count.alias(f"{name}:{what}")
        for name in rules
        for what, count in (
            ("true", pl.col(name).sum()),
            ("false", (~pl.col(name)).sum()),
            ("unknown", pl.col(name).null_count()),
        )
    ]
    matched = candidates.filter(pl.col("decision") == "match").select(sums).collect(engine="streaming")
    found = matched.row(0, named=True)
    counts = ("true", "false", "unknown")
    return [
        {"rule": name.removeprefix("rule_"), **{what: int(found[f"{name}:{what}"]) for what in counts}}
        for name in rules
    ]


def confidence_histogram(candidates: pl.LazyFrame) -> list[dict[str, Any]]:
    """Candidates by confidence, in bins that include their lower end; the last includes 1 as well."""
    bins = (pl.col("confidence") * _BINS).floor().clip(0, _BINS - 1).cast(pl.Int64).alias("bin")
    match = (pl.col("decision") == "match").sum().alias("matches")
    found = candidates.group_by(bins).agg(pl.len().alias("candidates"), match).collect(engine="streaming")
    every = pl.DataFrame({"bin": range(_BINS)}, schema={"bin": pl.Int64})
    filled = every.join(found, on="bin", how="left", maintain_order="left").fill_null(0)
    edges = [(pl.col("bin") / _BINS).round(2).alias("from"), ((pl.col("bin") + 1) / _BINS).round(2).alias("to")]
    return filled.select(*edges, "candidates", "matches").to_dicts()


def all_counts(*parts: Mapping[str, int]) -> dict[str, int]:
    """The counts of all stages in one mapping; of equal names the later part's count stands."""
    return {name: int(count) for part in parts for name, count in part.items()}
