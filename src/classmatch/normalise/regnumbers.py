"""US registration numbers in one canonical form each, so that two writings of a number are equal.

Since 1978 a number has twelve characters: a class prefix in capitals and digits filled with zeros (Compendium of U.S.
Copyright Office Practices, 3rd ed., 1802.8(A)(2) and 2309.13(A)(4)): `TX 1-234-567` is `TX0001234567`. Before, it was
a class letter or two and up to seven digits, written without zeros in front: `A366051`. A class that ends in a digit
keeps its hyphen (`B5-73742`), which alone tells it from class B. The `O` of foreign and ad interim classes (`AFO`,
`AIO`) is a letter, also where a zero was written for it.

A number of those years does not identify by itself: class A began again at 1 in 1947. Its key is the number and the
date. `R736790` and `RE0000736790` stay apart: renewals were counted anew from 1978, and both numbers were given.

Several numbers in a cell are kept in their order with a space between them, a range with a hyphen (`A160078-A160082`):
which of them is meant is not known. Whatever has another shape is kept, trimmed and in capitals (`V3456P123`, a
recorded document), since the number is the court's key to the line.
"""

from __future__ import annotations

from functools import reduce

import polars as pl

from classmatch.normalise.dates import partial_date
from classmatch.normalise.steps import by_distinct

# Published, unpublished (U), renewals (RE), preregistrations (PRE), serials, mask works and groups.
_LONG_CLASS, _SHORT_CLASS = "PRE|TXU|PAU|VAU|SRU|SEU|CSN", "TX|PA|VA|SR|RE|SE|MW|GR"
_CLASS = f"{_LONG_CLASS}|{_SHORT_CLASS}"
# A letter, a second one for a kind, and O for foreign works ad interim (AFO), without the classes above; R is renewals.
_OLD_CLASS = "(?:R|[A-FH-LN][A-Z]?O?|G[A-QS-Z]?O?|M[A-VX-Z]?O?)"
_ANY_CLASS = rf"(?:{_CLASS}|{_OLD_CLASS})"

_SINCE_1978 = rf"(?:(?:{_SHORT_CLASS})[0-9]{{10}}|(?:{_LONG_CLASS})[0-9]{{9}})"
_BEFORE_1978 = rf"{_OLD_CLASS}(?:[1-9]-)?[1-9][0-9]{{0,6}}"
_KNOWN = rf"(?:{_SINCE_1978}|{_BEFORE_1978})"

_DATE_BEHIND = r"(?:[ .,;:]*/ ?[0-9]{4}(?:[-/][0-9]{1,2}){0,2})+[ .,;:]*$"  # `TX0006543210 / 2007-05-21`
_TIDYING = (
    (r"[\x{2010}-\x{2015}\x{2212}]", "-"),
    (r"\s+", " "),
    (r"(?: ?- ?)+", "-"),
    (rf"([^ /.,;:]){_DATE_BEHIND}", "$1"),
    (r"^ |[ .,;:]+$", ""),
    (r"^(?:(?:COPYRIGHT|REGISTRATION|REG|NUMBERS?|NOS?)\b[.:#]* ?)+([0-9A-Z])", "$1"),
    (r"\b(TX|PA|VA|SR|SE)[ -]?U[ -]?([0-9])", "${1}U$2"),  # `TX u 123-456`
)

# Where one number ends and the next begins, behind a digit: another number, or the last one of a range.
_NEXT, _LAST = "\u0001", "\u0001-"
_LIKE_DIGITS = range(4, 8)  # of as many digits each, and at least four, so that they are not `A366-051`
_BETWEEN = (
    (rf"([0-9])(?: ?[,;&|] ?(?:AND )?| AND | )({_ANY_CLASS}[- ]?[0-9])", f"${{1}}{_NEXT}$2"),
    (rf"([0-9])(?:-| (?:TO|THRU|THROUGH) )({_ANY_CLASS}[- ]?[0-9])", f"${{1}}{_LAST}$2"),
)
_SEVERAL = (
    *_BETWEEN,
    *_BETWEEN,  # again, since a number of one digit was the end of one match and cannot begin the next
    *((rf"^({_OLD_CLASS})[- ]?([0-9]{{{n}}})-([0-9]{{{n}}})$", f"$1${{2}}{_LAST}$1$3") for n in _LIKE_DIGITS),
    *((rf"^({_OLD_CLASS})[- ]?([0-9]{{{n}}})[ ,;&]+([0-9]{{{n}}})$", f"$1${{2}}{_NEXT}$1$3") for n in _LIKE_DIGITS),
)
_MARKS = ((_LAST, "-"), (_NEXT, " "))

# Letters that were read for digits: certain after a class of today, and between the digits of any.
_MISREAD = (
    rf"^({_CLASS})[- ]?((?:[OIL -]*[0-9]){{4}}[0-9OIL -]*)$",
    rf"^({_OLD_CLASS})[- ]?([0-9]+(?:[OIL]+[0-9]+)*O*)$",
)
_CANONICAL = (
    # Hyphens and spaces between groups of three. `A5-123` is number 123 of class A5.
    (rf"^({_OLD_CLASS})[- ]?([0-9]{{2,3}})[- ]([0-9]{{3}})$", "$1$2$3"),
    (rf"^({_OLD_CLASS})[- ]?([0-9]{{1,3}})[- ]([0-9]{{3}})[- ]([0-9]{{3}})$", "$1$2$3$4"),
    (r"^(R|[A-FH-LN][A-Z]O?)[- ]?([0-9])[- ]([0-9]{3})$", "$1$2$3"),
    # A zero before the hyphen, or the only one in front of a foreign number, is the letter.
    (r"^([A-FH-LN][FIP]?)0-([0-9]{1,7})$", "${1}O$2"),
    (r"^([A-FH-LN][FI])0([1-9][0-9]{0,4})$", "${1}O$2"),
    (rf"^({_OLD_CLASS})[- ]?0*([1-9][0-9]{{0,6}})$", "$1$2"),
    (rf"^({_OLD_CLASS}[1-9])-0*([1-9][0-9]{{0,6}})$", "$1-$2"),
    # Too many zeros, and then as many digits from the end as there is room for in twelve characters.
    (rf"^({_SHORT_CLASS})0*([1-9][0-9]{{0,9}})$", "${1}000000000$2"),
    (rf"^({_LONG_CLASS})0*([1-9][0-9]{{0,8}})$", "${1}00000000$2"),
    (rf"^({_SHORT_CLASS})0*([0-9]{{10}})$", "$1$2"),
    (rf"^({_LONG_CLASS})0*([0-9]{{9}})$", "$1$2"),
)

# A number in running text (`Prev. reg. 1978, TXu 123-456`). A single letter is a word too (`A 1978 edition`), so that a
# space behind an old class is only taken before more digits than a year has.
_IN_TEXT = (
    rf"\b(?:(?:{_CLASS})[- ]?[0-9][0-9-]*[0-9]|{_OLD_CLASS}-?(?:[1-9]-)?[0-9]{{2,11}}"
    rf"|{_OLD_CLASS} (?:[0-9]{{5,7}}|[0-9]{{2,3}}-[0-9]{{3}}))\b"
)
_TYPES = (("^RE?[0-9]", "renewal"), ("^PRE[0-9]", "preregistration"), (rf"^{_KNOWN}(?:[ -]|$)", "registration"))


def canonical_number(cell: pl.Expr) -> pl.Expr:
    """Canonical registration number (String); null only where the cell is null or blank.

    Several numbers stand with a space between them, the two ends of a range with a hyphen.
    """
    is_canonical = cell.str.contains(f"^{_KNOWN}$")
    others = by_distinct(pl.when(~is_canonical).then(cell), (_tidied, _apart, *_ONE, _together))
    return pl.coalesce(pl.when(is_canonical).then(cell), others)


def date_behind_number(cell: pl.Expr) -> pl.Expr:
    """Date that stands behind a number and a slash (`TX0006543210 / 2007-05-21`), of reduced precision; else null."""
    return by_distinct(cell, (lambda text: text.str.extract(f"({_DATE_BEHIND})", 1), partial_date))


def is_since_1978(number: pl.Expr) -> pl.Expr:
    """Whether a canonical number (the first, of several) has a class of those since 1978 (Boolean)."""
    return number.str.contains(f"^{_SINCE_1978}")


def registration_key(number: pl.Expr, date: pl.Expr) -> pl.Expr:
    """What identifies a registration (String): its canonical number since 1978, before that `number@date`.

    The date, of reduced precision, is left out where there is none; null without a number.
    """
    dated = pl.concat_str(number, pl.lit("@"), date)
    return pl.when(is_since_1978(number)).then(number).otherwise(pl.coalesce(dated, number))


def numbers_in(cell: pl.Expr) -> pl.Expr:
    """Canonical numbers that stand in a text: List[String], each once, in the order of the text; never null."""
    found = cell.str.to_uppercase().str.replace_all(r"[\x{2010}-\x{2015}]", "-").str.extract_all(_IN_TEXT)
    numbers = found.list.eval(reduce(lambda text, step: step(text), _ONE, pl.element()))
    return numbers.list.unique(maintain_order=True).fill_null([])


def type_of_number(number: pl.Expr) -> pl.Expr:
    """Kind of registration that the class of a canonical number says: `renewal`, `preregistration`, `registration`.

    Null where the class is not known.
    """
    return pl.coalesce(pl.when(number.str.contains(pattern)).then(pl.lit(name)) for pattern, name in _TYPES)


def _tidied(cell: pl.Expr) -> pl.Expr:
    return reduce(lambda text, step: text.str.replace_all(*step), _TIDYING, cell.str.to_uppercase())


def _apart(text: pl.Expr) -> pl.Expr:
    """Several numbers, each canonical, with marks between them; text that is not all numbers stays as it is."""
    marked = reduce(lambda several, step: several.str.replace_all(*step), _SEVERAL, text)
    several = pl.when(marked.str.contains(_NEXT, literal=True)).then(marked).str.split(_NEXT)
    known = several.list.eval(_of_several(pl.element())).list.join(_NEXT)
    return pl.coalesce(pl.when(known.str.contains(f"^{_KNOWN}(?:{_NEXT}-?{_KNOWN})+$")).then(known), text)


def _of_several(part: pl.Expr) -> pl.Expr:
    number = reduce(lambda text, step: step(text), _ONE, part.str.strip_prefix("-"))
    return pl.when(part.str.starts_with("-")).then(pl.lit("-") + number).otherwise(number)


def _together(text: pl.Expr) -> pl.Expr:
    joined = reduce(lambda several, step: several.str.replace_all(*step, literal=True), _MARKS, text)
    return pl.when(joined != "").then(joined)


def _corrected(text: pl.Expr) -> pl.Expr:
    def digits(pattern: str) -> pl.Expr:
        read = text.str.extract(pattern, 2).str.replace_all("O", "0").str.replace_all("[IL]", "1")
        return text.str.extract(pattern, 1) + read

    return pl.coalesce(*(digits(pattern) for pattern in _MISREAD), text)


def _joined(text: pl.Expr) -> pl.Expr:
    """Digits of a number since 1978 without the hyphens and spaces that group them."""
    is_number = text.str.contains(rf"^(?:{_CLASS})[- ]?[0-9][0-9 -]*$")
    return pl.when(is_number).then(text.str.replace_all("[ -]", "")).otherwise(text)


def _canonical(text: pl.Expr) -> pl.Expr:
    return reduce(lambda number, step: number.str.replace(*step), _CANONICAL, text)


_ONE = (_corrected, _joined, _canonical)
