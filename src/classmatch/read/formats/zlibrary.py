"""Z-Library: the tables `books` and `isbn` of its index, and `zlib3_records` of Anna's Archive.

The records are flat, and there are more than twenty million: they are read as a table, not one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.formats.zlibrary_tables import ASSEMBLY
from classmatch.read.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WHY_DELETED = r'"deleted_comment":\s*"([^"\\]+)"'  # in what the library's own service said of the book
_NONE = ("", "0", "0.0", "false")


def _is_set(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_lowercase().is_in(_NONE).not_()


# Column: what it says of the file.
_STATUS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "removed": lambda cell: pl.when(_is_set(cell)).then(pl.lit("removed")),
    "removalReason": lambda cell: cell,
    "unavailable": lambda cell: pl.when(_is_set(cell)).then(pl.lit("unavailable")),
    "annabookinfo": lambda cell: cell.str.extract(_WHY_DELETED),
}


def _with_status(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The same, with what these columns say of the file as words; null where they say nothing."""
    known = [name for name in _STATUS if name in frame.collect_schema().names()]
    return frame.with_columns(_STATUS[name](pl.col(name)).alias(name) for name in known)


FORMAT = Format(
    name="zlibrary",
    kind=Kind.CATALOG,
    library="zlibrary",
    signatures=signatures("zlibraryid title", "zlibid title"),
    columns={
        "isbn": (Every(r"isbns?(10|13)?"),),  # Amazon numbers stand here too
        "md5": ("md5",),
        "md5_reported": ("md5reported",),
        "filesize": ("filesize", "filesizereported"),
        "added": ("dateadded",),
        "file_status": (Every(r"removed|removalreason|unavailable|annabookinfo"),),
    },
    ids=("zlibraryid", "zlibid", "aacid"),
    assembly=ASSEMBLY,
    latest=("zlibraryid", "aacid"),
    prepare=_with_status,
)
