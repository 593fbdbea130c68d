"""Database dumps as tables: which tables they have, what their columns are called, and their rows.

A dump often lies in two files, one with the layout of the table and one with its rows, and sometimes the layout was
left behind. So the columns come from the dump itself, else from another file of the same command, else from what is
known of the tables of each library (`formats/data/dump_tables.toml`).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.read.assembly import Assembled
from classmatch.read.boundary import reading
from classmatch.read.containers.files import Compression, open_bytes
from classmatch.read.dump import batches as dump
from classmatch.read.rows import FAULT, RAW_LINE, ROW
from classmatch.read.scratch import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from classmatch.read.dump.batches import DumpTable
    from classmatch.read.tables import Table


# What a dump starts with, after comments and blank lines: a setting, or the first table's layout or rows. Nothing that
# was passed over is gone back to (`*+`): a head of nothing but blanks would take for ever.
_START = re.compile(
    rb"""(?ix)\A(?:\xef\xbb\xbf)? (?: \s++ | --[^\n]*+\n | \#[^\n]*+\n )*+
    (?: /\*!\d{5} | (?:CREATE|DROP)\s+(?:TABLE|DATABASE)\b | (?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s+`?\w
      | SET\s+(?:NAMES|SQL_MODE|TIME_ZONE|FOREIGN_KEY_CHECKS|UNIQUE_CHECKS|AUTOCOMMIT|CHARACTER|@@?\w+)\b
      | LOCK\s+TABLES\b | USE\s+` | START\s+TRANSACTION )"""
)


def is_dump(head: bytes) -> bool:
    """Whether a file that starts so is a dump of MySQL or MariaDB."""
    return _START.match(head) is not None


@dataclass
class DumpFile:
    """One dump. All tables that are used are read in one pass, when the first of them is asked for."""

    path: Path
    compression: Compression
    found: dict[str, DumpTable]
    used: dict[str, tuple[str, ...]] = field(default_factory=dict)  # table: its columns
    _read: dict[str, pl.LazyFrame] | None = None

    def rows(self, name: str) -> pl.LazyFrame:
        if self._read is None:
            self._read = self._read_all()
        return self._read[name]

    def _read_all(self) -> dict[str, pl.LazyFrame]:
        parts = {name: Parts("dump") for name in self.used}
        height = dict.fromkeys(self.used, 0)
        with reading(self.path), open_bytes(self.path, self.compression) as stream:
            for name, batch in dump.batches(stream, self.used, name=str(self.path)):
                parts[name].add(batch.with_row_index(ROW, offset=height[name] + 1))
                height[name] += batch.height
        return {name: parts[name].scan(_no_rows(columns)) for name, columns in self.used.items()}


def _no_rows(columns: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys((*columns, FAULT, RAW_LINE), pl.String())).with_row_index(ROW, offset=1)


@dataclass(frozen=True)
class Dumped:
    """A table of a dump."""

    dump: DumpFile
    name: str
    header: tuple[str, ...]

    @property
    def path(self) -> Path:
        return self.dump.path

    @property
    def dialect(self) -> None:
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        return ()

    @property
    def description(self) -> str:
        packed = "" if self.dump.compression is Compression.NONE else f", {self.dump.compression}"
        return f"MySQL dump, table {self.name}{packed}"

    def sample(self, rows: int) -> pl.DataFrame:
        sample = self.dump.found[self.name].sample
        if sample is None:
            return pl.DataFrame(schema=dict.fromkeys(self.header, pl.String()))
        return sample.head(rows).rename(dict(zip(sample.columns, self.header, strict=True)))

    def rows(self) -> pl.LazyFrame:
        return self.dump.rows(self.name)


class Dumps:
    """The dumps of one command."""

    def __init__(self) -> None:
        self._dumps: list[DumpFile] = []

    def add(self, path: Path, compression: Compression) -> None:
        """Look through a dump for its tables."""
        with open_bytes(path, compression) as stream:
            self._dumps.append(DumpFile(path, compression, dump.survey(stream, str(path))))

    def tables(self) -> Iterator[Dumped]:
        """The tables that have rows.

        Raises:
            InputError: if the columns of one are not known, or no dump has rows.

        """
        laid_out = {
            name: table.columns for found in self._dumps for name, table in found.found.items() if table.columns
        }
        filled = [(found, table) for found in self._dumps for table in found.found.values() if table.has_rows]
        if self._dumps and not filled:
            raise InputError(self._dumps[0].path, "has the layout of tables and no rows", "give the file with the rows")
        for found, table in filled:
            named = (table.columns, laid_out.get(table.name), _known_columns(table))
            columns = next((names for names in named if names and len(names) == table.width), None)
            if columns is None:
                hint = "give it in one command with the file that has its CREATE TABLE"
                raise InputError(found.path, f"nothing says what the columns of table {table.name} are called", hint)
            yield Dumped(found, table.name, columns)


def _known_columns(table: DumpTable) -> tuple[str, ...] | None:
    """Of a table that is known: by the end of its name, the longest first, and its number of columns."""
    for name, columns in sorted(_known_tables().items(), key=lambda known: (-len(known[0]), known[0])):
        if table.name.lower().endswith(name) and table.width == len(columns):
            return columns
    return None


@cache
def _known_tables() -> dict[str, tuple[str, ...]]:
    text = (files("classmatch.read.formats") / "data" / "dump_tables.toml").read_text(encoding="utf-8")
    return {name: tuple(columns.split()) for name, columns in tomllib.loads(text).items()}


def use_dumped(tables: Iterable[Table]) -> None:
    """Says which tables will be read, so that each dump is gone through once for all of them."""
    for table in tables:
        parts = [part for _, part in table.parts] if isinstance(table, Assembled) else [table]
        for part in parts:
            if isinstance(part, Dumped):
                part.dump.used[part.name] = part.header
