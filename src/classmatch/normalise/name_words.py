"""The words beside and in names, from the data files: roles, styles, nobody, and those of corporate bodies."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl


@cache
def _words(table: str) -> pl.DataFrame:
    """`word`, `kind` and, of corporate words, `becomes` of a data file (String each)."""
    return pl.read_csv(str(files(__package__) / "data" / f"{table}_words.csv"), infer_schema=False).fill_null("")


@cache
def any_of(*kinds: str, table: str = "name") -> str:
    """A pattern that fits any word of these kinds, the longest first; in lower case and without a group around it.

    A space in a word fits white space or a hyphen, and a full stop may stand before it.
    """
    words = _words(table).filter(pl.col("kind").is_in(kinds))["word"]
    longest = words.to_frame().sort(pl.col("word").str.len_chars(), "word", descending=[True, False])["word"]
    return "|".join(word.replace(" ", r"\.?[\s-]+") for word in longest)


@cache
def corporate_words() -> dict[str, str]:
    """What becomes of a folded word in the name of a corporate body: its full form, or nothing."""
    replaced = _words("corporate").filter(pl.col("kind").is_in(("filler", "legal form", "abbreviation")))
    return dict(replaced.select("word", "becomes").iter_rows())
