"""What compiled loops say of letters is what RapidFuzz says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from classmatch.compare import likeness
from classmatch.compare.alike import alike, letter_share
from classmatch.compare.ragged import Ragged, starts_of
from classmatch.compare.signature import shared_share, signatures
from classmatch.compare.texts import letters, texts_of, words_in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT = st.one_of(st.text("ab c", max_size=12), st.text("abcdefgh 12", max_size=80), st.text("xyz", min_size=60))
NEAR = st.tuples(TEXT, st.lists(st.tuples(st.integers(0, 80), st.sampled_from("abq")), max_size=6)).map(
    lambda drawn: (drawn[0], _misspelt(*drawn))
)


def _misspelt(text: str, changes: list[tuple[int, str]]) -> str:
    for place, letter in changes:
        text = text[:place] + letter + text[place + 1 :]
    return text


def _series(*texts: str) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def _alone(length: int) -> NDArray[np.int64]:
    return np.arange(length, dtype=np.int64)


@given(st.lists(st.one_of(NEAR, st.tuples(TEXT, TEXT)), max_size=8), st.sampled_from([50, 78, 80, 84, 100]))
@example([("", ""), ("", "a"), ("a" * 64, "a" * 63 + "b"), ("a" * 65, "a" * 64)], 80)
@example([("abcde", "abcdx")], 80)  # exactly at the limit
@example([("a" * 39 + "b" * 11, "a" * 39 + "c" * 11)], 78)
def test_texts_are_alike_where_rapidfuzz_says_so(pairs: list[tuple[str, str]], least: int) -> None:
    left, right = (letters(_series(*(pair[side] for pair in pairs))) for side in range(2))
    found = likeness.alike(left, right, _alone(len(pairs)), _alone(len(pairs)), least)
    assert found.tolist() == [bool(np.float32(fuzz.ratio(one, other)) >= least) for one, other in pairs]


@given(NEAR, st.sampled_from([50, 78, 80, 84]))
def test_what_is_ruled_out_for_its_letters_is_not_alike_from_either_side(pair: tuple[str, str], least: int) -> None:
    masks = np.zeros(likeness.BYTES, dtype=np.uint64)
    one, other = (letters(_series(text)).values for text in pair)
    found = likeness.may_be_alike(one, other, least, masks)
    assert found == likeness.may_be_alike(other, one, least, masks)
    assert not masks.any()
    assert found >= (fuzz.ratio(*pair) >= least)


@given(st.lists(st.text("abc ", max_size=15), min_size=1, max_size=5))
def test_words_in_order_are_those_of_a_token_sort(texts: list[str]) -> None:
    found = words_in_order(letters(_series(*texts)))
    assert texts_of(found, _alone(len(texts))) == [" ".join(sorted(text.split())) for text in texts]


@given(st.lists(st.text("abc 1", max_size=9), max_size=6), st.lists(st.integers(0, 5), max_size=8))
def test_letters_are_the_texts_again(texts: list[str], rows: list[int]) -> None:
    chosen = np.array([row for row in rows if row < len(texts)], dtype=np.int64)
    assert texts_of(letters(_series(*texts)), chosen) == [texts[row] for row in chosen]


def test_a_null_has_no_letters() -> None:
    assert letters(pl.Series([None, "ab"], dtype=pl.String)).counts.tolist() == [0, 2]


WORD = st.integers(0, 2**64 - 1)


@given(st.tuples(WORD, WORD), st.tuples(WORD, WORD), WORD)
def test_the_share_of_letter_pairs_of_one_pair_is_that_of_many(
    one: tuple[int, int], other: tuple[int, int], mask: int
) -> None:
    left = np.array([one, [one[0] & mask, one[1]], [0, 0]], dtype=np.uint64)
    right = np.array([other, one, other], dtype=np.uint64)
    for row, share in enumerate(shared_share(left, right)):
        assert letter_share(left, right, row, row) == share


@pytest.mark.parametrize(
    ("one", "other", "surnames", "expected"),
    [
        ("saltroads", "saltroads", ([1], [2]), True),
        ("saltroads", "saltroofs", ([1], [2]), False),
        ("saltroads", "saltroofs", ([1], [3, 1]), True),
        ("saltroads", "saltroofs", ([-1], [-1]), False),  # a surname that is not known is nobody's
        ("saltroads", "nightferry", ([1], [1]), False),
        ("", "", ([1], [1]), False),
    ],
)
def test_a_common_surname_lets_titles_be_less_alike(
    one: str, other: str, surnames: tuple[list[int], list[int]], expected: bool
) -> None:
    left, right = (Ragged(starts_of(np.array([len(ids)])), np.array(ids, dtype=np.int32)) for ids in surnames)
    assert alike(signatures(_series(one)), signatures(_series(other)), *left.lists, *right.lists, 0, 0) is expected
