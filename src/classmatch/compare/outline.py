"""The outline of a title: its consonants, which most misspellings leave as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

OUTLINE = 9  # letters of an outline with an initial: enough to tell titles apart, few enough for a cut title
LONG_OUTLINE = 14  # letters of an outline by itself
LEAST_OUTLINE, LEAST_LONG_OUTLINE = 4, 8
_DOUBLED = {letter * 2: letter for letter in "bcdfgklmnprstvz"}


def outline(title: pl.Expr) -> pl.Expr:
    """The consonants of a folded title, double ones as one."""
    return title.str.replace_all(r"[aeiouyh ]", "").str.replace_many(_DOUBLED)
