"""What two main titles have apart from each other: the words of one that the other lacks.

Three kinds of words do not count: those that so many titles have that they say nothing, the names of the authors
(`Collected Poems of Ina Marl` is called `Collected Poems` elsewhere), and numbers, which are compared by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Flags, Measures, Pairs
    from classmatch.compare.records import Records

_SMALL = 5.0  # bits: a word that one title in 32 has
_LONG = 20  # bytes of a title that may be the beginning of one cut short
_SPELLED = {"kh": "h", "y": "i"}  # ways of writing one letter of another script
_MOST_WORDS = 4  # apart on a side, of which the spelling is compared


@dataclass(frozen=True)
class Wording:
    """(pairs,) each."""

    left_apart: Flags  # whether the left main title has words that the right title lacks
    right_apart: Flags
    spelling: Measures  # likeness of the words apart, 0 to 100; 0 where a side has none, or many
    same_start: Flags  # whether the main titles begin with the same word
    one_replaced: Flags  # whether each side has exactly one such word
    cut_short: Flags  # whether one main title is the long beginning of the other, cut anywhere


def wording(pairs: Pairs, *, whole: bool = False) -> Wording:
    """How the wording of main titles that are not equal differs, or with `whole` that of full titles.

    Looks at every word of every pair.
    """
    works, registrations = pairs.sides.left, pairs.sides.right
    overlap = pairs.overlap
    named = _named(pairs)
    here = _apart(pairs, works, pairs.left, overlap.left_has, whole) & ~named[0]
    there = _apart(pairs, registrations, pairs.right, overlap.right_has, whole) & ~named[1]
    start = works.words[pairs.left, 0] == registrations.words[pairs.right, 0]
    left, right = (np.asarray(flags.sum(axis=1)) for flags in (here, there))
    one = (left == 1) & (right == 1)
    return Wording(left > 0, right > 0, _spelling(pairs, here, there), start, one, _cut_short(pairs))


def _apart(pairs: Pairs, side: Records, rows: NDArray[np.int64], shared: Flags, whole: bool) -> Flags:
    """(pairs, words) the informative words of the main titles of a side, or of all of it, that are not shared."""
    words = side.words[rows]
    main = whole | (np.arange(words.shape[1]) < side.main_words[rows][:, None])
    tells: Flags = main & ~shared & (words >= 0) & pairs.sides.words.tells(_SMALL)[words]
    return tells


def _cut_short(pairs: Pairs) -> Flags:
    """(pairs,) whether one main title begins with all of the other, which is long: fields cut titles in a word."""
    left, right = pairs.sides.left.main_text, pairs.sides.right.main_text
    frame = pl.DataFrame({"left": left.gather(pairs.left), "right": right.gather(pairs.right)})
    longer = pl.col("left").str.starts_with(pl.col("right")) | pl.col("right").str.starts_with(pl.col("left"))
    long = pl.min_horizontal(pl.col("left", "right").str.len_bytes()) >= _LONG
    return frame.select(cut=longer & long)["cut"].to_numpy()


def _named(pairs: Pairs) -> tuple[Flags, Flags]:
    """(pairs, words) each: the words of the left and of the right title that are in a name of either side."""
    left, right = pairs.sides.left, pairs.sides.right
    words = left.words[pairs.left], right.words[pairs.right]
    found = np.zeros(words[0].shape, dtype=np.bool_), np.zeros(words[1].shape, dtype=np.bool_)
    for names in (left.names_in_titles[pairs.left], right.names_in_titles[pairs.right]):
        for column in range(names.shape[1]):
            name = names[:, column : column + 1]
            if (name >= 0).any():
                for side, flags in zip(words, found, strict=True):
                    np.logical_or(flags, (side == name) & (name >= 0), out=flags)
    return found


def _spelling(pairs: Pairs, here: Flags, there: Flags) -> Measures:
    """(pairs,) likeness of the words apart, written together in the order of their titles."""
    few = [flags.any(axis=1) & (flags.sum(axis=1) <= _MOST_WORDS) for flags in (here, there)]
    rows = np.flatnonzero(few[0] & few[1])
    likeness = np.zeros(len(pairs), dtype=np.float32)
    if len(rows):
        left = _written(pairs, pairs.sides.left.words[pairs.left[rows]], here[rows])
        right = _written(pairs, pairs.sides.right.words[pairs.right[rows]], there[rows])
        likeness[rows] = process.cpdist(left, right, scorer=fuzz.ratio, workers=-1, dtype=np.float32)
    return likeness


def _written(pairs: Pairs, words: NDArray[np.int32], chosen: Flags) -> list[str]:
    """The chosen words of each pair as one text without spaces."""
    rows, columns = np.nonzero(chosen)
    text = pairs.sides.words.text.gather(words[rows, columns])
    joined = (
        pl.DataFrame({"row": rows, "text": text})
        .group_by("row", maintain_order=True)
        .agg(pl.col("text").str.join("").str.replace_many(_SPELLED))
    )
    return joined["text"].to_list()
