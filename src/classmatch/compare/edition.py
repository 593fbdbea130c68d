"""Whether both sides name the same edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = ("missing", "same", "one_side", "different")


def levels(pairs: Pairs) -> Levels:
    left, right = pairs.sides.left.edition[pairs.left], pairs.sides.right.edition[pairs.right]
    conditions = [(left == 0) & (right == 0), (left == 0) | (right == 0), left == right]
    return np.select(conditions, [0, 2, 1], default=3).astype(np.int8)
