"""Rows of a dump one by one: all that MySQL's grammar allows in them, and what is damaged.

A row that cannot be read costs itself only: reading goes on where the next row, or the end of the statement, is seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from classmatch.read.dump.fast import ESCAPED
from classmatch.read.dump.rows import CELL, DROPPED, ROW_END, Rows, Syntax, scrubbed, shown
from classmatch.read.layouts import Fault
from classmatch.read.reasons import Reason

_LINE_END = ROW_END.decode()
_QUOTES = {"single": b"'", "double": b'"', "converted_single": b"'", "converted_double": b'"'}
_ESCAPES = [(b"\\" + bytes([sign]), ESCAPED[sign : sign + 1]) for sign in b"0bnrtZ"]
_ESCAPES += [(b"\\%", DROPPED + b"%"), (b"\\_", DROPPED + b"_")]  # which keep their backslash
_PRINTABLE = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*+")
_OPEN, _CLOSE, _SEMICOLON = b"();"
_COMMENT = rb"/\*(?:[^*]++|\*(?!/))*+\*/|--[\s][^\n]*+\n|\#[^\n]*+\n"
_GAP = re.compile(rb"(?:\s++|,|%b)*+" % _COMMENT)
_TRAILER = re.compile(rb"(?i)(?:ON|AS)\s")  # `ON DUPLICATE KEY UPDATE ...`
# Where a damaged row is over: before the next row, or before the end of the statement.
_NEXT = re.compile(rb"\)(?=\s*+(?:,\s*+\(|;))|(?=;[ \t]*+\r?\n)")


@dataclass(frozen=True)
class _Grammar:
    """Patterns of a cell, with or without backslashes in strings."""

    cell: re.Pattern[bytes]  # up to the comma or parenthesis after it
    unfinished: re.Pattern[bytes]  # the start of one that the window cuts off


@cache
def _grammar(backslash: bool) -> _Grammar:
    single = rb"(?:[^'\\]++|\\.|'')*+" if backslash else rb"(?:[^']++|'')*+"
    double = rb'(?:[^"\\]++|\\.|"")*+' if backslash else rb'(?:[^"]++|"")*+'
    text = rb"(?:'(?P<single>%b)'|\"(?P<double>%b)\")" % (single, double)
    converted = re.sub(rb"P<(\w+)>", rb"P<converted_\1>", text)
    cell = re.compile(
        rb"""(?sx) \s*+ (?: _\w++ \s*+ | [nN] (?=') )?+ (?:
            %b | (?i:CONVERT) \s*+ \( \s*+ %b \s++ (?i:USING) \s++ \w++ \s*+ \)
            | [xX]'(?P<quoted_hex>[0-9A-Fa-f]*+)' | 0[xX](?P<hex>[0-9A-Fa-f]++)
            | [bB]'(?P<quoted_bits>[01]++)' | 0b(?P<bits>[01]++)
            | (?P<bare>[^\s'"`(),;\\]++) ) \s*+ [,)]"""
        % (text, converted)
    )
    open_text = rb"(?:'%b(?:\\|'\s*+)?+|\"%b(?:\\|\"\s*+)?+)" % (single, double)
    unfinished = re.compile(
        rb"(?s)\s*+[^\s'\"`(),;\\]*+\s*+(?:\(\s*+)?+(?:%b)?+(?i:USING\s*+\w*+\s*+\)?+\s*+)?+\Z" % open_text
    )
    return _Grammar(cell, unfinished)


@dataclass
class _Reader:
    """Goes through one window."""

    window: bytes
    syntax: Syntax
    lines: list[str] = field(default_factory=list)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    used: int = 0
    ended: bool = False
    width: int | None = None
    first_width: int | None = None

    def read(self) -> Rows:
        self.width = self.syntax.width
        while not self.ended and self._gap() and self._row():
            pass
        text = "".join(line + _LINE_END for line in self.lines).encode()
        return Rows(text, len(self.lines), tuple(self.faults), self.used, self.ended, self.first_width)

    def _gap(self) -> bool:
        """Goes to the next row; false where the statement ends or nothing is left."""
        gap = _GAP.match(self.window, self.used)
        at = gap.end() if gap else self.used
        if at == len(self.window):
            return False
        if self.window[at] == _SEMICOLON:
            glued = bool(self.syntax.glue) and self.window.startswith(self.syntax.glue + b"(", at)
            self.used = at + len(self.syntax.glue) if glued else at
            self.ended = not glued
        elif _TRAILER.match(self.window, at):
            self.used, self.ended = at, True
        else:
            self.used = at
        return not self.ended and self.used < len(self.window)

    def _row(self) -> bool:
        """Reads one row; false where the window cuts it off."""
        start, grammar = self.used, _grammar(self.syntax.backslash)
        at = start + 1
        cells: list[bytes] = []
        while self.window[start] == _OPEN and (match := grammar.cell.match(self.window, at)):
            cells.append(_value(match, self.syntax.backslash))
            at = match.end()
            if self.window[at - 1] == _CLOSE:
                self._add(cells, self.window[start:at])
                self.used = at
                return True
        return self._resume(start, at, grammar)

    def _resume(self, start: int, at: int, grammar: _Grammar) -> bool:
        """Passes over a row that is damaged at `at`."""
        if grammar.unfinished.match(self.window, at) or not (end := _NEXT.search(self.window, at)):
            return False
        self._fault(Reason.UNDECODABLE, self.window[start : end.end()])
        self.used = end.end()
        return True

    def _add(self, cells: list[bytes], row: bytes) -> None:
        self.first_width = self.first_width or len(cells)
        self.width = self.width or len(cells)
        if len(cells) != self.width:
            self._fault(Reason.TOO_FEW_FIELDS if len(cells) < self.width else Reason.TOO_MANY_FIELDS, row)
            return
        kept = self.syntax.kept
        used = cells if kept is None else [cell if place in kept else b"" for place, cell in enumerate(cells)]
        try:
            self.lines.append(self.syntax.decode(CELL.join(used)))
        except UnicodeDecodeError:
            self._fault(Reason.UNDECODABLE, row)

    def _fault(self, reason: Reason, row: bytes) -> None:
        self.faults.append((len(self.lines) + len(self.faults), Fault(reason, shown(row))))


def split(window: bytes, syntax: Syntax) -> Rows:
    """The rows of a window that starts with a row or before one, as far as they are whole."""
    return _Reader(scrubbed(window), syntax).read()


def _value(match: re.Match[bytes], backslash: bool) -> bytes:
    """What a cell says; NULL says nothing."""
    kind = match.lastgroup or ""
    text = match[kind]
    if kind == "bare":
        return b"" if text.upper() == b"NULL" else text
    if kind in _QUOTES:
        return _unescaped(text, _QUOTES[kind], backslash) if text else text
    return _from_hex(text) if "hex" in kind else str(int(text, 2)).encode()


def _unescaped(text: bytes, quote: bytes, backslash: bool) -> bytes:
    """A string without its escapes, doubled quotation marks made single. Bytes that mean something here stand in."""
    if not backslash or b"\\" not in text:
        return text.replace(quote * 2, quote) if quote in text else text
    text = text.replace(b"\\\\", DROPPED).replace(b"\\" + quote, ROW_END)
    text = text.replace(quote * 2, quote).replace(ROW_END, quote)
    for escape, meaning in _ESCAPES:
        text = text.replace(escape, meaning)
    return text.replace(b"\\", b"").replace(DROPPED, b"\\")


def _from_hex(digits: bytes) -> bytes:
    """The text that the digits write, or the digits themselves where that is no text: a checksum, a picture."""
    if len(digits) % 2 == 0:
        content = bytes.fromhex(digits.decode())
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return digits
        if _PRINTABLE.fullmatch(text):
            return content
    return digits
