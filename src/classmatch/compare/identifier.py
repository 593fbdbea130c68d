"""Whether an ISBN or ASIN agrees.

Strong evidence, never proof: catalogs carry wrong ones with valid check digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = ("missing", "same", "different")


def levels(pairs: Pairs) -> Levels:
    known = (pairs.sides.left.identifiers[pairs.left, 0] != 0) & (pairs.sides.right.identifiers[pairs.right, 0] != 0)
    return np.select([~known, pairs.same_identifier], [0, 1], default=2).astype(np.int8)
