"""How well the titles agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare import likeness
from classmatch.compare.wording import wording

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels, Pairs

LEVELS = (
    "missing",
    "different",
    "related",  # some informative words in common
    "similar",  # like letters, or most informative words in common
    "within",  # one main title stands whole in the other title
    "beginning",  # the same, and both begin alike: a subtitle may have been left out
    "spelling",  # the words that differ are spelled alike
    "mutual",  # each main title stands whole in the other title
    "alternate",  # an alternate title of one side is the main title of the other
    "sister",  # same main title, and subtitles with one word in place of another: sister volumes of one row
    "same_main_other_rest",  # same main title, but subtitles that differ in another way
    "same_main",
    "same",
)
AGREE = LEVELS.index("within")  # from this level on, one title may be called the other

_SIMILAR = 78  # Indel similarity of the main titles, of 100


def levels(pairs: Pairs) -> Levels:
    """The level of each pair. Words are looked at one by one only where no title is the same."""
    overlap = pairs.overlap
    rests = (overlap.left - overlap.left_main > 1) & (overlap.right - overlap.right_main > 1)
    conditions = [
        (overlap.left == 0) | (overlap.right == 0),
        pairs.same_full,
        pairs.same_main & ~rests,
        pairs.same_alternate & ~pairs.same_main,
    ]
    names = ("missing", "same", "same_main", "alternate")
    found = [np.int8(LEVELS.index(name)) for name in names]
    result = np.select(conditions, found, default=np.int8(-1))
    same_main = pairs.same_main
    rows = np.flatnonzero((result < 0) & same_main)
    result[rows] = _of_rests(pairs.take(rows))
    rows = np.flatnonzero((result < 0) & ~same_main)
    result[rows] = _worded(pairs, rows)
    return result


def _of_rests(pairs: Pairs) -> Levels:
    """The level of pairs of the same main title, of which both have a subtitle, and these are not the same."""
    words, overlap = wording(pairs, whole=True), pairs.overlap
    in_common = overlap.shared - np.minimum(overlap.left_main, overlap.right_main) > 1
    conditions = [~(words.left_apart & words.right_apart), words.spelling, in_common & words.one_replaced]
    found = [np.int8(LEVELS.index(name)) for name in ("same_main", "same_main", "sister")]
    return np.select(conditions, found, default=np.int8(LEVELS.index("same_main_other_rest")))


def _worded(every: Pairs, rows: NDArray[np.intp]) -> Levels:
    """The level of pairs whose titles are not the same. Letters are compared only where words do not say it."""
    pairs = every.take(rows)
    words, like = wording(pairs), every.overlap.likeness[rows]
    some = every.overlap.shared[rows] > 0
    conditions = [
        some & ~words.left_apart & ~words.right_apart,
        words.spelling,
        (some & ~(words.left_apart & words.right_apart) & words.same_start) | words.cut_short,
        some & ~(words.left_apart & words.right_apart),
        like >= np.float32(0.7),
        like >= np.float32(0.45),
    ]
    found = [
        np.int8(LEVELS.index(name)) for name in ("mutual", "spelling", "beginning", "within", "similar", "related")
    ]
    result = np.select(conditions, found, default=np.int8(LEVELS.index("different")))
    left = np.flatnonzero(result < LEVELS.index("similar"))
    texts = pairs.sides.left.main_text, pairs.sides.right.main_text
    similar = likeness.alike(*texts, pairs.left[left], pairs.right[left], _SIMILAR)
    result[left[similar]] = LEVELS.index("similar")
    return result
