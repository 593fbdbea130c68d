"""TOML values to dataclasses, by the types of their fields. What is wrong is noted, and does not stop the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from classmatch.classdef.faults import Faults, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from dataclasses import Field

T = TypeVar("T")
Reader = Callable[["Checker", Any, str], Any]
"""Makes a field's value of a TOML value found at a place; None, and a fault, where that cannot be."""

_SAID = {str: "text in quotes", bool: "true or false", int: "a whole number", float: "a number"}
_BARE_KEY = re.compile("[A-Za-z0-9_-]{1,40}")
_cached_hints = cache(get_type_hints)


@dataclass(frozen=True)
class Checker:
    """Reads values, and collects faults.

    `special` has readers for what types do not say. Its keys are types, and fields by name: `Source.acquired_to`.
    """

    special: Mapping[object, Reader]
    faults: Faults

    def table(self, kind: type[T], value: Any, where: str) -> T | None:
        """A dataclass of a table. Fields that are faulty have their defaults, or `""` where there is none."""
        if not isinstance(value, dict):
            self.faults.add(where, f"must be a table, not {shown(value)}")
            return None
        known = {entry.name: entry for entry in fields(kind)}  # type: ignore[arg-type]
        for name in value:
            if name not in known:
                self.faults.unknown(_below(where, name), "unknown key", name, known)
        found = {name: self._field(kind, entry, value[name], where) for name, entry in known.items() if name in value}
        required = {name: "" for name, entry in known.items() if _is_required(entry)}
        for name in required:
            if name not in value:
                self.faults.add(_below(where, name), "is missing")
        return kind(**{**required, **{name: read for name, read in found.items() if read is not None}})

    def _field(self, kind: type, entry: Field[Any], value: Any, where: str) -> Any:
        if type(value) is type(entry.default) and value == entry.default:
            return value
        place = _below(where, entry.name)
        special = self.special.get(f"{kind.__name__}.{entry.name}")
        return special(self, value, place) if special else self.value(_cached_hints(kind)[entry.name], value, place)

    def value(self, kind: Any, value: Any, where: str) -> Any:
        """A value of any type that a definition has; None where it cannot be."""
        if get_origin(kind) is UnionType:  # of None, which TOML does not have, and another
            kind = get_args(kind)[0]
        if kind in self.special:
            return self.special[kind](self, value, where)
        if get_origin(kind) is tuple:
            found = (self.value(get_args(kind)[0], item, place) for item, place in self.items(value, where))
            return tuple(read for read in found if read is not None)
        if get_origin(kind) is dict:
            return self._by_word(get_args(kind), value, where)
        if is_dataclass(kind):
            return self.table(kind, value, where)  # type: ignore[arg-type]
        return self.word(kind, value, where) if issubclass(kind, StrEnum) else self.plain(kind, value, where)

    def items(self, value: Any, where: str) -> Iterator[tuple[Any, str]]:
        """Each item of a list, with its place, counted from 1."""
        if isinstance(value, list):
            yield from ((item, f"{where}[{number}]") for number, item in enumerate(value, 1))
        else:
            hint = f"write [{shown(value)}]" if isinstance(value, str) else ""
            self.faults.add(where, f"must be a list, not {shown(value)}", hint)

    def plain(self, kind: type, value: Any, where: str) -> Any:
        """Text, a truth, or a number: a value of this type, or None."""
        accepted = (int, float) if kind is float else (kind,)
        if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
            self.faults.add(where, f"must be {_SAID[kind]}, not {shown(value)}")
            return None
        if not isinstance(value, str):
            return value
        if not value.strip():
            self.faults.add(where, "is empty")
            return None
        return value.strip()

    def word(self, known: Iterable[str], value: Any, where: str) -> Any:
        """One of a few words: of an enumeration, its member."""
        words = {str(word): word for word in known}
        text = self.plain(str, value, where)
        if text is not None and text not in words:
            self.faults.unknown(where, f"cannot be {shown(text)}", text, words)
        return None if text is None else words.get(text)

    def _by_word(self, kinds: tuple[Any, ...], value: Any, where: str) -> dict[Any, Any] | None:
        """A table whose keys are the words of an enumeration."""
        words, kind = kinds
        if not isinstance(value, dict):
            self.faults.add(where, f"must be a table, not {shown(value)}")
            return None
        found = {
            self.word(words, name, _below(where, name)): self.value(kind, item, _below(where, name))
            for name, item in value.items()
        }
        return {word: read for word, read in found.items() if word is not None and read is not None}


def _below(where: str, name: str) -> str:
    key = name if _BARE_KEY.fullmatch(name) else shown(name)
    return f"{where}.{key}" if where else key


def _is_required(entry: Field[Any]) -> bool:
    return entry.default is MISSING and entry.default_factory is MISSING
