"""The rows of one `INSERT`, a window of the file after the other: quickly where they are in order, else one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classmatch.read.dump import fast as dump_fast
from classmatch.read.dump import slow as dump_slow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from classmatch.read.dump.buffer import Buffer
    from classmatch.read.dump.rows import Rows, Syntax

    Quick = Callable[[bytes, Syntax], Rows | None]

WINDOW_BYTES = 1 << 19  # more reads slower: it leaves the cache of the processor
_FIRST_WINDOW = 1 << 12  # a statement may be short
_SLOW_WINDOW = 1 << 17  # a damaged row makes the reader slow for the rows around it
_QUICK_WINDOW = 1 << 24  # a row that is longer than this is read slowly, which takes less memory
_GAP = re.compile(rb"\s*+,?+\s*+")


class Windows:
    """How much to look at at a time: more while all goes well, little after the end of a statement or damage."""

    def __init__(self, largest: int = WINDOW_BYTES) -> None:
        self._largest = largest
        self._first = min(_FIRST_WINDOW, largest)
        self.size = self._first

    def learn(self, rows: Rows) -> None:
        """Take in how far the last window reached."""
        wanted = 2 * rows.used if rows.ended else 2 * self.size
        self.size = min(max(wanted, self._first), self._largest)

    def shrink(self) -> None:
        """Look at little: something is wrong here."""
        self.size = min(self.size, _SLOW_WINDOW)


def read_rows(buffer: Buffer, syntax: Syntax, windows: Windows) -> Iterator[Rows]:
    """The rows up to the end of the statement, which is left in the buffer.

    Raises:
        InputError: if the file ends before the statement does, or a row is too long.

    """
    return _walk(buffer, syntax, windows, dump_fast.split)


def skip_rows(buffer: Buffer, syntax: Syntax, windows: Windows) -> None:
    """Uses up the rows without reading them; raises as `read_rows` does."""
    for _ in _walk(buffer, syntax, windows, dump_fast.skip):
        pass


def _walk(buffer: Buffer, syntax: Syntax, windows: Windows, quick: Quick) -> Iterator[Rows]:
    size = windows.size
    while True:
        _skip_gap(buffer, syntax.glue)
        found = _look(buffer.window(size), syntax, windows, quick)
        buffer.at += found.used
        if found.height:
            yield found
        if found.ended or found.used:
            windows.learn(found)
            size = windows.size
        if found.ended:
            return
        if not found.used:
            if not buffer.has(size + 1):
                raise buffer.row_error
            size *= 2


def _look(window: bytes, syntax: Syntax, windows: Windows, quick: Quick) -> Rows:
    """The rows of a window; of its start only, if not all is in order."""
    found = quick(window, syntax) if len(window) <= _QUICK_WINDOW else None
    if found is None and len(window) > _SLOW_WINDOW:
        windows.shrink()
        found = _look(window[:_SLOW_WINDOW], syntax, windows, quick)
        found = found if found.used or found.ended else None
    return dump_slow.split(window, syntax) if found is None else found


def _skip_gap(buffer: Buffer, glue: bytes) -> None:
    """Goes over what parts two rows: a comma and white space, or a statement's end and the head of one like it."""
    if glue and buffer.has(len(glue) + 1) and buffer.data.startswith(glue + b"(", buffer.at):
        buffer.at += len(glue)
    while buffer.has(1):
        gap = _GAP.match(buffer.data, buffer.at)
        buffer.at = gap.end() if gap else buffer.at
        if buffer.at < len(buffer.data):
            return
