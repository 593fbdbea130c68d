"""Z-Library: the tables `books` and `isbn` of its index, and `zlib3_records` of Anna's Archive."""

from __future__ import annotations

from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.formats.zlibrary_tables import ASSEMBLY
from classmatch.read.kinds import Kind

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
        "file_status": ("unavailable", "removed"),
    },
    ids=("zlibraryid", "zlibid", "aacid"),
    assembly=ASSEMBLY,
    latest=("zlibraryid", "aacid"),  # the time of a record stands in its aacid
)
