"""What the index has of one work: the blocks that it is in, those that the budget leaves, and the pairs they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from classmatch.block import words
from classmatch.block.keys import MOST_KEYS, write_keys
from classmatch.block.rules import RULES, SPLIT
from classmatch.block.split import RANK, Stack, push_parts, stack
from classmatch.block.table import GAPS, Found, Lookup, find, find_all, found, is_large
from classmatch.compare.records import MAX_NAMES, MAX_YEARS
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.block.arrays import Hashes, Side, Terms
    from classmatch.block.words import Chosen

    Ints = NDArray[np.int64]

_PARTS = len(RULES)  # the table of parts of blocks
_IS_SPLIT = np.array([rule in SPLIT for rule in RULES])
# A block of a work as one number, so that the smallest come first, equal ones by how they were split and by their keys:
# 27 bits for its size, 3 for its rank, 33 for its first entry.
_SIZE, _RANK = 36, 33
_ENTRY_BITS, _RANK_BITS = (1 << _RANK) - 1, 7
_PARTS_OF_ONE = (1 + MAX_NAMES) * (1 + MAX_YEARS) * (1 + MAX_NAMES)  # that a block may fall into for a work, or is
# Keys of rules that are split are far fewer than those of words: a name with a year or an outline is the most.
_MOST_OTHER_KEYS = 48
_MOST_BLOCKS = _MOST_OTHER_KEYS * _PARTS_OF_ONE + MOST_KEYS
REGISTRATION = 8  # bits of a pair below the registration: one a rule


class Room(NamedTuple):
    """What a loop over works writes to on its way."""

    keys: Hashes
    starts: Ints  # where the keys of each rule begin, and where the last ones end
    found: Found
    chosen: Chosen
    stack: Stack
    blocks: Ints


def room() -> Room:
    most = MOST_KEYS + len(RULES) * _MOST_OTHER_KEYS
    starts, blocks = np.zeros(len(RULES) + 1, np.int64), np.empty(_MOST_BLOCKS, np.int64)
    return Room(np.empty(most, np.uint64), starts, found(most), words.room(), stack(), blocks)


@compiled
def sort(values: Ints, count: int) -> None:  # pragma: no cover - compiled
    """Sort the first `count` numbers (Shell's sort: they are few)."""
    for gap in GAPS:
        for place in range(gap, count):
            value, at = values[place], place
            while at >= gap and values[at - gap] > value:
                values[at] = values[at - gap]
                at -= gap
            values[at] = value


@compiled
def look_up(lookup: Lookup, side: Side, terms: Terms, work: int, room: Room) -> None:  # pragma: no cover - compiled
    """Find the keys of a work under all rules."""
    count = 0
    for rule in range(_PARTS):
        room.starts[rule] = count
        count += write_keys(rule, side, terms, work, 0, room.chosen, room.keys[count:])
        room.found.tables[room.starts[rule] : count] = rule
    room.starts[_PARTS] = count
    find_all(lookup, room.keys, count, room.found)


@compiled
def blocks_of(lookup: Lookup, rule: int, side: Side, work: int, room: Room) -> int:  # pragma: no cover - compiled
    """Write the blocks of a work under a rule into `room.blocks`, the smallest first, each once; how many there are.

    Its keys were looked up. Blocks that are too large are there, too, with what they fall into.
    """
    count = 0
    for place in range(room.starts[rule], room.starts[rule + 1]):
        if room.found.listed[place] == 0:
            continue
        room.blocks[count] = (room.found.sizes[place] << _SIZE) | room.found.entries[place]
        count += 1
        if _IS_SPLIT[rule] and room.found.sizes[place] > room.found.listed[place]:
            top = push_parts(room.stack, 0, room.keys[place], rule, 0, side, work)
            count = _parts(lookup, rule, side, work, room, top, count)
    return _distinct(room.blocks, count)


@compiled
def _parts(
    lookup: Lookup, rule: int, side: Side, work: int, room: Room, top: int, count: int
) -> int:  # pragma: no cover - compiled
    """Write the blocks of the keys on the stack that are small enough, and the parts of the others."""
    while top:
        top -= 1
        key, ways = room.stack.keys[top], room.stack.ways[top]
        entry, listed = find(lookup, _PARTS, key)
        if listed == 0:
            continue
        if is_large(lookup, entry):
            top = push_parts(room.stack, top, key, rule, ways, side, work)
        else:
            room.blocks[count] = (np.int64(listed) << _SIZE) | (RANK[ways] << _RANK) | entry
            count += 1
    return count


@compiled
def _distinct(values: Ints, count: int) -> int:  # pragma: no cover - compiled
    """Sort numbers, each once; how many are left."""
    sort(values, count)
    end = 0
    for place in range(count):
        if end == 0 or values[end - 1] != values[place]:
            values[end] = values[place]
            end += 1
    return end


@compiled
def entry_of(block: int) -> int:  # pragma: no cover - compiled
    """The first entry of a block."""
    return block & _ENTRY_BITS


@compiled
def size_of_block(block: int) -> int:  # pragma: no cover - compiled
    """How many registrations a block has."""
    return block >> _SIZE


@compiled
def is_whole(block: int) -> bool:  # pragma: no cover - compiled
    """Whether a block is that of a key, and no part of one."""
    return (block >> _RANK) & _RANK_BITS == 0


@compiled
def within_budget(
    lookup: Lookup, blocks: Ints, count: int, budget: int
) -> tuple[int, int, int]:  # pragma: no cover - compiled
    """Leave the smallest blocks that have at most so many registrations together.

    Returns how many are left, the registrations of these, and those of the blocks of whole keys, large ones too.
    """
    left, kept, every = 0, 0, 0
    for place in range(count):
        size = size_of_block(blocks[place])
        if is_whole(blocks[place]):
            every += size
        if kept + size <= budget and not is_large(lookup, entry_of(blocks[place])):
            blocks[left] = blocks[place]
            left, kept = left + 1, kept + size
    return left, kept, every


@compiled
def gather(
    lookup: Lookup, blocks: Ints, count: int, rule: int, pairs: Ints, total: int
) -> int:  # pragma: no cover - compiled
    """Write the registrations of these blocks with the bit of the rule, behind the pairs that are there."""
    for place in range(count):
        first = entry_of(blocks[place])
        for entry in range(first, first + size_of_block(blocks[place])):
            pairs[total] = (np.int64(lookup.members[entry]) << REGISTRATION) | (1 << rule)
            total += 1
    return total
