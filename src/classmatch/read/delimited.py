"""Text tables: CSV, TSV and their kin, plain or compressed."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.read.cells import unquoted
from classmatch.read.files import Compression, open_bytes, scratch_file
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, ROW
from classmatch.read.survey import Survey, survey

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.read.dialect import Dialect

MAX_RAGGED_UNQUOTED = 0.001  # share of ragged records up to which a file is taken to be written without quoting
_NULL = "\\N"  # how MySQL exports write a null


def sample(path: Path, dialect: Dialect, rows: int) -> pl.DataFrame:
    """The first rows, for recognising the columns by their content."""
    return scan(path, dialect).head(rows).collect(engine="streaming").drop(ROW)


def scan(path: Path, dialect: Dialect) -> pl.LazyFrame:
    """All columns as text, by the names in the dialect's header, and `ROW`."""
    frame = pl.scan_csv(
        path,
        schema={name: pl.String() for name in dialect.header},
        has_header=False,
        skip_rows=1,
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
    if unquoted_found.ragged <= MAX_RAGGED_UNQUOTED * unquoted_found.records:
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
        reader = csv.reader(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""), delimiter=dialect.delimiter)
        writer = csv.writer(target, lineterminator="\n")
        record: list[str] = []
        start = 0
        try:
            for record in reader:
                writer.writerow(record)
                start, end = reader.line_num, start
        except csv.Error as error:
            raise InputError(path, f"line {start + 1}: {error}", "close the quotation mark, or double it") from error
    if record and record[-1].endswith("\n"):
        raise InputError(path, f"line {end + 1}: a quotation mark is never closed", "close it, or double it")
    return rows(copy, Compression.NONE, replace(dialect, delimiter=",", line_end="\n"))
