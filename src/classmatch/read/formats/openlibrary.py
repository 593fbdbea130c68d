"""Open Library: edition records (`/books/OL...M`) and answers of its search service, as JSON lines or a table.

An answer as the service gives it has its records in an envelope, `{"numFound": ..., "docs": [...]}`.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from classmatch.read.containers.jsonobjects import objects
from classmatch.read.containers.jsonvalues import first, identifiers, joined, texts
from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from classmatch.read.containers.jsonvalues import JsonObject
    from classmatch.read.layouts import Record

_COLUMNS = (
    "record_id", "title", "subtitle", "alternate_title", "author", "publisher", "date", "language", "isbn", "asin",
    "identifiers",
)  # fmt: skip


def _language_code(languages: pl.Expr) -> pl.Expr:
    """`[{"key": "/languages/eng"}]` holds the code `eng`."""
    return languages.str.extract(r"/languages/(\w+)").fill_null(languages)


def _recognises(head: bytes) -> str | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    marks = (b'"numFound"', b'"docs"', b'"key"')
    if not start.startswith(b"{") or not all(mark in head for mark in marks) or b"/works/OL" not in head:
        return None
    return "it is an answer of the search service, with numFound and docs"


def _records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for found in objects(stream, "docs"):
        yield found if isinstance(found, Fault) else _record(found)


def _record(work: JsonObject) -> Record:
    """A work with what all its editions say. The date is that of the first, else the only one there is."""
    dates = texts([work.get("publish_date"), work.get("publish_year")])
    schemes = {"oclc": texts(work.get("oclc")), "lccn": texts(work.get("lccn"))}
    return {
        "record_id": first(work.get("key")),
        "title": first(work.get("title")),
        "subtitle": first(work.get("subtitle")),
        "alternate_title": joined(work.get("alternative_title")),
        "author": joined(work.get("author_name")),
        "publisher": joined(work.get("publisher")),
        "date": first(work.get("first_publish_year")) or (dates[0] if len(dates) == 1 else None),
        "language": joined(work.get("language")),
        "isbn": joined(work.get("isbn")),
        "asin": joined(work.get("id_amazon")),
        "identifiers": identifiers(schemes),
    }


FORMAT = Format(
    name="openlibrary",
    kind=Kind.CATALOG,
    library="openlibrary",
    signatures=signatures("key title publishdate", "key title authorname", "key title publishers", "key title isbn13"),
    columns={
        # `authors` holds keys of author records, not names
        "author": ("authorname", "bystatement", "author"),
        "date": ("publishdate", "firstpublishyear", "date"),
        "isbn": (Every("isbn|isbn13|isbn10"),),
        "edition": ("editionname",),
        "source": (),
    },
    ids=("key",),
    ignored=frozenset({"authors"}),
    special={"language": _language_code},
    layouts=(Layout("Open Library search answer", _COLUMNS, _recognises, _records),),
)
