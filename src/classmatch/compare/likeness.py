"""How alike two texts are: the Indel similarity, which is twice their longest common subsequence over both lengths.

RapidFuzz says it. Since most pairs are far from alike, and to hand a text over costs more than to compare it, a
compiled loop first rules out what cannot be: texts of too different lengths, and short ones that have too few letters
in common in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from classmatch.compare.alike import bits_set
from classmatch.compare.texts import texts_of
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.lists import Lists
    from classmatch.compare.ragged import Ragged

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]
    Letters = NDArray[np.uint8]
    Masks = NDArray[np.uint64]

BYTES = 256  # that a letter may be
_WORD = 64  # letters of the shorter text that are looked at side by side, as bits of a machine word
_ROUNDING = 1  # under a limit: RapidFuzz leaves out what is under, and a similarity at the limit may be a little less
_ONE, _ALL = np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)


def alike(left: Ragged, right: Ragged, left_rows: Rows, right_rows: Rows, least: int) -> Flags:
    """(pairs,) whether the texts of `left_rows` and `right_rows` have a similarity of `least` of 100 or more."""
    found: Flags = _may_be_alike(left.lists, right.lists, left_rows, right_rows, least)
    rows = np.flatnonzero(found)
    found[rows] = are_alike(texts_of(left, left_rows[rows]), texts_of(right, right_rows[rows]), least)
    return found


def are_alike(left: list[str], right: list[str], least: int) -> Flags:
    """(pairs,) whether the texts have a similarity of `least` of 100 or more."""
    if not left:
        return np.zeros(0, dtype=np.bool_)
    limit = least - _ROUNDING
    similarity = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=limit, workers=1, dtype=np.float32)
    alike: Flags = similarity >= least
    return alike


@compiled
def _may_be_alike(
    left: Lists, right: Lists, left_rows: Rows, right_rows: Rows, least: int
) -> Flags:  # pragma: no cover - compiled
    found = np.zeros(len(left_rows), dtype=np.bool_)
    masks = np.zeros(BYTES, dtype=np.uint64)
    for pair in range(len(left_rows)):
        i, j = left_rows[pair], right_rows[pair]
        here, there = left[1][left[0][i] : left[0][i + 1]], right[1][right[0][j] : right[0][j + 1]]
        found[pair] = may_be_alike(here, there, least, masks)
    return found


@compiled
def may_be_alike(one: Letters, other: Letters, least: int, masks: Masks) -> bool:  # pragma: no cover - compiled
    """False only if the similarity of two texts is under `least` of 100; `masks` are `BYTES` zeros, and stay so."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    needed = least * (len(one) + len(other))
    if 200 * len(shorter) < needed:
        return False
    return len(shorter) > _WORD or 200 * _common_letters(shorter, longer, masks) >= needed


@compiled
def _common_letters(shorter: Letters, longer: Letters, masks: Masks) -> int:  # pragma: no cover - compiled
    """Length of the longest common subsequence, all letters of the shorter text at a time.

    After Hyyrö, Bit-parallel LCS-length computation revisited (2004): a bit that is not set in `rows` is a letter of
    the shorter text where the length grows by one.
    """
    for place in range(len(shorter)):
        masks[shorter[place]] |= _ONE << np.uint64(place)
    rows = _ALL
    for letter in longer:
        matches = rows & masks[letter]
        rows = (rows + matches) | (rows - matches)
    for letter in shorter:
        masks[letter] = 0
    beyond = np.uint64(0) if len(shorter) == _WORD else _ALL << np.uint64(len(shorter))
    return np.int64(bits_set(~(rows | beyond)))  # type: ignore[return-value]
