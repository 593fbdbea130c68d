"""Publisher and date out of an imprint in one cell: `Berlin ; New York : Springer, [2003] ©2003`.

ISBD area 4: places are separated by `;`, a publisher follows `:`, a date follows a comma. Where the colon was lost
(`Berlin ; Springer, ©2012.`) the last part is the publisher unless it is a known place; one part by itself is taken
for the place, unless a word of the trade (`Verlag`, `Press`) says otherwise.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from classmatch.normalise.dates import partial_date
from classmatch.normalise.steps import by_distinct
from classmatch.normalise.tables import shipped_table
from classmatch.normalise.text import fold

# From the first year, and the marks and the month before it, to the end.
_YEAR_ON = (
    r"\s*[\[(<]*(?:(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ ,])?"
    r"[\[(<]*(?:[cp©℗]|Â©|cop\.?)?\s*(?:1[4-9]|20)[0-9]{2}(?:[^0-9A-Za-z].*)?$"
)
_DATE_WITH_COMMA = rf"[,;.:\]]{_YEAR_ON}"
_DATE_PART = rf"(?:^|[,;.:\]]|\s){_YEAR_ON}"
_AFTER_COLON = r":\s*([^:;]*[^:;\s])"
_LAST_OF_SEVERAL = r";\s*([^;]*[^;\s])\s*;?\s*$"
_UNKNOWN = r"(?i)^\W*(?:s\.? ?n\b|publisher not identified|publisher unknown|unknown)\W*$|\bedition\W*$"
_TRADE = (
    r"(?i)\b(?:verlag|press|publish\w*|publ?|books|editions?|éditions|ediciones|editorial|editore"
    r"|corp|inc|ltd|gmbh|& co)\b"
)


def imprint_publisher(cell: pl.Expr) -> pl.Expr:
    """Publisher of an imprint as written there (String), the first of several; null when there is none."""
    return by_distinct(cell, PUBLISHER_STEPS)


def imprint_date(cell: pl.Expr) -> pl.Expr:
    """Date of publication of an imprint, ISO 8601 of reduced precision (String); null when there is none."""
    return partial_date(pl.coalesce(cell.str.extract(f"({_DATE_WITH_COMMA})", 1), cell))


def looks_like_imprint(cell: pl.Expr) -> pl.Expr:
    """Whether a cell has the punctuation of an imprint (Boolean): a publisher's column can hold more than that."""
    return cell.str.contains(r"\S ?[:;] \S") & cell.str.contains(_DATE_WITH_COMMA) | cell.str.contains(r"\S : \S")


def is_place(cell: pl.Expr) -> pl.Expr:
    """Whether a cell names places and nothing else (Boolean): `Hoboken, N.J.`, `Berlin, Heidelberg`."""
    return fold(cell).str.contains(_places_pattern())


@cache
def _places_pattern() -> str:
    places = sorted(shipped_table("publishing_places")["place"])
    return f"^(?:(?:{'|'.join(places)})(?: |$))+$"


def _undated(imprint: pl.Expr) -> pl.Expr:
    return imprint.str.replace(_DATE_PART, "")


def _named(undated: pl.Expr) -> pl.Expr:
    """The publisher's part: after a colon, else the last of several, else the whole if it has a word of the trade."""
    last = undated.str.extract(_LAST_OF_SEVERAL, 1)
    alone = pl.when(undated.str.contains(_TRADE) & ~undated.str.contains("[:;]")).then(undated)
    return pl.coalesce(undated.str.extract(_AFTER_COLON, 1), pl.when(~is_place(last)).then(last), alone)


def _known(name: pl.Expr) -> pl.Expr:
    return pl.when(~name.str.contains(_UNKNOWN)).then(name)


def _trimmed(name: pl.Expr) -> pl.Expr:
    return name.str.strip_chars(" \t\n,;:[]").str.replace(r"(\p{L}{5,})\.$", "$1")


def _not_blank(name: pl.Expr) -> pl.Expr:
    return pl.when(name != "").then(name)


PUBLISHER_STEPS = (_undated, _named, _known, _trimmed, _not_blank)
