"""JSON values as text.

What is a text in one record is a list of texts, a number, or an object around a text in the next.
"""

from __future__ import annotations

from typing import Any

from classmatch.read.cells import SEPARATOR

JsonObject = dict[str, Any]

# Under these keys an object keeps what it is about: `{"type": "/type/text", "value": ...}`, `{"name": ...}`.
_INNER = ("value", "name", "title", "text", "key")
_MAX_LEVELS = 6  # of lists and objects around a text


def texts(value: object, *keys: str) -> list[str]:
    """Every text in a value, in order, without repetition; blank ones are left out.

    Args:
        value: a scalar, a list of values, or an object.
        keys: of an object: where its text is, the best first. Without any, an object of one value, or one with a key
            that usually holds the text, gives it; others give nothing.

    """
    if value is None:  # most of them: fields that a record does not have
        return []
    found: dict[str, None] = {}
    _collect(value, keys, _MAX_LEVELS, found)
    return list(found)


def _collect(value: object, keys: tuple[str, ...], levels: int, found: dict[str, None]) -> None:
    if isinstance(value, str):
        if value and not value.isspace():
            found[value] = None
    elif isinstance(value, list | dict) and levels:
        for item in value if isinstance(value, list) else (_inner(value, keys),):
            if item is not None:
                _collect(item, keys, levels - 1, found)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found[_number(value)] = None


def _inner(value: JsonObject, keys: tuple[str, ...]) -> object:
    if not keys and len(value) == 1:
        return next(iter(value.values()))
    return next((inner for key in keys or _INNER if (inner := value.get(key)) not in (None, "", [])), None)


def _number(value: float) -> str:
    """Without the `.0` that a data frame gave it."""
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def joined(*values: object) -> str | None:
    """All texts of the values in one cell, None if there are none."""
    return SEPARATOR.join(texts([value for value in values if value is not None])) or None


def first(*values: object) -> str | None:
    """The first text of the first value that has one."""
    for value in values:
        if value is not None and (found := texts(value)):
            return found[0]
    return None


def member(value: object, *path: str) -> Any:
    """What stands under these keys, one inside the other; None where there is no such key."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def objects_in(value: object) -> list[JsonObject]:
    """The objects of a list of them, or the one object that stands for such a list."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def identifiers(found: dict[str, list[str]]) -> str | None:
    """One cell of identifiers, each with its scheme: `doi:10.1000/182; oclc:1412398593`."""
    return joined([f"{scheme}:{text}" for scheme, values in found.items() for text in values])
