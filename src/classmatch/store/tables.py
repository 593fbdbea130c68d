"""How tables are written: the same rows give the same bytes, whatever made them and on however many threads.

Nor does it matter in which parts they come: a table that is too large to be held is written from a sequence of frames.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from classmatch.store.atomic import replacing
from classmatch.store.hashing import file_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ROW_GROUP = 250_000  # rows; fixed, since Polars would otherwise cut row groups where its threads cut chunks
_CSV_ROWS = 50_000  # rows that are held as text at once


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    with replacing(path) as temporary:
        frame.rechunk().write_parquet(temporary, compression="zstd", row_group_size=_ROW_GROUP)


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """CSV by RFC 4180 in UTF-8, lines end in LF, floats with six decimals."""
    write_csv_parts([frame], path)


def write_parquet_parts(parts: Iterable[pl.DataFrame], path: Path) -> str:
    """Write the rows of all parts, of one schema, and return the SHA-256 of the file.

    There is at least one part, which may be empty. One part and a row group are held at a time. The bytes are the same
    however the rows are parted, and not those of `write_parquet`. Raises `ValueError` without any part.
    """
    coming = iter(parts)
    first = next(coming, None)
    if first is None:
        raise ValueError("a table needs a part, if only for its columns")

    def groups(
        columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _batch: int | None
    ) -> Iterator[pl.DataFrame]:
        """What Polars calls for the rows; a sink asks for all of them, and may name the columns."""
        for group in _regrouped(chain([first], coming), _ROW_GROUP):
            yield group if columns is None else group.select(columns)

    table = register_io_source(groups, schema=first.schema)
    with replacing(path) as temporary:
        table.sink_parquet(temporary, compression="zstd", row_group_size=_ROW_GROUP, maintain_order=True)
        return file_hash(temporary)


def write_csv_parts(parts: Iterable[pl.DataFrame], path: Path) -> str:
    """Write the rows of all parts, of one schema, as `write_csv` would write them as one; the SHA-256 of the file.

    There is at least one part, which may be empty. The bytes are the same however the rows are parted.
    """
    digest = sha256()
    with replacing(path) as temporary, temporary.open("wb") as file:
        for text in _texts(parts):
            digest.update(text)
            file.write(text)
    return digest.hexdigest()


def _texts(parts: Iterable[pl.DataFrame]) -> Iterator[bytes]:
    header = True
    for part in parts:
        for rows in part.iter_slices(_CSV_ROWS) if part.height else [part]:
            buffer = BytesIO()
            rows.write_csv(buffer, include_header=header, float_precision=6)
            yield buffer.getvalue()
            header = False


def _regrouped(parts: Iterable[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """The rows of all parts in frames of this size, but for the last; an empty frame where there is none."""
    held: list[pl.DataFrame] = []
    wanting, full = size, False
    for part in parts:
        start = 0
        while part.height - start >= wanting:
            yield pl.concat([*held, part.slice(start, wanting)], rechunk=True)
            start, held, wanting, full = start + wanting, [], size, True
        held.append(part.slice(start))
        wanting -= part.height - start
    if wanting < size or not full:
        yield pl.concat(held, rechunk=True)
