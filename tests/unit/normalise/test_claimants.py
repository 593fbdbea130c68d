"""What holds of claimants whatever the cell says; what single cells come to stands in `tests/cases/claimants.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from classmatch.normalise.claimant_capacities import Capacity, capacity_of, for_whom
from classmatch.normalise.claimant_kinds import Kind
from classmatch.normalise.claimant_shapes import actions
from classmatch.normalise.claimants import SCHEMA, claimants_of, keys_of

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "claimants.yaml").read_text("utf-8"))
PLAIN: dict[str, Any] = {"capacity": None, "of": None, "part_of": None, "born": None, "died": None, "aliases": []}

PIECES = st.sampled_from(
    [
        "Everett", " Rowe", ", ", "; ", " & ", " and ", "J. ", "K.V.", "Jr.", "van der ", "Mc", "(ed.)", " pseud. of ",
        "|A", "||", "|||", "|E of ", "/", "O’", "Dr. ", "Михайлов", "\ufeff", "1901-", "\x10", "\x10A", "\x11", ".",
        "-", "[", "(", "by ", "李", "Inc.", " d.b.a. ", ", a division of ", "Mrs. ", "©", "Estate of ",
        ", employer for hire",        "(By will)", "née ", "c/o ", ":", "\n", "|", "ROWE", "Press", " of ",
    ]
)  # fmt: skip
SLOW = [HealthCheck.too_slow]  # drawing texts is, on a machine that does other work
TEXTS = st.none() | st.text(max_size=40) | st.lists(PIECES, max_size=10).map("".join)
CELLS = st.lists(TEXTS, min_size=1, max_size=25)

GIVEN = st.sampled_from(["Ida", "Everett J.", "Mary Ann", "J. R.", "Jean-Pierre", "Otto", "Mrs. Paul", "Kate"])
SURNAMES = st.sampled_from(
    ["Marlow", "Rowe", "McDade", "O'Brien", "van der Meer", "de la Mare", "Penrose-Lane", "Train"]
)
SUFFIXES = st.sampled_from(["", "", "", ", Jr.", " III"])
PERSONS = st.tuples(GIVEN, SURNAMES, SUFFIXES).map(lambda parts: f"{parts[0]} {parts[1]}{parts[2]}")
FIRMS = st.sampled_from(
    [
        "Acme Press, Inc.", "Marlow & Crane, Publishers, Inc.",
        "Holm, Rinewart and Wilton", "Quill & Tarn",
        "University of Northmoor Press",        "Little, Browne & Co.",
        "The Bobbin Company", "Estate of Jane Doe", "Jane Doe Literary Trust",
        "Society for the Study of Tides", "Lantern Row, LLC", "Editions Marlow, S.A.", "Charles Scribbler's Sons",
    ]
)  # fmt: skip
MARKS = st.sampled_from(["A", "W", "C", "E", "NK", "PWH", "E of Jane Doe"])


def _of(*cells: str | None) -> pl.DataFrame:
    return claimants_of(pl.Series("cells", list(cells), dtype=pl.String))


def _keys(cells: list[str | None]) -> list[list[str]]:
    return keys_of(pl.Series("cells", cells, dtype=pl.String)).to_list()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['cell']}: {case['why']}")
def test_a_cell_comes_to_these_names(case: dict[str, Any]) -> None:
    found = _of(case["cell"]).rows(named=True)
    assert [each["name"] for each in found] == [each["name"] for each in case["names"]]
    for each, expected in zip(found, case["names"], strict=True):
        wanted = {**PLAIN, **expected}
        assert {field: each[field] for field in wanted} == wanted


def test_there_are_enough_cases_and_no_cell_twice() -> None:
    assert len(CASES) >= 120
    assert len({case["cell"] for case in CASES}) == len(CASES)


@given(CELLS)
@settings(max_examples=25, suppress_health_check=SLOW)
@example(["\x10", "\x10A", ",", "Rowe,", ", Rowe", ";;", "by", "|||", "(", "()", None, ""])
def test_any_text_comes_to_well_formed_names(cells: list[str | None]) -> None:
    found = _of(*cells)
    assert found.schema == SCHEMA
    assert found["key"].str.contains(r"^[a-z0-9][a-z0-9 ]*\|[a-z0-9 ]*$").all()
    assert found["name"].str.contains(r"^\S(?:.*\S)?$").all()
    assert found["kind"].is_in(list(Kind)).all()
    assert found["capacity"].drop_nulls().is_in(list(Capacity)).all()
    assert (found["aliases"].list.len() == found["alias_keys"].list.len()).all()
    assert not found.select("cell", "key").is_duplicated().any()
    assert found["place"].to_list() == [
        place for _, rows in found.group_by("cell", maintain_order=True) for place in range(len(rows))
    ]


@given(CELLS)
@settings(max_examples=12, suppress_health_check=SLOW)
def test_a_cell_comes_to_the_same_whatever_stands_around_it(cells: list[str | None]) -> None:
    together = _of(*cells)
    backwards = _of(*reversed(cells)).with_columns(
        cell=(len(cells) - 1 - pl.col("cell").cast(pl.Int64)).cast(pl.UInt32)
    )
    assert together.equals(backwards.sort("cell", "place"))
    first = together.filter(pl.col("cell") == 0)
    assert first.equals(_of(cells[0]))


@given(CELLS)
@settings(max_examples=12, suppress_health_check=SLOW)
def test_keys_are_those_of_the_names_and_of_their_other_names(cells: list[str | None]) -> None:
    expected: list[list[str]] = [[] for _ in cells]
    for row in _of(*cells).iter_rows(named=True):
        expected[row["cell"]] += [row["key"], *row["alias_keys"]]
    assert _keys(cells) == [list(dict.fromkeys(keys)) for keys in expected]


@given(st.lists(PERSONS | FIRMS, min_size=1, max_size=20))
@settings(max_examples=6)
def test_a_displayed_name_is_read_as_itself(names: list[str]) -> None:
    found = _of(*names)
    assert found["cell"].to_list() == list(range(len(names)))
    assert _of(*found["name"]).select("cell", "name", "key", "kind").equals(found.select("cell", "name", "key", "kind"))


@given(st.lists(st.tuples(PERSONS | FIRMS, MARKS), min_size=1, max_size=5, unique_by=lambda each: each[0]))
@settings(max_examples=12)
def test_strokes_and_brackets_say_the_same(claims: list[tuple[str, str]]) -> None:
    with_strokes = _of("||".join(f"{name}|{mark}" for name, mark in claims))
    in_brackets = _of("; ".join(f"{name} ({mark})" for name, mark in claims))
    assert with_strokes.equals(in_brackets)
    assert with_strokes["capacity"].null_count() == 0


@given(st.lists(PERSONS, min_size=2, max_size=5, unique=True))
@settings(max_examples=12)
def test_a_list_of_persons_has_the_names_of_its_persons(persons: list[str]) -> None:
    alone = _of(*persons)["key"]
    listed = _of(f"{', '.join(persons[:-1])} & {persons[-1]}")["key"].to_list()
    assert listed == list(dict.fromkeys(alone))


def test_the_mark_of_an_executor_and_for_whom() -> None:
    said = pl.DataFrame(
        {"said": ["E of E. Farrow", "W", "executor of the will of Jane Doe", "PWH in illus.", "by will"]}
    )
    told = said.select(capacity=capacity_of(pl.col("said")), of=for_whom(pl.col("said")))
    assert told["capacity"].to_list() == ["executor", "spouse", "executor", "employer_for_hire", None]
    assert told["of"].to_list() == ["E. Farrow", None, "Jane Doe", None, None]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("o,o&o,l", "BJJJ"),
        ("o,m", "BG"),
        ("m,m&m", "BBB"),
        ("o&m", "SB"),
        ("m,s,m", "BJB"),
        ("o,o&o,o", "BGBG"),
        ("m,d", "BD"),
    ],
)
def test_the_shape_of_a_list_tells_its_names(shape: str, expected: str) -> None:
    assert actions(shape) == expected
