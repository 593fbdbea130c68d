"""JSON objects, one at a time: from JSON lines, arrays, pretty-printed text, or an array inside an envelope.

An object that is damaged, too large or nested too deeply becomes a `Fault`, and the next ones are read.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import IO, TYPE_CHECKING

import orjson

from classmatch.read.containers.jsonsplit import CHUNK_BYTES, MAX_BYTES, SHOWN_BYTES, Unusable, split
from classmatch.read.layouts import Fault
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classmatch.read.containers.jsonvalues import JsonObject

SHOWN = 500  # characters of a faulty record
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UNFINISHED = (b"{", b"[", b",", b":")  # how a line of a pretty-printed text ends, and no line of JSON lines


def objects(stream: IO[bytes], *lists: str) -> Iterator[JsonObject | Fault]:
    """The objects of a JSON text, lazily and in order.

    Args:
        stream: one object a line, or JSON texts of any layout, one after the other.
        lists: keys of a top-level object under which the objects are, as `data` in `{"metadata": {}, "data": [{}]}`.

    Raises:
        UnreadableError: if a text that is not one object a line ends inside a value.

    """
    start = _first_lines(stream)
    if _is_lines(start):
        found = _of_lines(chain(start, lines_of(stream)))
    else:
        found = map(_of_text, split(chain(start, iter(lambda: stream.read(CHUNK_BYTES), b"")), lists))
    return _unwrapped(found, lists) if lists else found


def decoded(text: bytes) -> JsonObject | None:
    """The object that a text is; None if it is none.

    What is no strict JSON but said clearly is taken: a NaN is null, half a surrogate pair the replacement character.
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = _leniently_decoded(text)
    return value if isinstance(value, dict) else None


def shown(entry: JsonObject) -> str:
    """The start of an object that cannot be used, for people to see."""
    return orjson.dumps(entry, default=str).decode()[:SHOWN]


def _leniently_decoded(text: bytes) -> object:
    try:
        value = json.loads(text, parse_constant=lambda _: None)
        whole = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return json.loads(whole)
    except (ValueError, RecursionError):
        return None


def _first_lines(stream: IO[bytes]) -> list[bytes]:
    """The first two lines that are not blank, with the blank ones before them."""
    lines: list[bytes] = []
    filled = 0
    while filled < 2 and (line := stream.readline(MAX_BYTES + 1)):
        lines.append(line)
        filled += not line.isspace()
    return lines


def _is_lines(start: list[bytes]) -> bool:
    """Whether one of two lines is an object, and the first is not the beginning of a larger text."""
    filled = [line.removeprefix(_BYTE_ORDER_MARK).strip() for line in start if not line.isspace()]
    if not filled or filled[0].startswith(b"["):
        return False
    return decoded(filled[0]) is not None or (not filled[0].endswith(_UNFINISHED) and decoded(filled[-1]) is not None)


def _of_lines(lines: Iterator[bytes]) -> Iterator[JsonObject | Fault]:
    for line in bounded_lines(lines):
        yield line if isinstance(line, Fault) else _of_text(line)


def lines_of(stream: IO[bytes]) -> Iterator[bytes]:
    """Its lines, of which those that are too long come in pieces."""
    return iter(lambda: stream.readline(MAX_BYTES + 1), b"")


def bounded_lines(lines: Iterator[bytes]) -> Iterator[bytes | Fault]:
    """The lines that are not blank, without what is around them; a fault for one that is too long."""
    for line in lines:
        if len(line) > MAX_BYTES:
            yield fault(line[:SHOWN_BYTES], Reason.OVERSIZED)
            _pass_over(lines, line)
        elif text := line.removeprefix(_BYTE_ORDER_MARK).strip():
            yield text


def _pass_over(lines: Iterator[bytes], piece: bytes) -> None:
    while not piece.endswith(b"\n"):
        piece = next(lines, b"\n")


def _of_text(text: bytes | Unusable) -> JsonObject | Fault:
    if isinstance(text, Unusable):
        return fault(text.start, Reason.OVERSIZED if text.is_oversized else Reason.UNDECODABLE)
    value = decoded(text)
    return fault(text[:SHOWN_BYTES]) if value is None else value


def fault(text: bytes, reason: Reason = Reason.UNDECODABLE) -> Fault:
    """A record that cannot be used, by the start of its text."""
    return Fault(reason, text.decode("utf-8", "replace")[:SHOWN])


def _unwrapped(found: Iterator[JsonObject | Fault], lists: tuple[str, ...]) -> Iterator[JsonObject | Fault]:
    for entry in found:
        items = None if isinstance(entry, Fault) else _listed(entry, lists)
        if items is None:
            yield entry
        else:
            yield from (item if isinstance(item, dict) else fault(orjson.dumps(item)) for item in items)


def _listed(entry: JsonObject, lists: tuple[str, ...]) -> list[object] | None:
    return next((entry[key] for key in lists if isinstance(entry.get(key), list)), None)
