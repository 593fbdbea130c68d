"""Authors: a few write a great many books, most one; and the many ways in which a catalog writes their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.world.noise import choose, misspelt
from benchmarks.world.rolls import Flags, Ids, Indexes, chance, pick, pick_weighted, uniform

if TYPE_CHECKING:
    from benchmarks.world.vocabulary import Vocabulary

TEAM_WEIGHTS = [0.72, 0.20, 0.08]  # one, two, three authors
BOOKS_AN_AUTHOR = 2.5
PROLIFIC = 1.5  # the larger, the more books are by the most prolific authors
CATALOG_FORMS = [0.50, 0.17, 0.07, 0.05, 0.13, 0.08]
REGISTRATION_FORMS = [0.36, 0.30, 0.03, 0.03, 0.12, 0.16]
INVERTED = (1, 3, 5)
_INITIALS = pl.Series([f"{letter}." for letter in "ABCDEFGHIJKLMNOPRSTVW"], dtype=pl.String)


@dataclass(frozen=True)
class Team:
    """The authors of some works: an id for each of three places, and how many of the places are taken."""

    authors: list[Ids]
    size: Indexes


def team(of: Ids, works: int, alone: Flags) -> Team:
    """The authors of books with these author keys, in a world of so many works.

    `alone` marks the works whose author is nobody else's: those with a generic title, which would otherwise be two
    works of one author under one title.
    """
    known = max(1, round(works / BOOKS_AN_AUTHOR))
    places = [_author(of, f"author {place}", known) for place in range(3)]
    places[0] = np.where(alone, np.uint64(known) + of, places[0])
    return Team(places, pick_weighted(of, "team", TEAM_WEIGHTS) + 1)


def _author(of: Ids, label: str, known: int) -> Ids:
    return (known * uniform(of, label) ** PROLIFIC).astype(np.uint64)


@dataclass(frozen=True)
class Names:
    """The parts of the names of one author place."""

    given: pl.Series
    middle: pl.Series
    surname: pl.Series

    def written(self, form: Indexes) -> pl.Series:
        """The names in the form of each record."""
        parts = pl.DataFrame({"g": self.given, "m": self.middle, "s": self.surname, "form": form})
        forms = _forms()
        text = forms[0]
        for number, other in enumerate(forms[1:], start=1):
            text = pl.when(pl.col("form") == number).then(other).otherwise(text)
        return parts.select(text).to_series()


def _forms() -> list[pl.Expr]:
    given, middle, surname = pl.col("g"), pl.col("m"), pl.col("s")
    initials = pl.concat_str(given.str.slice(0, 1) + ".", middle, separator=" ", ignore_nulls=True)
    full = pl.concat_str(given, middle, separator=" ", ignore_nulls=True)
    firsts = [full, full, initials, initials, given, given]
    return [
        surname + ", " + first if number in INVERTED else first + " " + surname for number, first in enumerate(firsts)
    ]


def names(authors: Ids, vocabulary: Vocabulary, words: pl.Series) -> Names:
    """The name of each author; two authors may share one."""
    given = words.gather(vocabulary.classes["H"].draw(authors, "given name"))
    surname = words.gather(vocabulary.classes["S"].draw(authors, "surname"))
    initials = _INITIALS.gather(pick(authors, "middle initial", len(_INITIALS)))
    nobody = pl.Series([None], dtype=pl.String).new_from_index(0, len(initials))
    return Names(given, choose(chance(authors, "has middle", 0.45), initials, nobody), surname)


def author_cells(writers: Team, record: Ids, side: str, forms: list[float], parts: list[Names]) -> pl.Series:
    """All authors of each record in one cell: in one form, sometimes the first alone, sometimes misspelt."""
    form = pick_weighted(record, f"{side} name form", forms)
    shown = np.where(chance(record, f"{side} first author only", 0.20), 1, writers.size)
    cells = {
        str(place): choose(
            shown > place, misspelt(part.written(form), record, f"{side} name {place} typo", 0.03), nobody
        )
        for place, part in enumerate(parts)
        for nobody in [pl.Series([None], dtype=pl.String).new_from_index(0, len(record))]
    }
    frame = pl.DataFrame(cells)
    joined = [
        frame.select(pl.concat_str(pl.all(), separator=mark, ignore_nulls=True)).to_series() for mark in ("; ", ", ")
    ]
    return choose(np.isin(form, INVERTED), joined[0], joined[1])
