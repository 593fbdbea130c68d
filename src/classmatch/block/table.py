"""Tables of keys: which registrations have a key.

The entries of a table are keys with registrations, ordered by both. Keys are hashes, so that their first bits say where
in the table they stand: `buckets` has where the keys of each beginning begin, and what is looked for is among the few
that follow. All of it is plain arrays, which can be mapped from a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from classmatch.block.keys import write_keys
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.block.arrays import Hashes, Side, Starts, Terms
    from classmatch.block.words import Chosen

    Rows = NDArray[np.uint32]

MARK = np.uint32(1 << 31)  # set in an entry that stands for a block which is too large: the other bits are its size
_SIZE = np.uint32((1 << 31) - 1)
_GAPS = (
    57_610_997, 25_606_000, 11_380_445, 5_057_975, 2_247_989, 999_107, 444_048, 197_355, 87_714, 38_984, 17_327, 7_701,
    3_423, 1_522, 701, 301, 132, 57, 23, 10, 4, 1,
)  # fmt: skip
GAPS = np.array(_GAPS, dtype=np.int64)  # of Shell's sort (Ciura 2001, carried on by a factor of 2.25)


class Lookup(NamedTuple):
    """All tables, behind each other.

    Entry `i` says that registration `members[i]` has `keys[i]`. The entries of table `t` whose keys begin with the bits
    `b` stand from `buckets[tables[t, 0] + b]` to the next bucket, where `b` is what is left of a key when it is
    shifted by `tables[t, 1]`.
    """

    keys: Hashes
    members: Rows
    buckets: Starts
    tables: Starts


@compiled
def find(lookup: Lookup, table: int, key: np.uint64) -> tuple[int, int]:  # pragma: no cover - compiled
    """The first entry of this key, and how many there are."""
    bucket = lookup.tables[table, 0] + np.int64(key >> np.uint64(lookup.tables[table, 1]))
    place, end = lookup.buckets[bucket], lookup.buckets[bucket + 1]
    while place < end and lookup.keys[place] < key:
        place += 1
    last = place
    while last < end and lookup.keys[last] == key:
        last += 1
    return place, last - place


class Found(NamedTuple):
    """What was found of several keys: the table that each was looked for in, its first entry, and how many it has.

    `sizes` says of those that have any how many registrations the block has: more than are listed where it is too
    large.
    """

    tables: NDArray[np.int64]
    entries: NDArray[np.int64]
    listed: NDArray[np.int64]
    sizes: NDArray[np.int64]


def found(size: int) -> Found:
    return Found(*(np.empty(size, dtype=np.int64) for _ in range(4)))


@compiled
def find_all(lookup: Lookup, keys: Hashes, count: int, found: Found) -> None:  # pragma: no cover - compiled
    """Find several keys at once, as `find` does each.

    One step is done for all keys before the next one, so that the machine waits for all that it fetches from memory at
    once, and not for one key after the other.
    """
    for place in range(count):
        table = found.tables[place]
        bucket = lookup.tables[table, 0] + np.int64(keys[place] >> np.uint64(lookup.tables[table, 1]))
        found.entries[place], found.listed[place] = lookup.buckets[bucket], lookup.buckets[bucket + 1]
        if found.entries[place] < found.listed[place]:
            found.sizes[place] = np.int64(lookup.keys[found.entries[place]])  # only to have it fetched
    for place in range(count):
        entry, end = found.entries[place], found.listed[place]
        while entry < end and lookup.keys[entry] < keys[place]:
            entry += 1
        last = entry
        while last < end and lookup.keys[last] == keys[place]:
            last += 1
        found.entries[place], found.listed[place] = entry, last - entry
    for place in range(count):
        if found.listed[place]:
            found.sizes[place] = size_of(lookup, found.entries[place], found.listed[place])


@compiled
def is_large(lookup: Lookup, entry: int) -> bool:  # pragma: no cover - compiled
    """Whether the block that begins here is too large, so that its registrations are not listed."""
    return lookup.members[entry] & MARK != 0  # type: ignore[no-any-return]


@compiled
def size_of(lookup: Lookup, entry: int, listed: int) -> int:  # pragma: no cover - compiled
    """The registrations of a block that begins here and has so many entries."""
    member = lookup.members[entry]
    return np.int64(member & _SIZE) if member & MARK != 0 else listed  # type: ignore[return-value]


# --------------------------------------------------------------------------------------------------------------------
# Building: count the keys of each bucket, put them there, sort each bucket, and see to blocks that are too large.


@compiled
def count_keys(
    rule: int, side: Side, terms: Terms, around: int, chosen: Chosen, made: Hashes, records: tuple[int, int],
    shift: int, counts: Starts,
) -> None:  # fmt: skip # pragma: no cover - compiled
    """Count the keys of records, from the first of `records` to before the last, under a rule by their bucket.

    `made` is room for the keys of one record.
    """
    for record in range(records[0], records[1]):
        for place in range(write_keys(rule, side, terms, record, around, chosen, made)):
            counts[made[place] >> np.uint64(shift)] += 1


@compiled
def put_keys(
    rule: int, side: Side, terms: Terms, around: int, chosen: Chosen, made: Hashes, records: tuple[int, int],
    shift: int, first: int, ends: Starts, keys: Hashes, members: Rows,
) -> None:  # fmt: skip # pragma: no cover - compiled
    """Put the keys of buckets `first` to `first + len(ends)` with their records where each bucket ends, moving that."""
    for record in range(records[0], records[1]):
        for place in range(write_keys(rule, side, terms, record, around, chosen, made)):
            bucket = np.int64(made[place] >> np.uint64(shift)) - first
            if 0 <= bucket < len(ends):
                keys[ends[bucket]], members[ends[bucket]] = made[place], record
                ends[bucket] += 1


@compiled
def put_listed(
    listed: Hashes, rows: Rows, shift: int, ends: Starts, keys: Hashes, members: Rows
) -> None:  # pragma: no cover - compiled
    """The same of keys that were listed."""
    for place in range(len(listed)):
        bucket = listed[place] >> np.uint64(shift)
        keys[ends[bucket]], members[ends[bucket]] = listed[place], rows[place]
        ends[bucket] += 1


@compiled
def sort_buckets(keys: Hashes, members: Rows, starts: Starts) -> None:  # pragma: no cover - compiled
    """Sort the entries of each bucket by key and registration."""
    for bucket in range(len(starts) - 1):
        first, last = starts[bucket], starts[bucket + 1]
        for gap in GAPS:
            if gap < last - first:
                _sift(keys, members, first, last, gap)


@compiled
def _sift(keys: Hashes, members: Rows, first: int, last: int, gap: int) -> None:  # pragma: no cover - compiled
    """One round of Shell's sort."""
    for place in range(first + gap, last):
        key, member, at = keys[place], members[place], place
        while at - gap >= first and (keys[at - gap] > key or (keys[at - gap] == key and members[at - gap] > member)):
            keys[at], members[at] = keys[at - gap], members[at - gap]
            at -= gap
        keys[at], members[at] = key, member


@compiled
def settle(
    keys: Hashes, members: Rows, first: int, last: int, most: int
) -> tuple[int, int, int]:  # pragma: no cover - compiled
    """Leave each registration once in a block, and of a block of over `most` of them only its size.

    Returns where the entries end then, how many blocks were too large, and the size of the largest.
    """
    end, place, large, largest = first, first, 0, 0
    while place < last:
        key, start = keys[place], end
        while place < last and keys[place] == key:
            if end == start or members[end - 1] != members[place]:
                keys[end], members[end] = key, members[place]
                end += 1
            place += 1
        largest = max(largest, end - start)
        if end - start > most:
            members[start] = MARK | np.uint32(end - start)
            end = start + 1
            large += 1
    return end, large, largest


@compiled
def mark_buckets(
    keys: Hashes, first: int, last: int, shift: int, buckets: Starts
) -> None:  # pragma: no cover - compiled
    """Write where the keys of each beginning begin, and where the last ones end."""
    bucket = 0
    for place in range(first, last):
        while bucket <= np.int64(keys[place] >> np.uint64(shift)):
            buckets[bucket] = place
            bucket += 1
    buckets[bucket:] = last
