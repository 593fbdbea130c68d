"""Runs of values a group, against the same done group by group in plain Python."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from classmatch.dedupe.grouped import Grouped

WORD = st.sampled_from(["", "a", "b", "c"]) | st.none()
SAID = st.lists(st.lists(WORD, min_size=1, max_size=5), max_size=6)  # what the rows of each group say


def column(said: list[list[str | None]]) -> Grouped:
    group = np.repeat(np.arange(len(said)), [len(words) for words in said])
    flat = [word for words in said for word in words]
    return Grouped.column(pl.Series(flat, dtype=pl.String), group, len(said))


def known(words: list[str | None]) -> list[str]:
    return [word for word in words if word is not None]


def most_frequent(said: pl.DataFrame) -> pl.DataFrame:
    return said.group_by("of", "value").len("n").sort("of", "n", "value", descending=[False, True, False])


@given(SAID)
def test_lists_hold_what_each_group_says(said: list[list[str | None]]) -> None:
    found = column(said)
    assert found.lists().to_list() == [known(words) for words in said]
    assert found.distinct().lists().to_list() == [sorted(set(known(words))) for words in said]
    assert found.sizes().tolist() == [len(known(words)) for words in said]


@given(SAID)
def test_the_best_value_is_that_of_the_rank_or_the_only_one(said: list[list[str | None]]) -> None:
    counts = [Counter(known(words)) for words in said]
    best = [min(count, key=lambda word: (-count[word], word)) if count else None for count in counts]
    assert column(said).best(most_frequent).to_list() == best


@given(SAID)
def test_two_columns_together_say_first_what_the_first_says(said: list[list[str | None]]) -> None:
    other = said[::-1]
    both = column(said) + column(other)
    assert both.lists().to_list() == [known(one) + known(two) for one, two in zip(said, other, strict=True)]
    some = np.arange(len(said)) % 2 == 0
    kept = [known(words) if number % 2 == 0 else [] for number, words in enumerate(said)]
    assert column(said).in_groups(some).lists().to_list() == kept


def test_items_of_lists_count_one_by_one_and_a_null_list_has_none() -> None:
    lists = pl.Series([["b", "a"], None, [], ["a", None]])
    found = Grouped.column(lists, np.array([0, 0, 1, 2]), 4)
    assert found.distinct().lists().to_list() == [["a", "b"], [], ["a"], []]
