"""The statements of a dump in order. Between them and in them stand comments and strings, which may hold anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classmatch.read.dump.buffer import MAX_HELD, Buffer
from classmatch.read.dump.create import INSERT, INTO, Create, create, insert_columns, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classmatch.read.dump.session import Session

_AHEAD = 1 << 16  # bytes in which most tokens and heads of INSERT end
_MAX_HEAD = 1 << 20  # of an INSERT: 4,096 columns of 64 characters of 4 bytes, MySQL's limits
_MAX_TEXT = 1 << 22  # of a statement that is looked at: the longest CREATE TABLE
_SPACE = re.compile(rb"\s*+")
_COMMENT = rb"--(?=\s|\Z)[^\n]*+|\#[^\n]*+|/\*(?!M?!(?:\d{5,6})?+(?!\\-))(?:[^*]++|\*(?!/))*+\*/"
# MariaDB's `/*!999999\- enable the sandbox mode */` is a comment to every server that could not do it.
_TOKEN = re.compile(
    rb"""(?sx) (?P<comment>%b) | (?P<open>/\*M?!\d*+) | (?P<end>;)
    | '(?:[^'\\]++|\\.|'')*+' | "(?:[^"\\]++|\\.|"")*+" | `(?:[^`]++|``)*+` | [^'"`;#/\-]++
    | (?P<unclosed>['"`]|/\*) | ."""
    % _COMMENT
)
_INSERT_START = re.compile(rb"(?i)(?:INSERT|REPLACE)\b")
_DELIMITER = re.compile(rb"(?i)DELIMITER[ \t]+(?!;[ \t\r]*\n)[^\n]+\n")
_DELIMITER_BACK = re.compile(rb"(?i)\nDELIMITER[ \t]+;")


@dataclass(frozen=True)
class Insert:
    """The head of an `INSERT ... VALUES`. Its rows come next in the buffer."""

    table: str
    columns: tuple[str, ...] | None  # if it names them
    glue: bytes  # what stands between its rows and those of another statement with the same head; empty if not known


@dataclass(frozen=True)
class Unread:
    """An `INSERT` of another kind: from a query, or damaged."""

    table: str
    text: bytes


def statements(buffer: Buffer, session: Session) -> Iterator[Create | Insert | Unread]:
    """The statements that matter; `session` is kept up to date.

    Whoever takes an `Insert` may use up its rows, up to the end of the statement, before asking for the next one.
    """
    while _skip_space(buffer):
        if _skip_procedures(buffer):
            continue
        head = _insert_head(buffer)
        if head is not None:
            yield head
        text = _statement(buffer)
        session.apply(text)
        if head is None and (other := create(text) or _unread(text)) is not None:
            yield other


def _skip_space(buffer: Buffer) -> bool:
    """Goes to the next statement; false at the end of the file."""
    while buffer.has(1):
        buffer.has(_AHEAD)
        space = _SPACE.match(buffer.data, buffer.at)
        buffer.at = space.end() if space else buffer.at
        if buffer.at < len(buffer.data):
            token = _token(buffer)
            if token["comment"] is None:
                return True
            buffer.at = token.end()
    return False


def _skip_procedures(buffer: Buffer) -> bool:
    """Passes over triggers and procedures, which have semicolons of their own inside another delimiter."""
    if not _DELIMITER.match(buffer.data, buffer.at):
        return False
    while not (back := _DELIMITER_BACK.search(buffer.data, buffer.at)):
        buffer.at = max(buffer.at, len(buffer.data) - _AHEAD)
        if not buffer.has(2 * _AHEAD):
            back = _DELIMITER_BACK.search(buffer.data, buffer.at)
            buffer.at = back.end() if back else len(buffer.data)
            return True
    buffer.at = back.end()
    return True


def _insert_head(buffer: Buffer) -> Insert | None:
    """Uses up the head of an INSERT; None if the statement is another one."""
    if not _INSERT_START.match(buffer.data, buffer.at):
        return None
    head = INSERT.match(buffer.data, buffer.at)
    if head is None and buffer.has(_AHEAD + 1):
        buffer.has(_MAX_HEAD)
        head = INSERT.match(buffer.data, buffer.at)
    if head is None:
        return None
    glue = b"" if b"'" in head[0] or b"\\" in head[0] else b";" + _line_end(buffer) + head[0]
    buffer.at = head.end()
    return Insert(plain_name(head["table"]), insert_columns(head), glue)


def _unread(statement: bytes) -> Unread | None:
    into = INTO.match(statement)
    return Unread(plain_name(into["table"]), statement) if into else None


def _line_end(buffer: Buffer) -> bytes:
    """How the line before this one ends."""
    return b"\r\n" if buffer.data[max(0, buffer.at - 2) : buffer.at] == b"\r\n" else b"\n"


def _statement(buffer: Buffer) -> bytes:
    """Uses up the rest of a statement; its text without comments, as far as it can matter."""
    parts: list[bytes] = []
    held = 0
    while buffer.has(1):
        token = _token(buffer)
        buffer.at = token.end()
        if token["end"]:
            break
        if held < _MAX_TEXT and token["comment"] is None:
            parts.append(b" " if token["open"] else token[0])
            held += len(parts[-1])
    return b"".join(parts)


def _token(buffer: Buffer) -> re.Match[bytes]:
    """The next token, whole."""
    ahead = _AHEAD
    while True:
        more = buffer.has(ahead)
        token = _TOKEN.match(buffer.data, buffer.at)
        if token is None:
            raise buffer.row_error
        if not more:
            if token["unclosed"]:
                raise buffer.error(
                    "ends inside a string or comment: it is truncated", "copy it again and compare its size or checksum"
                )
            return token
        cut = token.end() == len(buffer.data) and token["comment"] is not None
        if not token["unclosed"] and not cut and len(buffer.data) - token.end() > 2:
            return token
        ahead = min(2 * ahead, MAX_HELD) if ahead < MAX_HELD else MAX_HELD + 1
