"""Input files on their way into the workspace: hashed, told apart, normalised into Parquet, refused when too bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.errors import InputError
from classmatch.parquet import scan_files
from classmatch.read import HARMLESS, read, reading
from classmatch.store.hashing import file_hash, named_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from classmatch.read import Source

    Normalise = Callable[[pl.LazyFrame], pl.LazyFrame]

_LEVEL = 1  # of zstd: a tenth larger than the default, in 60% of the time
_USED = "\x00used"  # no field is called so


@dataclass(frozen=True)
class Content:
    """One file as it came."""

    name: str
    sha256: str
    size: int  # bytes


@dataclass(frozen=True)
class InputFile:
    """A catalog or a table of registrations that was read: what it was taken for, and what could be used of it."""

    id: str  # of content, library, format and columns: the same file read differently is another input
    name: str
    contents: tuple[Content, ...]  # the file, and those that were joined to it
    library: str | None
    format: str
    rows: int
    rejected: int  # rows that cannot be used
    superseded: int  # rows that a later row of the same file replaces
    reasons: dict[str, int]  # why rows were not used: how many
    filled: dict[str, int]  # field: rows in which there is something

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> InputFile:
        """The file as it was written with `asdict`."""
        return cls(**{**record, "contents": tuple(Content(**content) for content in record["contents"])})


@dataclass(frozen=True)
class Input:
    """What will be read, with its identity."""

    source: Source
    contents: tuple[Content, ...]
    id: str


def identify(sources: Iterable[Source], library: str | None = None) -> list[Input]:
    """The inputs in the order of their ids, so that the order of the arguments does not matter; each content once.

    `library` is what the user said, if anything: a library that was guessed from a file's name does not count, so that
    a file stays the same when it is renamed.
    """
    inputs = {found.id: found for found in (_identified(source, library) for source in sources)}
    return [inputs[name] for name in sorted(inputs)]


def _identified(source: Source, library: str | None) -> Input:
    contents = tuple(Content(path.name, file_hash(path), path.stat().st_size) for path in source.paths)
    way = {"library": library, "format": source.format, "table": source.table.name, "columns": dict(source.columns)}
    return Input(source, contents, named_id("f1", {"sha256": [content.sha256 for content in contents], **way}))


def store_input(given: Input, normalise: Normalise, table: Path, rejects: Path) -> InputFile:
    """Read and normalise one input into `table`, and its rejected rows into `rejects`."""
    source = given.source
    with reading(source.path):
        result = read(source)
        used, rejected = normalise(result.records), result.rejects
        filled = result.records.select(pl.len().alias(_USED), pl.col(*source.kind.fields).count())
        # Together, so that the file is parsed once.
        *_, census = pl.collect_all(
            [
                used.sink_parquet(table, compression_level=_LEVEL, lazy=True),
                rejected.sink_parquet(rejects, lazy=True),
                filled,
            ]
        )
    return _input_file(given, census.row(0, named=True), _reasons(rejects))


def _reasons(rejects: Path) -> dict[str, int]:
    census = scan_files(rejects).group_by("reason").len().sort("reason").collect()
    return dict(census.iter_rows())


def _input_file(given: Input, filled: dict[str, int], reasons: dict[str, int]) -> InputFile:
    source = given.source
    used, unused = filled.pop(_USED), sum(reasons.values())
    if not used + unused:
        raise InputError(source.path, "has a header and no rows", "check that the delivery is complete")
    harmless = sum(rows for reason, rows in reasons.items() if reason in HARMLESS)
    return InputFile(
        id=given.id,
        name=" + ".join([source.name, *(content.name for content in given.contents[1:])]),
        contents=given.contents,
        library=source.library,
        format=source.format,
        rows=used + unused,
        rejected=unused - harmless,
        superseded=harmless,
        reasons=reasons,
        filled={name: rows for name, rows in filled.items() if rows},
    )


def refuse_bad(files: Sequence[InputFile], rejects: pl.DataFrame, max_bad_share: float) -> None:
    """Raise `InputError` when more than this share of all rows was rejected, with the commonest reason."""
    rows, rejected = sum(file.rows for file in files), sum(file.rejected for file in files)
    if not rejected or rejected <= max_bad_share * rows:
        return
    names = ", ".join(file.name for file in files if file.rejected)
    bad = rejects.filter(~pl.col("reason").is_in([str(reason) for reason in HARMLESS]))
    why = f"{rejected:,} of {rows:,} rows cannot be used: {_explained(bad)}"
    raise InputError(names, why, f"mend the file, or raise ingest.max_bad_share (now {max_bad_share})")


def _explained(rejects: pl.DataFrame) -> str:
    """Why rows were rejected, the commonest first, each with the first row that it was."""
    first = pl.struct("file", "row").first().alias("first")
    census = rejects.sort("row", "file").group_by("reason").agg(pl.len().alias("rows"), first)
    ordered = census.sort("rows", "reason", descending=[True, False])
    return ", ".join(_reason(**row) for row in ordered.iter_rows(named=True))


def _reason(reason: str, rows: int, first: dict[str, Any]) -> str:
    return f"{reason} ({rows:,}; first: {first['file']} row {first['row']})"
