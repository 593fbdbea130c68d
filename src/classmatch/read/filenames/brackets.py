"""What stands in brackets in the name of a file: a year, an edition, a publisher, a series, or the uploader's remarks.

What is told for certain is taken out of the name; everything else stays where it is, since titles have brackets too.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Facts = dict[str, str]

YEAR = r"(?:1[4-9]|20)\d\d"
_BRACKETS = re.compile(r" ?(?:\(([^()\[\]]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\})")

# Remarks on the file, not the book.
REMARK = re.compile(
    r"(?i)^(?:retail|true retail|e-?pub3?|mobi|azw3?|pdf|html?|e-?book|kindle(?: edition)?|v?\d\.\d\d?|v\d|"
    r"scan(?:ned)?|ocr|converted|web|fixed|"
    r"calibre|us|uk|usa|au|can|b&w|r\d|mbook|unabridged|libgen(?:\.\w+)?|"
    r"z-?lib(?:rary)?(?:\.\w+)?|anna.?s archive|\d+ ?(?:s|p|pp|pages)\.?)\.?$"
)
_SITES = re.compile(r"(?i)^(?:z-?lib(?:rary)?(?:\.\w+)?|b-ok(?:\.\w+)?|1lib(?:\.\w+)?)$")
_ISBN = re.compile(r"(?i)^(?:e?isbn(?:[ -]?1[03])?[ :]*)?((?:97[89][- ]?)?(?:\d[- ]?){9}[\dX])$")
_ORIGINAL = re.compile(rf"(?i)^orig(?:inal)?\.? ?({YEAR})$")
_TRANSLATOR = re.compile(r"(?i)^(?:transl?(?:ated|ation|ator)?)\.?(?: by)?[ :]+(\S.*)$")
_EDITION = re.compile(
    r"(?i)\b(?:edition|edn|anniversary|revised|annotated|illustrated|expanded|updated|abridged|deluxe|omnibus)\b|"
    r"\S ed\.?$"
)
_SERIES = re.compile(
    r"(?i)^(\S.*?)[ ,:–-]*(?:#|\b(?:book|bk|vol|volume|part|pt|no|number)\.? ?#?)(\d{1,3}(?:\.\d)?)$|"
    r"^(\S.*?\D) (0\d(?:\.\d)?)$"
)
_NUMBERED = re.compile(r"^(\S.*?\D)[ ,]*[ #](\d{1,3}(?:\.\d)?)$")  # in square brackets a number is that of a series

# Words that end the name of a publisher and of hardly anything else.
_PUBLISHER = re.compile(
    r"(?i)\b(?:press|publishing(?: (?:group|house|company))?|publishers?|publications|verlag|inc\.?|ltd\.?|llc)$"
)
_HOUSE_AND_YEAR = re.compile(rf"^(?:(\D+?),? )?({YEAR})$|^({YEAR}), (\D+)$")


@cache
def _houses() -> frozenset[str]:
    """Publishers whose names have no such word, in lower case."""
    return frozenset(
        files("classmatch.read.filenames.data").joinpath("publishing_houses.txt").read_text("utf-8").splitlines()
    )


def is_publisher(text: str) -> bool:
    return _PUBLISHER.search(text) is not None or text.lower().replace("’", "'") in _houses()


def taken_out(stem: str) -> tuple[str, Facts, list[str]]:
    """The name without the brackets that say something certain; what they say, by field; and the remarks."""
    if "(" not in stem and "[" not in stem and "{" not in stem:
        return stem, {}, []
    facts: Facts = {}
    remarks: list[str] = []

    def take(found: re.Match[str]) -> str:
        inner = (found[1] or found[2] or found[3] or "").strip()
        is_told = _told(inner, facts, remarks, is_square=found[2] is not None)
        return " " if is_told else found[0]

    rest = _BRACKETS.sub(take, stem)
    return rest, facts, remarks


def author_before_site(stem: str) -> str | None:
    """Z-Library names a file `Title (Author) (z-lib.org)`: that author, else None."""
    if not stem.endswith(")"):
        return None
    groups = list(_BRACKETS.finditer(stem))
    if len(groups) < 2 or not _SITES.match(groups[-1][1] or ""):
        return None
    return groups[-2][1] or None


def _told(inner: str, facts: Facts, remarks: list[str], *, is_square: bool) -> bool:
    if REMARK.match(inner):
        remarks.append(inner)
        return True
    if is_square and (numbered := _NUMBERED.match(inner)):
        return _set(facts, series=numbered[1], volume=numbered[2])
    return any(kind(inner, facts) for kind in _KINDS)


def _set(facts: Facts, **said: str) -> bool:
    """Takes down what is said, unless the name has said it before."""
    if said.keys() & facts.keys():
        return False
    facts.update({name: value.strip(" ,;") for name, value in said.items() if value})
    return True


def _year(inner: str, facts: Facts) -> bool:
    found = _HOUSE_AND_YEAR.match(inner)
    if not found:
        return False
    house = found[1] or found[4] or ""
    if house and not is_publisher(house) and found[1]:
        return False  # `(Olympics 2012)`
    return _set(facts, date=found[2] or found[3], **({"publisher": house} if house else {}))


def _original(inner: str, facts: Facts) -> bool:
    found = _ORIGINAL.match(inner)
    return found is not None and _set(facts, original=found[1])


def _isbn(inner: str, facts: Facts) -> bool:
    found = _ISBN.match(inner)
    return found is not None and _set(facts, isbn=found[1])


def _translator(inner: str, facts: Facts) -> bool:
    found = _TRANSLATOR.match(inner)
    return found is not None and _set(facts, translator=found[1])


def _edition(inner: str, facts: Facts) -> bool:
    return _EDITION.search(inner) is not None and " by " not in inner and _set(facts, edition=inner)


def _publisher(inner: str, facts: Facts) -> bool:
    """A publisher, alone or behind a series: `(Timelines - Britannica Digital Learning)`."""
    series, _, house = inner.rpartition(" - ")
    if not is_publisher(house):
        return False
    return _set(facts, publisher=house, **({"series": series} if series else {}))


def _series(inner: str, facts: Facts) -> bool:
    found = _SERIES.match(inner)
    return found is not None and _set(facts, series=found[1] or found[3], volume=found[2] or found[4])


_KINDS: tuple[Callable[[str, Facts], bool], ...] = (
    _year, _original, _isbn, _translator, _series, _edition, _publisher,
)  # fmt: skip
