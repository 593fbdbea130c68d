"""Hashes: the same number on every machine, so that ids outlive a run."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.hashing import content_id, hash64, mix

WORDS = st.integers(0, 2**64 - 1)


def ids(*texts: str | None) -> list[str | None]:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return frame.select(content_id(pl.col("text"), "w1")).to_series().to_list()


def mixed(*parts: int) -> int:
    return int(mix(*(np.array([part], dtype=np.uint64) for part in parts))[0])


@given(st.lists(st.text(), min_size=1))
def test_a_content_id_is_the_kind_and_the_start_of_the_sha256(texts: list[str]) -> None:
    assert ids(*texts) == [f"w1-{hashlib.sha256(text.encode()).hexdigest()[:16]}" for text in texts]


def test_what_is_not_there_has_no_id_and_no_hash() -> None:
    assert ids(None) == [None]
    assert pl.DataFrame({"t": [None]}, schema={"t": pl.String}).select(hash64(pl.col("t"))).item() is None


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0x2D06800538D394C2), ("a", 0xE6C632B61E964E1F), ("abc", 0x78AF5F94892F3950)]
)
def test_the_64_bit_hash_is_xxh3(text: str, expected: int) -> None:
    """Values of the reference implementation (XXH3_64bits, seed 0)."""
    assert pl.DataFrame({"t": [text]}).select(hash64(pl.col("t"))).item() == expected


def test_mixing_is_the_finaliser_of_splitmix64() -> None:
    """The first number of SplitMix64 with seed 0, as its authors publish it."""
    assert mixed(0) == 0xE220A8397B1DCDAF


@given(WORDS, WORDS)
def test_mixing_looks_at_the_order(one: int, two: int) -> None:
    assert (mixed(one, two) == mixed(two, one)) == (one == two)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1))
def test_mixing_goes_element_by_element(pairs: list[tuple[int, int]]) -> None:
    left, right = (np.array(side, dtype=np.uint64) for side in zip(*pairs, strict=True))
    assert mix(left, right).tolist() == [mixed(one, two) for one, two in pairs]
    assert mix(left[:, None], right[None, :]).shape == (len(pairs), len(pairs))
