"""Joining keys to blocks: what a dictionary would find."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classmatch.block.blocks import Blocks, join
from classmatch.block.keys import Keys

if TYPE_CHECKING:
    from random import Random

# Keys are hashes: their bits are spread over the whole word.
_SPREAD = 0x9E3779B97F4A7C15
KEYS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9)), max_size=30)


def keys(pairs: list[tuple[int, int]]) -> Keys:
    spread = [key * _SPREAD % 2**64 for key, _ in pairs]
    return Keys(np.array(spread, dtype=np.uint64), np.array([row for _, row in pairs], dtype=np.uint32))


def pairs_of(blocks: Blocks) -> list[tuple[int, int]]:
    return [
        (int(left), int(right))
        for left, start, count in zip(blocks.left, blocks.start, blocks.count, strict=True)
        for right in blocks.members[start : start + count]
    ]


@given(KEYS, KEYS)
def test_a_key_that_both_sides_have_brings_each_work_to_each_registration_once(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    members = defaultdict(set)
    for key, row in right:
        members[key].add(row)
    wanted = [(work, row) for key, work in sorted(set(left)) for row in members[key]]
    found = join(keys(left), keys(right), 10, 10)
    assert sorted(pairs_of(found)) == sorted(wanted)
    assert (found.count > 0).all()


@given(KEYS, KEYS, st.randoms(use_true_random=False))
def test_the_order_of_the_keys_does_not_matter(
    left: list[tuple[int, int]], right: list[tuple[int, int]], random: Random
) -> None:
    shuffled = [*left], [*right]
    for side in shuffled:
        random.shuffle(side)
    one, other = join(keys(left), keys(right), 10, 10), join(keys(shuffled[0]), keys(shuffled[1]), 10, 10)
    assert (one.key == other.key).all()
    assert pairs_of(one) == pairs_of(other)
