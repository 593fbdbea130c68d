"""Whether one side is a book about the other (a summary, a study guide) or part of a periodical."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.records import COMPANIONS

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = (
    "none",
    "same",
    "hint",  # one side is of a kind that its wording only hints at: an adaptation, a commentary, a contribution
    "one_side",  # one side is a companion book: a summary, study guide, manual, workbook or solutions
    "different",  # both are companion books, of different kinds
)
COMPANION_BOOKS = ("summary", "study_guide", "teacher_manual", "workbook", "solutions")
_CODES = tuple(COMPANIONS.index(kind) + 1 for kind in COMPANION_BOOKS)


def levels(pairs: Pairs) -> Levels:
    left, right = pairs.sides.left.companion[pairs.left], pairs.sides.right.companion[pairs.right]
    only = np.where(left == 0, right, left)
    conditions = [
        (left == 0) & (right == 0),
        left == right,
        (left != 0) & (right != 0),
        np.isin(only, _CODES),
    ]
    return np.select(conditions, [0, 1, 4, 3], default=2).astype(np.int8)
