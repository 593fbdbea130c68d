"""What another cut-off or another definition changes: the matches whose eligibility is not the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch import schema

if TYPE_CHECKING:
    from typing import Any

_SHOWN = (
    "candidate_id", "work_id", "registration_number", "registration_record_id", "catalog_title", "catalog_authors",
    "confidence",
)  # fmt: skip
CHANGES_ORDER = ("catalog_title", "candidate_id")
CENSUS = {"eligibility": pl.String(), "other_eligibility": pl.String(), "matches": pl.UInt32()}  # of `census`


def changes(candidates: pl.DataFrame, verdict: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Matches of another eligibility by the other definition: `schema.CHANGES`, sorted by title.

    `verdict` and `other` (`schema.ELIGIBILITY`) are what the two definitions say of `candidates`, row by row.
    """
    here = verdict.select(eligibility="eligibility", reasons="class_reasons", deciding="deciding")
    there = other.select(other_eligibility="eligibility", other_reasons="class_reasons", other_deciding="deciding")
    beside = pl.concat([candidates.select(*_SHOWN, "decision"), here, there], how="horizontal")
    changed = beside.filter(pl.col("decision") == "match", pl.col("eligibility") != pl.col("other_eligibility"))
    return changed.select(*schema.CHANGES).sort(*CHANGES_ORDER, nulls_last=True)


def census(candidates: pl.DataFrame, verdict: pl.DataFrame, other: pl.DataFrame) -> list[dict[str, Any]]:
    """How many matches are what by the one definition and by the other: `eligibility, other_eligibility, matches`."""
    both = pl.DataFrame({"eligibility": verdict["eligibility"], "other_eligibility": other["eligibility"]})
    matched = both.filter(candidates["decision"] == "match")
    return matched.group_by(pl.all()).agg(matches=pl.len()).sort(pl.all()).to_dicts()
