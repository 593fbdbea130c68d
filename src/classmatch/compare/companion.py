"""Whether one side is a book about the other (a summary, a study guide) or a contribution to a periodical."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = ("none", "same", "one_side", "different")


def levels(pairs: Pairs) -> Levels:
    left, right = pairs.sides.left.companion[pairs.left], pairs.sides.right.companion[pairs.right]
    conditions = [(left == 0) & (right == 0), left == right, (left == 0) | (right == 0)]
    return np.select(conditions, [0, 1, 2], default=3).astype(np.int8)
