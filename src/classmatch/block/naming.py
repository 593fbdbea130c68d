"""The key of a block in words that a person can read.

Keys are hashes. What a key was made of is found again from one work and one registration of its block.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.block.rules import OUTLINE, outline
from classmatch.hashing import hash64

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Row = Mapping[str, Any]


def named(rule: str, key: int, bits: int, work: Row, registration: Row) -> str:
    """The key of a block of this rule, in words; `bits` are those of the key that were given up (`blocks.row_bits`).

    `work` and `registration` are rows of `schema.WORKS` and `schema.REGISTRATIONS` that have the key.
    """
    if rule == "words":
        return _words(key >> bits, bits, work)
    if rule == "title_outline":
        return _outline(work, registration)
    common = sorted(_SAID[rule](work) & _SAID[rule](registration))
    return common[0] if common else ""


def _words(key: int, bits: int, work: Row) -> str:
    """The word, or the two words, whose hashes make the key."""
    texts = " ".join([work["title_full"] or "", *work["title_alternates"], *(_names(work))])
    words = sorted(set(texts.replace("|", " ").split()))
    hashes = pl.DataFrame({"word": words}).select(hash64(pl.col("word")))["word"].to_numpy()
    made = {word: int(hashed) for word, hashed in zip(words, hashes, strict=True)}
    made |= {f"{one} + {other}": (made[one] + made[other]) % 2**64 for one, other in combinations(words, 2)}
    return next((said for said, value in made.items() if value >> bits == key), "")


def _identifiers(row: Row) -> set[str]:
    return {*row["isbns"], *row["asins"]}


def _titles(row: Row) -> set[str]:
    titles = (row["title_main"], row["title_full"], *row["title_alternates"])
    return {title for title in titles if title}


def _outline(work: Row, registration: Row) -> str:
    """The letters that a title of each begins with, and the title of the work that has them."""
    common = _outlines(work).keys() & _outlines(registration).keys()
    return next((f"{letters} ({title})" for letters, title in _outlines(work).items() if letters in common), "")


def _outlines(row: Row) -> dict[str, str]:
    longest_first = sorted(_titles(row), key=lambda title: (-len(title), title))  # of equal outlines the last stays
    titles = pl.DataFrame({"title": longest_first}, schema={"title": pl.String})
    outlines = titles.select("title", outline=outline(pl.col("title")))
    return {letters[:OUTLINE]: title for title, letters in outlines.iter_rows()}


def _authors(row: Row) -> set[str]:
    parts = [name.partition("|") for name in _names(row)]
    return {f"{surname}, {given[:1]}" for surname, _, given in parts if given}


def _names(row: Row) -> list[str]:
    return list(row["names"] or [])


_SAID: dict[str, Callable[[Row], set[str]]] = {
    "identifier": _identifiers,
    "title": _titles,
    "author_year": _authors,
}
