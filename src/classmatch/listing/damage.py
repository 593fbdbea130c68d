"""Titles that a catalog damaged: the works list shows the registered one in their place.

Only what can be seen to be damage counts. A title that merely differs from the registered one stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.normalise.text import fold, repair

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOST = r"[\x{fffd}\x{80}-\x{9f}]|\?{3}"  # characters that decoding could not read, or wrote as question marks
_FILE_NAME = r"(?i)\.(?:epub|pdf|mobi|azw3?|djvu|fb2|txt|docx?|rtf|lit|cb[rz])(?:\W|$)|^[^ ]*_[^ ]*_[^ ]*$"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});"  # of HTML: can be written out, and is no damage
_DIGIT_IN_WORD = r"\p{L}[0-9]\p{Ll}"  # as recognition from a picture leaves it: `Bamac1e`
# A title of nothing but these has nothing wrong with it, unless it was cut; most titles are such.
_SOUND_PART = r"""(?:[A-Za-z ,:;'"()!-]|\. |\.$| [0-9]+)*"""
_SOUND = rf"^{_SOUND_PART}[A-Za-z]{_SOUND_PART}$"
_LENGTHENED = r"[^\x00-\x7f]|&"  # may be longer folded than they stand; other characters are not
_LONG = 20  # characters from which the beginning of a registered title is a title that was cut


def damaged(title: pl.Expr, registered: pl.Expr) -> pl.Expr:
    """Whether a catalog's title is damaged (Boolean, never null), seen beside the registered one (both String)."""
    return pl.map_batches([title, registered], _damaged, return_dtype=pl.Boolean, is_elementwise=True)


def _damaged(titles: Sequence[pl.Series]) -> pl.Series:
    """Each fault is looked for only in titles that may have it."""
    both = pl.DataFrame({"title": titles[0], "registered": titles[1]})
    title, registered = pl.col("title"), pl.col("registered")
    doubtful = ~title.str.contains(_SOUND).fill_null(value=False)
    long = (title.str.len_bytes() >= _LONG) | title.str.contains(_LENGTHENED)
    faulty = _where(both, doubtful, _faulty(title, registered))
    cut = _where(both, (long & (title != registered)).fill_null(value=False), _cut(title, registered))
    return (faulty | cut) & both["registered"].is_not_null()


def _where(both: pl.DataFrame, concerned: pl.Expr, holds: pl.Expr) -> pl.Series:
    """Whether it holds of the rows concerned; of others it does not."""
    rows = both.select(concerned.arg_true()).to_series()
    found = both[rows].select(holds.fill_null(value=False)).to_series()
    return pl.repeat(value=False, n=both.height, eager=True).scatter(rows, found)


def _faulty(title: pl.Expr, registered: pl.Expr) -> pl.Expr:
    letters = title.str.contains(r"[\p{L}\p{N}]")
    wrong_encoding = (repair(title) != title) & ~title.str.contains(_ENTITY)
    misread = title.str.contains(_DIGIT_IN_WORD) & ~registered.str.contains(_DIGIT_IN_WORD)
    faults = (title.str.contains(_LOST), title.str.contains(_FILE_NAME), wrong_encoding, misread)
    damage = pl.any_horizontal(*(fault.fill_null(value=False) for fault in faults))
    return damage | ~letters.fill_null(value=False)


def _cut(title: pl.Expr, registered: pl.Expr) -> pl.Expr:
    """The registered title goes on where the catalog's ends in the middle of a word."""
    short, whole = fold(title), fold(registered)
    goes_on = whole.str.starts_with(short) & (whole.str.len_chars() > short.str.len_chars())
    next_letter = whole.str.slice(short.str.len_chars(), 1)
    return goes_on & next_letter.str.contains("[a-z0-9]") & (short.str.len_chars() >= _LONG)
