"""US registration numbers in one canonical form each, so that two writings of a number are equal.

Since 1978 a number has twelve characters: a class prefix in capitals and digits filled with zeros (Compendium of U.S.
Copyright Office Practices, 3rd ed., 1802.8(A)(2) and 2309.13(A)(4)): `TX 1-234-567` is `TX0001234567`. Before, it was
a class letter or two and up to seven digits, written without zeros in front: `A366051`. A class that ends in a digit
keeps its hyphen (`B5-73742`), which alone tells it from class B. A number of those years does not identify by itself:
class A began again at 1 in 1947.

Whatever has another shape is kept, trimmed and in capitals, since the number is the court's key to the line.
"""

from __future__ import annotations

import polars as pl

_LENGTH = 12  # characters of a number since 1978
# Published, unpublished (U), renewals (RE), preregistrations (PRE), serials, mask works and groups.
_MODERN = r"^(PRE|TXU|PAU|VAU|SRU|SEU|CSN|TX|PA|VA|SR|RE|SE|MW|GR)[- ]?([0-9][0-9 -]*)$"
_OLD = r"^([A-NR][A-Z]{0,2})[- ]?0*([1-9][0-9]{0,6})$"
_OLD_WITH_DIGIT = r"^([A-N][A-Z]{0,2}[0-9]{1,2})-0*([1-9][0-9]{3,6})$"

_MISREAD = r"^([A-Z]{1,3})[- ]?([0-9][0-9 -]*O[0-9O -]*)$"  # a letter O among the digits

_TIDYING = (
    (r"[\x{2010}-\x{2015}\x{2212}]", "-"),
    (r"\s+", " "),
    (r"^ ?(?:REGISTRATION|REG)\.? ?(?:NUMBER|NO)\b[.:]? ?", ""),
    (r" ?/ ?[0-9]{4}(?:-[0-9]{2}){0,2} ?$", ""),  # `TX0006543210 / 2007-05-21`
    (r"^ |[ .,;:]+$", ""),
    (r" ?- ?", "-"),
)


def canonical_number(cell: pl.Expr) -> pl.Expr:
    """Canonical registration number (String); null only where the cell is null or blank."""
    text = cell.str.to_uppercase()
    for pattern, replacement in _TIDYING:
        text = text.str.replace_all(pattern, replacement)
    read = pl.coalesce(text.str.extract(_MISREAD, 1) + text.str.extract(_MISREAD, 2).str.replace_all("O", "0"), text)
    return pl.coalesce(_modern(read), _old(read), pl.when(text != "").then(text))


def _modern(text: pl.Expr) -> pl.Expr:
    """Prefix and digits filled to twelve characters; null for another shape or too many digits."""
    prefix = text.str.extract(_MODERN, 1)
    digits = text.str.extract(_MODERN, 2).str.replace_all("[ -]", "").str.strip_chars_start("0")
    room = _LENGTH - prefix.str.len_bytes()
    number = (
        pl.when(prefix.str.len_bytes() == 2)
        .then(digits.str.zfill(_LENGTH - 2))
        .otherwise(digits.str.zfill(_LENGTH - 3))
    )
    return pl.when(digits.str.len_bytes().is_between(1, room)).then(prefix + number)


def _old(text: pl.Expr) -> pl.Expr:
    plain = text.str.extract(_OLD, 1) + text.str.extract(_OLD, 2)
    hyphened = text.str.extract(_OLD_WITH_DIGIT, 1) + "-" + text.str.extract(_OLD_WITH_DIGIT, 2)
    return pl.coalesce(hyphened, plain)
