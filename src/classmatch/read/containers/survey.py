"""Counts the fields of every record of a text table, before it is parsed.

The CSV parser fills a short record with nulls and cuts a long one without a word, so that a cell with a stray line
break would become two half records. The survey finds both, quotation marks that do not follow the rules (RFC 4180,
section 2), bytes that are not UTF-8 and lines without end, in one pass of numpy over the bytes. Only the delimiters,
line ends and quotation marks are looked at one by one; while one chunk is counted, the next is read and searched.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from classmatch.read.boundary import UnreadableError
from classmatch.read.containers.charsets import is_utf8, whole_characters
from classmatch.read.containers.encodings import MAX_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from classmatch.read.containers.dialect import Dialect

    Positions = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Flags = NDArray[np.bool_]

_Item = TypeVar("_Item")

CHUNK_BYTES = 1 << 22
_NO_RECORDS = np.empty(0, np.int64)
_CARRIAGE_RETURN = ord("\r")


@dataclass(frozen=True)
class Survey:
    records: int  # the header not counted; a blank line is a record
    short: Positions  # row numbers, 1 for the first record, of those with fewer fields than the header
    long: Positions  # ... with more; a single empty one behind the last is not counted
    stray_quote: int | None  # row number of the first record whose quotation marks break the rules
    open_quote: bool  # the file ends inside a quoted cell, or one cell is longer than any can be
    is_utf8: bool

    @property
    def ragged(self) -> int:
        return len(self.short) + len(self.long)

    @property
    def quoting_is_sound(self) -> bool:
        return self.stray_quote is None and not self.open_quote


def survey(stream: IO[bytes], dialect: Dialect) -> Survey:
    """Reads the stream to its end, a chunk at a time.

    Raises:
        UnreadableError: at a line of more than `MAX_LINE` bytes; the rest is not read.

    """
    counter = _Counter(dialect)
    for chunk in _ahead(_chunks(stream, dialect)):
        counter.add(chunk)
        if not counter.is_utf8 or counter.open_bytes > MAX_LINE:
            break  # to be read anew in another encoding, or without quoting: there is nothing more to learn
    return counter.finish()


class _Chunk(NamedTuple):
    data: Bytes
    places: Positions  # of delimiters, line ends and quotation marks, in order
    kinds: Bytes  # what stands there
    is_utf8: bool


def _ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The same items, each of which is made while the one before it is worked on."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item


def _chunks(stream: IO[bytes], dialect: Dialect) -> Iterator[_Chunk]:
    marks = [ord(mark) for mark in (dialect.delimiter, dialect.line_end, dialect.quote) if mark]
    cut = b""  # the first bytes of a character that the end of a chunk cut
    open_line = 0
    while chunk := stream.read(CHUNK_BYTES):
        open_line = _open_line(chunk, dialect.line_end.encode(), open_line)
        text = cut + chunk if cut else chunk
        whole = len(text) if text.isascii() else whole_characters(text)
        cut = text[whole:]
        data = np.frombuffer(chunk, np.uint8)
        places = _places(data, marks)
        yield _Chunk(data, places, data[places], is_utf8(text[:whole] if cut else text))
    if cut:
        yield _Chunk(np.empty(0, np.uint8), _NO_RECORDS, np.empty(0, np.uint8), is_utf8=False)


def _open_line(chunk: bytes, line_end: bytes, before: int) -> int:
    """How many bytes the line has so far that the end of the chunk cuts."""
    first = chunk.find(line_end)
    if before + (first if first >= 0 else len(chunk)) > MAX_LINE:
        raise UnreadableError(f"has a line longer than {MAX_LINE:,} bytes", "give one record a line")
    return before + len(chunk) if first < 0 else len(chunk) - chunk.rfind(line_end) - 1


def _places(data: Bytes, marks: list[int]) -> Positions:
    found = data == marks[0]
    other = np.empty_like(found)
    for mark in marks[1:]:
        np.equal(data, mark, out=other)
        np.logical_or(found, other, out=found)
    return np.flatnonzero(found)


@dataclass
class _Counter:
    """What is carried from chunk to chunk."""

    dialect: Dialect
    record: int = 0  # records that have ended; the first ones are the preamble and the header
    fields_open: int = 0  # delimiters so far in the record that has not ended
    open_bytes: int = 0  # of that record, in whole chunks
    in_quotes: int = 0  # 1 inside a quoted cell
    last_byte: int = ord("\n")
    since_delimiter: int = 2  # bytes since the last delimiter or line end
    closed_last: bool = False  # whether the last byte closed a quoted cell
    is_utf8: bool = True
    stray_quote: int | None = None
    short: list[Positions] = field(default_factory=list)
    long: list[Positions] = field(default_factory=list)

    def add(self, chunk: _Chunk) -> None:
        self.is_utf8 = self.is_utf8 and chunk.is_utf8
        if not chunk.data.size:
            return
        places, kinds = chunk.places, chunk.kinds
        if self.dialect.quote is not None:
            places, kinds = self._outside_quotes(chunk)
        ends = np.flatnonzero(kinds == ord(self.dialect.line_end))
        self._count(chunk.data, places, ends)
        self.last_byte = int(chunk.data[-1])

    def _outside_quotes(self, chunk: _Chunk) -> tuple[Positions, Bytes]:
        """The delimiters and line ends that separate fields and records."""
        is_quote = chunk.kinds == ord(self.dialect.quote or "")
        quotes = np.flatnonzero(is_quote)
        if not quotes.size and not self.in_quotes:
            self._check_quotes(chunk.data, _NO_RECORDS, chunk.places, chunk.kinds)
            return chunk.places, chunk.kinds
        parity = (np.cumsum(is_quote, dtype=np.int32) + self.in_quotes) & 1
        outside = (parity == 0) & ~is_quote
        places, kinds = chunk.places[outside], chunk.kinds[outside]
        self._check_quotes(chunk.data, chunk.places[quotes], places, kinds)
        return places, kinds

    def _check_quotes(self, data: Bytes, quotes: Positions, places: Positions, kinds: Bytes) -> None:
        """A quotation mark opens a cell at its start only, and closes it at its end only; inside it stands twice."""
        first = self.in_quotes
        opening, closing = quotes[first::2], quotes[1 - first :: 2]
        before = np.where(opening > 0, data[opening - 1], self.last_byte)
        followed = closing[closing + 1 < data.size]
        stray = [opening[~self._may_border[before]], followed[~self._may_border[data[followed + 1]]]]
        if self.closed_last and not self._may_border[data[0]]:
            stray.append(np.zeros(1, np.int64))
        self.closed_last = closing.size > len(followed)
        self.in_quotes = (self.in_quotes + quotes.size) & 1
        strays = np.concatenate(stray)
        if self.stray_quote is None and strays.size:
            ends = places[kinds == ord(self.dialect.line_end)]
            self.stray_quote = self._number(self.record + int(np.searchsorted(ends, strays.min())))

    def __post_init__(self) -> None:
        self._may_border = np.zeros(256, np.bool_)
        self._may_border[[*b'\n\r"\xbf', ord(self.dialect.delimiter)]] = True  # 0xBF ends a byte order mark

    def _number(self, record: int) -> int:
        """The row number of a record; the first after the header has number 1."""
        return record - self.dialect.skipped + 1

    def _count(self, data: Bytes, places: Positions, ends: Positions) -> None:
        if not ends.size:
            self.fields_open += places.size
            self.open_bytes += data.size
        else:
            counts = np.diff(ends, prepend=-1) - 1
            counts[0] += self.fields_open
            self._note(counts, self._trailing(data, places, ends, counts))
            self.fields_open = places.size - int(ends[-1]) - 1
            self.open_bytes = data.size - int(places[ends[-1]])
        self.since_delimiter = data.size - int(places[-1]) if places.size else self.since_delimiter + data.size

    def _trailing(self, data: Bytes, places: Positions, ends: Positions, counts: Positions) -> Positions:
        """Which records have just one field too many, an empty one behind their last delimiter."""
        candidates = np.flatnonzero(counts == len(self.dialect.header))
        at = places[ends[candidates]]
        gap = at - np.where(ends[candidates] > 0, places[ends[candidates] - 1], -self.since_delimiter)
        before = np.where(at > 0, data[at - 1], self.last_byte)
        trailing: Positions = candidates[(gap == 1) | ((gap == 2) & (before == _CARRIAGE_RETURN))]
        return trailing

    def _note(self, counts: Positions, trailing: Positions) -> None:
        expected = len(self.dialect.header) - 1
        counts[trailing] = expected
        first = self._number(self.record)
        self.short.append(np.flatnonzero(counts < expected) + first)
        self.long.append(np.flatnonzero(counts > expected) + first)
        self.record += counts.size

    def finish(self) -> Survey:
        if self.last_byte != ord(self.dialect.line_end) or self.in_quotes:
            trailing = np.zeros(
                int(self.fields_open == len(self.dialect.header) and self.since_delimiter == 1), np.int64
            )
            self._note(np.array([self.fields_open], np.int64), trailing)
        short, long = (np.concatenate([_NO_RECORDS, *parts]) for parts in (self.short, self.long))
        return Survey(
            max(0, self._number(self.record) - 1),
            short[short > 0],
            long[long > 0],
            self.stray_quote,
            bool(self.in_quotes),
            self.is_utf8,
        )
