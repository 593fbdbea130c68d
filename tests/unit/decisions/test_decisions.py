"""The decisions of `tests/cases/decisions/*.yaml`: a catalog record, a registration, what must come of them, and why.

All cases are linked in one run with the shipped weights and the default settings, as a user's files would be, among a
few thousand made-up books: what is rare in a title or a name is counted over the run, so that a case by itself would
find every word rare. A case is judged by its own registrations alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from decision_cases import ALL, Case, cataloged, registered

from builders import catalog, register
from classmatch.config import DedupeSettings, Settings
from classmatch.decide import Decision
from classmatch.dedupe import deduplicated
from classmatch.link import link
from classmatch.score import load_weights

if TYPE_CHECKING:
    Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """The candidates of the cases by record and registration; and the records that went into one work with others."""

    candidates: dict[tuple[str, str], Row]
    merged: list[list[str]]


@pytest.fixture(scope="module")
def found() -> Found:
    """What the shipped weights make of all cases together."""
    merged = deduplicated(catalog(*cataloged()).lazy(), DedupeSettings())
    linked = link(merged.works, register(*registered()), Settings(), load_weights(), lambda *_: None)
    copies = merged.copies.filter(pl.col("record_id").is_in([case.record_id for case in ALL]))
    records = dict(copies.select("work_id", "record_id").rows())
    best_last = linked.candidates.filter(pl.col("work_id").is_in(list(records))).sort("rank", descending=True)
    works = copies.group_by("work_id").agg("record_id")["record_id"].to_list()
    return Found(
        {(records[row["work_id"]], row["registration_record_id"]): row for row in best_last.to_dicts()},
        [ids for ids in works if len(ids) > 1],
    )


def account(case: Case, row: Row | None) -> str:
    """What came of a case, for whoever has to find out why."""
    asked = f"{case.why}\n  catalog       {case.catalog}\n  registration  {case.pair['registration']}"
    if row is None:
        return f"{asked}\n  no candidate: never brought together, or less likely than the review threshold"
    levels = {name.removeprefix("level_"): row[name] for name in row if name.startswith("level_")}
    return f"{asked}\n  {row['decision']} at {row['confidence']:.3f}: {levels}\n  reasons: {row['reasons']}"


def parameter(case: Case) -> Any:
    reason = case.pair.get("expected_failure")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(case, id=case.label, marks=marks)


@pytest.mark.parametrize("case", [parameter(case) for case in ALL])
def test_decision(found: Found, case: Case) -> None:
    row = found.candidates.get((case.record_id, case.registration_id))
    assert (row["decision"] if row else Decision.NON_MATCH) in case.expected, account(case, row)
    assert row is None or set(case.pair.get("reasons", [])) <= set(row["reasons"]), account(case, row)


def test_no_record_of_a_case_matches_a_registration_that_is_not_its_own(found: Found) -> None:
    matched = [pair for pair, row in found.candidates.items() if row["decision"] == Decision.MATCH]
    assert [(record, other) for record, other in matched if other.rpartition(".")[0] != record] == []


def test_no_two_cases_are_taken_for_one_work(found: Found) -> None:
    assert found.merged == []
