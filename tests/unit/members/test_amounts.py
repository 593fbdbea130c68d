from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.classdef.definition import Amounts, Split, WorkKind
from classmatch.members.amounts import MEMBER_AMOUNTS, amounts, side, totals, unassigned

if TYPE_CHECKING:
    import random

LINES = {"line": pl.UInt32, "eligibility": pl.String, "work_kind": pl.String}
HOLDERS = {"line": pl.UInt32, "member_id": pl.String, "side": pl.String}
MENTIONS = {"role": pl.String, "kind": pl.String, "capacity": pl.String, "of": pl.String}
HALVES = Split(0.5, 0.5)
DEFAULTS = Amounts(
    per_work=3000,
    splits={
        WorkKind.TRADE: HALVES,
        WorkKind.UNIVERSITY_PRESS: HALVES,
        WorkKind.EDUCATION: Split(),
        WorkKind.SELF_PUBLISHED: Split(author=1.0),
        WorkKind.WORK_FOR_HIRE: Split(publisher=1.0),
    },
)
FIXED = (HALVES, Split(1.0, 0.0), Split(0.0, 1.0), Split(0.335, 0.665), Split(0.25, 0.5), Split(1.0), Split(None, 1.0))
OPEN = (Split(), Split(0.3), Split(None, 0.6))


def line_table(*rows: tuple[int, str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=LINES, orient="row")


def holder_table(*rows: tuple[int, str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=HOLDERS, orient="row")


def of_one(kind: str, *holders: tuple[str, str], eligibility: str = "eligible") -> dict[str, tuple[float, float]]:
    """Low and high of each holder of a single line."""
    found = amounts(line_table((0, eligibility, kind)), holder_table(*((0, *holder) for holder in holders)), DEFAULTS)
    return {name: (low, high) for name, low, high in found.iter_rows()}


# --- sides


@pytest.mark.parametrize(
    ("kind", "capacity", "of", "expected"),
    [
        ("person", None, None, "author"),
        ("person", "author", None, "author"),
        ("person", "transferee", None, "author"),
        ("person", "employer_for_hire", None, "publisher"),
        ("organisation", None, None, "publisher"),
        ("organisation", "author", None, "publisher"),  # a firm that is the author
        ("organisation", "proprietor", None, "publisher"),
        ("organisation", "employer_for_hire", "Ada Wren", "publisher"),
        ("organisation", "transferee", "Ada Wren", "publisher"),
        ("organisation", None, "Ada Wren", "author"),  # Estate of Ada Wren
        ("organisation", "executor", "Ada Wren", "author"),  # a bank
        ("organisation", "trustee", None, "author"),
        (None, None, None, "publisher"),
    ],
)
@pytest.mark.parametrize("role", ["claimant", "author"])
def test_side(role: str, kind: str | None, capacity: str | None, of: str | None, expected: str) -> None:
    table = pl.DataFrame([(role, kind, capacity, of)], schema=MENTIONS, orient="row")
    assert side(table).to_list() == [expected]


# --- one line


def test_halves_are_divided_among_the_holders_of_each_side() -> None:
    found = of_one("trade", ("a", "author"), ("b", "author"), ("p", "publisher"))
    assert found == {"a": (750, 750), "b": (750, 750), "p": (1500, 1500)}


def test_undetermined_line_counts_in_the_high_figure_only() -> None:
    found = of_one("trade", ("a", "author"), ("p", "publisher"), eligibility="undetermined")
    assert found == {"a": (0, 1500), "p": (0, 1500)}


def test_ineligible_line_counts_nothing() -> None:
    assert of_one("trade", ("a", "author"), eligibility="ineligible") == {"a": (0, 0)}


def test_share_of_a_side_that_is_not_named_stays_unassigned() -> None:
    lines, holders = line_table((0, "eligible", "trade")), holder_table((0, "a", "author"))
    assert amounts(lines, holders, DEFAULTS).row(0) == ("a", 1500, 1500)
    left = unassigned(lines, holders, DEFAULTS)
    assert (left.low, left.high) == (1500, 1500)


def test_by_contract_counts_from_nothing_to_all() -> None:
    found = of_one("education", ("a", "author"), ("b", "author"), ("p", "publisher"))
    assert found == {"a": (0, 1500), "b": (0, 1500), "p": (0, 3000)}


def test_kind_without_a_split_is_by_contract() -> None:
    bare = Amounts(per_work=10)
    found = amounts(line_table((0, "eligible", "trade")), holder_table((0, "a", "author")), bare)
    assert found.row(0) == ("a", 0, 10)


def test_all_to_one_side() -> None:
    assert of_one("self_published", ("a", "author"), ("p", "publisher")) == {"a": (3000, 3000), "p": (0, 0)}
    assert of_one("work_for_hire", ("a", "author"), ("p", "publisher")) == {"a": (0, 0), "p": (3000, 3000)}


def test_all_to_one_side_that_is_not_named_goes_to_the_other() -> None:
    assert of_one("self_published", ("p", "publisher")) == {"p": (3000, 3000)}
    assert of_one("work_for_hire", ("a", "author"), ("b", "author")) == {"a": (1500, 1500), "b": (1500, 1500)}


def test_odd_cents_go_to_the_first_by_id() -> None:
    odd = Amounts(per_work=0.05, splits={WorkKind.TRADE: Split(1.0, 0.0)})
    holders = holder_table((0, "c", "author"), (0, "a", "author"), (0, "b", "author"))
    found = amounts(line_table((0, "eligible", "trade")), holders, odd)
    assert found.rows() == [("a", 0.02, 0.02), ("b", 0.02, 0.02), ("c", 0.01, 0.01)]


def test_holder_named_twice_has_one_share() -> None:
    assert of_one("trade", ("a", "author"), ("a", "author"), ("b", "author")) == {"a": (750, 750), "b": (750, 750)}


def test_member_on_both_sides_has_both_shares() -> None:
    assert of_one("trade", ("a", "author"), ("a", "publisher")) == {"a": (3000, 3000)}


def test_definition_without_an_amount_has_no_estimate() -> None:
    lines, holders = line_table((0, "eligible", "trade")), holder_table((0, "a", "author"))
    assert amounts(lines, holders, Amounts()).rows() == [("a", None, None)]
    assert (totals(lines, Amounts()).low, totals(lines, Amounts()).high) == (None, None)
    assert unassigned(lines, holders, Amounts()).low is None


def test_no_lines() -> None:
    found = amounts(line_table(), holder_table(), DEFAULTS)
    assert found.schema == MEMBER_AMOUNTS and found.is_empty()
    assert (totals(line_table(), DEFAULTS).high, unassigned(line_table(), holder_table(), DEFAULTS).high) == (0, 0)


def test_totals() -> None:
    lines = line_table((0, "eligible", "trade"), (1, "undetermined", "trade"), (2, "eligible", "education"))
    found = totals(lines, DEFAULTS)
    assert (found.eligible_lines, found.undetermined_lines, found.low, found.high) == (2, 1, 6000, 9000)
    assert found.currency == "USD"


# --- any lines

_LINES = st.lists(
    st.tuples(st.sampled_from(["eligible", "undetermined"]), st.sampled_from([kind.value for kind in WorkKind])),
    max_size=6,
)
_HOLDERS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("abcdef"), st.sampled_from(["author", "publisher"])), max_size=16
)
_PER_WORK = st.integers(0, 400_000).map(lambda cents: cents / 100)


def _amounts(*choices: Split) -> st.SearchStrategy[Amounts]:
    splits = st.fixed_dictionaries({kind: st.sampled_from(choices) for kind in WorkKind})
    return st.builds(Amounts, per_work=_PER_WORK, splits=splits)


def _tables(lines: list[tuple[str, str]], holders: list[tuple[int, str, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    known = [holder for holder in holders if holder[0] < len(lines)]
    return line_table(*((i, *line) for i, line in enumerate(lines))), holder_table(*known)


def _cents(values: pl.Series) -> int:
    """The sum in cents, each value being a whole number of them."""
    cents = [round(value * 100) for value in values]
    assert values.to_list() == [cent / 100 for cent in cents]
    return sum(cents)


@given(_LINES, _HOLDERS, _amounts(*FIXED))
def test_assigned_and_unassigned_add_up_to_the_cent(
    lines: list[tuple[str, str]], holders: list[tuple[int, str, str]], given_amounts: Amounts
) -> None:
    of_lines, of_holders = _tables(lines, holders)
    found, left = amounts(of_lines, of_holders, given_amounts), unassigned(of_lines, of_holders, given_amounts)
    whole = totals(of_lines, given_amounts)
    assert left.low is not None and left.high is not None and whole.low is not None and whole.high is not None
    assert _cents(found["amount_low"]) + round(left.low * 100) == round(whole.low * 100)
    assert _cents(found["amount_high"]) + round(left.high * 100) == round(whole.high * 100)
    assert left.low >= 0 and left.high >= 0


@given(_LINES, _HOLDERS, _amounts(*FIXED, *OPEN))
def test_contracts_lose_nothing_at_the_low_end_and_no_member_exceeds_the_lines(
    lines: list[tuple[str, str]], holders: list[tuple[int, str, str]], given_amounts: Amounts
) -> None:
    of_lines, of_holders = _tables(lines, holders)
    found, left = amounts(of_lines, of_holders, given_amounts), unassigned(of_lines, of_holders, given_amounts)
    whole = totals(of_lines, given_amounts)
    assert left.low is not None and left.high is not None and whole.low is not None and whole.high is not None
    assert _cents(found["amount_low"]) + round(left.low * 100) == round(whole.low * 100)
    assert _cents(found["amount_high"]) + round(left.high * 100) >= round(whole.high * 100)
    assert (found["amount_low"] <= found["amount_high"]).all()
    assert (found["amount_high"] <= whole.high).all()


@given(_LINES, _HOLDERS, _amounts(*FIXED, *OPEN), st.randoms(use_true_random=False))
def test_order_does_not_matter(
    lines: list[tuple[str, str]],
    holders: list[tuple[int, str, str]],
    given_amounts: Amounts,
    chance: random.Random,
) -> None:
    of_lines, of_holders = _tables(lines, holders)
    mixed = [
        table[chance.sample(range(table.height), table.height)] if table.height else table
        for table in (of_lines, of_holders)
    ]
    assert amounts(of_lines, of_holders, given_amounts).equals(amounts(*mixed, given_amounts))
    assert unassigned(of_lines, of_holders, given_amounts) == unassigned(*mixed, given_amounts)


@given(_LINES, _HOLDERS, _HOLDERS, st.sampled_from([kind.value for kind in WorkKind]), _amounts(*FIXED, *OPEN))
def test_undetermined_lines_leave_the_low_figure_and_never_lower_the_high_one(
    lines: list[tuple[str, str]],
    holders: list[tuple[int, str, str]],
    more: list[tuple[int, str, str]],
    kind: str,
    given_amounts: Amounts,
) -> None:
    of_lines, of_holders = _tables(lines, holders)
    longer = pl.concat([of_lines, line_table((len(lines), "undetermined", kind))])
    added = holder_table(*((len(lines), member, one) for _, member, one in more))
    before = amounts(of_lines, of_holders, given_amounts)
    after = amounts(longer, pl.concat([of_holders, added]), given_amounts)
    both = before.join(after, on="member_id", suffix="_after")
    assert both.height == before.height
    assert (both["amount_low"] == both["amount_low_after"]).all()
    assert (both["amount_high"] <= both["amount_high_after"]).all()
    new = after.join(before, on="member_id", how="anti")
    assert (new["amount_low"] == 0).all()
    assert totals(longer, given_amounts).low == totals(of_lines, given_amounts).low


@given(_LINES, _HOLDERS, _amounts(*FIXED, *OPEN))
def test_line_that_becomes_undetermined_lowers_the_low_figure_at_most(
    lines: list[tuple[str, str]], holders: list[tuple[int, str, str]], given_amounts: Amounts
) -> None:
    of_lines, of_holders = _tables(lines, holders)
    unsure = of_lines.with_columns(eligibility=pl.lit("undetermined"))
    before, after = amounts(of_lines, of_holders, given_amounts), amounts(unsure, of_holders, given_amounts)
    assert before["amount_high"].equals(after["amount_high"])
    assert (before["amount_low"] >= after["amount_low"]).all()
