"""Whether two records that share an ISBN or a content hash really are of one work.

Identifiers of catalogs are often wrong (a companion book that carries the number of the book, a number of another
volume), so that a shared one joins two records only where titles and authors do not contradict it.

Most pairs are decided by the hashes of their parts. Text is fetched for the others only, once for pairs alike in all
that is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from classmatch.dedupe.copies import portions
from classmatch.hashing import hash64

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from classmatch.dedupe.copies import Copies
    from classmatch.dedupe.edges import Edges
    from classmatch.dedupe.order import Keys

    Mask = NDArray[np.bool_]

_TITLE = 80.0  # of 100: likeness of the words of the two full titles, whatever their order or number
_VARIANT = 85.0  # of 100: likeness of two writings of one main title
_SHORT = 70.0  # the same for the main titles letter by letter
_ROUNDING = 0.01  # of 100: what a bound given to RapidFuzz is lower, since likeness is compared as 32-bit float
_TEXT = ("title_main", "title_full", "names")


@dataclass(frozen=True)
class Judged:
    """(pairs,) whether two records may be one work, and whether their main titles are writings of one title."""

    believed: Mask
    variant: Mask


def judge(copies: Copies, keys: Keys, edges: Edges, portion: int) -> Judged:
    """What titles, names, numbers and kinds of book say of pairs of records; `portion` bounds records with text.

    Two titles are variants when the letters are nearly the same, or one begins the other. The numbers must be the same:
    a title without one is joined with each volume otherwise, and so all volumes with each other.
    """
    possible, same_numbers = _numbers_agree(keys, edges)
    possible &= _equal(keys, "companion", edges)
    same_main, named = _equal(keys, "main", edges), _names_surely_agree(keys, edges)
    believed, variant = possible & same_main & named, possible & same_main & same_numbers
    unsure = np.flatnonzero(possible & ~believed)
    if len(unsure):
        of = edges.take(possible & ~believed)
        texts, pair = _distinct(keys, of)
        judged = _by_text(copies, keys, texts, portion)
        believed[unsure], variant[unsure] = judged.believed[pair], judged.variant[pair] & same_numbers[unsure]
    return Judged(believed, variant & believed)


def _sides(keys: Keys, column: str, edges: Edges) -> tuple[NDArray[np.generic], NDArray[np.generic]]:
    values = keys.array(column)
    return values[edges.left], values[edges.right]


def _equal(keys: Keys, column: str, edges: Edges) -> Mask:
    left, right = _sides(keys, column, edges)
    equal: Mask = left == right
    return equal


def _numbers_agree(keys: Keys, edges: Edges) -> tuple[Mask, Mask]:
    """Whether the numbers are the same or a side has none, and whether they are the same."""
    none = pl.select(hash64(pl.lit(""))).item()
    left, right = _sides(keys, "numbers", edges)
    same = left == right
    return same | (left == none) | (right == none), same


def _names_surely_agree(keys: Keys, edges: Edges) -> Mask:
    """The same names with a word in them, or no name on a side."""
    none = pl.select(hash64(pl.lit(""))).item()
    left, right = _sides(keys, "names", edges)
    agree: Mask = ((left == right) & keys.array("worded")[edges.left]) | (left == none) | (right == none)
    return agree


def _distinct(keys: Keys, edges: Edges) -> tuple[Edges, NDArray[np.int64]]:
    """One pair of records for each pair of texts, and for each pair of records which one that is."""
    left, right = _sides(keys, "text", edges)
    texts = pl.DataFrame({"left": left, "right": right}).select(pl.struct("left", "right").rank("dense") - 1)
    pair = texts.to_series().cast(pl.Int64).to_numpy()
    _, first = np.unique(pair, return_index=True)
    return type(edges)(edges.left[first], edges.right[first]), pair


def _by_text(copies: Copies, keys: Keys, edges: Edges, portion: int) -> Judged:
    row = keys.array("input_row")
    parts = [
        _compared(copies, row[edges.left[part]], row[edges.right[part]])
        for part in portions(len(edges), max(portion // 2, 1))
    ]
    return Judged(np.concatenate([part.believed for part in parts]), np.concatenate([part.variant for part in parts]))


def _compared(copies: Copies, left: NDArray[np.generic], right: NDArray[np.generic]) -> Judged:
    """The records at these rows of the input, pair by pair."""
    rows, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    text = copies.fetch(rows, *_TEXT)
    one, two = text[place[: len(left)]], text[place[len(left) :]]
    believed = _where(_names_agree(one, two), _titles_agree, one, two)
    return Judged(believed, _where(believed, _variant_titles, one, two))


def _where(
    mask: Mask, test: Callable[[pl.DataFrame, pl.DataFrame], Mask], left: pl.DataFrame, right: pl.DataFrame
) -> Mask:
    """What of `mask` passes the test, which sees no other pairs."""
    passed = mask.copy()
    if mask.any():
        passed[mask] = test(left.filter(mask), right.filter(mask))
    return passed


def _names_agree(left: pl.DataFrame, right: pl.DataFrame) -> Mask:
    """A word of a name in common, or no name on a side."""
    one, two = (side["names"].list.join("|").str.replace_all(" ", "|").str.split("|") for side in (left, right))
    pair = pl.DataFrame({"one": one, "two": two})
    words = pl.col("one").list.set_intersection("two").list.eval(pl.element().filter(pl.element().str.len_bytes() > 1))
    unknown = (left["names"].list.len() == 0) | (right["names"].list.len() == 0)
    return (pair.select(shared=words.list.len() > 0)["shared"] | unknown).to_numpy()


def _likeness(left: pl.Series, right: pl.Series, scorer: Callable[..., float], bound: float) -> NDArray[np.float32]:
    """(pairs,) likeness of two texts of 100; what is below `bound` may be 0."""
    bound -= _ROUNDING
    found: NDArray[np.float32] = process.cpdist(
        left.to_list(), right.to_list(), scorer=scorer, workers=-1, dtype=np.float32, score_cutoff=bound
    )
    return found


def _inside(left: pl.DataFrame, right: pl.DataFrame) -> Mask:
    """Whether one main title stands in the other title: the same book, once with its series named first."""
    pair = pl.DataFrame(
        {"a": left["title_main"], "b": right["title_main"], "x": left["title_full"], "y": right["title_full"]}
    )
    padded = {name: pl.lit(" ") + pl.col(name) + pl.lit(" ") for name in pair.columns}
    inside = padded["y"].str.contains(padded["a"], literal=True) | padded["x"].str.contains(padded["b"], literal=True)
    return pair.select(inside=inside & (pl.col("a") != "") & (pl.col("b") != ""))["inside"].to_numpy()


def _titles_agree(left: pl.DataFrame, right: pl.DataFrame) -> Mask:
    """The same main title; or full titles of like words, and main titles of like letters or one inside the other."""
    same: Mask = (left["title_main"] == right["title_main"]).to_numpy()
    like = _where(~same, _words_agree, left, right)
    return same | _where(like, _main_titles_agree, left, right)


def _words_agree(left: pl.DataFrame, right: pl.DataFrame) -> Mask:
    return _likeness(left["title_full"], right["title_full"], fuzz.token_set_ratio, _TITLE) >= _TITLE


def _main_titles_agree(left: pl.DataFrame, right: pl.DataFrame) -> Mask:
    like: Mask = _likeness(left["title_main"], right["title_main"], fuzz.partial_ratio, _SHORT) >= _SHORT
    return like | _where(~like, _inside, left, right)


def _variant_titles(left: pl.DataFrame, right: pl.DataFrame) -> Mask:
    one, two = left["title_main"], right["title_main"]
    begins = pl.DataFrame({"one": one, "two": two}).select(
        begins=pl.col("one").str.starts_with(pl.col("two") + " ") | pl.col("two").str.starts_with(pl.col("one") + " ")
    )["begins"]
    variant: Mask = (_likeness(one, two, fuzz.ratio, _VARIANT) >= _VARIANT) | begins.to_numpy()
    return variant
