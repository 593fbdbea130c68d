"""`tests/cases/eligibility.yaml`: each entry is a test, named by its `why`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eligibility_cases import EXPECTED, GIVEN, SETTINGS, USUAL, judge

from builders import cases
from classmatch.classdef.eligibility import RULES
from classmatch.classdef.reading import load_definition

if TYPE_CHECKING:
    from datetime import date

CASES = cases("eligibility.yaml")
LEAST = 90
UNKNOWN = "unknown"


def test_every_entry_says_why_and_is_spelled_right() -> None:
    assert len(CASES) >= LEAST
    assert len({entry["why"] for entry in CASES}) == len(CASES)
    for entry in CASES:
        assert set(entry) <= GIVEN | EXPECTED, entry
        assert set(entry.get("definition", {})) <= set(SETTINGS), entry
        assert {f"rule_{name}" for name in entry.get("rules", {})} <= set(RULES), entry


def test_the_usual_definition_is_the_shipped_one_but_for_its_sources() -> None:
    shipped = load_definition("bartz").definition
    assert (shipped.registration, shipped.dates) == (USUAL.registration, USUAL.dates)
    assert shipped.work == USUAL.work


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry["why"].replace(" ", "_")) for entry in CASES])
def test_eligibility(entry: dict[str, Any]) -> None:
    [found] = judge([entry], entry.get("definition", {}))
    told = {name: found[name] for name in ("eligibility", "class_reasons", "deciding")}
    reasons, deciding = entry.get("reasons", []), entry.get("deciding")
    assert told == {"eligibility": entry["expect"], "class_reasons": reasons, "deciding": deciding}
    rules = {name: None if value == UNKNOWN else value for name, value in entry.get("rules", {}).items()}
    assert {name: found[f"rule_{name}"] for name in rules} == rules
    basis = entry.get("basis", {})
    assert {name: found[f"{name}_basis"] for name in basis} == basis
    bounds: dict[str, list[date | None]] = entry.get("bounds", {})
    assert {name: [found[f"{name}_from"], found[f"{name}_to"]] for name in bounds} == bounds
