"""Candidate pairs from the index, within a budget, in portions that fit in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from classmatch.block import arrays
from classmatch.block.gather import REGISTRATION, Room, blocks_of, gather, look_up, room, sort, within_budget
from classmatch.block.rules import EXACT, RULES, bits
from classmatch.compare.alike import alike as are_alike
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from classmatch.block.arrays import Side, Terms
    from classmatch.block.gather import Ints
    from classmatch.block.index import Index
    from classmatch.block.table import Lookup
    from classmatch.compare.encode import Sides
    from classmatch.config import BlockSettings

_MOST_KEYS = 255
_SEVERAL = 3
_EXACT = bits(EXACT)
_RULES = len(RULES)
_ALL_RULES = (1 << REGISTRATION) - 1
_MOST_WORKS = 1 << 18  # of a portion
_ROOM = 1 << 12  # registrations of one work for which there is room at first


@dataclass(frozen=True)
class Portion:
    """Pairs to compare: indexes into works and registrations, and what brought each together.

    `rules` is a bit set of the rules, and `keys` the number of keys that the two have in common, 255 at most.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    rules: NDArray[np.uint8]
    keys: NDArray[np.uint8]

    def found_by(self, rule: str) -> NDArray[np.bool_]:
        """(pairs,) whether this rule brought the pair together, alone or with others."""
        found: NDArray[np.bool_] = (self.rules >> np.uint8(RULES.index(rule))) & np.uint8(1) == 1
        return found

    def single(self) -> NDArray[np.bool_]:
        """(pairs,) whether one rule alone brought the pair together."""
        alone: NDArray[np.bool_] = np.bitwise_count(self.rules) == 1
        return alone

    def evident(self) -> NDArray[np.bool_]:
        """(pairs,) whether the keys alone say that the two are alike: one of a whole value, or several of parts of it.

        A title or an identifier is the same; or `_SEVERAL` keys are, as two rare words and a name make them.
        """
        found: NDArray[np.bool_] = ((self.rules & np.uint8(_EXACT)) != 0) | (self.keys >= _SEVERAL)
        return found


class Counts(NamedTuple):
    """What was found for some works, pairs that were left out as unlike counted with the others.

    `works` are their rows; `pairs` (works,) how many different ones each has; `found` and `alone` (works, rules) how
    many each rule found, and how many no other did; `cut` (works, rules) how many registrations of its blocks no pair
    was made with, because a block was too large, as far as nothing smaller brought them, or for the budget.
    """

    works: NDArray[np.int64]
    pairs: NDArray[np.uint32]
    found: NDArray[np.uint32]
    alone: NDArray[np.uint32]
    cut: NDArray[np.uint32]

    def upto(self, end: int) -> Counts:
        return Counts._make(values[:end] for values in self)


class _Letters(NamedTuple):
    """What tells whether titles may be alike: the letter pairs of both sides, and their surnames."""

    left: NDArray[np.uint64]
    right: NDArray[np.uint64]
    left_starts: NDArray[np.int32]
    left_surnames: NDArray[np.int32]
    right_starts: NDArray[np.int32]
    right_surnames: NDArray[np.int32]


class _Written(NamedTuple):
    """Room for the pairs of a portion."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    rules: NDArray[np.uint8]
    keys: NDArray[np.uint8]


def portions(
    sides: Sides, index: Index, settings: BlockSettings, *, alike: bool = False, works: NDArray[np.int64] | None = None
) -> Iterator[tuple[Portion, Counts]]:
    """The candidate pairs of all works, or of these rows, each once, ordered by work and registration.

    They come about `settings.chunk_pairs` expected ones at a time, with the counts of their works; the pairs of one
    work are never in two portions. Every work is counted in one portion; where no work has anything to be counted
    there is none. With `alike` those pairs are left out that cannot come to anything: all but the evident ones
    (`Portion.evident`) and those of like titles (`compare.alike`). A portion without a pair comes of that, or is the
    only one.

    Blocks of the index are as large as when it was made, and `settings` should be those that it was made with.
    """
    asked = np.arange(len(sides.left)) if works is None else works.astype(np.int64)
    loop = _Loop(sides, index, settings, alike)
    first = 0
    while first < len(asked):
        portion, counts = loop.portion(asked[first : first + _MOST_WORKS])
        first += len(counts.works)
        if len(portion.left) or counts.pairs.any() or counts.cut.any():
            yield portion, counts


class _Loop:
    """The arrays that the works of all portions are looked up in, and room that serves one portion after the other."""

    def __init__(self, sides: Sides, index: Index, settings: BlockSettings, alike: bool) -> None:
        self.lookup, self.left = index.lookup, arrays.side(sides.left)
        self.letters = _letters(self.left, arrays.side(sides.right))
        self.terms = arrays.terms(sides.words, sides.names, settings, index.registrations)
        self.budgets, self.alike, self.most = budgets(settings), alike, settings.chunk_pairs
        self.room, self.pairs, self.keys = room(), *np.empty((2, _ROOM), dtype=np.int64)
        self.written = _written(settings.chunk_pairs)

    def portion(self, works: NDArray[np.int64]) -> tuple[Portion, Counts]:
        """The pairs of the first of these works, and the counts of those that it has the pairs of."""
        counts = _nothing(works)
        while True:
            done, count, needed = _fill(
                self.lookup, self.left, self.letters, self.terms, self.budgets, self.alike, self.most, self.room,
                self.pairs, self.keys, self.written, counts,
            )  # fmt: skip
            if not needed:
                break
            self._grow(needed)
        found = _Written._make(values[:count].copy() for values in self.written)
        return Portion(found.left, found.right, found.rules, found.keys), counts.upto(done)

    def _grow(self, needed: int) -> None:
        """Make room for a work with so many pairs."""
        if needed > len(self.pairs):
            self.pairs, self.keys = np.empty((2, 2 * needed), dtype=np.int64)
        if needed > len(self.written.left):
            self.written = _written(needed)


def budgets(settings: BlockSettings) -> Ints:
    """(rules,) how many registrations each rule may bring to a work."""
    most = np.iinfo(np.int64).max // 2
    return np.array([most if rule in EXACT else settings.max_pairs for rule in RULES], dtype=np.int64)


def _letters(left: Side, right: Side) -> _Letters:
    return _Letters(left.signature, right.signature, left.name_starts, left.surnames, right.name_starts, right.surnames)


def _written(size: int) -> _Written:
    kinds = (np.int64, np.int64, np.uint8, np.uint8)
    return _Written._make(np.empty(size, dtype=kind) for kind in kinds)


def _nothing(works: NDArray[np.int64]) -> Counts:
    by_rule = (np.zeros((len(works), _RULES), dtype=np.uint32) for _ in range(3))
    return Counts(works, np.zeros(len(works), dtype=np.uint32), *by_rule)


@compiled
def _fill(
    lookup: Lookup, left: Side, letters: _Letters, terms: Terms, budgets: Ints, only_alike: bool, most: int,
    room: Room, pairs: Ints, keys: Ints, written: _Written, counts: Counts,
) -> tuple[int, int, int]:  # fmt: skip # pragma: no cover - compiled
    """Write the pairs of works until `most` are expected.

    Returns how many works are done and how many pairs are written; and, where that is too little for one work, for how
    many pairs it needs room.
    """
    expected, count = 0, 0
    for place in range(len(counts.works)):
        total = _gathered(lookup, left, terms, budgets, counts.works[place], room, pairs, counts.cut[place])
        if total > len(pairs) or (expected == 0 and total > len(written.left)):
            return place, count, total
        if expected and expected + total > most:
            return place, count, 0
        expected += total
        total = _merged(pairs, total, keys, place, counts)
        count = _write(letters, only_alike, pairs, keys, total, written, count, counts.works[place])
    return len(counts.works), count, 0


@compiled
def _gathered(
    lookup: Lookup, left: Side, terms: Terms, budgets: Ints, work: int, room: Room, pairs: Ints,
    cut: NDArray[np.uint32],
) -> int:  # fmt: skip # pragma: no cover - compiled
    """Write what all rules bring to a work as far as there is room, sorted; how much it is."""
    total = 0
    look_up(lookup, left, terms, work, room)
    for rule in range(_RULES):
        count = blocks_of(lookup, rule, left, work, room)
        count, kept, every = within_budget(lookup, room.blocks, count, budgets[rule])
        cut[rule] = max(every - kept, 0)
        if total + kept <= len(pairs):
            gather(lookup, room.blocks, count, rule, pairs, total)
        total += kept
    if total <= len(pairs):
        sort(pairs, total)
    return total


@compiled
def _merged(
    pairs: Ints, total: int, keys: NDArray[np.int64], place: int, counts: Counts
) -> int:  # pragma: no cover - compiled
    """Make one of what several keys brought and count it; how many there are then, with the keys of each."""
    at, end = 0, 0
    while at < total:
        pair, first = pairs[at], at
        while at < total and pairs[at] >> REGISTRATION == pair >> REGISTRATION:
            pair |= pairs[at]
            at += 1
        pairs[end], keys[end] = pair, at - first
        end += 1
        counts.pairs[place] += 1
        for rule in range(_RULES):
            if pair & (1 << rule):
                counts.found[place, rule] += 1
                counts.alone[place, rule] += pair & _ALL_RULES == 1 << rule
    return end


@compiled
def _write(
    letters: _Letters, only_alike: bool, pairs: Ints, keys: Ints, total: int, written: _Written, count: int, work: int
) -> int:  # pragma: no cover - compiled
    """Write the pairs of a work that are wanted; how many are written then."""
    left, right, left_starts, left_surnames, right_starts, right_surnames = letters
    for place in range(total):
        registration, rules = pairs[place] >> REGISTRATION, pairs[place] & _ALL_RULES
        evident = not only_alike or rules & _EXACT != 0 or keys[place] >= _SEVERAL
        if not evident and not are_alike(
            left, right, left_starts, left_surnames, right_starts, right_surnames, work, registration
        ):
            continue
        written.left[count], written.right[count] = work, registration
        written.rules[count], written.keys[count] = rules, min(keys[place], _MOST_KEYS)
        count += 1
    return count
