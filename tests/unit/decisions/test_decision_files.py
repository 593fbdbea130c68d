"""The files of cases are whole and spelled right: every topic, enough cases, half of them hard non-matches."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from decision_cases import ALL, ENTRIES, TOPICS

from builders import CASES
from classmatch import schema
from classmatch.decide import Reason

if TYPE_CHECKING:
    from decision_cases import Entry

LEAST = 200  # pairs in all
LEAST_OF_TOPIC = 5
MOST_EXPECTED_FAILURES = 5
OF_PAIR = {"registration", "decision", "reasons", "expected_failure"}
OF_ENTRY = OF_PAIR | {"why", "catalog", "also"}
DECISIONS = ("match", "review", "non_match", ["match", "review"], ["review", "non_match"])


def test_every_topic_has_its_file_and_every_file_its_topic() -> None:
    assert {path.name for path in (CASES / "decisions").iterdir()} == {f"{topic}.yaml" for topic in TOPICS}


def test_every_topic_has_cases() -> None:
    counts = Counter(case.topic for case in ALL)
    assert {topic: counts[topic] for topic in TOPICS if counts[topic] < LEAST_OF_TOPIC} == {}


def test_there_are_enough_cases_and_half_of_them_are_refused() -> None:
    assert len(ALL) >= LEAST
    assert sum(case.refused for case in ALL) * 2 >= len(ALL)


def test_few_failures_are_expected() -> None:
    expected = [case.label for case in ALL if "expected_failure" in case.pair]
    assert len(expected) <= MOST_EXPECTED_FAILURES, expected


@pytest.mark.parametrize("topic", TOPICS)
def test_every_entry_says_why(topic: str) -> None:
    whys = [entry["why"] for entry in ENTRIES[topic]]
    assert all(whys)
    assert len(set(whys)) == len(whys)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_entry_is_spelled_right(topic: str) -> None:
    for entry in ENTRIES[topic]:
        assert entry.keys() <= OF_ENTRY, entry["why"]
        assert_fields(entry["catalog"], schema.RAW_CATALOG, entry["why"])
        assert_pair(entry, entry["why"])
        for pair in entry.get("also", []):
            assert pair.keys() <= OF_PAIR, entry["why"]
            assert_pair(pair, entry["why"])


def assert_pair(pair: Entry, why: str) -> None:
    assert_fields(pair["registration"], schema.RAW_REGISTRATIONS, why)
    assert pair["decision"] in DECISIONS, why
    assert set(pair.get("reasons", [])) <= set(Reason), why


def assert_fields(record: Entry, table: schema.Table, why: str) -> None:
    assert record.keys() <= table.keys(), why
    assert all(isinstance(cell, str) and cell for cell in record.values()), f"{why}: a number needs quotation marks"
