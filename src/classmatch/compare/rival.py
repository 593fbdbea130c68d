"""Whether another registration of the work fits its title, names and numbers clearly better.

`Tests for X` may go with X until X itself is there. A rival that is ahead by its year alone does not count: a work may
be registered more than once, as it appeared. And a rival can only count against a pair: that others fit worse says
nothing for it, since the right registration may be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.ragged import fixed
from classmatch.compiling import compiled

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
_EDGES = (0.7, 3.0, 6.0)  # bits; less than the first is a tie


def levels(works: NDArray[np.int64], weight: NDArray[np.float64], dates: NDArray[np.float64]) -> Levels:
    """(pairs,) the level of each pair, from the match weights of all pairs of each work.

    `dates` is what the comparisons in `DATES` add to each weight.
    """
    if not len(works):
        return np.zeros(0, dtype=np.int8)
    found: Levels = _levels(fixed(works - works.min()), fixed(weight), fixed(dates))
    return found


@compiled
def _levels(
    works: NDArray[np.int64], weight: NDArray[np.float64], dates: NDArray[np.float64]
) -> NDArray[np.int8]:  # pragma: no cover - compiled
    best, text = np.full(works.max() + 1, -np.inf), np.full(works.max() + 1, -np.inf)
    for pair, work in enumerate(works):
        best[work] = max(best[work], weight[pair])
    for pair, work in enumerate(works):
        if weight[pair] >= best[work]:
            text[work] = max(text[work], weight[pair] - dates[pair])
    found = np.zeros(len(works), dtype=np.int8)
    for pair, work in enumerate(works):
        if best[work] > 0 and weight[pair] < best[work]:
            ahead = text[work] - (weight[pair] - dates[pair])
            for edge in _EDGES:
                found[pair] += ahead >= edge
    return found
