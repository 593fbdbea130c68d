"""The key of a block in words that a person can read.

Keys are hashes. What a key was made of is found again among what a work of its block has.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from classmatch.compare.outline import LONG_OUTLINE, OUTLINE, outline
from classmatch.hashing import hash64, mix
from classmatch.normalise.text import squash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classmatch.compare.encode import Sides

    Row = Mapping[str, Any]


def named(rule: str, key: int, work: int, sides: Sides, works: pl.DataFrame) -> str:
    """The key of a block of this rule, in words; empty where the work has no such key.

    `work` is the row of a work that has it, of the left side and of `works` (`schema.WORKS`).
    """
    row = works.row(work, named=True)
    match rule:
        case "identifier":
            said = _hashed([*row["isbns"], *row["asins"]], pl.col("text"))
        case "title":
            said = _hashed(_titles(row), squash(pl.col("text")))
        case "words":
            said = _words(row)
        case "title_outline":
            said = _outlines(row, sides, work)
        case _:
            said = _authors(sides, work)
    return said.get(key, "")


def _hashed(texts: list[str], made: pl.Expr) -> dict[int, str]:
    """Texts by the hash of what `made` makes of them; of several the first."""
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String}).with_columns(hash=hash64(made))
    return {hashed: text for text, hashed in reversed(frame.rows())}


def _titles(row: Row) -> list[str]:
    titles = (row["title_main"], *(row["title_alternates"] or []), row["title_full"])
    return [title for title in titles if title]


def _words(row: Row) -> dict[int, str]:
    """The words of the work, and each two of them."""
    texts = " ".join([*_titles(row), *(row["names"] or [])])
    alone = _hashed(sorted(set(texts.replace("|", " ").split())), pl.col("text"))
    both = {(one + two) % 2**64: " + ".join(sorted((alone[one], alone[two]))) for one, two in combinations(alone, 2)}
    return both | alone


def _outlines(row: Row, sides: Sides, work: int) -> dict[int, str]:
    """The letters that a title begins with, and the title."""
    short, long = (_hashed(_titles(row), outline(pl.col("text")).str.slice(0, n)) for n in (OUTLINE, LONG_OUTLINE))
    initials = sides.left.initials.row(work).tolist()
    said = {_mixed(hashed, initial): text for (hashed, text), initial in product(short.items(), initials)}
    every = said | long
    letters = pl.Series("text", list(every.values()), dtype=pl.String).to_frame().select(outline(pl.col("text")))
    return {key: f"{cut[:OUTLINE]} ({every[key]})" for key, (cut,) in zip(every, letters.iter_rows(), strict=True)}


def _authors(sides: Sides, work: int) -> dict[int, str]:
    """The surname and the initial of each name, with each year."""
    left = sides.left
    names = zip(left.surnames.row(work).tolist(), left.initials.row(work).tolist(), strict=True)
    return {
        _mixed(_mixed(surname, initial), year): f"{sides.names.text[surname]}, {chr(initial)}"
        for (surname, initial), year in product(names, left.years.row(work).tolist())
        if surname >= 0 and initial
    }


def _mixed(one: int, other: int) -> int:
    return int(mix(np.array([one], dtype=np.uint64), np.array([other], dtype=np.uint64))[0])
