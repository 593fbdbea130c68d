from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import cases
from classmatch.classdef.definition import WorkKind
from classmatch.members.publisher_names import keyed
from classmatch.members.work_kinds import work_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = {
    "work_for_hire": pl.Boolean,
    "claimants_are_authors": pl.Boolean,
    "publishers": pl.List(pl.String),
    "organisation_claimants": pl.List(pl.String),
    "authors": pl.List(pl.String),
}
NAMES = ["publishers", "organisations", "authors"]
CASES = cases("work_kinds.yaml")
FILES = ["self_publishing", "university_presses", "educational_publishers"]


def lines(entries: Sequence[dict[str, Any]]) -> pl.DataFrame:
    rows = [(one.get("hire"), one.get("own"), *(one.get(names, []) for names in NAMES)) for one in entries]
    return pl.DataFrame(rows, schema=LINES, orient="row")


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= {"hire", "own", *NAMES, "kind", "why"}
    assert work_kinds(lines([case])).to_list() == [case["kind"]]


def test_cases_together_give_what_each_gives_in_order() -> None:
    assert work_kinds(lines(CASES)).to_list() == [case["kind"] for case in CASES]


def test_every_kind_has_a_case_and_no_reason_is_given_twice() -> None:
    assert {case["kind"] for case in CASES} == {kind.value for kind in WorkKind}
    assert len({case["why"] for case in CASES}) == len(CASES)


def test_no_lines_and_lists_that_are_null() -> None:
    assert work_kinds(lines([])).to_list() == []
    nulls = pl.DataFrame([(None, None, None, None, None)], schema=LINES, orient="row")
    assert work_kinds(nulls).to_list() == ["trade"]


_ENTRY = st.fixed_dictionaries(
    {
        "hire": st.sampled_from([True, False, None]),
        "own": st.sampled_from([True, False, None]),
        **{
            names: st.lists(
                st.sampled_from(["Ada Wren", "Lulu", "MIT Press", "Pearson", "Lantern Row", ""]), max_size=3
            )
            for names in NAMES
        },
    }
)


@settings(max_examples=40)
@given(st.lists(_ENTRY, min_size=1, max_size=4))
def test_a_line_does_not_depend_on_others_nor_on_the_order_of_its_names(entries: list[dict[str, Any]]) -> None:
    together = work_kinds(lines(entries)).to_list()
    turned = [{**one, **{names: one[names][::-1] for names in NAMES}} for one in entries]
    assert work_kinds(lines(turned[::-1])).to_list() == together[::-1]
    assert work_kinds(lines(entries[:1])).to_list() == together[:1]


@pytest.mark.parametrize("file", FILES)
def test_data_file_has_each_name_once_in_order(file: str) -> None:
    table = pl.read_csv(str(files("classmatch.members") / "data" / f"{file}.csv"), infer_schema=False)
    names = table["name"].to_list()
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
    assert len(set(names)) == len(names)
    assert keyed(table, "name")["key"].is_not_null().all()


def test_values_of_data_files() -> None:
    folder = files("classmatch.members") / "data"
    presses = pl.read_csv(str(folder / "university_presses.csv"), infer_schema=False)
    assert set(presses["is_university_press"]) == {"yes", "no"}
    educational = pl.read_csv(str(folder / "educational_publishers.csv"), infer_schema=False)
    assert set(educational["kind"]) == {"textbooks", "scholarly and professional"}
