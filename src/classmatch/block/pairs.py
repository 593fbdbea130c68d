"""Candidate pairs from the blocks of all rules, within a budget, in portions that fit in memory."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.block.blocks import SPLITS, Blocks, join, within
from classmatch.block.rules import EXACT, RULES, SPLIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from classmatch.block.keys import Keys
    from classmatch.compare.encode import Sides
    from classmatch.config import BlockSettings

# How a pair is packed into 64 bits: 24 for the work (counted from the first of its portion), 32 for the registration,
# and one a rule.
_WORK = np.uint64(40)
_REGISTRATION = np.uint64(8)
_RULES = np.uint64(0xFF)
_RIGHT = np.uint64(0xFFFFFFFF)
_MOST_WORKS = 1 << 24
_MOST_KEYS = 255
_SEVERAL = 3
_WORD = 64
LARGEST = 5  # blocks of each rule that are told of


@dataclass(frozen=True)
class Runs:
    """What one rule pairs: work `left[i]` with the registrations `members[start[i] : start[i] + count[i]]`."""

    rule: str
    left: NDArray[np.uint32]
    start: NDArray[np.int64]
    count: NDArray[np.int64]
    members: NDArray[np.uint32]


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
        found: NDArray[np.bool_] = (self.rules >> np.uint8(list(RULES).index(rule))) & np.uint8(1) == 1
        return found

    def single(self) -> NDArray[np.bool_]:
        """(pairs,) whether one rule alone brought the pair together."""
        alone: NDArray[np.bool_] = np.bitwise_count(self.rules) == 1
        return alone

    def evident(self) -> NDArray[np.bool_]:
        """(pairs,) whether the keys alone say that the two are alike: one of a whole value, or several of parts of it.

        A title or an identifier is the same; or `_SEVERAL` keys are, as two rare words and a name make them.
        """
        bits = sum(1 << place for place, name in enumerate(RULES) if name in EXACT)
        found: NDArray[np.bool_] = ((self.rules & np.uint8(bits)) != 0) | (self.keys >= _SEVERAL)
        return found


@dataclass(frozen=True)
class Plan:
    """All runs of all rules, and what was cut off: `oversize` has a row a rule.

    `largest` has the largest blocks of each rule as the keys made them, before any was split: `rule, key, works,
    registrations, pairs`, and the indexes of a work and a registration in it, `left, right`.
    """

    runs: list[Runs]
    works: int
    oversize: pl.DataFrame
    largest: pl.DataFrame


def plan(sides: Sides, settings: BlockSettings) -> Plan:
    """Find the blocks of every rule, split those that are too large, and keep the smallest of each work.

    A block of more than `settings.max_block` registrations is split. Of the blocks that a rule finds for a work, the
    smallest come first, as those that say most, until they have `settings.max_pairs` registrations together; rules of
    a whole value in common are not cut so.
    """
    found = [_runs(name, *rule(sides, settings), sides, settings) for name, rule in RULES.items()]
    runs, notes, largest = zip(*found, strict=True)
    return Plan(list(runs), len(sides.left), pl.DataFrame(notes), pl.concat(largest))


def _runs(
    rule: str, left: Keys, right: Keys, sides: Sides, settings: BlockSettings
) -> tuple[Runs, dict[str, object], pl.DataFrame]:
    blocks = join(left, right, len(sides.left), len(sides.right))
    by = SPLITS if rule in SPLIT else ()
    budget = np.iinfo(np.int64).max if rule in EXACT else settings.max_pairs
    kept = _smallest(_one(list(within(blocks, left, right, sides, settings.max_block, by))), len(sides.left), budget)
    sizes = _sizes(blocks)
    note = {
        "rule": rule,
        "blocks_split": sizes.filter(pl.col("registrations") > settings.max_block).height,
        "largest_block": sizes.select(pl.col("registrations").max().fill_null(0)).item(),
        "pairs_cut": max(int(blocks.count.sum()) - int(kept.count.sum()), 0),
    }
    largest = sizes.top_k(LARGEST, by=["pairs", "key"]).sort("pairs", "key", descending=True)
    runs = Runs(rule, kept.left, kept.start, kept.count, kept.members)
    return runs, note, largest.select(pl.lit(rule).alias("rule"), pl.all())


def _sizes(blocks: Blocks) -> pl.DataFrame:
    """A row a block: `key, works, registrations, pairs`, and `left, right`, a work and a registration in it."""
    starts = np.flatnonzero(np.diff(blocks.key, prepend=~blocks.key[:1]))
    frame = pl.DataFrame(
        {
            "key": blocks.key[starts],
            "works": np.diff(starts, append=len(blocks.key)),
            "registrations": blocks.count[starts],
            "left": blocks.left[starts].astype(np.int64),
            "right": blocks.members[blocks.start[starts]].astype(np.int64),
        }
    )
    pairs = (pl.col("works") * pl.col("registrations")).alias("pairs")
    return frame.select("key", "works", "registrations", pairs, "left", "right")


def _one(parts: list[Blocks]) -> Blocks:
    """All parts as one, with their members behind each other."""
    shift = np.cumsum([0, *(len(part.members) for part in parts)])
    return Blocks(
        np.concatenate([part.key for part in parts]),
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.start + by for part, by in zip(parts, shift[:-1], strict=True)]),
        np.concatenate([part.count for part in parts]),
        np.concatenate([part.members for part in parts]),
    )


def _smallest(blocks: Blocks, works: int, budget: int) -> Blocks:
    """The blocks ordered by work; of each work the smallest that have at most `budget` registrations together."""
    ordered = blocks.take(_by_work_and_size(blocks))
    total = np.cumsum(ordered.count)
    first = np.searchsorted(ordered.left, np.arange(works))  # where the blocks of each work begin
    before = np.append(np.int64(0), total)[first][ordered.left]
    return ordered.take(total - before <= budget)


def _by_work_and_size(blocks: Blocks) -> NDArray[np.intp]:
    """The places of the blocks by work, the smallest first, equal ones as they stand, which is by key."""
    sizes, places = int(blocks.count.max(initial=0)).bit_length(), len(blocks.left).bit_length()
    if int(blocks.left.max(initial=0)).bit_length() + sizes + places > _WORD:
        return np.lexsort((blocks.count, blocks.left))
    packed = (blocks.left.astype(np.uint64) << np.uint64(sizes)) | blocks.count.astype(np.uint64)
    packed = (packed << np.uint64(places)) | np.arange(len(blocks.left), dtype=np.uint64)
    packed.sort()  # numbers sort ten times as fast as places by what stands there
    return (packed & np.uint64((1 << places) - 1)).astype(np.intp)


def _expand(runs: Runs, first: int, last: int, rule: int) -> NDArray[np.uint64]:
    """The pairs of works `first` to `last` (excluded), as numbers: work counted from `first`, registration and rule."""
    low, high = np.searchsorted(runs.left, [first, last])
    left, start, count = runs.left[low:high], runs.start[low:high], runs.count[low:high]
    offsets = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    right = runs.members[np.repeat(start, count) + offsets].astype(np.uint64)
    work = np.repeat((left - np.uint32(first)).astype(np.uint64), count)
    packed: NDArray[np.uint64] = (work << _WORK) | (right << _REGISTRATION) | np.uint64(1 << rule)
    return packed


def _portion(plan: Plan, first: int, last: int) -> Portion:
    """Sorting the packed numbers brings equal pairs together, whichever rules found them."""
    place = {name: i for i, name in enumerate(RULES)}
    packed = np.concatenate([_expand(runs, first, last, place[runs.rule]) for runs in plan.runs])
    packed.sort()
    pair = packed >> _REGISTRATION
    starts = np.flatnonzero(np.diff(pair, prepend=np.uint64(2**64 - 1)))
    rules = np.bitwise_or.reduceat(packed, starts) & _RULES if len(starts) else packed
    keys = np.minimum(np.diff(starts, append=len(pair)), _MOST_KEYS).astype(np.uint8)
    pair = pair[starts]
    left = (pair >> (_WORK - _REGISTRATION)).astype(np.int64) + first
    return Portion(left, (pair & _RIGHT).astype(np.int64), rules.astype(np.uint8), keys)


def portions(plan: Plan, settings: BlockSettings) -> Iterator[Portion]:
    """All candidate pairs, each once, ordered by work and registration, about `settings.chunk_pairs` at a time.

    The pairs of one work are never in two portions; a portion is never empty.
    """
    expected = np.zeros(plan.works, dtype=np.int64)
    for runs in plan.runs:
        expected += np.bincount(runs.left, weights=runs.count, minlength=plan.works).astype(np.int64)
    part = np.cumsum(expected) // settings.chunk_pairs + np.arange(plan.works) // _MOST_WORKS
    edges = [*np.flatnonzero(np.diff(part, prepend=-1)), plan.works]
    for first, last in pairwise(edges):
        portion = _portion(plan, int(first), int(last))
        if len(portion.left):
            yield portion
