"""Whether a publisher of the work is the registration's.

Catalogs name distributors, so that a difference says little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.compare.lists import agreement

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = ("missing", "same", "different")  # in the order of `lists.agreement`


def levels(pairs: Pairs) -> Levels:
    return agreement(pairs.sides.left.publishers, pairs.sides.right.publishers, pairs.left, pairs.right)
