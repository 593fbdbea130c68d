"""MARC 21 as binary records (ISO 2709), one after the other.

Records are told apart by the character that ends each, and not by the lengths that they state: so a record with a wrong
length costs itself only, where a reader that counts loses its place for the rest of the file. Only the fields that are
asked for are decoded.
"""

from __future__ import annotations

import re
from contextlib import redirect_stderr
from typing import IO, TYPE_CHECKING, NamedTuple

from pymarc.marc8 import marc8_to_unicode

from classmatch.read.layouts import Fault
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_RECORD_BYTES = 1 << 26
_CHUNK_BYTES = 1 << 20
_MAX_SHOWN = 200  # bytes of a damaged record
_MAX_TRIES = 4  # places within a damaged record at which another may begin, the last ones

_RECORD_END, _FIELD_END, _ESCAPE, _SUBFIELD = b"\x1d", b"\x1e", b"\x1b", "\x1f"
LEADER = re.compile(rb"[0-9]{5}[\x20-\x7e]{7}[0-9]{5}[\x20-\x7e]{3}45[\x20-\x7e]{2}")
_LEADER, _ENTRY = 24, 12  # bytes of the leader, and of one entry of the directory
LEADER_TAG = "leader"  # stands for the tag of the leader, which has none
_BETWEEN = b"\r\n \t\x00\x1a\xef\xbb\xbf"  # what files have between records, before the first and behind the last


class Field(NamedTuple):
    """One field of a record."""

    tag: str
    indicators: str  # of data fields; empty for control fields
    subfields: list[tuple[str, str]]  # code and value; a control field has one, without a code


class MarcError(ValueError):
    """A record that cannot be decoded, and why."""


def binary_records(stream: IO[bytes], tags: frozenset[str]) -> Iterator[list[Field] | Fault]:
    """The records of a file, each as its leader and the fields of these tags, in file order."""
    for record in _framed(stream):
        if len(record) > MAX_RECORD_BYTES:
            yield Fault(Reason.OVERSIZED, _shown(record))
            continue
        try:
            yield decoded(record, tags)
        except MarcError as error:
            yield from _salvaged(record, tags, error)


def _salvaged(record: bytes, tags: frozenset[str], error: MarcError) -> Iterator[list[Field] | Fault]:
    """What is damaged, and the whole record behind it that it swallowed where it had lost its end."""
    fault = Fault(Reason.UNDECODABLE, f"{error}: {_shown(record)}")
    for place in [leader.start() for leader in LEADER.finditer(record, 1)][:-_MAX_TRIES:-1]:
        try:
            whole = decoded(record[place:], tags)
        except MarcError:
            continue
        yield from (fault, whole)
        return
    yield fault


def _shown(record: bytes) -> str:
    return record[:_MAX_SHOWN].decode("utf-8", "replace")


def _framed(stream: IO[bytes]) -> Iterator[bytes]:
    """Each record with its end mark, which lacks where the file ends; of what is too large, a little too much."""
    rest = bytearray()
    while chunk := stream.read(_CHUNK_BYTES):
        before, mark, after = chunk.rpartition(_RECORD_END)
        if mark:
            yield from _split(bytes(rest) + before)
            rest = bytearray()
        rest += after if len(rest) <= MAX_RECORD_BYTES else b""
    if bare := bytes(rest).strip(_BETWEEN):
        yield bare


def _split(whole: bytes) -> Iterator[bytes]:
    for record in whole.split(_RECORD_END):
        if bare := record.lstrip(_BETWEEN):
            yield bare + _RECORD_END


def decoded(record: bytes, tags: frozenset[str]) -> list[Field]:
    """The leader and the fields of these tags.

    Raises:
        MarcError: if leader, directory and fields do not fit together, or the text is in no known encoding.

    """
    if not record.endswith(_RECORD_END):
        raise MarcError("it does not end within the file")
    directory, data = _divided(record)
    text = _Text(record)
    fields = [Field(LEADER_TAG, "", [("", record[:_LEADER].decode("latin-1"))])]
    for place in range(0, len(directory), _ENTRY):
        tag = directory[place : place + 3].decode("latin-1")
        if tag in tags:
            fields.append(_field(tag, _content(directory[place + 3 : place + _ENTRY], data), text))
    return fields


def _divided(record: bytes) -> tuple[bytes, bytes]:
    """The directory and what it describes."""
    base = record[12:17]
    if len(record) < _LEADER or not base.isdigit():
        raise MarcError("its leader does not say where its fields begin")
    start = int(base)
    directory = record[_LEADER : start - 1]
    if not _LEADER < start <= len(record) or record[start - 1 : start] != _FIELD_END:
        raise MarcError("its directory does not end where its leader says")
    if len(directory) % _ENTRY:
        raise MarcError("its directory is not made of entries of 12 characters")
    return directory, record[start:]


def _content(entry: bytes, data: bytes) -> bytes:
    """The field that an entry of the directory, without its tag, points to."""
    if not entry.isdigit():
        raise MarcError("an entry of its directory is not a number")
    length, start = int(entry[:4]), int(entry[4:])
    if start + length > len(data):
        raise MarcError("its directory points beyond its end")
    return data[start : start + length].removesuffix(_FIELD_END)


def _field(tag: str, content: bytes, text: _Text) -> Field:
    indicators, *subfields = text.parts(content)
    if tag < "010":
        return Field(tag, "", [("", indicators)])
    return Field(tag, f"{indicators:2.2}", [(subfield[0], subfield[1:]) for subfield in subfields if subfield])


class _Text:
    """How the text of one record is encoded.

    The leader says (position 9: `a` is UTF-8), and is wrong in many files. Text in MARC-8 with a letter outside ASCII
    is hardly ever valid UTF-8, since its accents stand before the letters; so what is valid UTF-8 is taken for it.
    """

    def __init__(self, record: bytes) -> None:
        self._is_utf8 = record[9:10] == b"a" or _ESCAPE not in record
        if self._is_utf8 and not record.isascii():
            try:
                record.decode("utf-8")
            except UnicodeDecodeError:
                self._is_utf8 = False

    def parts(self, content: bytes) -> list[str]:
        """What stands before the first subfield of a field, and the subfields, each with its code."""
        if self._is_utf8:
            return content.decode("utf-8").split(_SUBFIELD)
        try:
            with redirect_stderr(None):  # where the conversion would report text that is cut short
                return [marc8_to_unicode(part, hide_utf8_warnings=True) for part in content.split(_SUBFIELD.encode())]
        except ValueError as error:
            raise MarcError("its text is neither UTF-8 nor MARC-8") from error
