"""What holds of the parts that titles are understood by: numerals, generic titles, transliteration, rare rows."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classmatch.normalise.comparable import comparable
from classmatch.normalise.generic import is_generic
from classmatch.normalise.lists import lines, rows
from classmatch.normalise.numerals import numerals, roman
from classmatch.normalise.rare import changed_where, found_where, where
from classmatch.normalise.transliteration import one_form

TEXTS = st.lists(st.none() | st.text(max_size=40), min_size=1, max_size=20)
WORD_LISTS = (
    "edition_words.txt",
    "generic_nouns.txt",
    "generic_words.txt",
    "makers.txt",
    "remarks.txt",
    "statements.txt",
)


def of(text: str, step: pl.Expr) -> object:
    return pl.DataFrame({"text": [text]}).select(step).item()


@pytest.mark.parametrize(
    "title",
    ["poems", "selected works", "collected poems 1934 1952", "the complete plays", "short stories", "letters", "novel",
     "complete short stories and poems", "selected letters"],
)  # fmt: skip
def test_a_kind_of_writing_is_a_generic_title(title: str) -> None:
    assert of(title, is_generic(pl.col("text"))) is True


@pytest.mark.parametrize(
    "title",
    ["", "salt roads", "poems of the fens", "letters to a young carter", "story of salt", "play in the sand",
     "great expectations", "new worlds", "life of pi", "the other"],
)  # fmt: skip
def test_a_title_that_names_a_book_is_not_generic(title: str) -> None:
    assert of(title, is_generic(pl.col("text"))) is False


@pytest.mark.parametrize("value", range(1, 40))
def test_roman_figures_are_read_as_they_are_written(value: int) -> None:
    worth = {"i": 1, "v": 5, "x": 10}
    digits = [worth[figure] for figure in roman(value)]
    following = [*digits[1:], 0]
    assert sum(-a if a < b else a for a, b in zip(digits, following, strict=True)) == value


def test_numerals_are_digits_longest_first() -> None:
    found = numerals()
    assert found["twenty one"] == "21"
    assert found["nineteen eighty four"] == "1984"
    assert found["hundred and one"] == "101"
    assert found["twelfth"] == "12th"
    assert found["twenty second"] == "22nd"
    lengths = [len(words) for words in found]
    assert lengths == sorted(lengths, reverse=True)
    assert not {"one", "i", "v", "x"} & set(found), "these are words as well"


@pytest.mark.parametrize(
    ("library", "map_", "scholar"),
    [("molekuliarnaia biologiia", "molekulyarnaya biologiya", "molekuljarnaja biologija"),
     ("dostoevskii", "dostoevskiy", "dostoevskij")],
)  # fmt: skip
def test_ways_of_transliterating_come_to_one_form(library: str, map_: str, scholar: str) -> None:
    forms = {of(text, one_form(pl.col("text"))) for text in (library, map_, scholar)}
    assert len(forms) == 1


@given(TEXTS)
@settings(max_examples=40)
def test_comparable_text_is_comparable_already(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    once = frame.select(comparable(pl.col("text")))
    assert once["text"].null_count() == frame["text"].null_count()
    assert once["text"].drop_nulls().str.contains("^(?:[a-z0-9]+(?: [a-z0-9]+)*)?$").all()


@given(TEXTS)
@settings(max_examples=40)
def test_rare_rules_touch_the_rows_that_they_are_for(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    text = pl.col("text")
    upper = (lambda cell: cell.str.to_uppercase(),)
    concerned = text.str.contains("a").fill_null(value=False)
    found = pl.when(concerned).then(text.str.to_uppercase())
    assert frame.select(found_where(text, "a", upper, pl.String())).equals(frame.select(found))
    assert frame.select(changed_where(text, "a", upper)).equals(frame.select(pl.coalesce(found, text)))
    lists = where(concerned, {"cell": text}, ({"list": pl.concat_list("cell")},), pl.List(pl.String))
    expected = [[value] if value and "a" in value else None for value in texts]
    assert frame.select(lists).to_series().to_list() == expected


@pytest.mark.parametrize("name", WORD_LISTS)
def test_the_lines_of_a_list_stand_once_and_compile(name: str) -> None:
    assert len(set(lines(name))) == len(lines(name))
    for line in lines(name):
        pl.Series([""]).str.contains(line)


def test_spellings_are_comparable_and_stand_once() -> None:
    variants = [row["variant"] for row in rows("spellings.csv")]
    assert len(set(variants)) == len(variants)
    commons = {row["common"] for row in rows("spellings.csv")}
    assert not commons & set(variants), "a spelling would be changed twice"
