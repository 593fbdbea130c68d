"""Names in statements of a dump: the table and the columns of a `CREATE TABLE` or an `INSERT`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = rb"(?:`(?:[^`]|``)++`|\"(?:[^\"]|\"\")++\"|[\w$\x80-\xff]++)"
_TABLE = rb"(?:(?:%b)\s*+\.\s*+)?(?P<table>%b)" % (_NAME, _NAME)
_CREATE = re.compile(
    rb"(?is)\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?%b\s*\((?!\s*LIKE\b)"
    % _TABLE
)
_COLUMNS = rb"\(\s*+(?P<columns>%b\s*+(?:,\s*+%b\s*+)*+)\)\s*+" % (_NAME, _NAME)
_INTO = rb"(?is)(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?%b" % _TABLE
INTO = re.compile(_INTO)  # the start of any INSERT
INSERT = re.compile(rb"%b\s*+(?:%b)?VALUES?\s*+(?=\()" % (_INTO, _COLUMNS))  # up to its first row
_NAMES = re.compile(_NAME)
_NO_COLUMN = re.compile(rb"(?i)(?:PRIMARY|UNIQUE|KEY|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN|CHECK|PERIOD)\b")
_CHARSET = re.compile(rb"(?i)\b(?:CHARSET|CHARACTER\s+SET)\s*=?\s*(\w+)")
_STRING = rb"'(?:[^'\\]++|\\.|'')*+'|\"(?:[^\"\\]++|\\.|\"\")*+\"|`(?:[^`]++|``)*+`"
_PIECE = re.compile(rb"(?s)%b|[(),]|[^'\"`(),]++|." % _STRING)


@dataclass(frozen=True)
class Create:
    """A `CREATE TABLE`."""

    table: str
    columns: tuple[str, ...]  # in order; generated ones too
    charset: str | None  # of the table, where it says so


def create(statement: bytes) -> Create | None:
    """What a `CREATE TABLE` says; None for any other statement."""
    head = _CREATE.match(statement)
    if head is None:
        return None
    definitions, rest = _definitions(statement, head.end())
    columns = [name for definition in definitions if (name := _column(definition.strip())) is not None]
    charset = _CHARSET.search(rest)
    return Create(plain_name(head["table"]), tuple(columns), charset[1].decode().lower() if charset else None)


def insert_columns(head: re.Match[bytes]) -> tuple[str, ...] | None:
    """The columns that an `INSERT` names, None if it names none."""
    listed = head["columns"]
    return tuple(plain_name(name) for name in _NAMES.findall(listed)) if listed else None


def plain_name(name: bytes) -> str:
    """A name without its quotation marks."""
    mark = name[:1]
    if mark in (b"`", b'"'):
        name = name[1:-1].replace(mark * 2, mark)
    return name.decode("utf-8", "backslashreplace")


def _definitions(statement: bytes, at: int) -> tuple[list[bytes], bytes]:
    """What stands between the commas of the outermost parentheses, which open before `at`; and what follows them."""
    depth, parts = 1, [b""]
    for piece in _PIECE.finditer(statement, at):
        text = piece[0]
        depth += (text == b"(") - (text == b")")
        if depth == 0:
            return parts, statement[piece.end() :]
        if depth == 1 and text == b",":
            parts.append(b"")
        else:
            parts[-1] += text
    return parts, b""


def _column(definition: bytes) -> str | None:
    """The name of the column that is defined; None for keys and conditions."""
    name = _NAMES.match(definition)
    return None if name is None or _NO_COLUMN.match(definition) else plain_name(name[0])
