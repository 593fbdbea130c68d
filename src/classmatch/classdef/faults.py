"""All that is wrong with a class definition, to be said at once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from classmatch.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARK = re.compile(r"[.\[]")  # where a place goes on below
_MAX_FAULTS = 50  # that are told; the others are counted
_MAX_VALUE = 40  # characters of a value that a fault shows
_MAX_WORD = 80  # characters of a word for which a like one is looked for
_MAX_INTEGER = 10**18  # of which all digits are shown


class Faults:
    """Faults in the order in which they were found, each with its place: `sources[2].acquired_to`."""

    def __init__(self) -> None:
        self._told: list[str] = []
        self._places: set[str] = set()  # of faults, and all that those places are within
        self._others = 0

    @property
    def is_full(self) -> bool:
        """Whether a further fault is counted only, so that a hint for it would be sought in vain."""
        return len(self._told) == _MAX_FAULTS

    def add(self, where: str, why: str, hint: str = "") -> None:
        """Note what is wrong at a place."""
        self._places.update((where, *(where[: mark.start()] for mark in _MARK.finditer(where))))
        if self.is_full:
            self._others += 1
            return
        self._told.append(f"{where}: {why} ({hint})" if hint else f"{where}: {why}")

    def unknown(self, where: str, what: str, word: str, known: Iterable[str]) -> None:
        """Note that a word is none of those known, with the nearest that is."""
        self.add(where, what, "" if self.is_full else did_you_mean(word[:_MAX_WORD], known))

    def within(self, *places: str) -> bool:
        """Whether there is a fault at one of these places or below, so that what follows from it need not be told."""
        return not self._places.isdisjoint(places)

    def raise_any(self, name: str) -> None:
        """Raise a `ConfigError` with all faults, if there are any."""
        if self._told:
            more = [f"and {self._others:,} more"] if self._others else []
            raise ConfigError(f"{name}: {'; '.join([*self._told, *more])}")


def shown(value: Any) -> str:
    """A value of a TOML file as a fault shows it: in one line, and cut short."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= _MAX_INTEGER:
        return "a number of many digits"
    if isinstance(value, str) and len(value) > _MAX_VALUE:
        return f"{value[:_MAX_VALUE]!r}..."
    return str(value) if isinstance(value, date) else repr(value)
