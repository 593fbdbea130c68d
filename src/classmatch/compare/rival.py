"""Whether another registration fits the work clearly better.

Of several registrations of one title by one author, the one whose year and statement agree with the catalog's edition
is more likely the right one. A rival can only count against a pair: that others fit worse says nothing for it, since
the right registration may be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels

LEVELS = (
    "none",  # no other registration of the work has a greater weight, or none that is likely by itself
    "near",  # another is ahead by less than two bits
    "ahead",  # by less than four
    "well_ahead",  # by less than six
    "far_ahead",  # by less than nine
    "out_of_reach",
)
_EDGES = np.array([1e-6, 2.0, 4.0, 6.0, 9.0])  # bits; less than the first is a tie


def levels(works: NDArray[np.int64], weight: NDArray[np.float64]) -> Levels:
    """(pairs,) the level of each pair, from the match weights of all pairs of each work."""
    if not len(works):
        return np.zeros(0, dtype=np.int8)
    best = np.full(int(works.max()) + 1, -np.inf)
    np.maximum.at(best, works, weight)
    ahead = np.where(best[works] > 0, best[works] - weight, 0.0)
    return np.searchsorted(_EDGES, ahead, side="right").astype(np.int8)
