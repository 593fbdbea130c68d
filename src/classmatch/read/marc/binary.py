"""MARC 21 as binary records (ISO 2709), one after the other.

Records and fields are told apart by the characters that end them, and not by the lengths that they state: so a wrong
length does no harm, where a reader that counts loses its place for the rest of the file. Only the fields that are asked
for are decoded.
"""

from __future__ import annotations

import re
from contextlib import redirect_stderr
from operator import itemgetter
from typing import IO, TYPE_CHECKING, NamedTuple

from pymarc.marc8 import marc8_to_unicode

from classmatch.read.layouts import Fault
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    """The leader and the fields of these tags, in the order in which they stand in the record.

    Raises:
        MarcError: if leader, directory and fields do not fit together, or the text is in no known encoding.

    """
    if not record.endswith(_RECORD_END):
        raise MarcError("it does not end within the file")
    directory, data = _divided(record[:-1])
    present = _tags(directory)
    contents = data.split(_FIELD_END)
    if len(contents) != len(present) + 1 or contents[-1]:
        raise MarcError("it has not as many fields as its directory lists")
    decode = _decoder(record)
    leader = Field(LEADER_TAG, "", [("", record[:_LEADER].decode("latin-1"))])
    return [
        leader,
        *(_field(tag, decode(content)) for tag, content in zip(present, contents, strict=False) if tag in tags),
    ]


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


def _tags(directory: bytes) -> list[str]:
    """The tags in the order in which their fields stand.

    Where a field ends is told by the mark that ends it. Its place only serves to tell the order: many files count
    characters instead of bytes, and a field of more than 9,999 bytes has no right length.
    """
    text = directory.decode("latin-1")
    tags = [text[place : place + 3] for place in range(0, len(text), _ENTRY)]
    starts = [text[place + 7 : place + _ENTRY] for place in range(0, len(text), _ENTRY)]
    if starts == sorted(starts):
        return tags
    return [tag for _, tag in sorted(zip(starts, tags, strict=True), key=itemgetter(0))]


def _field(tag: str, parts: list[str]) -> Field:
    """A field of what stands before its first subfield, and its subfields, each with its code."""
    if tag < "010":
        return Field(tag, "", [("", parts[0])])
    return Field(tag, f"{parts[0]:2.2}", [(part[0], part[1:]) for part in parts[1:] if part])


def _decoder(record: bytes) -> Callable[[bytes], list[str]]:
    """How the text of a record is decoded.

    The leader says (position 9: `a` is UTF-8), and is wrong in many files. Text in MARC-8 with a letter outside ASCII
    is hardly ever valid UTF-8, since its accents stand before the letters; so what is valid UTF-8 is taken for it.
    """
    if _ESCAPE in record and record[9:10] != b"a":
        return _from_marc8
    try:
        record.decode("utf-8")
    except UnicodeDecodeError:
        return _from_marc8
    return _from_utf8


def _from_utf8(content: bytes) -> list[str]:
    return content.decode("utf-8").split(_SUBFIELD)


def _from_marc8(content: bytes) -> list[str]:
    try:
        with redirect_stderr(None):  # where the conversion would report text that is cut short
            return [marc8_to_unicode(part, hide_utf8_warnings=True) for part in content.split(_SUBFIELD.encode())]
    except ValueError as error:
        raise MarcError("its text is neither UTF-8 nor MARC-8") from error
