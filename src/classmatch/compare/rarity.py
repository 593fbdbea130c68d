"""How much information the agreeing title carries, by what the names say.

Two records called `Poems` are no evidence without an author; two called `The Phantom Tollbooth` are. This is the
term-frequency
part of the match weight, and the only place where title and names are looked at together, because they are not
independent
among the pairs that blocking brings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare import author, title

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

BITS = (8, 14, 20, 28)  # edges between the classes of shared information
GROUPS = ("named", "unnamed", "opposed")  # the names agree, are missing on a side, or differ
LEVELS = ("none", *(f"{group}_{i}" for group in GROUPS for i in range(len(BITS) + 1)))


def levels(pairs: Pairs, titles: Levels, authors: Levels) -> Levels:
    """`none` where the titles differ; else the group of the names with the class of the information shared."""
    agree = titles >= title.LEVELS.index("typing")
    size = np.searchsorted(np.array(BITS, dtype=np.float32), pairs.overlap.shared, side="right")
    group = np.select([authors == 0, authors <= author.LEVELS.index("other_given")], [1, 2], default=0)
    return np.where(agree, 1 + group * (len(BITS) + 1) + size, 0).astype(np.int8)
