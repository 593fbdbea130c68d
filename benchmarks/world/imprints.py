"""Publishers: a few bring out most books, and catalogs name them in many ways or name the distributor instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.world.noise import blank, choose, misspelt
from benchmarks.world.rolls import Ids, chance, pick, pick_zipf
from benchmarks.world.vocabulary import strings

if TYPE_CHECKING:
    from benchmarks.world.works import World

_KINDS = pl.Series([" Press", " Books", " Publishing", " House", " Editions", " Media"], dtype=pl.String)
_SUFFIXES = pl.Series([" Inc.", " Publishers", ", Ltd.", " & Co.", " Group", " LLC"], dtype=pl.String)
_CITIES = pl.Series(["New York: ", "London: ", "Boston : ", "Chicago: "], dtype=pl.String)


def publishers(of: Ids, world: World) -> pl.Series:
    """The publisher of each work or edition key."""
    known = strings("publishers").gather(pick_zipf(of, "publisher", len(strings("publishers")), 6.0))
    own = world.words.gather(world.vocabulary.classes["W"].draw(of, "small press"))
    own = own + _KINDS.gather(pick(of, "small press kind", len(_KINDS)))
    return choose(chance(of, "is small press", 0.22), own, known)


def publisher_cells(name: pl.Series, record: Ids, side: str, missing: float, distributor: float) -> pl.Series:
    """The publisher as each record gives it; the empty text where it gives none."""
    other = strings("distributors").gather(pick(record, f"{side} distributor", len(strings("distributors"))))
    text = choose(chance(record, f"{side} has distributor", distributor), other, name)
    suffix = _SUFFIXES.gather(pick(record, f"{side} suffix", len(_SUFFIXES)))
    text = choose(chance(record, f"{side} has suffix", 0.12), text + suffix, text)
    city = _CITIES.gather(pick(record, f"{side} city", len(_CITIES)))
    text = choose(chance(record, f"{side} has city", 0.04), city + text, text)
    text = misspelt(text, record, f"{side} publisher typo", 0.015)
    return blank(text, chance(record, f"{side} no publisher", missing))
