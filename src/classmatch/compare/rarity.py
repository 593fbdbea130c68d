"""How much information the agreeing title and name carry, by what the names say.

Two records called `Poems` are no evidence without an author; two called `The Phantom Tollbooth` are. Titles and names
are looked at together, because they are not independent among the pairs that blocking brings. This is the part of the
match weight that is due to term frequency. What counts is the surplus: the bits that are shared, less the bits it takes
to single one registration out of all of them. With a surplus of zero, one registration in this register can be expected
to agree as well by chance; with ten, one in a thousand registers of that size. A generic title has the least surplus,
whatever its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare import author, title

if TYPE_CHECKING:
    from classmatch.compare.author import Authors
    from classmatch.compare.pairs import Levels, Pairs

EDGES = (-8, -4, 0, 4, 8, 14, 20, 28)  # bits of surplus between the classes
GROUPS = ("named", "unnamed", "opposed")  # the names agree, are missing on a side, or differ
LEVELS = ("none", *(f"{group}_{i}" for group in GROUPS for i in range(len(EDGES) + 1)))


def levels(pairs: Pairs, titles: Levels, authors: Authors) -> Levels:
    """`none` where the titles differ; else the group of the names with the class of the surplus."""
    group = np.select([authors.levels == 0, authors.levels < author.AGREE], [1, 2], default=0)
    bits = pairs.overlap.shared + np.where(group == 0, authors.bits, np.float32(0))
    surplus = bits - np.float32(np.log2(max(len(pairs.sides.right), 1)))
    generic = pairs.sides.left.generic[pairs.left] | pairs.sides.right.generic[pairs.right]
    size = np.where(generic, 0, np.searchsorted(np.array(EDGES, dtype=np.float32), surplus, side="right"))
    return np.where(titles >= title.AGREE, 1 + group * (len(EDGES) + 1) + size, 0).astype(np.int8)
