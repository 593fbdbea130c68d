"""Whether two forms of a name can be of one person."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from classmatch.members.forms import TOKENS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.members.forms import Shapes


class Fit(IntEnum):
    """How the given names of a shorter form fit those of a fuller one, in order."""

    NOT = 0
    INSIDE = 1  # all of them, one in full, but the first one of the fuller form is left out: `H. Watkins Shaw`
    FIRST = 2  # all of them, beginning with the first


def fit(
    shapes: Shapes, shorter: NDArray[np.int64], fuller: NDArray[np.int64], *, nicknames: bool = False
) -> NDArray[np.int8]:
    """(pairs,) the `Fit` of forms `shorter[i]` and `fuller[i]`.

    A name fits the same name, and an initial every name that begins with it; with `nicknames`, Bob fits Robert too. The
    earliest name that fits is taken, which finds an order if there is one.
    """
    begins = _same(shapes, shorter, 0, fuller, 0, nicknames=nicknames)
    free = np.zeros(len(shorter), dtype=np.int64)  # the first name of the fuller form that nothing was found for yet
    fits = np.ones(len(shorter), dtype=np.bool_)
    spelled = np.ones(len(shorter), dtype=np.bool_) & (shapes.full[shorter, 0] == 0)
    for place in range(TOKENS):
        given = shapes.full[shorter, place] > 0
        found = np.full(len(shorter), TOKENS, dtype=np.int64)
        for other in reversed(range(place, TOKENS)):
            same = _same(shapes, shorter, place, fuller, other, nicknames=nicknames) & (other >= free)
            found = np.where(same, other, found)
        fits &= ~given | (found < TOKENS)
        spelled |= given & (found < TOKENS) & _spelled(shapes, shorter, place, fuller, np.minimum(found, TOKENS - 1))
        free = np.where(given, found + 1, free)
    level = np.where(begins, Fit.FIRST, np.where(spelled, Fit.INSIDE, Fit.NOT))
    return np.where(fits, level, Fit.NOT).astype(np.int8)


def _spelled(
    shapes: Shapes, left: NDArray[np.int64], i: int, right: NDArray[np.int64], j: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """(pairs,) whether name i of the one is name j of the other, written in full on both sides."""
    result: NDArray[np.bool_] = ~shapes.initial[left, i] & (shapes.full[left, i] == shapes.full[right, j])
    return result


def _same(
    shapes: Shapes, left: NDArray[np.int64], i: int, right: NDArray[np.int64], j: int, *, nicknames: bool
) -> NDArray[np.bool_]:
    """(pairs,) whether name i of the one and name j of the other can be one name."""
    there = (shapes.full[left, i] > 0) & (shapes.full[right, j] > 0)
    short = shapes.initial[left, i] | shapes.initial[right, j]
    words = shapes.called if nicknames else shapes.full
    same = words[left, i] == words[right, j]
    result: NDArray[np.bool_] = there & (same | (short & (shapes.letter[left, i] == shapes.letter[right, j])))
    return result


def marks_fit(one: NDArray[np.str_], other: NDArray[np.str_]) -> NDArray[np.bool_]:
    """(pairs,) whether the marks are the same, or one name has none where the other has Jr., Sr. or a number."""
    generation = np.array(["", "jr", "sr", "ii", "iii", "iv"])
    optional = ((one == "") | (other == "")) & np.isin(one, generation) & np.isin(other, generation)
    result: NDArray[np.bool_] = (one == other) | optional
    return result
