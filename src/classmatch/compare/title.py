"""How well the titles agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Measures, Pairs

LEVELS = (
    "missing",
    "different",
    "related",  # some informative words in common
    "similar",
    "typing",  # nearly the same letters
    "within",  # one main title stands whole in the other title
    "mutual",  # each main title stands whole in the other title
    "alternate",  # an alternate title is the same
    "same_main_other_rest",  # same main title, but subtitles that differ
    "same_main",
    "same",
)

_TYPING = 88.0  # Indel similarity of the main titles, of 100
_SIMILAR = 78.0
_WHOLE = 0.98  # share of the information of a title: all of it, but for rounding


def _share(part: Measures, whole: Measures) -> Measures:
    share: Measures = (part / np.maximum(whole, np.float32(1e-3))).astype(np.float32)
    return share


def levels(pairs: Pairs) -> Levels:
    overlap = pairs.overlap
    left = _share(overlap.left_main_shared, overlap.left_main)
    right = _share(overlap.right_main_shared, overlap.right_main)
    like = overlap.likeness
    rests = (overlap.left - overlap.left_main > 1) & (overlap.right - overlap.right_main > 1)
    ratio = pairs.main_ratio
    conditions = [
        (overlap.left == 0) | (overlap.right == 0),
        pairs.same_full,
        pairs.same_main & rests & (like < 0.7),
        pairs.same_main,
        pairs.same_alternate,
        (left >= _WHOLE) & (right >= _WHOLE),
        ratio >= _TYPING,
        np.maximum(left, right) >= _WHOLE,
        (ratio >= _SIMILAR) | (like >= 0.7),
        like >= 0.45,
    ]
    names = (
        "missing", "same", "same_main_other_rest", "same_main", "alternate", "mutual", "typing", "within", "similar",
        "related",
    )  # fmt: skip
    found = [LEVELS.index(name) for name in names]
    return np.select(conditions, found, default=LEVELS.index("different")).astype(np.int8)
