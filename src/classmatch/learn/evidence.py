"""Candidate pairs of which the truth is known: what calibrations are fitted on, and weights trained on.

A user's labels say it, or identifiers do. Only candidate pairs count, as blocking brings them: these are the pairs that
a confidence is given to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.block.pairs import portions
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import LEVELS, compare
from classmatch.decide.reasons import companion_book, identifier_contradicted, numbers_conflict, volume_of_set
from classmatch.hashing import mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.block.index import Index
    from classmatch.compare.encode import Sides
    from classmatch.compare.pairs import Levels
    from classmatch.config import BlockSettings
    from classmatch.learn.known import Known
    from classmatch.score.weights import Weights

_SAME, _DIFFERENT = (LEVELS["identifier"].index(level) for level in ("same", "different"))
MOST_UNKNOWN = 50_000  # works whose candidate pairs training without labels looks at
MOST_WORKS = 5_000  # with a verified registration that are looked at: more would change no decimal that matters


@dataclass(frozen=True)
class Evidence:
    """All candidate pairs of some works: place of the work, levels without `rival`, truth, and how much each counts.

    `label` is 1 for right, 0 for wrong, and -1 for what nobody knows; the latter stay, because they may be rivals.
    """

    work: NDArray[np.int64]
    levels: dict[str, Levels]
    label: NDArray[np.int8]
    count: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.work)

    @property
    def right(self) -> int:
        return int((self.label == 1).sum())

    @property
    def wrong(self) -> int:
        return int((self.label == 0).sum())

    @property
    def known(self) -> NDArray[np.bool_]:
        """(pairs,) whether the truth of a pair is known."""
        return self.label >= 0

    def take(self, rows: NDArray[np.bool_]) -> Evidence:
        """Some of the pairs."""
        levels = {name: values[rows] for name, values in self.levels.items()}
        return Evidence(self.work[rows], levels, self.label[rows], self.count[rows])

    def weight(self, weights: Weights, *, without: tuple[str, ...] = ()) -> NDArray[np.float64]:
        """(pairs,) match weights, without what these comparisons add."""
        levels = {name: values for name, values in self.levels.items() if name not in without}
        return weights.weigh(self.work, levels)[1]


def candidates_of(sides: Sides, register: Index, settings: BlockSettings) -> Pairs:
    """The pairs of the works of `sides` that a run compares."""
    parts = [Pairs(sides, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for portion, _ in portions(sides, register, settings, alike=True):
        parts.append(Pairs(sides, portion.left, portion.right))
    left, right = (np.concatenate([getattr(part, side) for part in parts]) for side in ("left", "right"))
    return Pairs(sides, left, right)


def labelled(known: Known, sides: Sides, register: Index, settings: BlockSettings) -> Evidence:
    """The candidate pairs that the labels speak of, as `Known.verdicts` has it; `sides` has the works of `known`."""
    pairs = candidates_of(sides, register, settings)
    label = known.verdicts(pairs.left, pairs.right)
    return Evidence(pairs.left, compare(pairs), label, np.ones(len(pairs)))


def unlabelled(sides: Sides, register: Index, settings: BlockSettings) -> Evidence:
    """The candidate pairs of the works of `sides`, of which nobody knows the truth."""
    pairs = candidates_of(sides, register, settings)
    return Evidence(pairs.left, compare(pairs), np.full(len(pairs), -1, dtype=np.int8), np.ones(len(pairs)))


def verified(sides: Sides, register: Index, settings: BlockSettings) -> Evidence:
    """The candidate pairs whose identifiers say whether they are right; `sides` has works of `identified`.

    Right are those with an ISBN or ASIN in common, but for pairs that a veto doubts: companions and volumes carry the
    identifier of their book or set. Wrong are, of the same works, those whose registration has other identifiers only,
    but for what has the main title and the surname of a right one: most likely another edition. Each of these works has
    a right registration, which most works of a catalog have not. So wrong pairs count twice, as if each work stood
    there once more without its registrations: else the calibration would learn that someone must match.
    """
    pairs = candidates_of(sides, register, settings)
    levels = compare(pairs)
    same, other = levels["identifier"] == _SAME, levels["identifier"] == _DIFFERENT
    text = mix(sides.right.main[pairs.right], _first_surnames(sides)[pairs.right].astype(np.uint64))
    here = mix(pairs.left.astype(np.uint64), text)
    wrong = other & np.isin(pairs.left, pairs.left[same]) & ~np.isin(here, here[same])
    right = same & ~_doubted(levels)
    label = np.select([right, wrong], [1, 0], default=-1).astype(np.int8)
    return Evidence(pairs.left, levels, label, np.where(wrong, 2.0, 1.0))


def _first_surnames(sides: Sides) -> NDArray[np.int32]:
    """(registrations,) the surname of the first name, -1 where there is none."""
    surnames = sides.right.surnames
    first = np.append(surnames.values, np.int32(-1))[surnames.starts[:-1]]
    return np.where(surnames.counts > 0, first, -1).astype(np.int32)


def identified(works: pl.LazyFrame, registrations: pl.LazyFrame) -> NDArray[np.int64]:
    """Rows of works that share an ISBN or ASIN with a registration, a bounded number from all over the catalog."""
    identifier = pl.concat_list("isbns", "asins")
    known = registrations.select(id=identifier.explode(empty_as_null=False, keep_nulls=False)).unique()
    listed = works.select(id=identifier).with_row_index("row").filter(pl.col("id").list.len() > 0).explode("id")
    rows = listed.join(known, on="id", how="semi").select(pl.col("row").unique().sort()).collect()
    return spread(rows["row"].to_numpy().astype(np.int64), MOST_WORKS)


def spread(works: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """At most so many of the works, at even distances."""
    chosen = np.linspace(0, len(works), most, endpoint=False).astype(np.int64)
    return works if len(works) <= most else works[chosen]


def _doubted(levels: dict[str, Levels]) -> NDArray[np.bool_]:
    """(pairs,) where an identifier in common proves nothing."""
    frame = pl.DataFrame({
        f"level_{name}": pl.Series(LEVELS[name], dtype=pl.String).gather(codes.astype(np.int64))
        for name, codes in levels.items()
    })  # fmt: skip
    doubts = (identifier_contradicted(), companion_book(), numbers_conflict(), volume_of_set())
    return frame.select(doubted=pl.any_horizontal(doubts))["doubted"].to_numpy()
