"""ISBNdb: one row an ISBN."""

from __future__ import annotations

from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.kinds import Kind

FORMAT = Format(
    name="isbndb",
    kind=Kind.CATALOG,
    library="isbndb",
    signatures=signatures("isbn13 title titlelong", "isbn13 title datepublished", "isbn13 title deweydecimal"),
    columns={
        "isbn": (Every("isbn13|isbn10|isbn"),),
        "alternate_title": ("titlelong",),  # the title with its subtitle, or with its series
        "date": ("datepublished",),
    },
    ids=("isbn13",),
)
