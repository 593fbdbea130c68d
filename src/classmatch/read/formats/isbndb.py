"""ISBNdb: one row an ISBN, as a table or JSON lines; and answers of its service, with the books in an envelope."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from classmatch.read.containers.jsonobjects import objects
from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.formats.isbndb_books import COLUMNS, fields
from classmatch.read.formats.isbndb_tables import ASSEMBLY
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classmatch.read.layouts import Record

_ENVELOPES = (b'"book"', b'"books"', b'"data"')
_ENVELOPE_BYTES = 400  # in which an answer names its envelope
_LISTS = ("books", "data")


def _recognises(head: bytes) -> str | None:
    start = head[:_ENVELOPE_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{") or not any(name in start for name in _ENVELOPES):
        return None
    marks = (b'"isbn13"', b'"title"', b'"date_published"')
    return "it holds books with isbn13 and date_published" if all(mark in head for mark in marks) else None


def _records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for found in objects(stream, *_LISTS):
        if isinstance(found, Fault):
            yield found
        else:
            yield fields(found["book"] if isinstance(found.get("book"), dict) else found)


FORMAT = Format(
    name="isbndb",
    kind=Kind.CATALOG,
    library="isbndb",
    signatures=signatures("isbn13 title titlelong", "isbn13 title datepublished", "isbn13 title deweydecimal"),
    columns={
        "isbn": (Every("isbn13|isbn10|isbn"),),
        "alternate_title": ("titlelong", "alternatetitle"),  # the title with its subtitle, or with its series
        "date": ("datepublished", "date"),
    },
    ids=("isbn13",),
    assembly=ASSEMBLY,
    layouts=(Layout("ISBNdb answer", COLUMNS, _recognises, _records),),
)
