"""Whether two records that share an ISBN or a content hash really are of one work.

Identifiers of catalogs are often wrong (a companion book that carries the number of the book, a number of another
volume), so
that a shared one joins two records only where titles and authors do not contradict it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from classmatch.dedupe.keys import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TITLE = 80.0  # of 100: likeness of the words of the two full titles, whatever their order or number
_VARIANT = 85.0  # of 100: likeness of two writings of one main title
_SHORT = 70.0  # the same for the main titles letter by letter


def _numbers(side: pl.DataFrame) -> pl.Series:
    return side.select(numbers().alias("numbers"))["numbers"]


def _numbers_agree(left: pl.DataFrame, right: pl.DataFrame) -> NDArray[np.bool_]:
    one, two = _numbers(left), _numbers(right)
    return ((one == two) | (one == "") | (two == "")).to_numpy()


def _companions_agree(left: pl.DataFrame, right: pl.DataFrame) -> NDArray[np.bool_]:
    return (left["companion"].fill_null("") == right["companion"].fill_null("")).to_numpy()


def _names_agree(left: pl.DataFrame, right: pl.DataFrame) -> NDArray[np.bool_]:
    """A word of a name in common, or no name on a side."""
    one, two = (side["names"].list.join("|").str.replace_all(" ", "|").str.split("|") for side in (left, right))
    pair = pl.DataFrame({"one": one, "two": two})
    words = pl.col("one").list.set_intersection("two").list.eval(pl.element().filter(pl.element().str.len_bytes() > 1))
    unknown = (left["names"].list.len() == 0) | (right["names"].list.len() == 0)
    return (pair.select(shared=words.list.len() > 0)["shared"] | unknown).to_numpy()


def _inside(left: pl.DataFrame, right: pl.DataFrame) -> NDArray[np.bool_]:
    """Whether one main title stands in the other title: the same book, once with its series named first."""
    pair = pl.DataFrame(
        {"a": left["title_main"], "b": right["title_main"], "x": left["title_full"], "y": right["title_full"]}
    )
    padded = {name: pl.lit(" ") + pl.col(name) + pl.lit(" ") for name in pair.columns}
    inside = padded["y"].str.contains(padded["a"], literal=True) | padded["x"].str.contains(padded["b"], literal=True)
    return pair.select(inside=inside & (pl.col("a") != "") & (pl.col("b") != ""))["inside"].to_numpy()


def _titles_agree(left: pl.DataFrame, right: pl.DataFrame) -> NDArray[np.bool_]:
    whole = [left["title_full"].to_list(), right["title_full"].to_list()]
    main = [left["title_main"].to_list(), right["title_main"].to_list()]
    words = process.cpdist(*whole, scorer=fuzz.token_set_ratio, workers=-1, dtype=np.float32)
    letters = process.cpdist(*main, scorer=fuzz.partial_ratio, workers=-1, dtype=np.float32)
    same = (left["title_main"] == right["title_main"]).to_numpy()
    agree: NDArray[np.bool_] = same | ((words >= _TITLE) & ((letters >= _SHORT) | _inside(left, right)))
    return agree


def variant_titles(left: pl.DataFrame, right: pl.DataFrame) -> NDArray[np.bool_]:
    """(pairs,) whether the main titles are writings of one title: nearly the same letters, or one begins the other.

    The numbers must be the same: a title without one is joined with each volume otherwise, and so all volumes with each
    other.
    """
    one, two = left["title_main"], right["title_main"]
    if left.height == 0:
        return np.zeros(0, dtype=np.bool_)
    letters = process.cpdist(one.to_list(), two.to_list(), scorer=fuzz.ratio, workers=-1, dtype=np.float32)
    begins = pl.DataFrame({"one": one, "two": two}).select(
        begins=pl.col("one").str.starts_with(pl.col("two") + " ") | pl.col("two").str.starts_with(pl.col("one") + " ")
    )["begins"]
    same_numbers = (_numbers(left) == _numbers(right)).to_numpy()
    variant: NDArray[np.bool_] = ((letters >= _VARIANT) | begins.to_numpy()) & same_numbers
    return variant


def corroborated(left: pl.DataFrame, right: pl.DataFrame) -> NDArray[np.bool_]:
    """(pairs,) whether title, names, numbers and kind of book let the two records, row by row, be one work."""
    if left.height == 0:
        return np.zeros(0, dtype=np.bool_)
    agree = _numbers_agree(left, right) & _companions_agree(left, right) & _names_agree(left, right)
    return agree & _titles_agree(left, right)
