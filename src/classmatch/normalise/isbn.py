"""ISBNs out of catalog cells: every valid number in a cell, as ISBN-13 digits, and nothing that fails its check digit.

A cell holds none, one or several numbers, of either length, with any separators, labels, prices and bindings around
them, and often damaged by a spreadsheet (leading zeros lost, text made a float). The cell is cleaned until only digits,
`X`, hyphens and single spaces stand between bars; candidates of the right number of digits are cut out; each is checked
and turned into an ISBN-13. What is left over is dropped, since a false identifier is worse evidence than none.

Check digits: ISO 2108:2017. ISBN-10: sum of digit times weight 10 to 1 divisible by 11, with `X` = 10 in the
last place. ISBN-13: weights 1 and 3 in turn, divisible by 10. An SBN of nine digits is an ISBN-10 without its first 0,
which is also what a spreadsheet leaves of such an ISBN-10: padding with zeros on the left serves both, and no ambiguity
arises. Eight digits that read as a date are taken for one.
"""

from __future__ import annotations

from functools import cache, reduce
from typing import TYPE_CHECKING

import polars as pl

from classmatch.normalise.steps import in_turn
from classmatch.normalise.tables import shipped_table

if TYPE_CHECKING:
    from classmatch.normalise.steps import Step

# Text in, text out, in this order; `|` stands wherever a number cannot continue.
_CLEANING = (
    (r"[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]", "-"),
    (r"[\x{00A0}\x{2002}-\x{200A}\x{202F}]", " "),
    (r"[\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}\x{FEFF}]", ""),
    (r"[xX\x{0425}\x{0445}\x{03A7}\x{03C7}]", "X"),  # Cyrillic and Greek letters that look like X
    (r"\b9\.(7[89][0-9]{10})[eE]\+?12\b", "9$1"),  # a float with all 13 digits
    (r"[0-9]+[.,][0-9]+[eE]\+?[0-9]+", "|"),  # a float that lost digits: nothing to recover
    (r"([0-9X])\.0+\b", "$1"),  # a whole number written as a float
    (r"(?i)\bB[0-9A-Z]{9}\b", "|"),  # an ASIN, whose digits are not those of a book
    (r"(?i)\bISSN\b[^0-9]{0,4}[0-9]{4}-?[0-9]{3}[0-9X]\b", "|"),
    (r"(?i)\b(?:OCLC|OCOLC|LCCN|OCM|OCN|UPC)\b[^0-9|]{0,4}[0-9]+(?:-[0-9]+)?", "|"),
    (r"[^0-9X\- ]+", "|"),
    (r" *- *", "-"),
    (r" +", " "),
)

# Exactly as many digits as a number has, so that two numbers are never glued together; the longest first.
_CANDIDATE = (
    r"\b97[89](?:[- ]?[0-9]){10}\b"
    r"|\b[0-9](?:[- ]?[0-9]){8}[- ]?[0-9X]\b"
    r"|\b[0-9]{2,7}[- ][0-9]{1,6}[- ][0-9X]\b"  # SBN in its three groups
    r"|\b[0-9]{7,8}[0-9X]\b"  # SBN, or leading zeros lost
)
_PLAIN = r"^[0-9]{9}[0-9X]$|^97[89][0-9]{10}$"
_TIDY = r"^(?:[0-9X]+(?:[,;|/] ?|[- ])?)*$"  # nothing in it that cleaning would change for the better
_DATE_OF_EIGHT_DIGITS = r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$"

_EAN_978 = 978 * 10**9  # prefix of the twelve digits before the check digit
_FIRST_EAN = 978 * 10**10
_REPDIGIT = 111_111_111  # divides the nine digits of a title number exactly when they are all the same
_PACK = 16  # an ISBN-10 is carried as nine digits times 16 plus the check digit, which can be 10


def isbn13s(cell: pl.Expr) -> pl.Expr:
    """Find the valid ISBN-13s of a cell: List[String], digits only, unique, sorted; empty when none, never null."""
    return in_turn(cell, (_candidates, *map(_each, _STEPS), _in_order, _as_text), pl.List(pl.String()))


def isbn10_of(isbn13: pl.Expr) -> pl.Expr:
    """Give the ISBN-10 of a valid ISBN-13 (String); null for null and for 979, which has none."""
    body = isbn13.str.slice(3, 9)
    check = _check11(body.cast(pl.Int64, strict=False))
    text = pl.when(check == 10).then(pl.lit("X")).otherwise(check.cast(pl.String))
    return pl.when(isbn13.str.starts_with("978")).then(body + text)


@cache
def placeholders() -> tuple[int, ...]:
    """ISBN-13s with a right check digit that stand for "no number" (`1234567890` and the like), ascending."""
    return tuple(sorted(map(int, shipped_table("isbn_placeholders")["isbn13"])))


def _candidates(cell: pl.Expr) -> pl.Expr:
    """List[String] of what may be an ISBN by its number of digits, still with its separators.

    Most cells are one number and nothing else, and most others need no cleaning; each takes the shortest way.
    """
    plain, tidy = cell.str.contains(_PLAIN), cell.str.contains(_TIDY)
    cut = pl.when(~plain).then(cell).str.extract_all(_CANDIDATE)
    cut_clean = _cleaned(pl.when(~tidy).then(cell)).str.extract_all(_CANDIDATE)
    return pl.when(plain).then(pl.concat_list(cell)).when(tidy).then(cut).otherwise(cut_clean)


def _cleaned(cell: pl.Expr) -> pl.Expr:
    return reduce(lambda text, step: text.str.replace_all(*step), _CLEANING, cell)


def _digits(candidate: pl.Expr) -> pl.Expr:
    """Bare digits of a candidate; null if they are not as many as an ISBN has, or as remain of one, or are a date."""
    digits = candidate.str.replace_all("[- ]", "")
    length = digits.str.len_bytes()
    ean = (length == 13) & digits.str.contains("^97[89]")
    damaged = (length == 8) & (candidate.str.len_bytes() == 8) & ~candidate.str.contains(_DATE_OF_EIGHT_DIGITS)
    return pl.when(ean | length.is_between(9, 10) | damaged).then(digits)


def _packed(digits: pl.Expr) -> pl.Expr:
    """One Int64: an ISBN-13 as it is, fewer digits as nine digits times 16 plus the check digit."""
    number = digits.str.strip_suffix("X").cast(pl.Int64, strict=False)
    short = pl.when(digits.str.ends_with("X")).then(number * _PACK + 10).otherwise(number // 10 * _PACK + number % 10)
    return pl.when(digits.str.len_bytes() == 13).then(number).otherwise(short)


def _checked(packed: pl.Expr) -> pl.Expr:
    """Give the ISBN-13 (Int64) of a packed candidate; null if its check digit is wrong."""
    body, check = packed // _PACK, packed % _PACK
    long = pl.when(_weighted13(packed) % 10 == 0).then(packed)
    unchecked = (body + _EAN_978) * 10
    short = pl.when(check == _check11(body)).then(unchecked + (10 - _weighted13(unchecked) % 10) % 10)
    return pl.when(packed >= _FIRST_EAN).then(long).otherwise(short)


def _known(isbn: pl.Expr) -> pl.Expr:
    """Null for placeholders."""
    repeated = isbn // 10 % 10**9 % _REPDIGIT == 0
    return pl.when(~repeated & ~isbn.is_in(placeholders())).then(isbn)


def _found(isbn: pl.Expr) -> pl.Expr:
    return isbn.drop_nulls()


_STEPS = (_digits, _packed, _checked, _known, _found)


def _each(step: Step) -> Step:
    """Make a step for a candidate one for a list of them."""
    return lambda candidates: candidates.list.eval(step(pl.element()))


def _in_order(isbns: pl.Expr) -> pl.Expr:
    """Unique and sorted. Few lists need it, and `list.sort` takes a hundred times as long as sorting in `list.eval`."""
    several = pl.when(isbns.list.len() > 1).then(isbns)
    return pl.coalesce(several.list.eval(pl.element().unique().sort()), isbns)


def _as_text(isbns: pl.Expr) -> pl.Expr:
    return isbns.cast(pl.List(pl.String)).fill_null([])


def _check11(body: pl.Expr) -> pl.Expr:
    """Check digit, 0 to 10, of the first nine digits of an ISBN-10, as a number whose leading zeros may be missing.

    A digit is `q - 10 r`, where `q` is the number cut behind it and `r` the number cut before it; so the sum of digits
    with weights 2, 3, 4 ... from the right is, modulo 11, that of the cut numbers with weights 2, 2 + 3, 3 + 4 ...
    """
    total = reduce(lambda left, place: left + body // 10**place * (2 * place + 3), range(1, 9), body * 2)
    return (11 - total % 11) % 11


def _weighted13(number: pl.Expr) -> pl.Expr:
    """Sum of thirteen digits with weights 1, 3, 1 ... from the last; right modulo 10 only, as they are uncut."""
    return reduce(lambda left, place: left + number // 10**place * (1 + place % 2 * 2), range(1, 13), number)
