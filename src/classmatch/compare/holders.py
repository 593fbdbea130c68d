"""How many authors have a book of this title, where the titles are the same.

A title that one author alone has among the registrations says who wrote the book even where a side names nobody;
`Collected Poems`, which hundreds have, does not. This counts whole titles, as `rarity` counts their words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare import author

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = (
    "none",  # the titles are not the same
    "unknown",  # no registration of this title names an author; the pair's names do not agree
    "sole",  # names do not agree, or are missing; one author has the title
    "two",
    "few",  # three to five
    "many",
    "own_sole",  # the names agree; nobody else has the title
    "own_two",
    "own_few",
    "own_many",
)
_EDGES = (1, 2, 3, 6)  # authors from which the next level counts


def levels(pairs: Pairs, authors: Levels) -> Levels:
    """The level of each pair; `authors` are the levels of their names."""
    held = pairs.sides.holders[pairs.right]
    size = np.searchsorted(np.array(_EDGES), held, side="right")
    own = (authors >= author.AGREE) & (size > 0)
    level = 1 + size + np.where(own, len(_EDGES), 0)
    return np.where(pairs.same_main | pairs.same_full, level, 0).astype(np.int8)
