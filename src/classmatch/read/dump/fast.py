"""Rows of a dump that are written as dump programs write them, millions of bytes at a time.

What stands inside a string is told by the parity of the quotation marks before each byte, which 64 bits at a time can
be counted. What stands outside is a small skeleton that is checked whole. Whatever is not as it should be is left to
`dump_slow`, which reads the same rows one by one: both give the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classmatch.read.dump.rows import CELL, DROPPED, GLUED, ROW_END, Rows, Syntax, scrubbed

if TYPE_CHECKING:
    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]
    Flags = npt.NDArray[np.bool_]
    Positions = npt.NDArray[np.intp]

_QUOTE = re.compile(rb"['\"]")
_BACKSLASH, _CLOSE, _SEMICOLON, _SMALL_A, _SLASH, _HASH, _MINUS = b"\\);a/#-"
_TAIL = 1 << 14  # bytes at the end of a window in which most often a row ends
_BLANK = 0  # stands in for a character after a backslash, which means nothing to the structure
_KEEPS_BACKSLASH = np.frombuffer(b"%_", np.uint8)  # `\%` and `\_` are two characters
ESCAPED = bytes.maketrans(b"0bnrtZ", b"\x00\b\n\r\t\x1a")
_ESCAPED = np.frombuffer(ESCAPED, np.uint8)

# Bytes outside strings: NULL, `_binary`, quotation marks and white space go; what is left is numbers.
_DROP = b"'\"( \t\r\n" + bytes(sorted(set(b"NULL_binary")))
_OUTSIDE = bytes.maketrans(_DROP + b")," + GLUED, DROPPED * len(_DROP) + ROW_END + CELL + CELL)

# Classes of bytes of the skeleton, so that exclusive or of two neighbours tells whether they may be neighbours.
_STRING, _NUMBER, _NULL, _COMMA, _WRONG = 1, 2, 8, 16, 32
_CLASSES = bytearray([_WRONG] * 256)
for _bytes, _class in ((b"'\"", _STRING), (b"0123456789+-.eE", _NUMBER), (b"~", _NULL), (b",", _COMMA)):
    for _byte in _bytes:
        _CLASSES[_byte] = _class


@dataclass(frozen=True)
class _Strings:
    """A window, and what of it stands in strings."""

    raw: bytes  # control bytes scrubbed, statements glued
    plain: Bytes  # ... and characters after a backslash blanked
    escapes: Positions  # of backslashes that change the next character
    quotes: Flags  # quotation marks that open, close, or are half of a doubled one
    inside: Flags  # from an opening mark to before the closing one
    outside: Flags  # all else, and the marks themselves
    foreign: bool  # whether a quotation mark of the other kind stands outside

    @property
    def end(self) -> int | None:
        """Where the statement ends: its semicolon."""
        ends = (self.plain == _SEMICOLON) & self.outside
        first = int(ends.argmax())
        return first if ends[first] else None

    def skeleton(self, end: int) -> bytes:
        """What stands outside strings, up to `end`."""
        return self.plain[:end][self.outside[:end]].tobytes()

    def is_odd(self, end: int) -> bool:
        """Whether small letters or signs of comments stand outside strings: a mark may be missing or too many."""
        plain = self.plain[:end]
        odd = (plain >= _SMALL_A) | (plain == _SLASH) | (plain == _HASH)
        odd[1:] |= (plain[1:] == _MINUS) & (plain[:-1] == _MINUS)
        return bool((odd & self.outside[:end]).any())

    def rows_end(self, end: int) -> int:
        """After the last row that is whole; 0 if none is."""
        for start in (max(0, end - _TAIL), 0):
            closed = np.flatnonzero((self.plain[start:end] == _CLOSE) & self.outside[start:end])
            if len(closed):
                return start + int(closed[-1]) + 1
        return 0


def split(window: bytes, syntax: Syntax) -> Rows | None:
    """The rows of a window that starts with a row; None if there is no whole one, or not all are in order."""
    strings = _strings(window, syntax)
    if strings is None or strings.foreign:
        return None
    end = strings.end
    stop = strings.rows_end(len(strings.raw) if end is None else end)
    if (end is None and not stop) or (end is not None and strings.raw[stop:end].strip()):
        return None
    if not stop:
        return Rows(b"", 0, (), end or 0, ended=True)
    if not _in_order(strings.skeleton(stop)):
        return None
    cells = _cells(strings, stop, syntax)
    width = syntax.width or cells.count(CELL, 0, cells.index(ROW_END)) + 1
    count = _regular_rows(cells, width)
    text = None if count is None else _decoded(cells, syntax)
    if count is None or text is None:
        return None
    used = _used(strings.raw, stop if end is None else end, syntax)
    return Rows(text, count, (), used, end is not None, width)


def skip(window: bytes, syntax: Syntax) -> Rows | None:
    """Passes over the rows of a window; None if there is no whole one, or there may be something odd in one."""
    strings = _strings(window, syntax)
    if strings is None or strings.foreign:
        return None
    end = strings.end
    used = strings.rows_end(len(strings.raw)) if end is None else end
    if not used or (strings.is_odd(used) and not _in_order(strings.skeleton(used))):
        return None
    return Rows(b"", 0, (), _used(strings.raw, used, syntax), end is not None)


def _strings(window: bytes, syntax: Syntax) -> _Strings | None:
    raw = scrubbed(window)
    raw = raw.replace(syntax.glue + b"(", GLUED + b"(") if syntax.glue else raw
    if not raw:
        return None
    plain = np.frombuffer(raw, np.uint8)
    escapes = _escapes(plain) if syntax.backslash else np.empty(0, np.intp)
    if len(escapes):
        plain = plain.copy()
        plain[escapes + 1] = _BLANK
    first = _QUOTE.search(raw)
    quote, other = (39, 34) if first is None or first[0] == b"'" else (34, 39)
    quotes = plain == quote
    inside = _inside(quotes)
    outside = ~inside | quotes
    return _Strings(raw, plain, escapes, quotes, inside, outside, bool(((plain == other) & outside).any()))


def _escapes(plain: Bytes) -> Positions:
    """Positions of the backslashes that change the next character: in a run of them every second."""
    found = np.flatnonzero(plain == _BACKSLASH)
    starts = np.diff(found, prepend=-2) != 1
    if not starts.all():
        order = np.arange(len(found))
        found = found[(order - np.maximum.accumulate(np.where(starts, order, 0))) % 2 == 0]
    return found[:-1] if len(found) and found[-1] == len(plain) - 1 else found


def _inside(quotes: Flags) -> Flags:
    """For each byte whether an odd number of marks stands up to it, itself included."""
    packed = np.packbits(quotes, bitorder="little")
    words = np.zeros(-(-len(packed) // 8), "<u8")
    words.view(np.uint8)[: len(packed)] = packed
    for shift in (1, 2, 4, 8, 16, 32):
        words ^= words << np.uint64(shift)
    carried = np.bitwise_xor.accumulate(words >> np.uint64(63))
    words[1:] ^= np.uint64(0) - carried[:-1]
    return np.unpackbits(words.view(np.uint8), count=len(quotes), bitorder="little").view(np.bool_)


def _in_order(skeleton: bytes) -> bool:
    """Whether what stands outside strings is rows of strings, numbers and NULL, and nothing else."""
    rows = _closed_up(skeleton).replace(b")" + GLUED + b"(", b",").replace(b"),(", b",")
    cells = rows[1:-1]
    if rows[:1] != b"(" or rows[-1:] != b")" or b"(" in cells or b")" in cells:
        return False
    if not cells or b",," in cells or b"~~" in cells or b"," in (cells[:1], cells[-1:]):
        return False
    classes = np.frombuffer(cells.translate(_CLASSES), np.uint8)
    pairs = classes[1:] ^ classes[:-1]
    return bool(classes.max() < _WRONG and not ((pairs - np.uint8(1)) < _COMMA - 1).any())


def _closed_up(skeleton: bytes) -> bytes:
    """Without the white space and the words that dump programs write; NULL becomes one sign."""
    if b"~" in skeleton:
        return b""
    if b"_" in skeleton:
        skeleton = skeleton.replace(b"_binary ", b"")
    if b" " in skeleton:
        skeleton = skeleton.replace(b", ", b",")
    if b"\n" in skeleton:
        skeleton = skeleton.replace(b"\r\n", b"\n").replace(b")\n", b")").replace(b"),\n(", b"),(")
    return skeleton.replace(b"NULL", b"~")


def _cells(strings: _Strings, stop: int, syntax: Syntax) -> bytes:
    """The rows as in `Rows.text`, not decoded. What looked like the head of a statement in a string is put back."""
    cells = _resolved(strings, stop).tobytes().translate(None, DROPPED)
    return cells.replace(GLUED, syntax.glue) if GLUED in cells else cells


def _decoded(cells: bytes, syntax: Syntax) -> bytes | None:
    """As UTF-8; None if it is no text."""
    if cells.isascii():
        return cells
    try:
        text = syntax.decode(cells)
    except UnicodeDecodeError:
        return None
    return cells if syntax.decode is bytes.decode else text.encode()


def _resolved(strings: _Strings, stop: int) -> Bytes:
    """The window with marks for structure: bytes to drop, ends of cells and rows, and characters that were escaped."""
    plain, inside, quotes = strings.plain[:stop], strings.inside[:stop], strings.quotes[:stop]
    translated = np.frombuffer(plain.tobytes().translate(_OUTSIDE), np.uint8)
    outside = np.uint8(0) - strings.outside[:stop].view(np.uint8)
    resolved = ((translated ^ plain) & outside) ^ plain
    doubled = np.flatnonzero(quotes[:-1] & quotes[1:] & ~inside[:-1])
    resolved[doubled + 1] = plain[doubled + 1]
    escapes = strings.escapes[: np.searchsorted(strings.escapes, stop)]
    if len(escapes):
        after = np.frombuffer(strings.raw, np.uint8)[escapes + 1]
        resolved[escapes + 1] = _ESCAPED[after]
        resolved[escapes[~np.isin(after, _KEEPS_BACKSLASH)]] = DROPPED[0]
    _drop_row_commas(resolved)
    return resolved


def _drop_row_commas(resolved: Bytes) -> None:
    """Drops the one comma that follows each row but the last, maybe after white space."""
    places = np.flatnonzero(resolved == ROW_END[0])[:-1]
    while len(places):
        places = places + 1
        is_comma = resolved[places] == CELL[0]
        resolved[places[is_comma]] = DROPPED[0]
        places = places[~is_comma]


def _regular_rows(cells: bytes, width: int) -> int | None:
    """The number of rows; None if not all have this many cells."""
    text = np.frombuffer(cells, np.uint8)
    ends = text[(text & 0xFE) == ROW_END[0]]
    if len(ends) % width:
        return None
    is_end = ends.reshape(-1, width) == ROW_END[0]
    return len(is_end) if is_end[:, -1].all() and not is_end[:, :-1].any() else None


def _used(raw: bytes, end: int, syntax: Syntax) -> int:
    """How many bytes of the window come before `end` of what was made of it."""
    glued = np.count_nonzero(np.frombuffer(raw, np.uint8, end) == GLUED[0]) if syntax.glue else 0
    return end + int(glued) * (len(syntax.glue) - 1)
