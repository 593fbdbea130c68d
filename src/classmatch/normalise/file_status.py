"""What a library says is wrong with a file, in one word of a closed list, the gravest of several.

The libraries write codes and words: Library Genesis `no`, `ban`, `del` and `cpr` (a complaint) in the column `Visible`,
and `Y` in `broken`; Z-Library 1 in `unavailable`; Anna's Archive `lgli_broken`, `zlib_missing` and others among its
problems. Whatever the library says, a file of no bytes is empty.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.hashes import is_of_no_bytes
from classmatch.normalise.steps import by_distinct

# Patterns over the cell in small letters; the gravest first: a file that is not there, that cannot be read, not shown.
STATUSES = {
    "empty": r"(?:^|[^a-z])empty",
    "missing": r"(?:^|[^a-z])(?:missing|unavailable)|^1$",
    "deleted": r"(?:^|[^a-z])(?:del|deleted|removed)(?:[^a-z]|$)",
    "broken": r"(?:^|[^a-z])(?:broken|corrupt|damaged)|^y$",
    "banned": r"(?:^|[^a-z])(?:ban|banned|cpr|dmca|copyright)(?:[^a-z]|$)",
    "hidden": r"(?:^|[^a-z])(?:hidden|invisible|no)(?:[;,]|$)",
}


def file_status(cell: pl.Expr, filesize: pl.Expr, *digests: pl.Expr) -> pl.Expr:
    """One of `STATUSES` (String); null where nothing is known to be wrong.

    `filesize` is in bytes, `digests` are content hashes in hexadecimal.
    """
    said = by_distinct(cell, (_status,))
    is_empty = (filesize == 0) | pl.any_horizontal(is_of_no_bytes(digest) for digest in digests)
    return pl.when(is_empty).then(pl.lit("empty")).otherwise(said)


def _status(cell: pl.Expr) -> pl.Expr:
    words = cell.str.to_lowercase()
    return pl.coalesce(pl.when(words.str.contains(pattern)).then(pl.lit(name)) for name, pattern in STATUSES.items())
