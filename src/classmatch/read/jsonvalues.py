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
    return list(dict.fromkeys(_texts(value, keys, _MAX_LEVELS)))


def _texts(value: object, keys: tuple[str, ...], levels: int) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item, keys, levels - 1)] if levels else []
    if isinstance(value, dict):
        return _texts(_inner(value, keys), keys, levels - 1) if levels else []
    text = _scalar(value)
    return [text] if text and not text.isspace() else []


def _inner(value: JsonObject, keys: tuple[str, ...]) -> object:
    if not keys and len(value) == 1:
        return next(iter(value.values()))
    return next((inner for key in keys or _INNER if (inner := value.get(key)) not in (None, "", [])), None)


def _scalar(value: object) -> str:
    """A text as it stands; a number without the `.0` that a data frame gave it."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(value).removesuffix(".0")
    return str(value)


def joined(*values: object) -> str | None:
    """All texts of the values in one cell, None if there are none."""
    found = texts(values)
    return SEPARATOR.join(found) if found else None


def first(*values: object) -> str | None:
    """The first text of the first value that has one."""
    return next((found[0] for value in values if (found := texts(value))), None)


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
