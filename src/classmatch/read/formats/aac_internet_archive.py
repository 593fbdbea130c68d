"""The Internet Archive's records of its lending library (`ia2_records`): the metadata of an item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classmatch.read.containers.jsonvalues import first, identifiers, joined, member, texts

if TYPE_CHECKING:
    from classmatch.read.containers.jsonvalues import JsonObject

_PLACE = " : "  # before the publisher's name: `New York : Sarpedon`
_NAMED_BY_ISBN = re.compile(r"isbn_(\d{9}[\dxX]|\d{13})(?:_\w+)?")
_URN = re.compile(r"urn:(isbn|asin|oclc|lccn|doi)(?::record)?:(.+)")


def internet_archive(metadata: JsonObject) -> dict[str, str | None]:
    """The fields of one record, by name of `schema.RAW_CATALOG`. It says nothing of the files that were copied."""
    item = member(metadata, "metadata_json", "metadata")
    item = item if isinstance(item, dict) else {}
    name = first(metadata.get("ia_id"), item.get("identifier")) or ""
    title = joined(item.get("title"))
    publisher = joined(item.get("publisher"))
    is_imprint = publisher is not None and _PLACE in publisher
    urns = _urns(item)
    return {
        "title": title if title != name else None,
        "alternate_title": joined(item.get("alternate_title"), item.get("title-alt-script")),
        "author": joined(item.get("creator")) or joined(item.get("associated-names")),
        "publisher": None if is_imprint else publisher,
        "imprint": publisher if is_imprint else None,
        "date": joined(item.get("date")) or joined(item.get("year")),
        "language": joined(item.get("language")),
        "edition": joined(item.get("edition")),
        "series": joined(item.get("series")),
        "volume": joined(item.get("volume")),
        "isbn": joined(item.get("isbn"), urns.pop("isbn", None), _isbn_in(name)),
        "asin": joined(item.get("asin"), urns.pop("asin", None)),
        "identifiers": identifiers(_others(item, urns)),
        "added": first(item.get("addeddate"), item.get("publicdate")),
        "notes": joined(item.get("notes")),
    }


def _isbn_in(name: str) -> str | None:
    """Items are also named by the ISBN on the book that was scanned: `isbn_9780306406157`."""
    found = _NAMED_BY_ISBN.fullmatch(name)
    return found[1] if found else None


def _urns(item: JsonObject) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in texts(item.get("external-identifier")):
        if urn := _URN.fullmatch(text):
            found.setdefault(urn[1], []).append(urn[2])
    return found


def _others(item: JsonObject, urns: dict[str, list[str]]) -> dict[str, list[str]]:
    keys = {"oclc": "oclc-id", "lccn": "lccn", "issn": "issn", "doi": "doi"}
    found = {scheme: [*texts(item.get(key)), *urns.get(scheme, [])] for scheme, key in keys.items()}
    return {**found, "ol": texts([item.get("openlibrary_edition"), item.get("openlibrary_work")])}
