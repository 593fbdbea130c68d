"""The few candidates and lines that are shown at the end of a run."""

from __future__ import annotations

from typing import Any

import polars as pl

_SHOWN = 10
_UNDECIDED = 5
_COLUMNS = ("catalog_title", "registration_title", "registration_number", "confidence", "decision")


def best_candidates(candidates: pl.LazyFrame, limit: int = _SHOWN) -> list[dict[str, Any]]:
    """The first-ranked candidates with the most confidence, and of equals those with the most evidence."""
    order = ["confidence", "match_weight", "candidate_id"]
    first = candidates.filter(pl.col("rank") == 1, pl.col("decision") != "non_match")
    best = first.select(*order, *(name for name in _COLUMNS if name not in order))
    ordered = best.sort(order, descending=[True, True, False], nulls_last=True).head(limit)
    return ordered.select(_COLUMNS).collect(engine="streaming").to_dicts()


def undecided(lines: pl.DataFrame, limit: int = _UNDECIDED) -> list[dict[str, Any]]:
    """The undetermined lines with the most confidence (`title, registration_number, deciding`)."""
    open_lines = lines.filter(pl.col("eligibility") == "undetermined")
    best = open_lines.sort("confidence", "line_id", descending=[True, False]).head(limit)
    return best.select("title", "registration_number", "deciding").to_dicts()
