"""Whether two titles may be the same by their letters: the cheapest look at a pair, for compiled loops over candidates.

The flag is asked for hundreds of millions of pairs, so that it is a function that other compiled code can call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.ragged import Starts

    Hashes = NDArray[np.uint64]
    Ids = NDArray[np.int32]

ALIKE = np.float32(0.72)  # share of letter pairs from which titles are compared whatever the names
ALIKE_NAMED = np.float32(0.45)  # the same where a surname agrees

_ODD, _TWOS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_FOURS, _BYTES = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
_ONE, _TWO, _FOUR, _TOP = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)


@compiled(inline="always")
def bits_set(word: np.uint64) -> np.uint64:  # pragma: no cover - compiled
    """How many bits of a word are set.

    Pairs, fours and bytes are counted side by side, and a product adds up the bytes (Warren, Hacker's Delight, 5-1);
    LLVM knows the idiom and makes the machine's own instruction of it.
    """
    word = word - ((word >> _ONE) & _ODD)
    word = (word & _TWOS) + ((word >> _TWO) & _TWOS)
    word = (word + (word >> _FOUR)) & _FOURS
    return (word * _BYTES) >> _TOP


@compiled(inline="always")
def letter_share(left: Hashes, right: Hashes, i: int, j: int) -> np.float32:  # pragma: no cover - compiled
    """Share of the smaller of two sets of letter pairs that is in the other, 0 to 1; 0 where a set is empty.

    `left` and `right` are (n, 2) signatures, `i` and `j` the two rows.
    """
    shared = bits_set(left[i, 0] & right[j, 0]) + bits_set(left[i, 1] & right[j, 1])
    here = bits_set(left[i, 0]) + bits_set(left[i, 1])
    there = bits_set(right[j, 0]) + bits_set(right[j, 1])
    smaller = max(min(here, there), _ONE)
    return np.float32(shared) / np.float32(smaller)


@compiled
def alike(
    left_signature: Hashes,
    right_signature: Hashes,
    left_name_starts: Starts,
    left_surnames: Ids,
    right_name_starts: Starts,
    right_surnames: Ids,
    left: int,
    right: int,
) -> bool:  # pragma: no cover - compiled
    """Whether two titles share most of their letter pairs, or fewer where the records have a surname in common.

    The arrays are `records.signature` (n, 2) and `records.surnames` of either side, `left` and `right` the two rows.
    """
    share = letter_share(left_signature, right_signature, left, right)
    if share >= ALIKE:
        return True
    if share < ALIKE_NAMED:
        return False
    # Written out: a call with the lists of both sides costs three times what it does.
    for place in range(left_name_starts[left], left_name_starts[left + 1]):
        name = left_surnames[place]
        if name < 0:
            continue
        for other in range(right_name_starts[right], right_name_starts[right + 1]):
            if right_surnames[other] == name:
                return True
    return False
