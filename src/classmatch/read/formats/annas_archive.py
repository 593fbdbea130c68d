"""Anna's Archive: its unified records, as the JSON of its search index.

Each record is one file with what all libraries say about it. Its best title, author and so on are taken; its
identifiers all of them. Records without a file (`isbn:...`, `ol:...`) are read in the same way.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from classmatch.read.containers.jsonobjects import objects, shown
from classmatch.read.containers.jsonvalues import first, identifiers, joined, member, texts
from classmatch.read.filenames.parse import parsed
from classmatch.read.formats.base import Format
from classmatch.read.formats.libgen import NO_TIME
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classmatch.read.containers.jsonvalues import JsonObject
    from classmatch.read.layouts import Record

_COLUMNS = (
    "record_id", "title", "alternate_title", "author", "publisher", "date", "language", "edition", "series", "isbn",
    "asin", "identifiers", "md5", "sha1", "sha256", "extension", "filesize", "file_status", "added",
    "notes", "full_text",
)  # fmt: skip

# Among the identifiers, those that have a field of their own, and those that say where a file is or what it sums to.
_OWN = frozenset({"isbn10", "isbn13", "asin", "md5", "sha1", "sha256"})
_OF_FILES = frozenset({
    "aacid", "aarecord_id", "filepath", "server_path", "ipfs_cid", "torrent", "crc32", "blake2b", "filesize", "btih",
    "edonkey", "aich", "tth",
})  # fmt: skip
_NO_YEAR = "0"
_EDITION = re.compile(
    r"(?i)\b(?:ed|edn|edition|éd|édition|edición|edição|edizione|aufl|auflage|изд|издание|wyd|reprint)\b|"
    r"^\d+(?:st|nd|rd|th)\b"
)
# Dates at which libraries took the file in, and those at which Anna's Archive did so itself. Others are of its search
# for metadata (`date_isbndb_scrape`) or of what is inside the file (`date_file_created`).
_OF_LIBRARIES = ("date_lgrsnf_source", "date_lgrsfic_source", "date_lgli_source", "date_zlib_source", "date_ia_source")
_OF_ITSELF = ("date_upload_record", "date_duxiu_filegen")
_SHA1_FORMS = (40, 32)  # characters, in base 16 and in base 32


def _recognises(head: bytes) -> str | None:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return None
    if b'"file_unified_data"' not in head or b'"title_best"' not in head:
        return None
    return "its records have file_unified_data"


def _records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for found in objects(stream):
        yield found if isinstance(found, Fault) else _record(found)


def _record(entry: JsonObject) -> Record | Fault:
    source = entry["_source"] if isinstance(entry.get("_source"), dict) else entry
    data = source.get("file_unified_data")
    if not isinstance(data, dict):
        return Fault(Reason.UNDECODABLE, shown(entry))
    record_id = first(entry.get("_id"), source.get("id"))
    record = {"record_id": record_id, **_bibliographic(data), **_identified(data), **_file(data, record_id)}
    if not record["title"]:
        named = parsed(first(data.get("original_filename_best")) or "")
        record = {**named, **{name: text for name, text in record.items() if text is not None}}
    if not any(record.get(name) for name in ("title", "alternate_title", "isbn", "asin")):
        return Fault(Reason.UNTITLED, shown({"_id": record_id, "file_unified_data": data}))
    return record


def _bibliographic(data: JsonObject) -> dict[str, str | None]:
    title = first(data.get("title_best"))
    year = first(data.get("year_best"))
    others = texts(data.get("title_additional"))
    return {
        "title": title,
        "alternate_title": joined([text for text in others if text != title]),
        "author": first(data.get("author_best"), data.get("author_additional")),
        "publisher": first(data.get("publisher_best"), data.get("publisher_additional")),
        "date": year if year != _NO_YEAR else None,
        "language": joined(data.get("language_codes")),
        **_varia(first(data.get("edition_varia_best")), year),
        "series": first(data.get("series_best")),
    }


def _varia(varia: str | None, year: str | None) -> dict[str, str | None]:
    """`Lighthouse Tales 2, 3rd ed., 1998` is series, volume, edition and year, of which any may be missing.

    What says that it is an edition is taken as one. A number alone may be the volume as well: it is kept as a note.
    """
    parts = [part for part in (varia or "").split(", ") if part not in ("", year, _NO_YEAR)]
    editions = [part for part in parts if _EDITION.search(part)]
    return {"edition": ", ".join(editions) or None, "notes": ", ".join(parts) if parts != editions else None}


def _identified(data: JsonObject) -> dict[str, str | None]:
    unified = data.get("identifiers_unified")
    found = {scheme: texts(values) for scheme, values in unified.items()} if isinstance(unified, dict) else {}
    others = {scheme: values for scheme, values in found.items() if scheme not in _OWN | _OF_FILES}
    return {
        "isbn": joined(found.get("isbn13"), found.get("isbn10"), data.get("sanitized_isbns")),
        "asin": joined(found.get("asin"), data.get("asin_multiple")),
        "identifiers": identifiers(others),
        "sha1": next((text for text in found.get("sha1", ()) if len(text) in _SHA1_FORMS), None),
        "sha256": first(found.get("sha256")),
    }


def _file(data: JsonObject, record_id: str | None) -> dict[str, str | None]:
    """The sum is the one that the record is named by: others are those that libraries report of other packings."""
    scheme, _, value = (record_id or "").partition(":")
    size = first(data.get("filesize_best"))
    return {
        "md5": value if scheme == "md5" else first(data.get("md5_best"), member(data, "identifiers_unified", "md5")),
        "extension": first(data.get("extension_best")),
        "filesize": size if size != "0" else None,
        "file_status": _problems(data.get("problems")),
        "added": _added(data.get("added_date_unified")),
    }


def _added(dates: object) -> str | None:
    """The earliest date at which one of its libraries took the file in, else that of Anna's Archive."""
    for keys in (_OF_LIBRARIES, _OF_ITSELF):
        known = [text for key in keys for text in texts(member(dates, key)) if not text.startswith(NO_TIME)]
        if known:
            return min(known)
    return None


def _problems(value: object) -> str | None:
    return joined([_problem(problem) for problem in value]) if isinstance(value, list) else None


def _problem(problem: object) -> str | None:
    """`lgrsnf_visible: no`, of an object with type and description, or of the pair that older records have."""
    parts = [problem.get("type"), problem.get("descr")] if isinstance(problem, dict) else problem
    return ": ".join(texts(parts)) or None


FORMAT = Format(
    name="annas_archive",
    kind=Kind.CATALOG,
    library="annas_archive",
    columns={name: (name.replace("_", ""),) for name in _COLUMNS},
    layouts=(Layout("JSON of Anna's Archive", _COLUMNS, _recognises, _records),),
)
