"""Z-Library: exports of the table `books`, and `zlib3_records` of Anna's Archive."""

from __future__ import annotations

from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.kinds import Kind

FORMAT = Format(
    name="zlibrary",
    kind=Kind.CATALOG,
    library="zlibrary",
    signatures=signatures("zlibraryid title", "zlibid title"),
    columns={
        "isbn": (Every(r"isbns?(10|13)?"),),  # Amazon numbers stand here too
        "md5": ("md5", "md5reported"),
        "filesize": ("filesize", "filesizereported"),
    },
    ids=("zlibraryid", "zlibid", "aacid"),
)
