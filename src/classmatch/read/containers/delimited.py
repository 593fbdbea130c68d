"""Text tables: CSV, TSV and their kin, plain or compressed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.boundary import UnreadableError
from classmatch.read.cells import unquoted
from classmatch.read.containers.dialect import MAX_CELL, first_rows, sniff
from classmatch.read.containers.encodings import Text, as_utf8, at_first_sight, with_damage_marked
from classmatch.read.containers.files import Compression, head_of, open_bytes, scannable
from classmatch.read.containers.survey import Survey, survey
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, ROW
from classmatch.read.scratch import scratch_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from classmatch.read.containers.dialect import Dialect

# Share of ragged records up to which a file is taken to be written without quoting. Dumps with tabs often are, since no
# cell has a tab in it; but hardly any list of titles can do without quoting its commas.
MAX_RAGGED_UNQUOTED = {"\t": 0.001}
_NULL = "\\N"  # how MySQL exports write a null


# Signs that stand between cells, but are not taken for delimiters, since titles have them.
_SUSPECTS = (":", "^", "~", "\x01", "\x1f", "   ")


def dialect_of(path: Path, compression: Compression) -> Dialect:
    """How the table is written, by its start.

    Raises:
        UnreadableError: if it has a single column only because its delimiter is not known, or no end of columns.
        InputError: if it is in an encoding that cannot be told.

    """
    text = at_first_sight(path, compression)
    found = sniff(head_of(text.path, text.compression))
    suspects = [sign for sign in _SUSPECTS if len(found.header) == 1 and found.has_header and sign in found.header[0]]
    if suspects:
        why = f"has one column only, {found.header[0][:80]!r}; is {suspects[0]!r} its delimiter?"
        raise UnreadableError(why, "write it with commas, tabs, semicolons or bars between the cells")
    return found


def sample(path: Path, compression: Compression, dialect: Dialect, count: int) -> pl.DataFrame:
    """The first rows, for recognising the columns by their content. Ragged ones are left out."""
    text = at_first_sight(path, compression)
    width = len(dialect.header)
    rows = first_rows(head_of(text.path, text.compression), dialect, count)
    whole = [row[:width] for row in rows if len(row) == width or (len(row) == width + 1 and not row[-1])]
    return pl.DataFrame(whole, schema=dict.fromkeys(dialect.header, pl.String()), orient="row")


def scan(path: Path, dialect: Dialect) -> pl.LazyFrame:
    """All columns as text, by the names in the dialect's header, and `ROW`."""
    frame = pl.scan_csv(
        path.resolve(),
        schema={name: pl.String() for name in dialect.header},
        has_header=False,
        skip_rows=dialect.skipped,
        separator=dialect.delimiter,
        quote_char=dialect.quote,
        eol_char=dialect.line_end,
        null_values=_NULL,
        row_index_name=ROW,
        row_index_offset=1,
        extra_columns="ignore",
        missing_columns="insert",
        glob=False,
    )
    return frame if dialect.quote else frame.with_columns(unquoted(pl.col(*dialect.header)))


def rows(path: Path, compression: Compression, dialect: Dialect) -> pl.LazyFrame:
    """The whole table, with the records that have too many or too few fields, or could not be decoded, marked.

    Reads the file once beforehand. Text of another encoding than UTF-8 is written anew. Where quotation marks break
    the rules, it is read as a table without quoting if that makes it regular; else it is written anew by Python's
    lenient reader, which takes `5" disk` as it stands.

    Raises:
        UnreadableError: if a quotation mark is never closed, or a line is longer than any record.
        InputError: if it is in an encoding that cannot be told.

    """
    text = at_first_sight(path, compression)
    found = _surveyed(text, dialect)
    if not found.is_utf8:
        text = as_utf8(path, compression)
        found = _surveyed(text, dialect)
    frame = _read(text, dialect, found)
    return with_damage_marked(frame, dialect.header) if text.is_damaged else frame


def _read(text: Text, dialect: Dialect, found: Survey) -> pl.LazyFrame:
    if found.quoting_is_sound:
        return _marked(scan(scannable(text.path, text.compression), dialect), found)
    plain = replace(dialect, quote=None)
    unquoted_found = _surveyed(text, plain)
    if unquoted_found.ragged <= MAX_RAGGED_UNQUOTED.get(dialect.delimiter, 0) * unquoted_found.records:
        return _marked(scan(scannable(text.path, text.compression), plain), unquoted_found)
    copy = Text(_rewritten(text, dialect), Compression.NONE)
    comma = replace(dialect, delimiter=",", line_end="\n")
    return _read(copy, comma, _surveyed(copy, comma))


def _surveyed(text: Text, dialect: Dialect) -> Survey:
    with open_bytes(text.path, text.compression) as stream:
        return survey(stream, dialect)


def _marked(frame: pl.LazyFrame, found: Survey) -> pl.LazyFrame:
    fault = pl.lit(None, pl.String)
    for reason, numbers in ((Reason.TOO_FEW_FIELDS, found.short), (Reason.TOO_MANY_FIELDS, found.long)):
        if len(numbers):
            is_ragged = pl.col(ROW).is_in(pl.Series(numbers).cast(pl.UInt32).implode())
            fault = pl.when(is_ragged).then(pl.lit(str(reason))).otherwise(fault)
    return frame.with_columns(fault.alias(FAULT))


def _rewritten(text: Text, dialect: Dialect) -> Path:
    """A copy with commas and sound quoting, made record by record, for the few files whose quoting is broken."""
    copy = scratch_file("requoted", ".csv")
    with open_bytes(text.path, text.compression) as stream, copy.open("w", encoding="utf-8", newline="") as target:
        lines = _Remembered(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""))
        writer = csv.writer(target, lineterminator="\n")
        try:
            for record in csv.reader(lines, delimiter=dialect.delimiter):
                writer.writerows(_mended(record, lines.taken(), dialect))
        except csv.Error as error:
            why = f"line {lines.first}: a quotation mark is not closed within {MAX_CELL:,} characters"
            raise UnreadableError(why, "close it, or double it") from error
    return copy


def _mended(record: list[str], lines: list[str], dialect: Dialect) -> list[list[str]]:
    """A record that runs over several lines, and still lacks cells or has too many, swallowed the lines after it."""
    if len(lines) == 1 or len(record) == len(dialect.header):
        return [record]
    return [next(csv.reader([line], delimiter=dialect.delimiter), []) for line in lines]


class _Remembered:
    """Lines, and which of them were read since they were last asked for."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._read: list[str] = []
        self.first = 1  # number of the first line that was not asked for yet

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._read.append(line)
            yield line

    def taken(self) -> list[str]:
        read, self._read = self._read, []
        self.first += len(read)
        return read
