"""What is counted on the candidates."""

from __future__ import annotations

import polars as pl

from classmatch.report.best import best_candidates
from classmatch.report.summary import confidence_histogram, reason_census, rule_census

CANDIDATES = pl.DataFrame(
    {
        "candidate_id": ["k1", "k2", "k3", "k4"],
        "work_id": ["w1", "w1", "w2", "w3"],
        "registration_number": ["TX1", "TX2", "TX1", None],
        "rank": [1, 2, 1, 1],
        "confidence": [1.0, 0.15, 0.9, 0.9],
        "match_weight": [20.0, -1.0, 9.0, 12.0],
        "decision": ["match", "review", "match", "match"],
        "catalog_title": ["A", "A", "B", "C"],
        "registration_title": ["a", "aa", "b", "c"],
    }
)
NONE = CANDIDATES.clear()


def test_the_histogram_has_every_bin_and_loses_nobody() -> None:
    bins = confidence_histogram(CANDIDATES.lazy())
    assert len(bins) == 20
    assert bins[3] == {"from": 0.15, "to": 0.2, "candidates": 1, "matches": 0}
    assert bins[19] == {"from": 0.95, "to": 1.0, "candidates": 1, "matches": 1}
    assert sum(row["candidates"] for row in bins) == 4
    assert sum(row["candidates"] for row in confidence_histogram(NONE.lazy())) == 0


def test_the_best_are_first_ranked_and_ordered_by_confidence_then_evidence() -> None:
    assert [row["catalog_title"] for row in best_candidates(CANDIDATES.lazy())] == ["A", "C", "B"]
    assert [row["catalog_title"] for row in best_candidates(CANDIDATES.lazy(), 1)] == ["A"]
    assert best_candidates(NONE.lazy()) == []


def test_the_census_counts_every_reason_the_most_frequent_first() -> None:
    reasons = [["title_same", "no_identifier"], ["title_same"], [], ["author_same"]]
    counted = reason_census(CANDIDATES.with_columns(reasons=pl.Series(reasons)).lazy())
    assert [(row["reason"], row["count"]) for row in counted] == [
        ("title_same", 2), ("author_same", 1), ("no_identifier", 1),
    ]  # fmt: skip


def test_the_rules_are_counted_over_the_matches() -> None:
    judged = CANDIDATES.with_columns(rule_source=pl.Series([True, False, None, True]))
    assert rule_census(judged.lazy()) == [{"rule": "source", "true": 2, "false": 0, "unknown": 1}]
