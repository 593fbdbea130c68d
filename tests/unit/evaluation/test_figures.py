"""Figures of results that can be counted by hand."""

from __future__ import annotations

import pytest
from evaluation_support import evaluated, registrations

COPIES = [("lib", "a", "w1"), ("lib", "b", "w2"), ("lib", "c", "w3")]
CANDIDATES = [
    ("w1", "1", 0.9, "match"),
    ("w1", "2", 0.8, "match"),
    ("w2", "3", 0.7, "review"),
    ("w3", "4", 0.6, "match"),
]


def test_precision_and_recall_at_the_decision() -> None:
    found = evaluated(
        CANDIDATES, COPIES, (None, "a", "1", "match"), (None, "b", "3", "match"), (None, "c", "4", "match")
    ).figures
    assert (found.records, found.true_pairs, found.candidates) == (3, 3, 4)
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(2 / 3)
    assert found.f1 == pytest.approx(2 / 3)
    assert (found.one_precision, found.one_recall) == (1.0, pytest.approx(2 / 3))
    assert found.candidates_recall == 1.0
    assert found.top1 == 1.0
    assert found.average_precision == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    assert (found.best_f1, found.best_f1_at) == (pytest.approx(6 / 7), 0.6)


def test_records_without_a_label_count_nowhere() -> None:
    found = evaluated(CANDIDATES, COPIES, (None, "a", "1", "match"), (None, "a", "2", "match")).figures
    assert (found.records, found.candidates, found.precision, found.recall) == (1, 2, 1.0, 1.0)


def test_a_related_pair_counts_nowhere() -> None:
    found = evaluated(CANDIDATES, COPIES, (None, "a", "1", "match"), (None, "a", "2", "related")).figures
    assert (found.candidates, found.precision, found.true_pairs) == (1, 1.0, 1)


def test_known_non_matches_are_counted() -> None:
    found = evaluated(CANDIDATES, COPIES, (None, "a", "2", "nomatch"), (None, "b", "3", "nomatch")).figures
    assert (found.known_nonmatches, found.known_nonmatches_accepted) == (2, 1)


def test_every_match_of_an_absent_record_is_wrong() -> None:
    found = evaluated(CANDIDATES, COPIES, (None, "a", None, "absent"), (None, "b", None, "absent"))
    assert (found.figures.absent_records, found.figures.absent_accepted) == (2, 1)
    assert found.figures.precision == 0.0
    low, high = found.absent_interval
    assert low is not None
    assert high is not None
    assert low < 0.5 < high


def test_rows_of_one_text_count_as_one_where_the_registrations_are_given() -> None:
    twins = registrations(("1", "Tide tables"), ("2", "TIDE TABLES"), ("3", "Other"), ("4", "More"))
    label = (None, "a", "2", "match")
    apart, together = (evaluated(CANDIDATES, COPIES, label, registrations=given) for given in (None, twins))
    assert (apart.figures.candidates, apart.figures.precision, apart.same_text) == (2, 0.5, False)
    assert (together.figures.candidates, together.figures.precision, together.same_text) == (1, 1.0, True)
    assert together.reliability.filter(together.reliability["count"] > 0)["said"].to_list() == [0.9]


def test_of_several_labels_of_one_text_a_match_stands() -> None:
    twins = registrations(("1", "Tide tables"), ("2", "Tide tables"))
    found = evaluated(
        CANDIDATES, COPIES, (None, "a", "1", "nomatch"), (None, "a", "2", "match"), registrations=twins
    ).figures
    assert (found.true_pairs, found.known_nonmatches, found.precision) == (1, 0, 1.0)


def test_a_record_of_the_same_id_in_another_library_is_another_record() -> None:
    copies = [("lib", "a", "w1"), ("shelf", "a", "w2")]
    found = evaluated(CANDIDATES, copies, ("shelf", "a", "3", "match")).figures
    assert (found.candidates, found.top1, found.recall) == (1, 1.0, 0.0)


def test_nothing_that_matched_gives_zeros() -> None:
    found = evaluated([], COPIES, (None, "a", "1", "match"))
    assert found.figures.f1 == found.figures.best_f1 == found.figures.calibration_error == 0.0
    assert found.figures.best_f1_at is None
    assert found.intervals["recall"] == (0.0, 0.0)
    assert found.reliability["was"].null_count() == 10
