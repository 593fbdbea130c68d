"""Library Genesis: the tables `updated` (non-fiction) and `fiction`, with their hashes, as dumps or exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.assembly import Assembly
from classmatch.read.base32 import base32_as_hex
from classmatch.read.formats.base import Format, signatures
from classmatch.read.kinds import Kind
from classmatch.read.spill import join_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MD5 = (
    "\x00md5"  # in lower case: `updated` writes md5 sums so, `fiction` in capitals, both tables of hashes as it comes
)
NO_TIME = "2000-01-01"  # default of `TimeAdded`, years before the library was there
_HASHES = {"sha1": "sha1", "sha256": "sha256"}


def time_added(cell: pl.Expr) -> pl.Expr:
    """When a file was added, without the default that stands for a time that is not known."""
    return pl.when(~cell.str.starts_with(NO_TIME)).then(cell)


def _with_hashes(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    if "hashes" not in frames:
        return frames["books"]
    books, hashes = frames["books"], frames["hashes"]
    md5 = _column(books, "md5").str.to_lowercase().alias(_MD5)
    keyed = hashes.select(
        _column(hashes, "md5").str.to_lowercase().alias(_MD5),
        *(_column(hashes, name).alias(target) for name, target in _HASHES.items()),
    ).drop_nulls(_MD5)
    return join_on(_MD5, [books.with_columns(md5), keyed], _joined)


def _joined(parts: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    books, hashes = parts
    first = hashes.group_by(_MD5).agg(pl.col(*_HASHES.values()).min())
    return books.join(first, on=_MD5, how="left").drop(_MD5)


def _column(frame: pl.LazyFrame, name: str) -> pl.Expr:
    """A column in whatever case its name is written."""
    return next(pl.col(column) for column in frame.collect_schema().names() if column.lower() == name)


_ASSEMBLY = Assembly(
    roles={
        "books": frozenset({"md5", "title", "author", "identifier"}),
        "hashes": frozenset({"md5", "crc32", "tth", "sha1", "sha256"}),
    },
    main=("books",),
    join=_with_hashes,
)

FORMAT = Format(
    name="libgen",
    kind=Kind.CATALOG,
    library="libgen",
    signatures=signatures("md5 title author identifier", "md5 title author volumeinfo", "md5 title author locator"),
    columns={
        "isbn": ("identifier", "identifierwodash", "isbn"),
        "volume": ("volumeinfo", "volume"),
        "series": ("series", "seriesname", "periodical"),
        "notes": ("commentary",),
        "file_status": ("visible",),
        "better_md5": ("generic",),
        "added": ("timeadded",),
        "source": (),  # `Library` is where the uploader had the file from
    },
    ids=("id", "md5"),
    special={"sha1": base32_as_hex, "added": time_added},
    assembly=_ASSEMBLY,
    passed_over=frozenset(
        {"updated_edited", "fiction_edited", "description", "description_edited", "fiction_description", "topics"}
    ),
)
