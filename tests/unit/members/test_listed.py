"""The members of a list: their works, their shares, and who stands for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from builders import register
from classmatch import schema
from classmatch.classdef.definition import Amounts, Case, Definition, Split, WorkKind
from classmatch.members.houses import load_houses
from classmatch.members.listed import Listed, listed

HALVES = {
    WorkKind.TRADE: Split(0.5, 0.5),
    WorkKind.SELF_PUBLISHED: Split(author=1.0),
    WorkKind.WORK_FOR_HIRE: Split(publisher=1.0),
}
PLAIN = Definition(Case("a case", "1"))
PAID = replace(PLAIN, amounts=Amounts(per_work=3000, splits=HALVES))


def members_of(*rows: dict[str, Any], definition: Definition = PAID) -> Listed:
    """Members of lines that have a registration each; `eligibility` and `catalog_publishers` are of the line."""
    of_line = ("eligibility", "catalog_publishers")
    registrations = register(
        *({"registration_number": f"TX000000000{i}", "title": f"Tides {i}",
           **{name: value for name, value in row.items() if name not in of_line}} for i, row in enumerate(rows))
    )  # fmt: skip
    told = [
        {**dict.fromkeys(schema.LINES), "line_id": f"l{i}", "eligibility": row.get("eligibility", "eligible"),
         "confidence": 0.9 - i / 10, "registration_numbers": [f"TX000000000{i}"],
         "catalog_publishers": row.get("catalog_publishers", [])}
        for i, row in enumerate(rows)
    ]  # fmt: skip
    lines = pl.DataFrame(told, schema=dict(schema.LINES))
    placed = pl.DataFrame({"line_id": lines["line_id"], "row": pl.int_range(len(rows), eager=True)})
    return listed(lines, placed, registrations, load_houses(), definition)


def named(found: Listed) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in found.members.iter_rows(named=True)}


def test_works_are_counted_by_what_they_are() -> None:
    rows = [
        {"author": "Orla Quenby", "claimants": "Orla Quenby", "eligibility": eligibility}
        for eligibility in ("ineligible", "eligible", "undetermined", "eligible")
    ]
    found = members_of(*rows)
    [member] = found.members.to_dicts()
    assert (member["works"], member["eligible_works"], member["undetermined_works"]) == (4, 2, 1)
    assert member["confidence"] == pytest.approx(0.8)
    assert member["line_ids"] == ["l1", "l2", "l3"]
    assert found.members.schema == pl.Schema(schema.MEMBERS)


def test_who_has_no_work_that_may_be_listed_is_no_member() -> None:
    found = members_of({"author": "Orla Quenby", "claimants": "Orla Quenby", "eligibility": "ineligible"})
    assert found.members.is_empty()


def test_author_and_publisher_share_by_the_kind_of_work() -> None:
    found = members_of({"author": "Orla Quenby", "claimants": "Varr Lantern House, Inc.", "publisher": "Varr Lantern"})
    assert found.lines["work_kind"].to_list() == ["trade"]
    assert {name: row["amount_low"] for name, row in named(found).items()} == {
        "Orla Quenby": 1500.0, "Varr Lantern House, Inc.": 1500.0,
    }  # fmt: skip
    assert found.totals is not None
    assert (found.totals["low"], found.totals["unassigned_low"]) == (3000.0, 0.0)


def test_an_heir_stands_in_the_place_of_the_author() -> None:
    found = named(members_of({"author": "Orla Quenby", "claimants": "Tobin Quenby|C", "publisher": "Varr Lantern"}))
    assert found["Tobin Quenby"]["amount_low"] == 1500.0
    assert found["Orla Quenby"]["amount_low"] == 0.0
    assert found["Orla Quenby"]["roles"] == ["author"]


def test_an_estate_says_whose_it_is() -> None:
    found = named(members_of({"author": "Orla Quenby", "claimants": "Estate of Orla Quenby"}))
    [person] = found["Estate of Orla Quenby"]["stands_for"]
    assert person == f"Orla Quenby ({found['Orla Quenby']['member_id']})"
    assert found["Estate of Orla Quenby"]["kind"] == "organisation"


def test_publishers_of_the_catalog_are_shown_and_are_no_members() -> None:
    row = {"author": "Orla Quenby", "claimants": "Orla Quenby", "catalog_publishers": ["Ingram", "Varr Lantern"]}
    found = named(members_of(row))
    assert set(found) == {"Orla Quenby"}
    assert found["Orla Quenby"]["catalog_publishers"] == ["Ingram", "Varr Lantern"]


def test_imprints_roll_up_and_persons_do_not() -> None:
    found = named(members_of({"author": "Viking Hill", "claimants": "Alfred A. Knopf, Inc."}))
    assert found["Alfred A. Knopf, Inc."]["house"] == "Penguin Random House"
    assert found["Viking Hill"]["house"] is None


def test_undetermined_lines_widen_the_estimate() -> None:
    row = {"author": "Orla Quenby", "claimants": "Orla Quenby"}
    found = members_of(row, {**row, "eligibility": "undetermined"})
    [member] = found.members.to_dicts()
    assert (member["amount_low"], member["amount_high"]) == (3000.0, 6000.0)
    assert found.totals is not None
    assert (found.totals["low"], found.totals["high"]) == (3000.0, 6000.0)


def test_without_an_amount_nothing_is_estimated() -> None:
    found = members_of({"author": "Orla Quenby", "claimants": "Orla Quenby"}, definition=PLAIN)
    assert found.totals is None
    assert found.members["amount_low"].to_list() == [None]
