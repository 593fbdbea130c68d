"""Where wrong pairs were lost or won, what is shown of them, and labels that speak of nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from evaluation_support import TRUTH, Candidate, Copy, Label, evaluated, labels, registrations, results

from classmatch.errors import InputError
from classmatch.evaluation import evaluation
from classmatch.evaluation.mistakes import Mistake, Why, census

COPIES: list[Copy] = [("lib", "a", "w1"), ("lib", "b", "w2")]
CANDIDATES: list[Candidate] = [("w1", "1", 0.9, "match"), ("w1", "2", 0.6, "review"), ("w2", "3", 0.4, "review")]


def mistakes(*rows: Label, **given: Any) -> dict[tuple[str, str], str]:
    errors = evaluated(CANDIDATES, COPIES, *rows, **given).errors
    return {
        (record, row): why for record, row, why in errors.select("record_id", "registration_row", "why").iter_rows()
    }


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ((None, "a", "1", "nomatch"), Why.KNOWN_NONMATCH),
        ((None, "a", None, "absent"), Why.ABSENT),
        ((None, "a", "9", "nomatch"), Why.NOT_LABELLED),
    ],
)
def test_a_false_accept_says_what_the_labels_say(label: Label, why: Why) -> None:
    assert mistakes(label) == {("a", "1"): why}


def test_a_missed_pair_says_where_it_was_lost() -> None:
    rows = [("b", "3"), ("b", "1"), ("x", "1")]
    assert mistakes(*((None, record, row, "match") for record, row in rows)) == {
        ("b", "3"): Why.REVIEW,
        ("b", "1"): Why.NOT_A_CANDIDATE,
        ("x", "1"): Why.RECORD_UNKNOWN,
    }


def test_a_missed_pair_behind_an_accepted_one_is_below_rank() -> None:
    assert mistakes((None, "a", "1", "match"), (None, "a", "2", "match")) == {("a", "2"): Why.BELOW_RANK}


def test_errors_carry_their_evidence() -> None:
    row = evaluated(CANDIDATES, COPIES, (None, "a", "1", "nomatch")).errors.row(0, named=True)
    assert (row["mistake"], row["source"], row["confidence"], row["decision"]) == ("false_accept", "lib", 0.9, "match")
    assert (row["level_title"], row["weight_title"], row["reasons"]) == ("same", 2.5, ["title_same"])


def test_a_pair_that_is_no_candidate_shows_what_is_known_of_both_sides() -> None:
    given = registrations(("1", "Tide tables"), ("2", "Reefs"), ("3", "Salt"))
    row = evaluated(CANDIDATES, COPIES, (None, "b", "1", "match"), registrations=given).errors.row(0, named=True)
    assert (row["catalog_title"], row["registration_title"], row["confidence"]) == ("w2", "Tide tables", None)


def test_the_most_confident_errors_come_first_and_all_are_counted() -> None:
    errors = evaluated(CANDIDATES, COPIES, (None, "a", "9", "match"), (None, "b", "3", "match")).errors
    assert errors["confidence"].to_list() == [0.9, 0.4, None]
    assert census(errors) == {
        Mistake.FALSE_ACCEPT: {Why.NOT_LABELLED: 1},
        Mistake.MISSED: {Why.NOT_A_CANDIDATE: 1, Why.REVIEW: 1},
    }


def test_labels_of_no_record_are_refused_with_examples() -> None:
    with pytest.raises(InputError, match=r"none of its 2 records .*'x', 'y'.*'lib a'.*--map id=COLUMN"):
        evaluated(CANDIDATES, COPIES, (None, "x", "1", "match"), (None, "y", "1", "match"))


def test_labels_of_another_library_are_refused() -> None:
    with pytest.raises(InputError, match="'shelf a'"):
        evaluated(CANDIDATES, COPIES, ("shelf", "a", "1", "match"))


def test_an_id_of_two_libraries_needs_its_source() -> None:
    copies = [*COPIES, ("shelf", "a", "w2")]
    with pytest.raises(InputError, match=r"1 of its record ids .*\(lib, shelf\): 'a'.*column `source`"):
        evaluated(CANDIDATES, copies, (None, "a", "1", "match"), (None, "b", "3", "match"))


def test_labels_of_no_registration_are_refused_where_that_is_certain() -> None:
    given = registrations(("1", "Tide tables"))
    with pytest.raises(InputError, match=r"none of its 1 registration rows .*'R9'"):
        evaluated(CANDIDATES, COPIES, (None, "a", "R9", "match"), registrations=given)


def test_results_that_have_seen_labels_are_noted() -> None:
    run = replace(results(CANDIDATES, COPIES), summary={"inputs": {"labels": {"name": "answers.csv"}}})
    assert "answers.csv" in evaluation(run, labels((None, "a", "1", "match")), TRUTH).notes[0]


def test_what_the_run_expected_stands_beside_what_came() -> None:
    said = {"value": 0.9, "low": 0.8, "high": 1.0}
    summary = {"expected": {"precision": said, "recall": None, "true_pairs": 3}, "thresholds": {"match": 0.6}}
    run = replace(results(CANDIDATES, COPIES), summary=summary)
    document = evaluation(run, labels((None, "a", "1", "match")), TRUTH).to_dict()
    assert (document["expected"], document["decide_match"]) == ({"precision": said}, 0.6)


def test_labels_that_speak_of_nothing_are_noted() -> None:
    notes = evaluated(CANDIDATES, COPIES, (None, "a", "R9", "match"), (None, "x", "R8", "match")).notes
    assert "1 of 2 records are not in the results ('x')" in notes[0]
    assert "no labelled registration is a candidate" in notes[1]
    given = registrations(("1", "Tide tables"))
    rows: list[Label] = [(None, "a", "1", "match"), (None, "a", "R9", "match")]
    [note] = evaluated(CANDIDATES, COPIES, *rows, registrations=given).notes
    assert "1 of 2 labelled registrations are not in the registrations ('R9')" in note
