"""The words beside and in names, from the data files: roles, styles, nobody, and those of corporate bodies."""

from __future__ import annotations

from functools import cache

import polars as pl

from classmatch.normalise.tables import shipped_table


@cache
def any_of(*kinds: str, table: str = "name") -> str:
    """A pattern that fits any word of these kinds, the longest first; in lower case and without a group around it.

    A space in a word fits white space or a hyphen, and a full stop may stand before it.
    """
    words = shipped_table(f"{table}_words").filter(pl.col("kind").is_in(kinds))["word"]
    longest = words.to_frame().sort(pl.col("word").str.len_chars(), "word", descending=[True, False])["word"]
    return "|".join(word.replace(" ", r"\.?[\s-]+") for word in longest)


@cache
def corporate_words() -> dict[str, str]:
    """What becomes of a folded word in the name of a corporate body: its full form, or nothing."""
    replaced = shipped_table("corporate_words").filter(pl.col("kind").is_in(("filler", "legal form", "abbreviation")))
    return dict(replaced.select("word", "becomes").iter_rows())
