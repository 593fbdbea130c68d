"""The cases of `tests/cases/members.yaml`."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from members_cases import clusters_of, members_of

from builders import cases

CASES = cases("members.yaml")


def test_there_are_enough_cases_and_each_says_why() -> None:
    assert len(CASES) >= 60
    assert len({entry["why"] for entry in CASES}) == len(CASES)
    for entry in CASES:
        assert set(entry) <= {"registrations", "same", "apart", "why"}, entry
        assert entry.get("same") or entry.get("apart"), entry


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry["why"].replace(" ", "_")) for entry in CASES])
def test_case(entry: dict[str, Any]) -> None:
    clusters = clusters_of(entry["registrations"])
    for names in entry.get("same", []):
        assert len(set().union(*(members_of(clusters, name) for name in names))) == 1, names
    for names in entry.get("apart", []):
        for one, other in combinations(names, 2):
            assert not members_of(clusters, one) & members_of(clusters, other), (one, other)
