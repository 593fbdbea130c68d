"""A publisher's name as a key: folded, without legal forms, words of the trade and statements of edition.

`Alfred A. Knopf, Inc.` and `Knopf` still differ; the comparison judges how much. A publisher that is all filler (`The
Press`) keeps its words, and one that is only a place (`New York`) is missing.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from classmatch.normalise.imprint import imprint_publisher, is_place, looks_like_imprint
from classmatch.normalise.steps import by_distinct
from classmatch.normalise.tables import shipped_table
from classmatch.normalise.text import fold, repair

_DATE_AFTER = r"(?:^|[,;])[ \[(]*[cp©]?(?:1[4-9]|20)[0-9]{2}[\])]*\.?$"
_EDITION_AFTER = r"(?i)\s*[;,(]\s*[^;,(]*\bedition\b.*$"  # `Wiley; 1st edition edition`, as booksellers write
_BRACKETED = r"\s*[(\[][^)\]]*[)\]]"
_OTHERS_AFTER = r"\s*[;|].*$"


def publisher_key(cell: pl.Expr) -> pl.Expr:
    """Folded name of the first publisher of a cell (String) without filler; null for a place and for blank."""
    return by_distinct(cell, (repair, _out_of_imprint, _first_name, fold, _not_a_place, _telling_words))


@cache
def publisher_words() -> dict[str, str]:
    """What becomes of a word of a publisher's name: its full form, or nothing."""
    return dict(shipped_table("publisher_words").select("word", "becomes").iter_rows())


def _out_of_imprint(cell: pl.Expr) -> pl.Expr:
    return pl.when(looks_like_imprint(cell)).then(imprint_publisher(cell)).otherwise(cell)


def _first_name(cell: pl.Expr) -> pl.Expr:
    for pattern in (_DATE_AFTER, _EDITION_AFTER, _BRACKETED, _OTHERS_AFTER):
        cell = cell.str.replace_all(pattern, "")
    return cell


def _not_a_place(folded: pl.Expr) -> pl.Expr:
    return pl.when((folded != "") & ~is_place(folded)).then(folded)


def _telling_words(folded: pl.Expr) -> pl.Expr:
    """Words without filler, abbreviations in full; all words where every one is filler."""
    told = folded.str.split(" ").list.eval(_told(pl.element())).list.join(" ")
    return pl.when(told != "").then(told).otherwise(folded)


def _told(word: pl.Expr) -> pl.Expr:
    words = publisher_words()
    full = word.replace(list(words), list(words.values()))
    return full.filter(full != "")
