"""Small results and labels for the tests of evaluation, from the few values that matter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from classmatch import schema
from classmatch.evaluation import Evaluation, Results, evaluation
from classmatch.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable

TRUTH = Path("labels.csv")
_CANDIDATES = schema.candidates_schema(["title"])
Candidate = tuple[str, str, float, str]  # work, registration, confidence, decision
Copy = tuple[str, str, str]  # source, record, work
Label = tuple[str | None, str, str | None, str]  # source, record, registration, label


def results(candidates: Iterable[Candidate], copies: Iterable[Copy]) -> Results:
    """What `match` would have written; each work's candidates are ranked as they come."""
    names = ["work_id", "registration_record_id", "confidence", "decision"]
    kinds = {name: _CANDIDATES[name] for name in names}
    frame = pl.DataFrame(list(candidates), schema=kinds, orient="row").with_columns(
        rank=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("work_id"),
        candidate_id=pl.concat_str("work_id", "registration_record_id", separator="-"),
        catalog_title=pl.col("work_id"),
        reasons=pl.lit(["title_same"]),
        level_title=pl.lit("same"),
        weight_title=2.5,
    )
    absent = [pl.lit(None, kind).alias(name) for name, kind in _CANDIDATES.items() if name not in frame.columns]
    full = frame.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in _CANDIDATES.items())
    trail = pl.DataFrame(
        list(copies), schema=dict.fromkeys(["source", "record_id", "work_id"], pl.String), orient="row"
    )
    return Results(Path("results"), full.lazy(), trail.lazy(), {"run_id": "m1-0"})


def labels(*rows: Label) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=LABELS, orient="row")


def evaluated(
    candidates: Iterable[Candidate], copies: Iterable[Copy], *rows: Label, registrations: pl.DataFrame | None = None
) -> Evaluation:
    return evaluation(results(candidates, copies), labels(*rows), TRUTH, registrations)


def registrations(*rows: tuple[str, str]) -> pl.DataFrame:
    """Raw registrations of an id and a title."""
    frame = pl.DataFrame(rows, schema=["registration_record_id", "title"], orient="row")
    nothing = ("subtitle", "author", "publication_date", "full_text")
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in nothing)
