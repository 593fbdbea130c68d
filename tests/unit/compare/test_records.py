"""Records in files are the records that were written, and encoding takes lists as they are."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import as_works, cases, catalog, register
from classmatch.compare.encode import as_one_side, encode, encode_side, extended, lexicon
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import compare
from classmatch.compare.ragged import Ragged, joined, starts_of
from classmatch.compare.records import Records, load_records, save_records

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def frames() -> tuple[pl.DataFrame, pl.DataFrame]:
    entries = cases("pairs.yaml")
    works = as_works(catalog(*(entry["catalog"] for entry in entries)))
    return works, register(*(entry["registration"] for entry in entries))


def same(one: Records, other: Records) -> bool:
    return all(_equal(getattr(one, entry.name), getattr(other, entry.name)) for entry in fields(Records))


def _equal(one: object, other: object) -> bool:
    if isinstance(one, Ragged) and isinstance(other, Ragged):
        return all(_equal(*arrays) for arrays in zip(one.lists, other.lists, strict=True))
    assert isinstance(one, np.ndarray)
    assert isinstance(other, np.ndarray)
    return one.dtype == other.dtype and np.array_equal(one, other)


def test_records_are_read_as_they_were_written(frames: tuple[pl.DataFrame, pl.DataFrame], tmp_path: Path) -> None:
    right = as_one_side(frames[1]).with_columns(title_main=pl.col("title_main") + " " + pl.lit("long " * 80))
    known = lexicon(frames[0].lazy(), right.lazy())
    whole = encode_side(right, known)
    parts = [encode_side(right[start : start + 50], known) for start in range(0, len(right), 50)]
    for name, written in (("whole", [whole]), ("parts", parts)):
        (tmp_path / name).mkdir()
        save_records(written, tmp_path / name)
        assert same(load_records(tmp_path / name), whole), name


def test_records_of_a_file_compare_as_those_in_memory(
    frames: tuple[pl.DataFrame, pl.DataFrame], tmp_path: Path
) -> None:
    sides = encode(*frames)
    save_records([sides.right], tmp_path)
    mapped = type(sides)(sides.left, load_records(tmp_path), sides.words, sides.names, sides.holders)
    places = np.arange(len(sides.left))
    here, there = (compare(Pairs(one, places, places)) for one in (sides, mapped))
    assert all((here[name] == there[name]).all() for name in here)


def test_records_without_anything_are_empty() -> None:
    sides = encode(as_works(catalog({"title": "Salt Roads"})), register({}))
    assert len(sides.right) == 1
    assert not sides.right.words.counts.any()
    assert len(encode(as_works(catalog()), register()).left) == 0


def test_words_that_came_later_have_ids_of_their_own(frames: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    works, right = frames[0], as_one_side(frames[1])
    known = lexicon(works[:20].lazy(), right.lazy())
    later = extended(known, works)
    assert later.titles.table[: len(known.titles)].equals(known.titles.table)
    left = encode_side(works, later)
    assert (left.words.values >= 0).all()
    assert (left.surnames.values >= 0).all()


LISTS = st.lists(st.tuples(st.lists(st.integers(0, 9), max_size=3), st.lists(st.integers(0, 9), max_size=3)))


@given(LISTS)
def test_joined_lists_stand_behind_each_other(lists: list[tuple[list[int], list[int]]]) -> None:
    one, other = (_ragged([pair[side] for pair in lists]) for side in range(2))
    found = joined(one, other)
    assert [found.row(record).tolist() for record in range(len(lists))] == [here + there for here, there in lists]


def _ragged(lists: list[list[int]]) -> Ragged:
    values = [value for one in lists for value in one]
    return Ragged(starts_of(np.array([len(one) for one in lists], dtype=np.int64)), np.array(values, dtype=np.uint64))
