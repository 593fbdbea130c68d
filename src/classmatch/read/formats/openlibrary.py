"""Open Library: edition records (`/books/OL...M`) and answers of its search service, as JSON lines or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.read.formats.base import Every, Format, signatures
from classmatch.read.kinds import Kind

if TYPE_CHECKING:
    import polars as pl


def _language_code(languages: pl.Expr) -> pl.Expr:
    """`[{"key": "/languages/eng"}]` holds the code `eng`."""
    return languages.str.extract(r"/languages/(\w+)").fill_null(languages)


FORMAT = Format(
    name="openlibrary",
    kind=Kind.CATALOG,
    library="openlibrary",
    signatures=signatures("key title publishdate", "key title authorname", "key title publishers", "key title isbn13"),
    columns={
        "author": ("authorname", "bystatement"),  # `authors` holds keys of author records, not names
        "date": ("publishdate", "firstpublishyear"),
        "isbn": (Every("isbn|isbn13|isbn10"),),
        "edition": ("editionname",),
        "source": (),
    },
    ids=("key",),
    ignored=frozenset({"authors"}),
    special={"language": _language_code},
)
