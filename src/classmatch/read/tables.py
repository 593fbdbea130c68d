"""A file as tables of text, whatever it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from classmatch.read.boundary import reading
from classmatch.read.containers import columnar, delimited, encodings, jsonlines, spreadsheets
from classmatch.read.containers.files import Compression, Container, container_of

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from classmatch.read.containers.dialect import Dialect


class Table(Protocol):
    """One table of one file, or several that were joined into one."""

    @property
    def path(self) -> Path:
        """The file, or the first of several."""

    @property
    def name(self) -> str:
        """Of a table in a file of several tables; else empty."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in file order."""

    @property
    def description(self) -> str:
        """What a person calls it: `tab-delimited text, gzip`."""

    @property
    def dialect(self) -> Dialect | None:
        """Of delimited text."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of how it is read."""

    def sample(self, rows: int) -> pl.DataFrame:
        """The first rows, as text."""

    def rows(self) -> pl.LazyFrame:
        """All rows, lazily: the columns of the header as text, and those of `rows.EXTRA`.

        Most files are read once beforehand: to find the rows that a parser would bend or stop at, or to take apart
        what is no table.
        """


@dataclass(frozen=True)
class Plain:
    """A file that is a table by itself."""

    path: Path
    container: Container
    compression: Compression
    header: tuple[str, ...]
    dialect: Dialect | None = None
    keys: tuple[tuple[str, str | None], ...] = ()  # of JSON lines: each key with the envelope that it stands in
    name: str = ""

    @property
    def description(self) -> str:
        kind = f"{self.dialect.name}-{self.container}" if self.dialect else str(self.container)
        return kind if self.compression is Compression.NONE else f"{kind}, {self.compression}"

    @property
    def notes(self) -> tuple[str, ...]:
        with reading(self.path):
            if self.container is Container.SPREADSHEET:
                return spreadsheets.notes(self.path, self.compression)
            is_text = self.container in (Container.DELIMITED, Container.JSON_LINES)
            return encodings.notes(self.path, self.compression) if is_text else ()

    def sample(self, rows: int) -> pl.DataFrame:
        with reading(self.path):
            if self.dialect:
                return delimited.sample(self.path, self.compression, self.dialect, rows)
            if self.container is Container.JSON_LINES:
                return jsonlines.sample(self.path, self.compression, dict(self.keys), rows)
            return columnar.sample(self.path, self.container, self.compression, rows)

    def rows(self) -> pl.LazyFrame:
        with reading(self.path):
            if self.dialect:
                return delimited.rows(self.path, self.compression, self.dialect)
            if self.container is Container.JSON_LINES:
                return jsonlines.rows(self.path, self.compression, dict(self.keys))
            return columnar.rows(self.path, self.container, self.compression)


def open_plain(path: Path, compression: Compression, head: bytes) -> Plain:
    """What the file is, and its columns, from its content.

    Raises:
        InputError: if it is empty, damaged, or nothing that is read.

    """
    with reading(path):
        container = container_of(path, head)
        if container is Container.DELIMITED:
            dialect = delimited.dialect_of(path, compression)
            return Plain(path, container, compression, dialect.header, dialect)
        if container is Container.JSON_LINES:
            keys = jsonlines.columns(path, compression)
            return Plain(path, container, compression, tuple(keys), keys=tuple(keys.items()))
        return Plain(path, container, compression, columnar.header(path, container, compression))
