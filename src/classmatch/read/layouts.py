"""Files that are no tables: MARC, XML, nested JSON, lists of names. A layout takes their records apart, one by one.

What comes of it is written to a scratch table a batch at a time, so that a file of any size takes the memory of one
batch, and everything after that treats it as any other table.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING

import polars as pl

from classmatch.read.boundary import reading
from classmatch.read.containers.files import Compression, open_bytes
from classmatch.read.rows import FAULT, RAW_LINE, ROW
from classmatch.read.scratch import Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from classmatch.read.reasons import Reason

    Record = Mapping[str, str | None]  # column: text; columns that are not named are null

BATCH_RECORDS = 10_000
BATCH_CHARACTERS = 1 << 25


@dataclass(frozen=True)
class Fault:
    """A record that cannot be used, and what of it can be shown."""

    reason: Reason
    shown: str


@dataclass(frozen=True)
class Layout:
    """How the records of one kind of file are recognised and taken apart."""

    container: str  # what a person calls such a file: `MARC 21`, `ONIX 3.0`
    columns: tuple[str, ...]  # of the table that the records make
    recognises: Callable[[bytes], str | None]  # from the start of the content: why it is of this layout, None if not
    records: Callable[[IO[bytes]], Iterator[Record | Fault]]  # lazily, each once, in file order


@dataclass(frozen=True)
class LaidOut:
    """A file of such records as a table."""

    path: Path
    compression: Compression
    layout: Layout
    name: str = ""

    @property
    def header(self) -> tuple[str, ...]:
        return self.layout.columns

    @property
    def dialect(self) -> None:
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        return ()

    @property
    def description(self) -> str:
        packed = "" if self.compression is Compression.NONE else f", {self.compression}"
        return f"{self.layout.container}{packed}"

    def sample(self, rows: int) -> pl.DataFrame:
        """The first records as text."""
        with reading(self.path), open_bytes(self.path, self.compression) as stream:
            return _frame(islice(self.layout.records(stream), rows), self.header).select(self.header)

    def rows(self) -> pl.LazyFrame:
        """All records, lazily, from a scratch table that is written now."""
        parts = Parts("records")
        with reading(self.path), open_bytes(self.path, self.compression) as stream:
            first = 1
            for batch in _batches(self.layout.records(stream)):
                parts.add(_frame(batch, self.header, first))
                first += len(batch)
        return parts.scan(_frame((), self.header))


def _batches(records: Iterable[Record | Fault]) -> Iterator[list[Record | Fault]]:
    """The records in lists of limited length and size."""
    batch: list[Record | Fault] = []
    size = 0
    for record in records:
        batch.append(record)
        size += sum(map(len, filter(None, _row(record).values())))
        if len(batch) == BATCH_RECORDS or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _frame(records: Iterable[Record | Fault], columns: tuple[str, ...], first: int = 1) -> pl.DataFrame:
    """Records as a table of `columns` and those of `rows.EXTRA`; the first has this number."""
    rows = [_row(record) for record in records]
    schema = {**dict.fromkeys((*columns, FAULT, RAW_LINE), pl.String())}
    frame = pl.DataFrame(rows, schema=schema, orient="row") if rows else pl.DataFrame(schema=schema)
    return frame.with_row_index(ROW, offset=first)


def _row(record: Record | Fault) -> Mapping[str, str | None]:
    if isinstance(record, Fault):
        return {FAULT: str(record.reason), RAW_LINE: record.shown}
    return record
