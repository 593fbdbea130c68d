"""Input files on their way into the workspace: hashed, told apart, normalised into Parquet, refused when too bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.errors import InputError
from classmatch.read import read, reading
from classmatch.store.hashing import file_hash, named_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from classmatch.read import Source

    Normalise = Callable[[pl.LazyFrame], pl.LazyFrame]


@dataclass(frozen=True)
class InputFile:
    """A file that was read: what it was taken for, and how many of its rows could be used."""

    id: str  # of content, library, format and columns: the same file read differently is another input
    name: str
    sha256: str
    size: int  # bytes
    library: str | None
    format: str
    rows: int
    rejected: int


@dataclass(frozen=True)
class Input:
    """A file that will be read, with its identity."""

    source: Source
    sha256: str
    id: str


def identify(sources: Iterable[Source], library: str | None = None) -> list[Input]:
    """The inputs in the order of their ids, so that the order of the arguments does not matter; each content once.

    `library` is what the user said, if anything: a library that was guessed from a file's name does not count, so that
    a file stays the same when it is renamed.
    """
    inputs = {found.id: found for found in (_identified(source, library) for source in sources)}
    return [inputs[name] for name in sorted(inputs)]


def _identified(source: Source, library: str | None) -> Input:
    sha256 = file_hash(source.path)
    way = {"library": library, "format": source.format, "columns": dict(source.columns)}
    return Input(source, sha256, named_id("f1", {"sha256": sha256, **way}))


def store_input(given: Input, normalise: Normalise, table: Path, rejects: Path) -> InputFile:
    """Read and normalise one file into `table`, and its rejected rows into `rejects`."""
    source = given.source
    with reading(source.path):
        result = read(source)
        used, rejected = normalise(result.records), result.rejects
        # Together, so that the file is parsed once.
        pl.collect_all([used.sink_parquet(table, lazy=True), rejected.sink_parquet(rejects, lazy=True)])
    return _input_file(given, _height(table), _height(rejects))


def _input_file(given: Input, used: int, rejected: int) -> InputFile:
    source = given.source
    if not used + rejected:
        raise InputError(source.path, "has a header and no rows", "check that the delivery is complete")
    return InputFile(
        id=given.id,
        name=source.path.name,
        sha256=given.sha256,
        size=source.path.stat().st_size,
        library=source.library,
        format=source.format,
        rows=used + rejected,
        rejected=rejected,
    )


def _height(table: Path) -> int:
    return int(pl.scan_parquet(table).select(pl.len()).collect().item())


def refuse_bad(files: Sequence[InputFile], rejects: pl.DataFrame, max_bad_share: float) -> None:
    """Raise `InputError` when more than this share of all rows was rejected, with the commonest reason."""
    rows, rejected = sum(file.rows for file in files), sum(file.rejected for file in files)
    if not rejected or rejected <= max_bad_share * rows:
        return
    names = ", ".join(file.name for file in files if file.rejected)
    why = f"{rejected:,} of {rows:,} rows cannot be used: {_reasons(rejects)}"
    raise InputError(names, why, f"mend the file, or raise ingest.max_bad_share (now {max_bad_share})")


def _reasons(rejects: pl.DataFrame) -> str:
    """Why rows were rejected, the commonest first, each with the first row that it was."""
    first = pl.struct("file", "row").first().alias("first")
    census = rejects.sort("row", "file").group_by("reason").agg(pl.len().alias("rows"), first)
    ordered = census.sort("rows", "reason", descending=[True, False])
    return ", ".join(_reason(**row) for row in ordered.iter_rows(named=True))


def _reason(reason: str, rows: int, first: dict[str, Any]) -> str:
    return f"{reason} ({rows:,}; first: {first['file']} row {first['row']})"
