"""A dump while it is read: where the reader is, and the settings in force."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from classmatch.read.dump.buffer import Buffer
from classmatch.read.dump.charsets import decoder
from classmatch.read.dump.create import Create
from classmatch.read.dump.region import Windows, read_rows, skip_rows
from classmatch.read.dump.rows import Rows, Syntax, shown
from classmatch.read.dump.session import Session
from classmatch.read.dump.statements import Insert, Unread, statements
from classmatch.read.layouts import Fault
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_WINDOWS = 4  # so many are read at a time
_SAMPLE_WINDOW = 1 << 18


class DumpReader:
    """A dump that is being read, and the settings in force."""

    def __init__(self, stream: IO[bytes], name: str | None, window: int) -> None:
        shown = name or str(getattr(stream, "name", "the dump"))
        self.buffer = Buffer(stream, shown, _READ_WINDOWS * window)
        self._session = Session()
        self._charsets: dict[str, str] = {}  # of tables, where their CREATE TABLE says so
        self._windows = Windows(window)
        self._sample_windows = Windows(min(window, _SAMPLE_WINDOW))

    def statements(self) -> Iterator[Create | Insert | Unread]:
        """The statements in order; the rows of an INSERT are to be read or skipped before the next one is asked for."""
        for statement in statements(self.buffer, self._session):
            if isinstance(statement, Create) and statement.charset:
                self._charsets[statement.table] = statement.charset
            yield statement

    def rows(self, insert: Insert | Unread, width: int, kept: frozenset[int]) -> Iterator[Rows]:
        """The rows of an INSERT that is next in the buffer, or a fault; fields that are not kept may be anything."""
        if isinstance(insert, Unread):
            return iter([Rows(b"", 0, ((0, Fault(Reason.UNDECODABLE, shown(insert.text))),), 0, ended=True)])
        return read_rows(self.buffer, self._syntax(insert, width, kept), self._windows)

    def sample(self, insert: Insert, width: int | None) -> Iterator[Rows]:
        """The same in small portions, with all fields; `width` is found out if it is not given."""
        return read_rows(self.buffer, self._syntax(insert, width), self._sample_windows)

    def skip(self, statement: Create | Insert | Unread) -> None:
        """Pass over its rows, those that were not taken."""
        if isinstance(statement, Insert):
            skip_rows(self.buffer, Syntax(bytes.decode, self._session.backslash, statement.glue), self._windows)

    def _syntax(self, insert: Insert, width: int | None, kept: frozenset[int] | None = None) -> Syntax:
        charset = self._session.charset
        if charset == "binary":  # bytes as the table has them
            charset = self._charsets.get(insert.table, charset)
        decode = decoder(charset)
        if decode is None:
            why = f"is written in the character set {charset}, from which rows cannot be told apart"
            raise self.buffer.error(why, "dump it again with --default-character-set=utf8mb4")
        return Syntax(decode, self._session.backslash, insert.glue, width, kept)
