"""How a text table is written: its delimiter, its quoting, its line ends and the names of its columns."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

_PREAMBLE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\"?sep=.\"?\r?\n|[ \t]*\r?\n|[ \t]*\r)*", re.DOTALL)
DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_RECORDS = 200
MAX_CELL = 1 << 20  # characters; a longer cell is a quotation mark that is not closed


@dataclass(frozen=True)
class Dialect:
    delimiter: str
    header: tuple[str, ...]  # unique, in file order
    quote: str | None = '"'  # None: quotation marks are ordinary characters
    line_end: str = "\n"
    preamble: int = 0  # lines before the header: blank ones, and the `sep=;` of spreadsheets

    @property
    def name(self) -> str:
        return {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}[self.delimiter]


def sniff(head: bytes) -> Dialect:
    """The dialect in which the start of the file makes the most regular table.

    The delimiter is the one under which most records have as many fields as the header, counting only records of two
    fields or more; among equals, the one that gives more columns.
    """
    line_end = "\r" if b"\r" in head and b"\n" not in head else "\n"
    preamble, body = _without_preamble(head)
    tables = {delimiter: first_records(body, delimiter, _SAMPLE_RECORDS) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda candidate: _regularity(tables[candidate]))
    header = next(iter(tables[delimiter]), [])
    return Dialect(delimiter, unique_names(header), line_end=line_end, preamble=preamble)


def _without_preamble(head: bytes) -> tuple[int, bytes]:
    preamble = _PREAMBLE.match(head)
    lines = preamble.group().decode("utf-8-sig") if preamble else ""
    return len(lines.splitlines()), head[preamble.end() :] if preamble else head


def first_records(head: bytes, delimiter: str, count: int) -> list[list[str]]:
    """The records in the start of a file, without blank lines and the record that is cut off."""
    csv.field_size_limit(MAX_CELL)
    text = head.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    complete, _, _ = text.rpartition("\n")
    rows = csv.reader(io.StringIO(f"{complete or text}\n"), delimiter=delimiter)
    records: list[list[str]] = []
    with suppress(csv.Error):  # a quotation mark that is never closed: what came before it is enough to go by
        records.extend(row for row in islice(rows, count) if row)
    return records


def _regularity(records: list[list[str]]) -> tuple[float, int]:
    width = len(records[0]) if records else 0
    if width < 2:
        return (0.0, width)
    same = sum(len(record) == width for record in records)
    return (round(same / len(records), 1), width)


def unique_names(header: list[str]) -> tuple[str, ...]:
    """Column names with surrounding space removed, a number added to those that stand twice, and none left empty."""
    seen: dict[str, int] = {}
    names = []
    for position, cell in enumerate(header, 1):
        name = cell.strip() or f"column_{position}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(names)
