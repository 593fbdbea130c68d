from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import register

if TYPE_CHECKING:
    import random

NUMBER = "TX0001234567"
PLACES = (
    "Marsh",
    "Fen",
    "Reed",
    "Salt",
    "Tide",
    "Shingle",
    "Sandbank",
    "Harbour",
    "Lagoon",
    "Estuary",
    "Creek",
    "Mere",
)


def counts(*rows: dict[str, str]) -> list[tuple[int, bool]]:
    return register(*rows).select("title_count", "group_registration").rows()


def test_twelve_titles_under_one_number() -> None:
    rows = [{"registration_number": NUMBER, "title": f"{place} Tales"} for place in PLACES]
    assert counts(*rows) == [(12, True)] * 12


def test_rows_of_one_title_are_one_title() -> None:
    rows = [{"registration_number": NUMBER, "title": title} for title in ("Salt Roads", "The salt roads.")]
    assert counts(*rows) == [(1, False)] * 2


def test_rows_without_a_key_are_each_by_themselves() -> None:
    assert counts({"title": "Salt Roads"}, {"title": "Marsh Fires"}) == [(1, False)] * 2


def test_a_row_without_a_title_is_no_further_title() -> None:
    nameless = {"registration_number": NUMBER, "title": "..."}
    found = counts({"registration_number": NUMBER, "title": "Salt Roads"}, nameless)
    assert [count for count, _ in found] == [1, 1]
    assert counts(nameless)[0][0] == 1


def test_the_titles_in_one_record_are_counted() -> None:
    contents = "\n".join(f"{place} Tales" for place in PLACES)
    found = register({"registration_number": NUMBER, "title": "Twelve novels", "contents": contents})
    assert found["title_count"].unique().to_list() == [found["title_main"].n_unique()]
    assert found["title_count"].min() == len(PLACES) + 1
    assert found["group_registration"].all()


def test_numbers_of_before_1978_count_with_their_dates() -> None:
    rows = [("A1", "1909", "Marsh"), ("A1", "1947", "Fen"), ("A1", "1947", "Reed")]
    found = counts(*({"registration_number": n, "registration_date": d, "title": t} for n, d, t in rows))
    assert found == [(1, False), (2, True), (2, True)]


@given(
    st.lists(st.tuples(st.sampled_from(["TX0000000001", "TX0000000002"]), st.sampled_from(PLACES)), min_size=1),
    st.randoms(use_true_random=False),
)
@settings(max_examples=15)
def test_counts_are_those_of_the_distinct_titles_of_each_number(
    pairs: list[tuple[str, str]], chance: random.Random
) -> None:
    chance.shuffle(pairs)
    found = register(*({"registration_number": number, "title": title} for number, title in pairs))
    expected = [len({title for other, title in pairs if other == number}) for number, _ in pairs]
    assert found.sort(pl.col("row"))["title_count"].to_list() == expected
