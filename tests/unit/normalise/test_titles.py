"""What holds of titles whatever the cell says; what single cells come to stands in `tests/cases/titles.yaml`."""

from __future__ import annotations

import re
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders import catalog, register, works
from classmatch.compare.records import COMPANIONS
from classmatch.normalise.alternates import articles
from classmatch.normalise.companions import companions

FOLDED = re.compile(r"(?:[a-z0-9]+(?: [a-z0-9]+)*)?")
# What title cells are made of, so that arbitrary text meets the rules instead of passing between them.
PIECES = st.sampled_from(
    [
        "The ", "SMITH, JOHN. ", "Lamp", " & ", ": ", "; ", " - ", " / ", ", by ", "Everett Rowe", " vol. 2", " II",
        " (", ")", "[", "]", "#3", "|", ". ", "2nd ed.", '"', "'", "Illus. by ", "Text: ", "©", "Oct. 1, 1932",
        "\ufeff", "é", "Ж", "🙂", "\u2028", "\x00", "\x01", "\x02", "R123456. ", "In Life", "summary of", "\U0001d54f",
    ]
)  # fmt: skip
CELLS = st.lists(st.text(max_size=60) | st.lists(PIECES, max_size=8).map("".join), min_size=1, max_size=30)


@given(CELLS)
@settings(max_examples=8)
@example(["", "(", ", by ", "\x01", "|", "by", "R123456."])
def test_titles_are_folded_and_never_null_whatever_the_cell(cells: list[str]) -> None:
    for column in ("title", "full_text"):
        found = catalog(*({column: cell} for cell in cells))
        for main, full in found.select("title_main", "title_full").iter_rows():
            assert FOLDED.fullmatch(main)
            assert FOLDED.fullmatch(full)


LISTS = ["title_alternates", "numbers", "names", "isbns", "asins"]


@pytest.mark.parametrize("title", [None, "", "!!!", "Salt Roads"])
@pytest.mark.parametrize("volume", [None, "", "none", "2"])
def test_lists_are_never_null(title: str | None, volume: str | None) -> None:
    row = {"title": title, "volume": volume}
    for found in (catalog(row), register(row), works(row)):
        assert found.select(LISTS).null_count().sum_horizontal().to_list() == [0]
        assert found["numbers"].to_list() == [["v2"] if volume == "2" else []]


@given(CELLS)
@settings(max_examples=8)
def test_what_a_cell_comes_to_does_not_depend_on_its_neighbours(cells: list[str]) -> None:
    shown = ["title_main", "title_full", "title_alternates", "numbers", "companion", "edition_number", "names"]
    together = catalog(*({"title": cell} for cell in cells)).select(shown)
    backwards = catalog(*({"title": cell} for cell in reversed(cells))).select(shown)
    assert together.equals(backwards.reverse())
    assert together.head(1).equals(catalog({"title": cells[0]}).select(shown))


@given(st.lists(st.lists(PIECES, min_size=1, max_size=8).map("".join), min_size=1, max_size=30))
@settings(max_examples=8)
def test_designations_and_alternates_are_well_formed_sorted_and_stand_once(cells: list[str]) -> None:
    found = catalog(*({"title": f"x {cell}", "alternate_title": cell} for cell in cells))
    for numbers, alternates in found.select("numbers", "title_alternates").iter_rows():
        assert all(re.fullmatch(r"v?\d+|y\d{4}|m(?:[1-9]|1[0-2]|2[1-4])", number) for number in numbers)
        assert all(FOLDED.fullmatch(title) and title for title in alternates)
        for values in (numbers, alternates):
            assert all(one < two for one, two in pairwise(values))


def test_articles_are_single_folded_words_and_stand_once() -> None:
    assert len(set(articles())) == len(articles())
    assert all(re.fullmatch("[a-z]+", article) for article in articles())


PATTERNS = [pattern for _, *patterns in companions() for pattern in patterns if pattern]


def test_companion_patterns_are_of_known_kinds_and_stand_once() -> None:
    kinds = {kind for kind, _, _ in companions()}
    assert set(COMPANIONS) - {"contribution"} <= kinds  # that one is told by the marks of the cell, before folding
    assert len(set(PATTERNS)) == len(PATTERNS)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_companion_patterns_compile_and_can_meet_comparable_text(pattern: str) -> None:
    assert re.fullmatch(r"[a-z0-9 ?|()^$\\\[\].+*]+", pattern), "folded text has no such character"
    assert not pl.Series([""]).str.contains(pattern).item()
