"""Dumps of MySQL and MariaDB, as `mysqldump`, `mydumper`, phpMyAdmin and their like write them.

A dump is read as a stream, in the memory of a few windows: what tables it has (`survey`), and the rows of those that
are wanted (`batches`). Both go by MySQL's grammar, so that a statement inside a string or a comment is never taken for
one. No library does this at the speed that dumps of many gigabytes need.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.read.dump.create import Create
from classmatch.read.dump.reader import DumpReader
from classmatch.read.dump.region import WINDOW_BYTES
from classmatch.read.dump.rows import Rows, frame
from classmatch.read.dump.statements import Insert, Unread
from classmatch.read.rows import FAULT, RAW_LINE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

SAMPLE_ROWS = 1_000
_BATCH_BYTES = 1 << 22
_BATCH_PARTS = 10_000  # damaged rows hold no bytes


@dataclass(frozen=True)
class DumpTable:
    """What a dump has of a table."""

    name: str  # without the database
    columns: tuple[str, ...] | None  # those that its rows name, else those of its CREATE TABLE, else not known
    sample: pl.DataFrame | None  # its first rows as text, named by `columns`, else `column_1`, ...; None without rows
    width: int | None  # fields of its first row
    has_rows: bool


def survey(stream: IO[bytes], name: str | None = None, window: int = WINDOW_BYTES) -> dict[str, DumpTable]:
    """Every table of a dump by its name, in the order of the dump; those without rows too.

    `name` is the file's in errors, by default the stream's; `window` the number of bytes looked at at a time.

    Raises:
        InputError: if the dump is truncated, or in a character set that cannot be read.

    """
    dump = DumpReader(stream, name, window)
    found: dict[str, _Seen] = {}
    for statement in dump.statements():
        if isinstance(statement, Unread):
            continue
        seen = found.setdefault(statement.table, _Seen())
        if isinstance(statement, Create):
            seen.created = statement.columns
        else:
            seen.inserted.append(statement.columns)
            _sample(dump, statement, seen)
    return {table: seen.result(table) for table, seen in found.items()}


def batches(
    stream: IO[bytes],
    wanted: Mapping[str, tuple[str, ...]],
    keep: Mapping[str, Collection[str]] | None = None,
    name: str | None = None,
    window: int = WINDOW_BYTES,
) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of the wanted tables as text, in the order of the dump: the table's name and some of its rows.

    `wanted` has all columns of each table, as `survey` gives them; `keep` those that are needed, by default all. Beside
    them stand `rows.FAULT` and `rows.RAW_LINE`. NULL and empty strings are null.

    Raises:
        InputError: if the dump is truncated or in a character set that cannot be read; what comes before that point of
            a truncated dump is given first.

    """
    dump = DumpReader(stream, name, window)
    batch = _Batch()
    try:
        for statement in dump.statements():
            if statement.table not in wanted:
                dump.skip(statement)
            elif not isinstance(statement, Create):
                every = wanted[statement.table]
                kept = None if keep is None else keep.get(statement.table)
                target = _target(statement, every, every if kept is None else kept)
                yield from _taken(dump, statement, target, batch)
    except InputError:
        yield from batch.take()
        raise
    yield from batch.take()


@dataclass(frozen=True)
class _Target:
    """Rows that make one table alike."""

    table: str
    names: tuple[str, ...]  # of the fields of a row
    columns: tuple[str, ...]  # to make of them

    @property
    def fields(self) -> dict[str, int | None]:
        """Each column with the field that it is; None where rows have none of that name."""
        places = {name: place for place, name in reversed(list(enumerate(self.names)))}
        return {column: places.get(column) for column in self.columns}

    @property
    def kept(self) -> frozenset[int]:
        return frozenset(place for place in self.fields.values() if place is not None)


def _target(statement: Insert | Unread, every: tuple[str, ...], kept: Collection[str]) -> _Target:
    """What comes of a statement's rows, which have all columns unless it names some."""
    named = statement.columns if isinstance(statement, Insert) else None
    return _Target(statement.table, named or every, tuple(column for column in every if column in kept))


def _taken(
    dump: DumpReader, statement: Insert | Unread, target: _Target, batch: _Batch
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Takes the rows of a statement into the batch; gives what was there before if it is another table's, or full."""
    if target != batch.target:
        yield from batch.take()
        batch.target = target
    for rows in dump.rows(statement, len(target.names), target.kept):
        batch.add(rows)
        if batch.is_full:
            yield from batch.take()


class _Batch:
    """Rows on their way into one table."""

    def __init__(self) -> None:
        self.target: _Target | None = None
        self._parts: list[Rows] = []
        self._held = 0  # bytes

    def add(self, rows: Rows) -> None:
        self._parts.append(rows)
        self._held += len(rows.text)

    @property
    def is_full(self) -> bool:
        return self._held >= _BATCH_BYTES or len(self._parts) >= _BATCH_PARTS

    def take(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """The table so far, if it has rows; it is empty then."""
        if self.target and self._parts:
            parts, self._parts, self._held = self._parts, [], 0
            yield self.target.table, frame(parts, len(self.target.names), self.target.fields)


@dataclass
class _Seen:
    """A table as far as a survey has come."""

    created: tuple[str, ...] | None = None
    inserted: list[tuple[str, ...] | None] = field(default_factory=list)  # columns, by each kind of INSERT
    width: int | None = None
    sample: list[pl.DataFrame] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many rows the sample lacks."""
        return SAMPLE_ROWS - sum(part.height for part in self.sample)

    def add(self, rows: Rows, names: tuple[str, ...] | None) -> None:
        """Take rows into the sample."""
        self.width = self.width or rows.width
        names = names or tuple(f"column_{number}" for number in range(1, (self.width or 0) + 1))
        part = frame([rows], len(names), {name: names.index(name) for name in names})
        self.sample.append(part.filter(pl.col(FAULT).is_null()).drop(FAULT, RAW_LINE).head(self.missing))

    def result(self, table: str) -> DumpTable:
        columns = self._columns()
        if not self.inserted:
            return DumpTable(table, columns, None, None, has_rows=False)
        parts = pl.concat([pl.DataFrame(), *self.sample], how="diagonal")
        shown = [
            pl.col(name) if name in parts.columns else pl.lit(None, pl.String).alias(name) for name in columns or ()
        ]
        return DumpTable(table, columns, parts.select(shown) if columns else parts, self.width, has_rows=True)

    def _columns(self) -> tuple[str, ...] | None:
        if self.inserted and None not in self.inserted:
            return tuple(dict.fromkeys(name for names in self.inserted for name in names or ()))
        return self.created


def _sample(dump: DumpReader, insert: Insert, seen: _Seen) -> None:
    """Takes the first rows of a table, and passes over the others."""
    if seen.missing:
        names = insert.columns or seen.created
        for rows in dump.sample(insert, len(names) if names else seen.width):
            seen.add(rows, names)
            if not seen.missing:
                break
        else:
            return
    dump.skip(insert)
