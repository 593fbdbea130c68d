"""Generic titles: those that name a kind of writing and no book (`Poems`, `Selected works`, `The complete plays`)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from classmatch.normalise.lists import either

if TYPE_CHECKING:
    import polars as pl

_YEARS = r"(?: (?:\d{4} ?){1,2})?"


@cache
def generic_pattern() -> str:
    """What a generic title is made of, without anchors: words that say nothing, and at least one kind of writing."""
    words, nouns = either("generic_words.txt"), either("generic_nouns.txt")
    return rf"(?:(?:{words}) )*(?:{nouns})(?: (?:(?:{words}) )*(?:{nouns}))*"


def is_generic(title_main: pl.Expr) -> pl.Expr:
    """Whether a folded main title (String) is generic, so that it is no evidence without the author; null for null."""
    return title_main.str.contains(rf"^{generic_pattern()}{_YEARS}$")
