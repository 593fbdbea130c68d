"""Blocks that are too large fall into smaller ones, by surname, year and initial, one after the other.

A key with the value of a record makes a key of its own. The way that a block was split is part of that key, so that a
surname and a year cannot meet in it by their numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from classmatch.block.keys import mixed
from classmatch.block.table import Lookup, find, is_large
from classmatch.compare.records import MAX_NAMES, MAX_YEARS
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.block.arrays import Hashes, Side

SURNAME, YEAR, INITIAL = 1, 2, 4  # ways to split, as bits; each block is split further by those after its own
WAYS = 8
DEPTH = np.array([0, 1, 1, 2, 1, 2, 2, 3], dtype=np.int64)  # how often a block was split, by its ways
# Of two blocks of the same size, that of the whole key comes first, then what surname made and what that was split
# into, then those of the year, then those of the initial.
RANK = np.array([0, 1, 5, 2, 7, 4, 6, 3], dtype=np.int64)
_MOST_CHILDREN = 2 * MAX_NAMES + MAX_YEARS


class Stack(NamedTuple):
    """Room for keys that are yet to be looked for, and the ways in which their blocks were split."""

    keys: Hashes
    ways: NDArray[np.int64]


def stack() -> Stack:
    size = 3 * _MOST_CHILDREN + 1
    return Stack(np.empty(size, np.uint64), np.empty(size, np.int64))


@compiled
def _push(
    stack: Stack, top: int, key: np.uint64, rule: int, ways: int, value: int
) -> int:  # pragma: no cover - compiled
    """The key of the part of a block that has this value."""
    way = np.uint64((rule * WAYS + ways) << 32)
    stack.keys[top] = mixed(key, way | np.uint64(value))
    stack.ways[top] = ways
    return top + 1


@compiled
def push_parts(
    stack: Stack, top: int, key: np.uint64, rule: int, ways: int, side: Side, record: int
) -> int:  # pragma: no cover - compiled
    """Put on the stack the keys of the parts of a block in which this record is; returns its new height."""
    if ways < SURNAME:
        for name in range(side.name_starts[record], side.name_starts[record + 1]):
            if side.surnames[name] >= 0:
                top = _push(stack, top, key, rule, ways | SURNAME, side.surnames[name])
    if ways < YEAR:
        for place in range(side.year_starts[record], side.year_starts[record + 1]):
            if side.years[place] >= 0:
                top = _push(stack, top, key, rule, ways | YEAR, side.years[place])
    return _push_initials(stack, top, key, rule, ways, side, record)


@compiled
def _push_initials(
    stack: Stack, top: int, key: np.uint64, rule: int, ways: int, side: Side, record: int
) -> int:  # pragma: no cover - compiled
    if ways < INITIAL:
        for name in range(side.name_starts[record], side.name_starts[record + 1]):
            if side.initials[name] != 0:
                top = _push(stack, top, key, rule, ways | INITIAL, side.initials[name])
    return top


@compiled
def parts_at(
    lookup: Lookup, table: int, stack: Stack, top: int, rule: int, side: Side, record: int, depth: int,
    out: Hashes, count: int,
) -> int:  # fmt: skip # pragma: no cover - compiled
    """The keys that a record has after `depth` splits of what is on the stack, as far as their blocks are to be split.

    They are written into `out` from place `count` on, as far as there is room; returns where they end.
    """
    while top:
        top -= 1
        key, ways = stack.keys[top], stack.ways[top]
        if DEPTH[ways] == depth:
            if count < len(out):
                out[count] = key
            count += 1
            continue
        entry, listed = find(lookup, table, key)
        if listed and is_large(lookup, entry):
            top = push_parts(stack, top, key, rule, ways, side, record)
    return count
