"""Finds where the objects of a JSON text begin and end, so that each is decoded alone.

An array of a million objects is never held as one: the text is scanned for brackets and quotation marks only. Parsers
that build values from events were tried and not taken: they stop for good at the first object that is damaged, and a
few hundred kilobytes of `[[[[...` make them use up the memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classmatch.read.boundary import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

CHUNK_BYTES = 1 << 20
SHOWN_BYTES = 2000  # of what is no object
MAX_BYTES = 1 << 26  # of one object
MAX_DEPTH = 200  # of one object; those of catalogs and registrations are some 10 deep
# What is no bracket, with the strings that are complete, in one stride.
_STRIDE = re.compile(rb'[^"\[\]{}]*+(?:"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"[^"\[\]{}]*+)*+')
# The rest of a string that is not: to its end or that of the buffer, where a backslash that is parted from what it
# escapes is left for later. JSON has no line breaks inside strings: a quotation mark that is never closed costs its own
# object only.
_STRING = re.compile(rb'[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+(?P<end>"|\\?\n)?')
_KEY = re.compile(rb'[{,]\s*"([^"\\]*)"\s*:\s*\Z')  # of the value that begins after it
_KEY_BYTES = 200  # in which a key and what is around it must be found
_BETWEEN = b" \t\r\n,\xef\xbb\xbf\x1e"  # what may stand between two objects: also byte order marks, RFC 7464 separators


@dataclass(frozen=True)
class Unusable:
    """A stretch of the text that is no object of a sane size."""

    start: bytes
    is_oversized: bool = False  # or nested too deeply


def split(chunks: Iterable[bytes], lists: Collection[str] = ()) -> Iterator[bytes | Unusable]:
    """The texts of the objects, in order: the items of every top-level array, and every other top-level value.

    Args:
        chunks: of one JSON text, or of several one after the other, pretty-printed or not; none larger than MAX_BYTES.
        lists: keys of a top-level object whose array is given item by item, the rest of that object being left out.

    Raises:
        UnreadableError: if the text ends inside a value.

    """
    scan = _Scan(frozenset(key.encode() for key in lists))
    for chunk in chunks:
        yield from scan.feed(chunk)
    yield from scan.finish()


@dataclass
class _Scan:
    lists: frozenset[bytes]
    buffer: bytes = b""
    position: int = 0  # up to which the buffer was scanned
    mark: int | None = 0  # from which on the buffer is still needed; None inside what is passed over
    depth: int = 0
    deepest: int = 0  # since the object began
    base: int = 0  # depth at which objects begin: 0 of single values, 1 of an array, 2 of an array in an envelope
    inside: bool = False  # an object
    enveloped: bool = False  # inside a top-level object whose array was found
    string: bool = False  # inside a string that goes on in the next chunk
    found: list[bytes | Unusable] = field(default_factory=list)

    def feed(self, chunk: bytes) -> Iterator[bytes | Unusable]:
        self._append(chunk)
        if self.string:
            self._pass_string()
        while not self.string and self._stride():
            pass
        yield from self._take()

    def _stride(self) -> bool:
        """Goes on to the next bracket or faulty string; whether there is one in the buffer."""
        rest = _STRIDE.match(self.buffer, self.position)
        at = rest.end() if rest else self.position
        self.position = at + 1
        match self.buffer[at : at + 1]:
            case b"[" | b"{" as bracket:
                self._open(bracket, at)
            case b"]" | b"}":
                self._close(at)
            case b'"':
                self._pass_string()
            case _:
                self.position = at
                return False
        return True

    def _pass_string(self) -> None:
        rest = _STRING.match(self.buffer, self.position)
        self.position = rest.end() if rest else self.position
        self.string = not (rest and rest["end"])

    def _append(self, chunk: bytes) -> None:
        if self.mark is not None and len(self.buffer) - self.mark > MAX_BYTES:
            self.found.append(Unusable(self.buffer[self.mark : self.mark + SHOWN_BYTES], is_oversized=True))
            self.mark = None
        kept = self.position if self.mark is None else min(self.mark, self.position)
        self.buffer = self.buffer[kept:] + chunk
        self.position -= kept
        self.mark = None if self.mark is None else self.mark - kept

    def _open(self, bracket: bytes, at: int) -> None:
        if self.depth == 0 and bracket == b"[":
            self._gap(at)
            self.base, self.mark = 1, at + 1
        elif self.depth == self.base and not self.inside and not self.enveloped:
            self._gap(at)
            self.inside, self.mark, self.deepest = True, at, self.depth
        elif self._is_list(bracket, at):
            self.inside, self.enveloped, self.base, self.mark = False, False, 2, at + 1
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)

    def _is_list(self, bracket: bytes, at: int) -> bool:
        """Whether an envelope's array begins here."""
        if bracket != b"[" or self.depth != 1 or self.base != 0:
            return False
        key = _KEY.search(self.buffer, max(at - _KEY_BYTES, 0), at)
        return key is not None and key[1] in self.lists

    def _close(self, at: int) -> None:
        self.depth = max(self.depth - 1, 0)
        if self.inside and self.depth == self.base:
            self._emit(at + 1)
        elif self.depth < self.base and not self.inside:
            self._gap(at)
            self.enveloped, self.base = self.base == 2, 0
            self.mark = None if self.enveloped else at + 1
        elif self.depth == 0:
            self.enveloped, self.mark = False, at + 1

    def _emit(self, end: int) -> None:
        if self.mark is not None:
            text = self.buffer[self.mark : end]
            fits = len(text) <= MAX_BYTES and self.deepest - self.base <= MAX_DEPTH
            self.found.append(text if fits else Unusable(text[:SHOWN_BYTES], is_oversized=True))
        self.inside, self.mark = False, end

    def _gap(self, end: int) -> None:
        """What stands before an object, after another, or at the end of an array, and is no object."""
        if self.mark is not None and (text := self.buffer[self.mark : end].strip(_BETWEEN)):
            self.found.append(Unusable(text[:SHOWN_BYTES]))

    def _take(self) -> Iterator[bytes | Unusable]:
        found, self.found = self.found, []
        yield from found

    def finish(self) -> Iterator[bytes | Unusable]:
        if self.depth:
            why = "ends too early: its last array or object is not closed"
            raise UnreadableError(why, "copy it again and compare its size or checksum")
        self._gap(len(self.buffer))
        yield from self._take()
