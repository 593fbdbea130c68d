"""Whether one side is a book about the other (a summary, a study guide) or part of a periodical."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare import title
from classmatch.compare.records import COMPANIONS

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = (
    "none",
    "same",
    "hint",  # one side is of a kind that its wording only hints at: an adaptation, a commentary, an index
    "contribution",  # one side is a contribution to a periodical, as a serialised novel is
    "accessory",  # one side says that it goes with, or is more of, the book that the rest of its title names
    "omnibus",  # one side is several books in one, or a collection named after one of its parts
    "one_side",  # one side is a companion book: a summary, study guide, manual, workbook or solutions
    "different",  # both are of such a kind, but not of the same
)
COMPANION_BOOKS = ("summary", "study_guide", "teacher_manual", "workbook", "solutions")
_EQUAL = tuple(title.LEVELS.index(level) for level in ("same", "alternate"))
_CODES = tuple(COMPANIONS.index(kind) + 1 for kind in COMPANION_BOOKS)
_CONTRIBUTION, _OMNIBUS = (COMPANIONS.index(kind) + 1 for kind in ("contribution", "omnibus"))


def levels(pairs: Pairs, titles: Levels) -> Levels:
    """The level of each pair; `titles` are the levels of their titles."""
    left, right = pairs.sides.left.companion[pairs.left], pairs.sides.right.companion[pairs.right]
    only = np.where(left == 0, right, left)
    worded = pairs.sides.left.accessory[pairs.left] ^ pairs.sides.right.accessory[pairs.right]
    accessory = worded & ~np.isin(titles, _EQUAL)  # an alternate title may be the same without these words
    conditions = [
        (left == 0) & (right == 0) & accessory,
        (left == 0) & (right == 0),
        left == right,
        (left != 0) & (right != 0),
        np.isin(only, _CODES),
        only == _CONTRIBUTION,
        only == _OMNIBUS,
    ]
    found = [
        LEVELS.index(name) for name in ("accessory", "none", "same", "different", "one_side", "contribution", "omnibus")
    ]
    return np.select(conditions, found, default=LEVELS.index("hint")).astype(np.int8)
