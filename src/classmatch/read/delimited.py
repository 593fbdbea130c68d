"""Text tables: CSV, TSV and their kin, plain or compressed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.read.cells import unquoted
from classmatch.read.dialect import MAX_CELL, first_records
from classmatch.read.files import Compression, head_of, open_bytes
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, ROW
from classmatch.read.scratch import scratch_file
from classmatch.read.survey import Survey, survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from classmatch.read.dialect import Dialect

# Share of ragged records up to which a file is taken to be written without quoting. Dumps with tabs often are, since no
# cell has a tab in it; but hardly any list of titles can do without quoting its commas.
MAX_RAGGED_UNQUOTED = {"\t": 0.001}
_NULL = "\\N"  # how MySQL exports write a null


def sample(path: Path, compression: Compression, dialect: Dialect, count: int) -> pl.DataFrame:
    """The first rows, for recognising the columns by their content. Ragged ones are left out."""
    records = first_records(head_of(path, compression), dialect.delimiter, count)
    whole = [record for record in records[1:] if len(record) == len(dialect.header)]
    return pl.DataFrame(whole, schema=dict.fromkeys(dialect.header, pl.String()), orient="row")


def scan(path: Path, dialect: Dialect) -> pl.LazyFrame:
    """All columns as text, by the names in the dialect's header, and `ROW`."""
    frame = pl.scan_csv(
        path,
        schema={name: pl.String() for name in dialect.header},
        has_header=False,
        skip_rows=dialect.preamble + 1,
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
    """The whole table, with the records that have too many or too few fields marked.

    Reads the file once beforehand. Where quotation marks break the rules, it is read as a table without quoting if
    that makes it regular; else it is written anew by Python's lenient reader, which takes `5" disk` as it stands.

    Raises:
        InputError: if a quotation mark is never closed.

    """
    found = _surveyed(path, compression, dialect)
    if found.quoting_is_sound:
        return _marked(scan(path, dialect), found)
    plain = replace(dialect, quote=None)
    unquoted_found = _surveyed(path, compression, plain)
    if unquoted_found.ragged <= MAX_RAGGED_UNQUOTED.get(dialect.delimiter, 0) * unquoted_found.records:
        return _marked(scan(path, plain), unquoted_found)
    return _rewritten(path, compression, dialect)


def _surveyed(path: Path, compression: Compression, dialect: Dialect) -> Survey:
    with open_bytes(path, compression) as stream:
        return survey(stream, dialect)


def _marked(frame: pl.LazyFrame, found: Survey) -> pl.LazyFrame:
    fault = pl.lit(None, pl.String)
    for reason, numbers in ((Reason.TOO_FEW_FIELDS, found.short), (Reason.TOO_MANY_FIELDS, found.long)):
        if len(numbers):
            is_ragged = pl.col(ROW).is_in(pl.Series(numbers).cast(pl.UInt32).implode())
            fault = pl.when(is_ragged).then(pl.lit(str(reason))).otherwise(fault)
    return frame.with_columns(fault.alias(FAULT))


def _rewritten(path: Path, compression: Compression, dialect: Dialect) -> pl.LazyFrame:
    """A record-by-record pass, for the few files whose quoting is broken."""
    copy = scratch_file("requoted", ".csv")
    with open_bytes(path, compression) as stream, copy.open("w", encoding="utf-8", newline="") as target:
        lines = _Remembered(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""))
        writer = csv.writer(target, lineterminator="\n")
        try:
            for record in csv.reader(lines, delimiter=dialect.delimiter):
                writer.writerows(_mended(record, lines.taken(), dialect))
        except csv.Error as error:
            why = f"line {lines.first}: a quotation mark is not closed within {MAX_CELL:,} characters"
            raise InputError(path, why, "close it, or double it") from error
    return rows(copy, Compression.NONE, replace(dialect, delimiter=",", line_end="\n"))


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
