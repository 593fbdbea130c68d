"""From the keys of both sides to blocks, and the splitting of those that are too large.

Keys are packed with their rows into 64 bits and sorted, so that a block of registrations is a run of one array. A key
of a work then stands for a run (`start`, `count`), and pairs can be written out later by arithmetic alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classmatch.block.keys import Keys
from classmatch.hashing import mix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from classmatch.compare.encode import Sides
    from classmatch.compare.records import Records

_FLAGS = 26  # bits of a key that say whether the other side may have it
# By what a block that is too large is split, one after the other.
SPLITS = ("surname", "year", "initial")


@dataclass(frozen=True)
class Blocks:
    """Work `left[i]` with the registrations `members[start[i] : start[i] + count[i]]`, because of `key[i]`."""

    key: NDArray[np.uint64]
    left: NDArray[np.uint32]
    start: NDArray[np.int64]
    count: NDArray[np.int64]
    members: NDArray[np.uint32]

    def take(self, places: NDArray[np.bool_] | NDArray[np.intp]) -> Blocks:
        """Some of the entries: by a mask, or by their places."""
        return Blocks(self.key[places], self.left[places], self.start[places], self.count[places], self.members)


def row_bits(works: int, registrations: int) -> np.uint64:
    """How many of the lowest bits of a key give way to the row."""
    return np.uint64(max(works, registrations, 1).bit_length())


def join(left: Keys, right: Keys, works: int, registrations: int) -> Blocks:
    """The blocks of the keys that both sides have, ordered by key.

    The lowest bits of a key give way to the row, so that two keys may become one; of two million records they keep 43
    bits, and one candidate in a million is there by chance.
    """
    bits = row_bits(works, registrations)
    shared, members = _packed(*_common(left, right), bits)
    blocks, starts, counts = _runs(members >> bits)
    mine = shared >> bits
    place = np.searchsorted(blocks, mine)
    found = np.flatnonzero(np.append(blocks, np.uint64(0))[place] == mine) if len(blocks) else place[:0]
    low = (np.uint64(1) << bits) - np.uint64(1)
    return Blocks(
        mine[found] << bits,
        (shared[found] & low).astype(np.uint32),
        starts[place[found]],
        counts[place[found]],
        (members & low).astype(np.uint32),
    )


def _common(left: Keys, right: Keys) -> tuple[Keys, Keys]:
    """The keys that the other side has, and few of those that it has not: sorting these would be waste."""
    right = right.take(_flags(left)[_flag(right)])
    return left.take(_flags(right)[_flag(left)]), right


def _flag(keys: Keys) -> NDArray[np.intp]:
    return (keys.key >> np.uint64(64 - _FLAGS)).astype(np.intp)


def _flags(keys: Keys) -> NDArray[np.bool_]:
    flags = np.zeros(1 << _FLAGS, dtype=np.bool_)
    flags[_flag(keys)] = True
    return flags


def _packed(left: Keys, right: Keys, bits: np.uint64) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Of each side the keys with their rows in the lowest bits, sorted, each once."""
    one, other = (_distinct((keys.key >> bits << bits) | keys.row) for keys in (left, right))
    return one, other


def _distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values.sort()
    return values[np.flatnonzero(np.diff(values, prepend=~values[:1]))]


def _runs(values: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """The different values of a sorted array, where each begins, and how often it stands there."""
    starts = np.flatnonzero(np.diff(values, prepend=~values[:1])).astype(np.int64)
    return values[starts], starts, np.diff(starts, append=len(values))


def within(blocks: Blocks, left: Keys, right: Keys, sides: Sides, most: int, by: tuple[str, ...]) -> Iterator[Blocks]:
    """The blocks of at most `most` registrations, and what larger ones fall into when they are split."""
    yield blocks.take(blocks.count <= most)
    large = np.unique(blocks.key[blocks.count > most])
    if len(large) and by:
        yield from _split(large, left, right, sides, most, by)


def _split(
    large: NDArray[np.uint64], left: Keys, right: Keys, sides: Sides, most: int, by: tuple[str, ...]
) -> Iterator[Blocks]:
    """What blocks fall into by each of `by`, and further by those after it."""
    bits = row_bits(len(sides.left), len(sides.right))
    left, right = _inside(left, large, bits), _inside(right, large, bits)
    for place, name in enumerate(by):
        one, other = _narrowed(left, sides.left, name), _narrowed(right, sides.right, name)
        blocks = join(one, other, len(sides.left), len(sides.right))
        yield blocks.take(blocks.count <= most)
        still = np.unique(blocks.key[blocks.count > most])
        if len(still) and by[place + 1 :]:
            yield from _split(still, one, other, sides, most, by[place + 1 :])


def _inside(keys: Keys, large: NDArray[np.uint64], bits: np.uint64) -> Keys:
    """The keys of these blocks."""
    cut = keys.key >> bits << bits
    place = np.minimum(np.searchsorted(large, cut), len(large) - 1)
    inside = np.flatnonzero(large[place] == cut)
    return Keys(cut[inside], keys.row[inside])


def _narrowed(keys: Keys, records: Records, by: str) -> Keys:
    """Each key with each value that its record has, so that a large block falls into small ones."""
    values, present = _values(records, by)
    row, column = np.nonzero(present[keys.row])
    mixed = mix(keys.key[row], values[keys.row[row], column].astype(np.uint64))
    return Keys(mixed, keys.row[row])


def _values(records: Records, by: str) -> tuple[NDArray[np.integer], NDArray[np.bool_]]:
    match by:
        case "surname":
            return records.surnames, records.surnames >= 0
        case "year":
            return records.years, records.years >= 0
        case _:
            return records.initials, records.initials != 0
