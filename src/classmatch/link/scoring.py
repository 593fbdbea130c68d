"""The candidate pairs of some works, compared and weighed: what is kept of them, and what is counted on the way.

What is found for a work depends on that work, the register and the weights alone, and not on the works beside it. So
works may be cut into slices of any size, and what was found for a work stands as long as the work stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.block.pairs import portions
from classmatch.block.rules import RULES
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import COMPARISONS, LEVELS, compare
from classmatch.score.expect import places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from polars._typing import PolarsDataType

    from classmatch.block.pairs import Counts
    from classmatch.compare.encode import Sides
    from classmatch.compare.pairs import Levels
    from classmatch.config import BlockSettings
    from classmatch.learn.known import Known
    from classmatch.link.register import Register
    from classmatch.score import Weights

RUNNER_UP = 0.01  # confidence from which a pair is kept as a possible runner-up, whatever the review threshold
_SAME = LEVELS["identifier"].index("same")
COUNTED = ("found", "alone", "cut")  # of each rule: pairs, pairs that no other rule found, pairs over the budget

PAIRS: Mapping[str, PolarsDataType] = {
    "left": pl.Int64,  # row of the work in its slice
    "right": pl.Int64,  # row of the registration
    **dict.fromkeys(COMPARISONS, pl.UInt8),  # index into `LEVELS`
    "match_weight": pl.Float64,
}
COUNTS: Mapping[str, PolarsDataType] = {
    "pairs": pl.UInt32,
    "compared": pl.UInt32,
    **{f"{count}_{rule}": pl.UInt32 for count in COUNTED for rule in RULES},
}
WEIGHED: Mapping[str, PolarsDataType] = {
    "left": pl.Int64,
    "place": pl.Int16,  # of the match weight in a `score.expect.Tally`
}


@dataclass(frozen=True)
class Scored:
    """What was found for the works of a slice.

    `pairs` has `PAIRS`, those that could matter for a decision or a runner-up. `counts` has a row a work of the slice,
    `COUNTS`. `weighed` has `WEIGHED`, a row a compared pair of which no person has spoken.
    """

    pairs: pl.DataFrame
    counts: pl.DataFrame
    weighed: pl.DataFrame


def score(
    sides: Sides, register: Register, settings: BlockSettings, weights: Weights, known: Known, floor: float
) -> Scored:
    """Compare the candidate pairs of the works of `sides`, and keep those of a confidence of `floor` or more.

    `known` is what a person said of pairs, by the rows of these works; such pairs are kept whatever their confidence.
    """
    kept, weighed, before = [_nothing()], [_no_weights()], 0
    counts = {name: np.zeros(len(sides.left), dtype=np.uint32) for name in COUNTS}
    for portion, counted in portions(sides, register.index, settings, alike=True):
        every = Pairs(sides, portion.left, portion.right)
        pairs = every.take(~known.has(every))
        after = int(counted.works[-1]) + 1
        part, places, compared = _weighed(pairs, known.between(sides, before, after), weights, floor)
        kept.append(part)
        weighed.append(places)
        _count(counts, counted, compared)
        before = after
    part, places, compared = _weighed(_no_pairs(sides), known.between(sides, before), weights, floor)
    np.add.at(counts["compared"], compared, 1)
    return Scored(pl.concat([*kept, part]), pl.DataFrame(counts, schema=COUNTS), pl.concat([*weighed, places]))


def _no_pairs(sides: Sides) -> Pairs:
    return Pairs(sides, *np.zeros((2, 0), dtype=np.int64))


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema=PAIRS)


def _no_weights() -> pl.DataFrame:
    return pl.DataFrame(schema=WEIGHED)


def _weighed(
    found: Pairs, said: Pairs, weights: Weights, floor: float
) -> tuple[pl.DataFrame, pl.DataFrame, NDArray[np.int64]]:
    """Compare all pairs of some works: what is kept, the weights of all, and the work of each compared pair."""
    pairs = found.and_also(said)
    levels, weight = weights.weigh(pairs.left, compare(pairs))
    unsaid = np.arange(len(pairs)) < len(found)
    keep = (weights.confidence(weight) >= floor) | (levels["identifier"] == _SAME) | ~unsaid
    places = pl.DataFrame({"left": pairs.left[unsaid], "place": places_of(weight[unsaid])}, schema=WEIGHED)
    return _table(pairs.take(keep), levels, weight, keep), places, pairs.left


def _table(
    pairs: Pairs, levels: Mapping[str, Levels], weight: NDArray[np.float64], keep: NDArray[np.bool_]
) -> pl.DataFrame:
    codes = {name: levels[name][keep].astype(np.uint8) for name in COMPARISONS}
    table = pl.DataFrame(
        {"left": pairs.left, "right": pairs.right, **codes, "match_weight": weight[keep]}, schema=PAIRS
    )
    return table.sort("left", "right")


def _count(counts: dict[str, NDArray[np.uint32]], counted: Counts, compared: NDArray[np.int64]) -> None:
    """Put the counts of the works of a portion where these works are."""
    counts["pairs"][counted.works] = counted.pairs
    for name in COUNTED:
        for place, rule in enumerate(RULES):
            counts[f"{name}_{rule}"][counted.works] = getattr(counted, name)[:, place]
    np.add.at(counts["compared"], compared, 1)
