"""Counts the fields of every record of a text table, before it is parsed.

The CSV parser fills a short record with nulls and cuts a long one without a word, so that a cell with a stray line
break would become two half records. The survey finds both, and quotation marks that do not follow the rules (RFC
4180, section 2), in one pass of numpy over the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.read.dialect import Dialect

    Positions = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

CHUNK_BYTES = 1 << 23
_NO_RECORDS = np.empty(0, np.int64)


@dataclass(frozen=True)
class Survey:
    records: int  # the header not counted; a blank line is a record
    short: Positions  # row numbers, 1 for the first record, of those with fewer fields than the header
    long: Positions
    stray_quote: int | None  # row number of the first record whose quotation marks break the rules
    open_quote: bool  # the file ends inside a quoted cell

    @property
    def ragged(self) -> int:
        return len(self.short) + len(self.long)

    @property
    def quoting_is_sound(self) -> bool:
        return self.stray_quote is None and not self.open_quote


def survey(stream: IO[bytes], dialect: Dialect) -> Survey:
    """Reads the stream to its end, a chunk at a time."""
    counter = _Counter(dialect)
    while chunk := stream.read(CHUNK_BYTES):
        counter.add(np.frombuffer(chunk, np.uint8))
    return counter.finish()


@dataclass
class _Counter:
    """What is carried from chunk to chunk."""

    dialect: Dialect
    record: int = 0  # records that have ended; the first is the header
    fields_open: int = 0  # delimiters so far in the record that has not ended
    in_quotes: int = 0  # 1 inside a quoted cell
    last_byte: int = ord("\n")
    stray_quote: int | None = None
    short: list[Positions] = field(default_factory=list)
    long: list[Positions] = field(default_factory=list)

    def add(self, data: Bytes) -> None:
        delimiters = np.flatnonzero(data == ord(self.dialect.delimiter))
        ends = np.flatnonzero(data == ord(self.dialect.line_end))
        if self.dialect.quote is not None:
            quotes = np.flatnonzero(data == ord(self.dialect.quote))
            if quotes.size or self.in_quotes:
                delimiters, ends = self._outside(quotes, delimiters), self._outside(quotes, ends)
            self._check_quotes(data, quotes, ends)
        self._count(delimiters, ends)
        self.last_byte = int(data[-1])

    def _outside(self, quotes: Positions, positions: Positions) -> Positions:
        parity = (np.searchsorted(quotes, positions) + self.in_quotes) & 1
        outside: Positions = positions[parity == 0]
        return outside

    def _check_quotes(self, data: Bytes, quotes: Positions, ends: Positions) -> None:
        """A quotation mark opens a cell at its start only, and closes it at its end only; inside it stands twice."""
        parity = (np.arange(quotes.size) + self.in_quotes) & 1
        opening, closing = quotes[parity == 0], quotes[parity == 1]
        before = np.where(opening > 0, data[opening - 1], self.last_byte)
        after = data[closing[closing + 1 < data.size] + 1]
        stray = np.concatenate(
            (opening[~self._may_border(before)], closing[closing + 1 < data.size][~self._may_border(after)])
        )
        self.in_quotes = (self.in_quotes + quotes.size) & 1
        if self.stray_quote is None and stray.size:
            self.stray_quote = self.record - self.dialect.preamble + int(np.searchsorted(ends, stray.min()))

    def _may_border(self, neighbours: Bytes) -> NDArray[np.bool_]:
        allowed = [ord(self.dialect.delimiter), ord("\n"), ord("\r"), ord('"'), 0xBF]  # the last ends a byte order mark
        return np.isin(neighbours, np.array(allowed, np.uint8))

    def _count(self, delimiters: Positions, ends: Positions) -> None:
        upto = np.searchsorted(delimiters, ends)
        if not ends.size:
            self.fields_open += delimiters.size
            return
        counts = np.diff(upto, prepend=0)
        counts[0] += self.fields_open
        self._note(counts)
        self.fields_open = delimiters.size - int(upto[-1])

    def _note(self, counts: Positions) -> None:
        expected = len(self.dialect.header) - 1
        numbers = self.record - self.dialect.preamble  # the header has number 0, and the first record number 1
        self.short.append(np.flatnonzero(counts < expected) + numbers)
        self.long.append(np.flatnonzero(counts > expected) + numbers)
        self.record += counts.size

    def finish(self) -> Survey:
        if self.last_byte != ord(self.dialect.line_end) or self.in_quotes:
            self._note(np.array([self.fields_open], np.int64))
        short, long = (np.concatenate([_NO_RECORDS, *parts]) for parts in (self.short, self.long))
        return Survey(
            max(0, self.record - self.dialect.preamble - 1),
            short[short > 0],
            long[long > 0],
            self.stray_quote,
            bool(self.in_quotes),
        )
