"""Values of a definition of which their types do not say all: dates, periods, shares, languages, classes, shares."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.classdef.definition import Source, Split
from classmatch.classdef.faults import shown
from classmatch.normalise.file_status import STATUSES
from classmatch.normalise.languages import language_table
from classmatch.normalise.regnumbers import canonical_number, type_of_number

if TYPE_CHECKING:
    from classmatch.classdef.checker import Checker, Reader

BY_CONTRACT = "by contract"  # a split that only the contract of author and publisher tells

_YEARS = range(1900, 2200)  # of days on which a library can have been copied
_MAX_YEARS, _MAX_MONTHS = 200, 1200  # of a period after publication
_MAX_AMOUNT = 1e12
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_UNPUBLISHED = re.compile("(TX|PA|VA|SR|SE)U")
_ROUNDING = 1e-9  # of shares that add up to 1


def day_bounds(value: Any) -> tuple[date, date] | None:
    """First and last day of a TOML date, or of `2021-06-30` or `2021-06` as text; None for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value, value
    written = _ISO_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if not written:
        return None
    year, month, day = (int(part or 0) for part in written.groups())
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return first, first if day else first.replace(day=monthrange(year, month)[1])


def _day(checker: Checker, value: Any, where: str, end: int) -> date | None:
    bounds = day_bounds(value)
    if bounds is None:
        why = "has a time of day" if isinstance(value, datetime) else f"cannot be {shown(value)}"
        checker.faults.add(where, why, 'write a day, 2021-06-30, or a month in quotes, "2021-06"')
    elif bounds[end].year not in _YEARS:
        checker.faults.add(where, f"{bounds[end]} is not between {_YEARS[0]} and {_YEARS[-1]}")
        bounds = None
    return bounds and bounds[end]


def _first_day(checker: Checker, value: Any, where: str) -> date | None:
    return _day(checker, value, where, 0)


def _last_day(checker: Checker, value: Any, where: str) -> date | None:
    return _day(checker, value, where, 1)


def _source(checker: Checker, value: Any, where: str) -> Source | None:
    """A source. Where one end of its acquisition is given, the other is the same day or month."""
    ends = ("acquired_from", "acquired_to")
    if isinstance(value, dict):
        [*given] = (value[end] for end in ends if end in value)
        if len(given) == 1 and day_bounds(given[0]):
            value = {**value, **dict.fromkeys(ends, given[0])}
    return checker.table(Source, value, where)


def _whole(most: int) -> Reader:
    """A whole number from 1 to `most`."""

    def read(checker: Checker, value: Any, where: str) -> int | None:
        number: int | None = checker.plain(int, value, where)
        if number is not None and not 1 <= number <= most:
            checker.faults.add(where, f"must be from 1 to {most}, not {shown(number)}")
            return None
        return number

    return read


def _share(checker: Checker, value: Any, where: str) -> float | None:
    share = checker.plain(float, value, where)
    if share is not None and not 0 <= share <= 1:
        checker.faults.add(where, f"must be a share from 0 to 1, not {shown(share)}")
        return None
    return None if share is None else float(share)


def _split(checker: Checker, value: Any, where: str) -> Split | None:
    if value == BY_CONTRACT:
        return Split()
    if not isinstance(value, dict):
        why = f"must be a table of shares, or {BY_CONTRACT!r}, not {shown(value)}"
        checker.faults.add(where, why, "write { author = 0.5, publisher = 0.5 }")
        return None
    split = checker.table(Split, value, where)
    if split and (split.author or 0) + (split.publisher or 0) > 1 + _ROUNDING:
        checker.faults.add(where, f"shares add up to {(split.author or 0) + (split.publisher or 0):g}, more than 1")
    return split


def _amount(checker: Checker, value: Any, where: str) -> float | None:
    amount = checker.plain(float, value, where)
    if amount is None:
        return None
    if not (0 < amount <= _MAX_AMOUNT) or math.isnan(amount):
        checker.faults.add(where, f"must be above 0 and at most {_MAX_AMOUNT:.0f}, not {shown(amount)}")
        return None
    return float(amount)


def _currency(checker: Checker, value: Any, where: str) -> str | None:
    code: str | None = checker.plain(str, value, where)
    if code is not None and not re.fullmatch("[A-Z]{3}", code):
        checker.faults.add(where, f"cannot be {shown(code)}", "write the three letters of ISO 4217, as USD")
        return None
    return code


def _file_statuses(checker: Checker, value: Any, where: str) -> tuple[str, ...]:
    return _distinct(checker.word(STATUSES, item, place) for item, place in checker.items(value, where))


def _languages(checker: Checker, value: Any, where: str) -> tuple[str, ...]:
    """Names and codes of languages as ISO 639-3 codes."""
    return _distinct(_language(checker, item, place) for item, place in checker.items(value, where))


def _language(checker: Checker, value: Any, where: str) -> str | None:
    text = checker.plain(str, value, where)
    if text is None:
        return None
    code = language_table().get(text.lower())
    if code is None:
        hint = "" if checker.faults.is_full else _language_hint(text[:40].lower())
        checker.faults.add(where, f"no language is called {shown(text)}", hint)
    return code


def _language_hint(name: str) -> str:
    near = get_close_matches(name, language_table(), n=1)
    return f"did you mean {near[0]!r}?" if near else "write an English name or an ISO 639 code, as english or eng"


def _classes(checker: Checker, value: Any, where: str) -> tuple[str, ...]:
    """Classes of registrations in capitals; those of unpublished works (`TXU`) are those of published ones (`TX`)."""
    places = {place: checker.plain(str, item, place) for item, place in checker.items(value, where)}
    given = {place: text.upper() for place, text in places.items() if text is not None}
    known = _known_classes(set(given.values()))
    for place, name in given.items():
        if name not in known:
            hint = "write the letters in front of the number, as TX, PA or A, but not those of renewals"
            checker.faults.add(place, f"no class of registrations is called {shown(name)}", hint)
    return _distinct(_UNPUBLISHED.sub(r"\1", name) for name in given.values() if name in known)


def _known_classes(names: set[str]) -> set[str]:
    """Those that are classes of original registrations: number 1 of the class is a number of one."""
    letters = sorted(name for name in names if re.fullmatch("[A-Z]{1,4}", name))
    number = canonical_number(pl.col("name") + "1")
    is_known = (type_of_number(number) == "registration").fill_null(value=False)
    return set(pl.DataFrame({"name": letters}, {"name": pl.String}).filter(is_known)["name"])


def _distinct(values: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(value for value in values if value is not None))


READERS: dict[object, Reader] = {
    Source: _source,
    Split: _split,
    "Source.content_date": _last_day,
    "Source.acquired_from": _first_day,
    "Source.acquired_to": _last_day,
    "Source.invalid_files": _file_statuses,
    "WorkRules.types": _classes,
    "WorkRules.languages": _languages,
    "RegistrationRules.within_years_of_publication": _whole(_MAX_YEARS),
    "Timely.within_months_of_publication": _whole(_MAX_MONTHS),
    "Split.author": _share,
    "Split.publisher": _share,
    "Amounts.per_work": _amount,
    "Amounts.currency": _currency,
}
"""How types and fields are read of which a type does not say all."""
