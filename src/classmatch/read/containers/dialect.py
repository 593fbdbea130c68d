"""How a text table is written: its delimiter, its quoting, its line ends and the names of its columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from classmatch.read.boundary import UnreadableError
from classmatch.read.content import is_data

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREAMBLE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\"?sep=.\"?\r?\n|[ \t]*\r?\n|[ \t]*\r)*", re.DOTALL)
DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_RECORDS = 200
MAX_CELL = 1 << 20  # characters; a longer cell is a quotation mark that is not closed
MAX_COLUMNS = 2_000  # what has more is no table
MAX_NAME = 10_000  # characters of the name of a column
_MAX_TITLES = 20  # records before the header: a title, who made it, when
_COMMENT = "#"


@dataclass(frozen=True)
class Dialect:
    delimiter: str
    header: tuple[str, ...]  # unique, in file order
    quote: str | None = '"'  # None: quotation marks are ordinary characters
    line_end: str = "\n"
    preamble: int = 0  # records before the header: blank lines, the `sep=;` of spreadsheets, comments, titles
    has_header: bool = True  # else the names are `column_1`, `column_2`, ...

    @property
    def name(self) -> str:
        return {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}[self.delimiter]

    @property
    def skipped(self) -> int:
        """How many records there are before the first row."""
        return self.preamble + self.has_header


@dataclass(frozen=True)
class _Start:
    """The first records of a table under one delimiter."""

    delimiter: str
    records: list[list[str]]  # from the header on
    before: int  # records before the header, blank lines counted

    @property
    def regularity(self) -> tuple[float, bool, int]:
        width = len(self.records[0]) if self.records else 0
        if width < 2:
            return (0.0, self.before == 0, width)
        same = sum(len(record) == width for record in self.records)
        return (round(same / len(self.records), 1), self.before == 0, width)


def sniff(head: bytes) -> Dialect:
    """The dialect in which the start of the file, in UTF-8, makes the most regular table.

    The delimiter is the one under which most records have as many fields as the header, counting only records of two
    fields or more; among equals, the one that gives more columns. The header is the first record that is not narrower
    than those after it, as comments and titles are. Where it looks like a row, the columns have no names.

    Raises:
        UnreadableError: if there are more than `MAX_COLUMNS` columns.

    """
    line_end = "\r" if b"\r" in head and b"\n" not in head else "\n"
    preamble, body = _without_preamble(head)
    start = max((_start(body, delimiter) for delimiter in DELIMITERS), key=lambda start: start.regularity)
    return _dialect(start, preamble, line_end)


def of_table(head: bytes) -> Dialect:
    """The dialect of a text whose cells are known to be separated by commas."""
    return _dialect(_start(head, ","), 0, "\n")


def _dialect(start: _Start, preamble: int, line_end: str) -> Dialect:
    first = next(iter(start.records), [])
    if len(first) > MAX_COLUMNS:
        raise UnreadableError(f"has {len(first):,} columns or more in its first line", "check that it is a table")
    if max(map(len, first), default=0) > MAX_NAME:
        raise UnreadableError(
            f"has no name of a column, but {MAX_NAME:,} characters and more", "check that it is a table"
        )
    has_header = not is_data(first, start.records[1:])
    header = _named(first, start.records[1:]) if has_header else tuple(f"column_{n + 1}" for n in range(len(first)))
    return Dialect(start.delimiter, header, line_end=line_end, preamble=preamble + start.before, has_header=has_header)


def _without_preamble(head: bytes) -> tuple[int, bytes]:
    preamble = _PREAMBLE.match(head)
    lines = preamble.group().decode("utf-8-sig") if preamble else ""
    return len(lines.splitlines()), head[preamble.end() :] if preamble else head


def _start(body: bytes, delimiter: str) -> _Start:
    numbered = list(_numbered_records(body, delimiter, _SAMPLE_RECORDS))
    records = [record for _, record in numbered]
    first = header_at(records)
    return _Start(delimiter, records[first:], numbered[first][0] if numbered else 0)


def first_rows(head: bytes, dialect: Dialect, count: int) -> list[list[str]]:
    """The rows in the start of a file, without blank lines and the row that is cut off."""
    numbered = _numbered_records(head, dialect.delimiter, dialect.skipped + count)
    return [record for number, record in numbered if number >= dialect.skipped]


def _numbered_records(head: bytes, delimiter: str, count: int) -> Iterator[tuple[int, list[str]]]:
    """The records in the start of a file but for blank lines, each with how many come before it, these counted."""
    csv.field_size_limit(MAX_CELL)
    text = head.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    complete, _, _ = text.rpartition("\n")
    rows = csv.reader(io.StringIO(f"{complete or text}\n"), delimiter=delimiter)
    with suppress(csv.Error):  # a quotation mark that is never closed: what came before it is enough to go by
        yield from ((number, row) for number, row in enumerate(islice(rows, count)) if row)


def header_at(records: list[list[str]]) -> int:
    """Which record is the header: the first that is no comment or title. 0 if all might be."""
    widths = [len(record) for record in records]
    for place, record in enumerate(records[:_MAX_TITLES]):
        after = Counter(widths[place + 1 :]).most_common(1)
        if not after or not _is_title(record, after[0][0], records[place + 1]):
            return place
    return 0


def _is_title(record: list[str], width: int, following: list[str]) -> bool:
    """Whether a record cannot be the header of rows of this width: a comment, or one cell where they have several."""
    is_comment = record[0].lstrip().startswith(_COMMENT)
    if is_comment and (len(record) != width or following[0].lstrip().startswith(_COMMENT)):
        return True
    filled = sum(not cell.isspace() and cell != "" for cell in record)
    return width > 1 and (filled <= 1 or len(record) * 2 <= width)


def _named(first: list[str], rest: list[list[str]]) -> tuple[str, ...]:
    """The names in a header; a delimiter behind the last of them, which no row has, makes no column."""
    names = [first[0].lstrip().removeprefix(_COMMENT), *first[1:]] if first else first
    widths = {len(record) for record in rest}
    if len(names) > 1 and not names[-1].strip() and widths == {len(names) - 1}:
        names = names[:-1]
    return unique_names(names)


def unique_names(header: list[str]) -> tuple[str, ...]:
    """Column names with surrounding space removed, a number added to those that stand twice, and none left empty."""
    names: dict[str, int] = {}  # each with the number that was added last
    for position, cell in enumerate(header, 1):
        first = name = cell.strip() or f"column_{position}"
        while name in names:
            names[first] += 1
            name = f"{first}_{names[first]}"
        names[name] = 1
    return tuple(names)
