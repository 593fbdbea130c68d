"""Whether an ISBN or ASIN agrees.

Strong evidence, never proof: catalogs carry wrong ones with valid check digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = ("missing", "same", "different")  # in the order of `lists.agreement`


def levels(pairs: Pairs) -> Levels:
    return pairs.identifiers
