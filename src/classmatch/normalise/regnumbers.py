"""US registration numbers in one canonical form each, so that two writings of a number are equal.

Since 1978 a number has twelve characters: a class prefix in capitals and digits filled with zeros (Compendium of U.S.
Copyright Office Practices, 3rd ed., 1802.8(A)(2) and 2309.13(A)(4)): `TX 1-234-567` is `TX0001234567`. Before, it was
a class letter or two and up to seven digits, written without zeros in front: `A366051`. A class that ends in a digit
keeps its hyphen (`B5-73742`), which alone tells it from class B. A number of those years does not identify by itself:
class A began again at 1 in 1947.

Whatever has another shape is kept, trimmed and in capitals, since the number is the court's key to the line.
"""

from __future__ import annotations

from functools import reduce

import polars as pl

from classmatch.normalise.steps import by_distinct

# Published, unpublished (U), renewals (RE), preregistrations (PRE), serials, mask works and groups.
_LONG_CLASS, _SHORT_CLASS = "PRE|TXU|PAU|VAU|SRU|SEU|CSN", "TX|PA|VA|SR|RE|SE|MW|GR"
_CLASS = f"{_LONG_CLASS}|{_SHORT_CLASS}"
# A letter, a second one for a kind, and O for foreign works ad interim (AFO), without the classes above; R is renewals.
_OLD_CLASS = "(?:R|[A-FH-LN][A-Z]?O?|G[A-QS-Z]?O?|M[A-VX-Z]?O?)"

_MODERN = rf"^(?:{_CLASS})[- ]?[0-9][0-9 -]*$"
_MISREAD = rf"^({_CLASS}|{_OLD_CLASS})[- ]?([0-9][0-9 -]*O[0-9O -]*)$"  # a letter O among the digits

_TIDYING = (
    (r"[\x{2010}-\x{2015}\x{2212}]", "-"),
    (r"\s+", " "),
    (r"^ ?(?:REGISTRATION|REG)\.? ?(?:NUMBER|NO)\b[.:]? ?", ""),
    (r" ?/ ?[0-9]{4}(?:-[0-9]{2}){0,2} ?$", ""),  # `TX0006543210 / 2007-05-21`
    (r"^ |[ .,;:]+$", ""),
    (r" ?- ?", "-"),
)
_CANONICAL = (
    (rf"^({_OLD_CLASS})[- ]?0*([1-9][0-9]{{0,6}})$", "$1$2"),
    (rf"^({_OLD_CLASS}[0-9]{{1,2}})-0*([1-9][0-9]{{3,6}})$", "$1-$2"),
    # Too many zeros, and then as many digits from the end as there is room for in twelve characters.
    (rf"^({_SHORT_CLASS})0*([1-9][0-9]{{0,9}})$", "${1}000000000$2"),
    (rf"^({_LONG_CLASS})0*([1-9][0-9]{{0,8}})$", "${1}00000000$2"),
    (rf"^({_SHORT_CLASS})0*([0-9]{{10}})$", "$1$2"),
    (rf"^({_LONG_CLASS})0*([0-9]{{9}})$", "$1$2"),
)


def canonical_number(cell: pl.Expr) -> pl.Expr:
    """Canonical registration number (String); null only where the cell is null or blank."""
    return by_distinct(cell, (_tidied, _corrected, _joined, _canonical))


def _tidied(cell: pl.Expr) -> pl.Expr:
    return reduce(lambda text, step: text.str.replace_all(*step), _TIDYING, cell.str.to_uppercase())


def _corrected(text: pl.Expr) -> pl.Expr:
    digits = text.str.extract(_MISREAD, 2).str.replace_all("O", "0")
    return pl.coalesce(text.str.extract(_MISREAD, 1) + digits, pl.when(text != "").then(text))


def _joined(text: pl.Expr) -> pl.Expr:
    """Digits of a number since 1978 without the hyphens and spaces that group them."""
    return pl.when(text.str.contains(_MODERN)).then(text.str.replace_all("[ -]", "")).otherwise(text)


def _canonical(text: pl.Expr) -> pl.Expr:
    return reduce(lambda number, step: number.str.replace(*step), _CANONICAL, text)
