"""Records of Open Library, edition or work, as fields of the raw catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classmatch.read.containers.jsonvalues import first, identifiers, joined, member, texts

if TYPE_CHECKING:
    from classmatch.read.containers.jsonvalues import JsonObject

COLUMNS = (
    "record_id", "title", "subtitle", "alternate_title", "author", "publisher", "date", "language", "edition", "series",
    "volume", "isbn", "asin", "identifiers", "notes",
)  # fmt: skip

_LANGUAGE = re.compile(r"/languages/(\w+)\Z")
_SCHEMES = {"goodreads": "goodreads", "doi": "doi", "google": "gbook", "issn": "issn", "oclc": "oclc"}


def fields(record: JsonObject) -> dict[str, str | None]:
    """The fields of one record, by name of `COLUMNS`.

    The authors are keys of other records and give no names: the author is what the book itself says (`by_statement`).
    """
    title = " ".join(texts([record.get("title_prefix"), record.get("title")]))
    others = texts([record.get(key) for key in ("other_titles", "work_titles", "work_title", "translation_of")])
    return {
        "record_id": first(record.get("key")),
        "title": title or None,
        "subtitle": first(record.get("subtitle")),
        "alternate_title": joined([text for text in others if text != title]),
        "author": first(record.get("by_statement")) or joined(_names(record)),
        "publisher": joined(record.get("publishers")),
        "date": first(record.get("publish_date"), record.get("first_publish_date")),
        "language": joined([_LANGUAGE.sub(r"\1", text) for text in texts(record.get("languages"), "key")]),
        "edition": first(record.get("edition_name")),
        "series": joined(record.get("series")),
        "volume": first(record.get("volume_number"), record.get("volumes"), record.get("number")),
        "isbn": joined([record.get(key) for key in ("isbn_13", "isbn_10", "isbn", "isbn_odd_length", "isbn_invalid")]),
        "asin": joined(member(record, "identifiers", "amazon")),
        "identifiers": identifiers(_others(record)),
        "notes": joined(record.get("notes")),
    }


def _names(record: JsonObject) -> list[str]:
    """Names that stand in the record itself, as they do where a service has put them in."""
    authors = record.get("authors")
    found = [author.get("name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    return texts(found)


def _others(record: JsonObject) -> dict[str, list[str]]:
    own = {"oclc": "oclc_numbers", "lccn": "lccn", "ocaid": "ocaid"}
    found = {scheme: texts(record.get(key)) for scheme, key in own.items()}
    listed = record.get("identifiers")
    for key, values in listed.items() if isinstance(listed, dict) else ():
        if (scheme := _SCHEMES.get(key)) is not None:
            found[scheme] = [*found.get(scheme, []), *texts(values)]
    key = first(record.get("key")) or ""
    return {**found, "ol": [key.rpartition("/")[2]] if key.startswith(("/books/", "/works/")) else []}
