"""JSON as a table: one object a line, or an array of objects; also containers, `{"aacid": ..., "metadata": {...}}`.

Every line is decoded once beforehand, since a key may come up for the first time in the last of them, and the parser
stops at the first line that is no object. Files with such lines are copied with the faulty lines wrapped, so that the
good lines can be used and the faulty ones be listed; so are arrays, an object a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
import polars as pl

from classmatch.read.boundary import UnreadableError
from classmatch.read.cells import json_list_as_text
from classmatch.read.containers.charsets import is_utf8
from classmatch.read.containers.dialect import MAX_COLUMNS, MAX_NAME
from classmatch.read.containers.encodings import Text, as_utf8, at_first_sight, lines_of, with_damage_marked
from classmatch.read.containers.files import Compression, head_of, open_bytes, scannable
from classmatch.read.containers.jsonobjects import SHOWN, decoded, objects
from classmatch.read.layouts import Fault
from classmatch.read.once import per_version
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, RAW_LINE, ROW
from classmatch.read.scratch import scratch_file, scratch_folder

if TYPE_CHECKING:
    from pathlib import Path

ENVELOPE = "metadata"  # where a container keeps the record
LISTS = ("books", "records", "items", "entries", "results", "data", "docs", "rows")  # where an object keeps a list
_NESTED = re.compile(rb"(?:\[\s*+){100}")
_PATTERN = set("*?[]{}")  # what Polars expands in a path
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _Lines(NamedTuple):
    """A text of one object a line, which the parser reads to its end."""

    text: Text
    keys: dict[str, str | None]  # of all objects, in the order in which they come, each with its envelope
    lists: frozenset[str]  # those of the keys that have lists as values
    has_faults: bool  # whether some lines are wrapped


@dataclass
class _Survey:
    """What the lines of a file are."""

    outer: dict[str, None] = field(default_factory=dict)
    inner: dict[str, None] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    envelopes: int = 0
    others: int = 0  # values of the same key that are no envelopes
    objects: int = 0
    is_sound: bool = True  # whether every line that is not blank is a JSON object
    is_utf8: bool = True

    @property
    def is_wrapped(self) -> bool:
        return self.envelopes > self.others

    @property
    def keys(self) -> dict[str, str | None]:
        if not self.is_wrapped:
            return dict.fromkeys(self.outer)
        outer = (key for key in self.outer if key != ENVELOPE)
        inner = (key for key in self.inner if key not in self.outer)
        return {**dict.fromkeys(outer), **dict.fromkeys(inner, ENVELOPE)}

    def add(self, entry: dict[str, Any], line: bytes) -> None:
        self.objects += 1
        if b"[" in line:
            self._add_lists(entry)
        if not entry.keys() <= self.outer.keys():
            self._add_keys(self.outer, entry)
        if ENVELOPE in entry:
            self._add_envelope(entry[ENVELOPE])

    def _add_keys(self, known: dict[str, None], entry: dict[str, Any]) -> None:
        known.update(dict.fromkeys(entry))
        if len(known) > MAX_COLUMNS or max(map(len, entry)) > MAX_NAME:
            why = f"has more than {MAX_COLUMNS:,} different keys, or one of more than {MAX_NAME:,} characters"
            raise UnreadableError(why, "write each record with the same keys")

    def _add_lists(self, entry: dict[str, Any]) -> None:
        for key, value in entry.items():
            if isinstance(value, list) or (isinstance(value, str) and value.startswith("[")):
                self.lists.add(key)
            elif key == ENVELOPE and isinstance(value, dict):
                self._add_lists(value)

    def _add_envelope(self, value: object) -> None:
        if isinstance(value, dict):
            self.envelopes += 1
            if not value.keys() <= self.inner.keys():
                self._add_keys(self.inner, value)
        elif value is not None:
            self.others += 1


def columns(path: Path, compression: Compression) -> dict[str, str | None]:
    """The keys of all objects, in the order in which they come, each with the envelope that it stands in.

    Raises:
        UnreadableError: if there is no JSON object, or none has a key, or a line is longer than any record.
        InputError: if the text is in an encoding that cannot be told.

    """
    return _prepared(path, compression).keys


@per_version
def _prepared(path: Path, compression: Compression) -> _Lines:
    text = _as_lines(at_first_sight(path, compression))
    found = _surveyed(text)
    if not found.is_utf8:
        text = _as_lines(as_utf8(path, compression))
        found = _surveyed(text)
    if not found.objects:
        raise UnreadableError("no line is a JSON object", "write one object a line, as `jq -c` does")
    if not found.keys:
        raise UnreadableError("its objects are empty", "check that the delivery is complete")
    if not found.is_sound or (found.is_wrapped and found.others):
        text = text._replace(path=_mended(text, found.is_wrapped), compression=Compression.NONE)
    return _Lines(text, found.keys, frozenset(found.lists), not found.is_sound)


def _as_lines(text: Text) -> Text:
    """The text itself if its first line is an object, else a copy with one object a line."""
    head = head_of(text.path, text.compression).removeprefix(_BYTE_ORDER_MARK).lstrip()
    if _NESTED.match(head):
        raise UnreadableError("begins with lists inside lists without end", "give a list of objects, or one a line")
    first = head.split(b"\n", 1)
    if len(first) > 1 and decoded(first[0]) is not None:
        return text
    copy = scratch_file("objects", ".jsonl")
    with open_bytes(text.path, text.compression) as stream, copy.open("wb") as target:
        for entry in objects(stream, *LISTS):
            target.write(_faulty(entry.shown) if isinstance(entry, Fault) else _encoded(entry))
    return text._replace(path=copy, compression=Compression.NONE)


def _encoded(entry: dict[str, Any]) -> bytes:
    """An object as a line; one that is nested too deeply as a line that is none."""
    try:
        return orjson.dumps(entry) + b"\n"
    except orjson.JSONEncodeError:
        return _faulty(f"nested too deeply, with the keys {', '.join(entry)}"[:SHOWN])


def _faulty(shown: str) -> bytes:
    """What stands for a line that is no object: itself, as one text."""
    return orjson.dumps(shown) + b"\n"


def _surveyed(text: Text) -> _Survey:
    found = _Survey()
    with open_bytes(text.path, text.compression) as stream:
        for line in lines_of(stream):
            try:
                entry = orjson.loads(line)
            except orjson.JSONDecodeError:
                _add_damaged(found, line)
                if not found.is_utf8:
                    break  # to be read anew in another encoding
                continue
            if isinstance(entry, dict):
                found.add(entry, line)
            else:
                found.is_sound = False
    return found


def _add_damaged(found: _Survey, line: bytes) -> None:
    found.is_utf8 = is_utf8(line)
    if line.isspace():
        return
    found.is_sound = False
    entry = decoded(line.removeprefix(_BYTE_ORDER_MARK))
    if entry is not None:
        found.add(entry, line)


def _mended(text: Text, is_wrapped: bool) -> Path:
    """A copy in which every line that is not an object is one, with the line as its only value.

    What is an object but for a slip of its writer is written as strict JSON; what stands in place of an envelope is
    left out. Blank lines are left as they are: they are not records.
    """
    copy = scratch_file("mended", ".jsonl")
    with open_bytes(text.path, text.compression) as stream, copy.open("wb") as target:
        for line in lines_of(stream):
            target.write(_mended_line(line.removeprefix(_BYTE_ORDER_MARK), is_wrapped))
    return copy


def _mended_line(line: bytes, is_wrapped: bool) -> bytes:
    try:
        entry = orjson.loads(line)
    except orjson.JSONDecodeError:
        entry = decoded(line)
        if entry is None:
            return line if line.isspace() else _wrapped(line)
        line = _encoded(entry)
    if not isinstance(entry, dict):
        return _wrapped(line)
    if is_wrapped and not isinstance(entry.get(ENVELOPE), dict | None):
        return _encoded({**entry, ENVELOPE: None})
    return line


def _wrapped(line: bytes) -> bytes:
    return orjson.dumps({RAW_LINE: line.strip().decode("utf-8", "replace")}) + b"\n"


def sample(path: Path, compression: Compression, keys: dict[str, str | None], count: int) -> pl.DataFrame:
    """The first objects as text, for recognising the columns by their content."""
    text = _prepared(path, compression).text
    with open_bytes(text.path, text.compression) as stream:
        entries = [entry for line in islice(stream, count) if (entry := decoded(line)) is not None]
    cells = {key: [_cell(entry, key, envelope) for entry in entries] for key, envelope in keys.items()}
    return pl.DataFrame(cells, schema=dict.fromkeys(keys, pl.String()))


def _cell(entry: dict[str, Any], key: str, envelope: str | None) -> str | None:
    value = ((entry.get(envelope) or {}) if envelope else entry).get(key)
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return "; ".join(map(str, value)) or None
    if isinstance(value, dict | list):
        return _encoded({key: value}).decode()
    return None if value is None else str(value)


def rows(path: Path, compression: Compression, keys: dict[str, str | None]) -> pl.LazyFrame:
    """The whole file, with the lines that are not objects, or could not be decoded, marked."""
    text, _, lists, has_faults = _prepared(path, compression)
    frame = _scan(scannable(text.path, text.compression), {**keys, RAW_LINE: None} if has_faults else keys)
    frame = frame.with_columns(json_list_as_text(pl.col(key)).alias(key) for key in keys if key in lists)
    is_faulty = pl.col(RAW_LINE).is_not_null() if has_faults else pl.lit(False)
    frame = frame.with_columns(pl.when(is_faulty).then(pl.lit(str(Reason.UNDECODABLE))).alias(FAULT))
    return with_damage_marked(frame, keys) if text.is_damaged else frame


def _scan(path: Path, keys: dict[str, str | None]) -> pl.LazyFrame:
    outer = [key for key, envelope in keys.items() if envelope is None]
    inner = [key for key, envelope in keys.items() if envelope is not None]
    schema: dict[str, pl.DataType] = dict.fromkeys(outer, pl.String())
    if inner:
        schema[ENVELOPE] = pl.Struct(dict.fromkeys(inner, pl.String()))
    frame = pl.scan_ndjson(_plainly_named(path), schema=schema, row_index_name=ROW, row_index_offset=1)
    return frame.unnest(ENVELOPE) if inner else frame


def _plainly_named(path: Path) -> Path:
    """The file by a path that is no pattern: `scan_ndjson` takes every path for one."""
    if not _PATTERN & set(str(path.resolve())):
        return path.resolve()
    link = scratch_folder("link") / "lines.jsonl"
    link.symlink_to(path.resolve())
    return link
