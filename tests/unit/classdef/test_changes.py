"""What another definition changes."""

from __future__ import annotations

import polars as pl

from classmatch import schema
from classmatch.classdef.changes import census, changes

CANDIDATES = pl.DataFrame(
    {
        "candidate_id": ["c1", "c2", "c3", "c4"],
        "work_id": ["w1", "w2", "w3", "w4"],
        "registration_number": ["TX1", "TX2", "TX3", "TX4"],
        "registration_record_id": ["1", "2", "3", "4"],
        "catalog_title": ["B", "A", "C", "D"],
        "catalog_authors": [None] * 4,
        "confidence": [0.9] * 4,
        "decision": ["match", "match", "match", "review"],
    },
    schema_overrides={"catalog_authors": pl.String},
)


def verdict(*eligibility: str) -> pl.DataFrame:
    told = {"eligibility": eligibility, "class_reasons": [["registered_too_late"]] * 4, "deciding": [None] * 4}
    return pl.DataFrame(told, schema_overrides={"deciding": pl.String})


HERE = verdict("eligible", "undetermined", "eligible", "eligible")
THERE = verdict("ineligible", "eligible", "eligible", "ineligible")


def test_only_matches_that_change_are_told_sorted_by_title() -> None:
    found = changes(CANDIDATES, HERE, THERE)
    assert list(found.schema) == list(schema.CHANGES)
    assert found["candidate_id"].to_list() == ["c2", "c1"]
    assert found["other_eligibility"].to_list() == ["eligible", "ineligible"]


def test_the_census_counts_every_match_once() -> None:
    found = census(CANDIDATES, HERE, THERE)
    assert sum(row["matches"] for row in found) == 3
    assert {"eligibility": "eligible", "other_eligibility": "ineligible", "matches": 1} in found
