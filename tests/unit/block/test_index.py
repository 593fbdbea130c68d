"""The index: what a dictionary of keys would find, saved and loaded, in slices or not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import as_works, catalog, register
from classmatch.block.index import PARTS, index, load_index, save_index
from classmatch.block.keys import mixed
from classmatch.block.pairs import portions
from classmatch.block.preflight import preflight
from classmatch.block.table import MARK, Lookup, find, find_all, found, mark_buckets, put_listed, settle, sort_buckets
from classmatch.compare.encode import encode
from classmatch.config import BlockSettings
from classmatch.hashing import mix

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.compare.encode import Sides

SETTINGS = BlockSettings(max_block=6, max_pairs=5)
# Keys are hashes: their bits are spread over the whole word.
_SPREAD = 0x9E3779B97F4A7C15
ENTRIES = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9)), max_size=40)
WORDS = ["salt", "roads", "marsh", "fires", "lantern", "keeper", "tunstall", "bells"]


def spread(keys: list[int]) -> np.ndarray:
    return np.array([key * _SPREAD % 2**64 for key in keys], dtype=np.uint64)


def table(entries: list[tuple[int, int]], shift: int, most: int) -> tuple[Lookup, int, int]:
    """A table of these keys and registrations, how many blocks are too large, and the largest."""
    listed = spread([key for key, _ in entries])
    rows = np.array([row for _, row in entries], dtype=np.uint32)
    counts = np.bincount((listed >> np.uint64(shift)).astype(np.int64), minlength=1 << (64 - shift))
    starts = np.concatenate([[0], np.cumsum(counts)])
    keys, members = np.empty(len(rows), dtype=np.uint64), np.empty(len(rows), dtype=np.uint32)
    put_listed(listed, rows, shift, starts[:-1].copy(), keys, members)
    sort_buckets(keys, members, starts)
    end, large, largest = settle(keys, members, 0, len(keys), most)
    buckets = np.empty((1 << (64 - shift)) + 1, dtype=np.int64)
    mark_buckets(keys, 0, end, shift, buckets)
    return Lookup(keys[:end], members[:end], buckets, np.array([[0, shift]])), large, largest


@given(ENTRIES, st.integers(60, 63), st.integers(1, 10))
def test_a_table_has_what_a_dictionary_has(entries: list[tuple[int, int]], shift: int, most: int) -> None:
    wanted = defaultdict(set)
    for key, row in entries:
        wanted[key].add(row)
    lookup, large, largest = table(entries, shift, most)
    asked = spread(list(range(8)))
    every = found(len(asked))
    every.tables[:] = 0
    find_all(lookup, asked, len(asked), every)
    for key in range(8):
        entry, listed = find(lookup, 0, asked[key])
        rows = lookup.members[entry : entry + listed].tolist()
        block = sorted(wanted[key])
        assert rows == (block if len(block) <= most else [int(MARK) + len(block)])
        assert every.listed[key] == listed
        if listed:
            assert (every.entries[key], every.sizes[key]) == (entry, len(block))
    assert large == sum(len(block) > most for block in wanted.values())
    assert largest == max(map(len, wanted.values()), default=0)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_two_numbers_are_mixed_as_arrays_of_them_are(one: int, other: int) -> None:
    numbers = np.uint64(one), np.uint64(other)
    assert mixed(*numbers) == mix(*(np.array([number]) for number in numbers))[0]


@pytest.fixture(scope="module")
def sides() -> Sides:
    def rows(step: int, count: int) -> list[dict[str, str]]:
        titles = (f"{WORDS[step * i % 8]} {WORDS[(step * i // 3) % 8]}" for i in range(count))
        names = (f"{'AE'[i % 2]}. {('Rowe', 'Marl', 'Finch', 'Pell', 'Quill')[i % 5]}" for i in range(count))
        return [
            {"title": title, "author": name, "publication_date": str(1950 + i % 7)}
            for i, (title, name) in enumerate(zip(titles, names, strict=True))
        ]

    works = [{**{k: v for k, v in row.items() if k != "publication_date"}, "date": row["publication_date"]}
             for row in rows(1, 60)]  # fmt: skip
    return encode(as_works(catalog(*works)), register(*rows(2, 150)))


def test_large_blocks_fall_into_parts_of_the_size_that_is_allowed(sides: Sides) -> None:
    made = index(sides.right, sides.words, sides.names, SETTINGS)
    assert made.rules.filter(rule="title")["blocks_split"].item() > 0
    start = made.lookup.buckets[made.lookup.tables[PARTS, 0]]
    keys, members = made.lookup.keys[start:], made.lookup.members[start:]
    listed = keys[members & MARK == 0]
    assert len(listed)
    assert np.unique(listed, return_counts=True)[1].max() <= SETTINGS.max_block
    assert (members & MARK != 0).any(), "some are split again"


def test_an_index_is_the_same_after_it_was_saved(sides: Sides, tmp_path: Path) -> None:
    made = index(sides.right, sides.words, sides.names, SETTINGS)
    save_index(made, tmp_path)
    loaded = load_index(tmp_path)
    assert all(np.array_equal(one, other) for one, other in zip(made.lookup, loaded.lookup, strict=True))
    assert loaded.rules.equals(made.rules)
    assert (loaded.registrations, loaded.bytes) == (made.registrations, made.bytes) == (150, made.bytes)
    for (one, _), (other, _) in zip(portions(sides, made, SETTINGS), portions(sides, loaded, SETTINGS), strict=True):
        assert np.array_equal(one.left, other.left)
        assert np.array_equal(one.right, other.right)


@pytest.mark.parametrize("memory", [1, 500, 10_000])
def test_little_memory_makes_the_same_index(sides: Sides, memory: int) -> None:
    whole = index(sides.right, sides.words, sides.names, SETTINGS)
    sliced = index(sides.right, sides.words, sides.names, SETTINGS, memory=memory)
    assert all(np.array_equal(one, other) for one, other in zip(whole.lookup, sliced.lookup, strict=True))
    assert whole.rules.equals(sliced.rules)


def test_an_estimate_from_all_works_is_what_there_is(sides: Sides) -> None:
    made = index(sides.right, sides.words, sides.names, SETTINGS)
    told = preflight(sides, made, SETTINGS, 1.0)
    found = [counts for _, counts in portions(sides, made, SETTINGS)]
    cut = sum(int(counts.cut.sum()) for counts in found)
    assert (told.works, told.sampled, told.registrations) == (60, 60, 150)
    assert (told.rules["pairs_before"] - told.rules["pairs"]).clip(0).sum() <= cut
    assert (told.rules["pairs"] >= np.sum([counts.found.sum(axis=0) for counts in found], axis=0)).all()
    assert told.rules["cut"].is_between(0, 1).all()
    assert told.largest["pairs"].min() > 0
    assert told.to_dict()["pairs"] == told.pairs


def test_an_estimate_from_a_share_of_the_works_is_for_all(sides: Sides) -> None:
    made = index(sides.right, sides.words, sides.names, SETTINGS)
    every, half = preflight(sides, made, SETTINGS, 1.0), preflight(sides, made, SETTINGS, 0.5)
    assert half.works == 2 * every.works
    assert half.rules["pairs"].to_list() == (2 * every.rules["pairs"]).to_list()
    assert half.rules["largest_block"].equals(every.rules["largest_block"])
