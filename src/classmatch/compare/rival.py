"""Whether another registration of the work fits its title, names and numbers clearly better.

`Tests for X` may go with X until X itself is there. A rival that is ahead by its year alone does not count: a work may
be registered more than once, as it appeared. And a rival can only count against a pair: that others fit worse says
nothing for it, since the right registration may be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels

LEVELS = (
    "none",  # no other registration of the work has a greater weight, or none that is likely by itself
    "near",  # the best one is ahead by less than three bits
    "ahead",  # by less than six
    "far_ahead",
)
DATES = ("year",)  # comparisons that tell when a registration of a work appeared, and not which work it is of
_EDGES = np.array([0.7, 3.0, 6.0])  # bits; less than the first is a tie


def levels(works: NDArray[np.int64], weight: NDArray[np.float64], dates: NDArray[np.float64]) -> Levels:
    """(pairs,) the level of each pair, from the match weights of all pairs of each work.

    `dates` is what the comparisons in `DATES` add to each weight.
    """
    if not len(works):
        return np.zeros(0, dtype=np.int8)
    best, text = np.full((2, int(works.max()) + 1), -np.inf)
    np.maximum.at(best, works, weight)
    first = weight >= best[works]
    np.maximum.at(text, works[first], (weight - dates)[first])
    ahead = np.where((best[works] > 0) & ~first, text[works] - (weight - dates), 0.0)
    return np.searchsorted(_EDGES, ahead, side="right").astype(np.int8)
