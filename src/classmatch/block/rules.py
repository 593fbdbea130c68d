"""The blocking rules. Each finds true pairs that the others miss; what each contributes is counted in every run.

No rule alone is complete on real data: authors are missing, titles are cut, subtitles differ, letters are wrong, and a
work may be published again under another title. What each finds on labelled sets is in docs/blocking.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.block.keys import Keys, both, combine, from_columns, together
from classmatch.block.words import terms, word_keys
from classmatch.compare.records import MAX_TITLES, padded
from classmatch.hashing import hash64, mix

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from classmatch.compare.encode import Sides
    from classmatch.compare.records import Records
    from classmatch.config import BlockSettings

    Rule = Callable[[Sides, BlockSettings], tuple[Keys, Keys]]

_NAMES = 4  # of a record that serve as keys
OUTLINE = 9  # letters of an outline with an initial: enough to tell titles apart, few enough for a cut title
_LONG_OUTLINE = 14  # letters of an outline by itself
_LEAST_OUTLINE, _LEAST_LONG_OUTLINE = 4, 8
_DOUBLED = {letter * 2: letter for letter in "bcdfgklmnprstvz"}
_AROUND = (-1, 0, 1)  # years: publication and registration, or a date and its copyright year, may be one apart


def identifier(sides: Sides, settings: BlockSettings) -> tuple[Keys, Keys]:
    """The same ISBN or ASIN."""
    del settings
    left, right = sides.left.identifiers, sides.right.identifiers
    return from_columns(left, left != 0), from_columns(right, right != 0)


def title(sides: Sides, settings: BlockSettings) -> tuple[Keys, Keys]:
    """The same main title or alternate title, spaces left out; or the same full title."""
    del settings
    left, right = (np.column_stack([records.titles, records.full]) for records in (sides.left, sides.right))
    return from_columns(left, left != 0), from_columns(right, right != 0)


def words(sides: Sides, settings: BlockSettings) -> tuple[Keys, Keys]:
    """Two rare words of the title, or one with a word of a name; or one word of the title that hardly any other has.

    Finds changed, cut and swapped titles, names in another order or inside the title, and records without an author.
    """
    titles, names = terms(sides)
    left, right = (word_keys(side, titles, names, settings, len(sides.right)) for side in (sides.left, sides.right))
    return left, right


def title_outline(sides: Sides, settings: BlockSettings) -> tuple[Keys, Keys]:
    """The consonants of a title with the first letter of a name, or many of them: survives most typing errors."""
    del settings
    return _outlines(sides.left), _outlines(sides.right)


def author_year(sides: Sides, settings: BlockSettings) -> tuple[Keys, Keys]:
    """A surname with the first letter of its given name, and a year at most one apart: finds works by another title."""
    del settings
    return _names_and_years(sides.left, (0,)), _names_and_years(sides.right, _AROUND)


def outline(title: pl.Expr) -> pl.Expr:
    """The consonants of a folded title, double ones as one: what most misspellings leave as it is."""
    return title.str.replace_all(r"[aeiouyh ]", "").str.replace_many(_DOUBLED)


def _outlines(records: Records) -> Keys:
    titles = pl.DataFrame({"main": records.main_text, "other": records.other_text})
    rows, columns, texts = padded(titles, pl.concat_list("main", "other"), MAX_TITLES)
    outlines = texts.alias("text").to_frame().select(outline(pl.col("text")))

    def hashed(most: int, least: int) -> NDArray[np.uint64]:
        cut = pl.when(pl.col("text").str.len_bytes() >= least).then(pl.col("text").str.slice(0, most))
        array = np.zeros((len(records), MAX_TITLES), dtype=np.uint64)
        array[rows, columns] = outlines.select(h=hash64(cut).fill_null(0))["h"].to_numpy()
        return array

    short, long = hashed(OUTLINE, _LEAST_OUTLINE), hashed(_LONG_OUTLINE, _LEAST_LONG_OUTLINE)
    initials = records.initials[:, :_NAMES]
    named = combine(short, initials.astype(np.uint64)), both(short != 0, initials != 0)
    return together([from_columns(*named), from_columns(long, long != 0)])


def _names_and_years(records: Records, apart: tuple[int, ...]) -> Keys:
    surnames, initials = records.surnames[:, :_NAMES], records.initials[:, :_NAMES]
    names = mix(surnames.astype(np.uint64), initials.astype(np.uint64))
    known = np.concatenate([records.years >= 0] * len(apart), axis=1)
    years = np.concatenate([records.years + np.int16(step) for step in apart], axis=1)
    return from_columns(combine(names, years.astype(np.uint64)), both((surnames >= 0) & (initials != 0), known))


RULES: dict[str, Rule] = {
    "identifier": identifier,
    "title": title,
    "words": words,
    "title_outline": title_outline,
    "author_year": author_year,
}

SPLIT = ("title", "title_outline", "author_year")  # the rules whose large blocks are split: words split each other
EXACT = ("identifier", "title")  # the rules of which a pair has a value in common, and not only a part of one
