"""Candidate pairs from the keys of all rules, within a budget, in portions that fit in memory.

The registrations of a rule are sorted by key, so that a block is a run of them. A key of a work then stands for a run
(`start`, `count`), and the pairs of any portion of works can be written out by arithmetic alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.block.keys import Keys
from classmatch.block.rules import EXACT, RULES
from classmatch.hashing import mix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from classmatch.compare.encode import Sides
    from classmatch.compare.records import Records
    from classmatch.config import BlockSettings

# How a pair is packed into 64 bits: 24 for the work (counted from the first of its portion), 32 for the registration,
# and one a rule.
_WORK = np.uint64(40)
_REGISTRATION = np.uint64(8)
_RULES = np.uint64(0xFF)
_RIGHT = np.uint64(0xFFFFFFFF)
_MOST_WORKS = 1 << 24


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
    """Pairs to compare: indexes into works and registrations, and a bit set of the rules that brought each together."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    rules: NDArray[np.uint8]

    def exact(self) -> NDArray[np.bool_]:
        """(pairs,) whether a title or an identifier is the same, which is how the rule found them."""
        bits = sum(1 << place for place, name in enumerate(RULES) if name in EXACT)
        found: NDArray[np.bool_] = (self.rules & np.uint8(bits)) != 0
        return found


@dataclass(frozen=True)
class Plan:
    """All runs of all rules, and what was cut off: `oversize` has a row a rule."""

    runs: list[Runs]
    works: int
    oversize: pl.DataFrame


def _join(left: Keys, right: Keys) -> tuple[pl.DataFrame, NDArray[np.uint32]]:
    """Rows `left, start, count, key` of the keys that both sides have, and the registrations sorted by key."""
    members = pl.DataFrame({"key": right.key, "row": right.row}).sort("key", "row")
    blocks = members.select("key").with_row_index("start").group_by("key").agg(pl.col("start").min(), count=pl.len())
    works = pl.DataFrame({"key": left.key, "left": left.row})
    return works.join(blocks, on="key"), members["row"].to_numpy()


def _narrowed(keys: Keys, oversize: pl.Series, records: Records) -> Keys:
    """Keys of oversize blocks with each surname of their record added, so that a large block falls into small ones."""
    inside = (
        pl.Series(keys.key).is_in(oversize.implode()).to_numpy()
        if len(oversize)
        else np.zeros(len(keys.key), dtype=np.bool_)
    )
    key, row = keys.key[inside], keys.row[inside]
    surnames = records.surnames[row]
    mixed = mix(key[:, None], surnames.astype(np.uint64))
    where = surnames >= 0
    return Keys(mixed[where], np.broadcast_to(row[:, None], where.shape)[where])


def _runs(
    rule: str, sides: Sides, left: Keys, right: Keys, settings: BlockSettings
) -> tuple[list[Runs], dict[str, object]]:
    joined, members = _join(left, right)
    large = joined.filter(pl.col("count") > settings.max_block)
    oversize = large["key"].unique()
    small = joined.filter(pl.col("count") <= settings.max_block)
    narrow, narrow_members = _join(_narrowed(left, oversize, sides.left), _narrowed(right, oversize, sides.right))
    kept = narrow.filter(pl.col("count") <= settings.max_block)
    note = {
        "rule": rule,
        "blocks_split": len(oversize),
        "largest_block": joined.select(pl.col("count").max().fill_null(0)).item(),
        "pairs_cut": int(large["count"].sum()) - int(kept["count"].sum()),
    }
    return [_as_runs(rule, small, members), _as_runs(rule, kept, narrow_members)], note


def _as_runs(rule: str, joined: pl.DataFrame, members: NDArray[np.uint32]) -> Runs:
    rows = joined.sort("left", "start")
    return Runs(
        rule,
        rows["left"].to_numpy(),
        rows["start"].cast(pl.Int64).to_numpy(),
        rows["count"].cast(pl.Int64).to_numpy(),
        members,
    )


def plan(sides: Sides, settings: BlockSettings) -> Plan:
    """Find the blocks of every rule, and split those that are larger than `settings.max_block` registrations."""
    runs: list[Runs] = []
    notes: list[dict[str, object]] = []
    for name, rule in RULES.items():
        left, right = rule(sides.left, sides.words, settings), rule(sides.right, sides.words, settings)
        found, note = _runs(name, sides, left, right, settings)
        runs += found
        notes.append(note)
    return Plan(runs, len(sides.left), pl.DataFrame(notes))


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
    pair = pair[starts]
    left = (pair >> (_WORK - _REGISTRATION)).astype(np.int64) + first
    return Portion(left, (pair & _RIGHT).astype(np.int64), rules.astype(np.uint8))


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
