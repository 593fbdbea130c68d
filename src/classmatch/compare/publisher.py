"""Whether a publisher of the work is the registration's.

Catalogs name distributors, so that a difference says little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.pairs import any_equal

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = ("missing", "same", "different")


def levels(pairs: Pairs) -> Levels:
    left, right = pairs.sides.left.publishers, pairs.sides.right.publishers
    known = (left[pairs.left, 0] != 0) & (right[pairs.right, 0] != 0)
    return np.select([~known, any_equal(left, right, pairs, 0)], [0, 1], default=2).astype(np.int8)
