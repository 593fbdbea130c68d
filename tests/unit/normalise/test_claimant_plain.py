"""Plain names read at once come to what all the steps together make of them."""

from __future__ import annotations

import re
from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from classmatch.normalise.claimant_capacities import SINGLE_MARKS
from classmatch.normalise.claimant_plain import is_plain
from classmatch.normalise.claimants import _of_plain, _taken_apart

_SOURCES = re.compile(r"(?:claimant|name|corporate)\w*\.(?:py|txt|csv)")


def _vocabulary() -> list[str]:
    """Every word that stands in a step or in a list of words: each could mean something to some step."""
    folder = files("classmatch.normalise")
    sources = [item for place in (folder, folder / "data") for item in place.iterdir() if _SOURCES.fullmatch(item.name)]
    found = {word.lower() for item in sources for word in re.findall("[A-Za-z]{3,}", item.read_text("utf-8"))}
    return sorted(found)


def _same(cells: list[str]) -> None:
    distinct = pl.Series(sorted(set(cells)), dtype=pl.String)
    rows = is_plain(distinct).arg_true()
    slowly = _taken_apart(distinct.gather(rows))
    slowly = slowly.with_columns(cell=rows.gather(slowly["cell"]))
    assert_frame_equal(_of_plain(distinct, rows), slowly)


@pytest.mark.parametrize(
    "template",
    [
        "{0} Marlow",
        "Ida {0}",
        "Ida {0} Marlow|A",
        "{0}, Ida R.|W",
        "MARLOW, {0}.",
        "{0} Wren and Marlow {0}",
        "Ida {0} & Ada {1}",
        "Ida Wren, {0} {1} and Ada C. {0}",
        "{0}, {1}; {1}, {0}",
        "{0} {1}|C||Ida {1}|NK",
    ],
)
def test_words_that_mean_something_make_no_difference(template: str) -> None:
    words = _vocabulary()
    cells = [
        template.format(one.title(), other.title()) for one, other in zip(words, words[7:] + words[:7], strict=True)
    ]
    capitals = [cell.upper() for cell in cells] if "|" not in template else []
    assert is_plain(pl.Series(cells + capitals)).any()
    _same(cells + capitals)


def test_most_plain_cells_are_known_to_be() -> None:
    cells = [
        "Helen C. Train",
        "TRAIN, HELEN.",
        "Train, H. C.",
        "Helen Train|A||Mary Train-Marl|C",
        "A. Roe & B. C. Marl",
    ]
    assert is_plain(pl.Series(cells)).to_list() == [True] * 5


def test_what_says_more_is_not_plain() -> None:
    cells = [
        "Acme Press",
        "Train, Ida, ed.",
        "Ida Train, Jr.",
        "Mrs. Ida Train",
        "Ida van Train",
        "Ida",
        "Ída Train",
        None,
    ]
    assert not is_plain(pl.Series(cells)).any()


_INITIALS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ").map("{}.".format)
_WORDS = st.one_of(
    st.from_regex(r"[A-Z][a-z]{2,7}", fullmatch=True),
    st.sampled_from(["McTrain", "DeMarl", "Wren-Roe", "Lee", "Ella", "Mary", "Marshall", "June", "May", "Ely"]),
)
_PARTS = st.one_of(_INITIALS, _WORDS)


@st.composite
def _groups(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return f"{draw(_WORDS)}, {' '.join(draw(st.lists(_PARTS, min_size=1, max_size=3)))}"
    names = draw(st.lists(st.lists(_PARTS, min_size=1, max_size=3), min_size=1, max_size=3))
    written = [" ".join([*parts, draw(_WORDS)]) for parts in names]
    return draw(st.sampled_from([", ", " & ", " and "])).join(written)


@st.composite
def _cells(draw: st.DrawFn) -> str:
    groups = draw(st.lists(_groups(), min_size=1, max_size=3))
    marks = st.sampled_from(SINGLE_MARKS).map("|{}".format)
    if draw(st.booleans()):
        return "||".join(group + draw(marks) for group in groups)
    cell = "; ".join(groups) + draw(st.sampled_from(["", "."]))
    return cell.upper() if draw(st.booleans()) else cell


@given(st.lists(_cells(), min_size=1, max_size=40))
def test_any_plain_cell_comes_to_the_same(cells: list[str]) -> None:
    _same(cells)
