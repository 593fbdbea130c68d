"""Anna's Archive Containers: the records of one collection, a line each, as `{"aacid": ..., "metadata": {...}}`.

Every collection keeps its records in its own way. Those of the Internet Archive and of uploads are known; of others
the fields are found by their usual names, wherever in `metadata` the object stands that has a title. Z-Library's flat
records are read as a table (`zlibrary`).
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from classmatch.read.containers.jsonobjects import objects, shown
from classmatch.read.containers.jsonvalues import first, identifiers, joined, texts
from classmatch.read.filenames.parse import parsed
from classmatch.read.fold import fold
from classmatch.read.formats.aac_internet_archive import internet_archive
from classmatch.read.formats.aac_uploads import upload
from classmatch.read.formats.base import Every, Format
from classmatch.read.formats.generic import CATALOG, SCHEMES
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from classmatch.read.containers.jsonvalues import JsonObject
    from classmatch.read.layouts import Record

_ORDER = ("aacid", "item")  # a later record of the same item of the same collection replaces an earlier one
_COLUMNS = (
    "source", "record_id", *_ORDER, "title", "subtitle", "alternate_title", "author", "publisher", "imprint", "date",
    "language", "edition", "series", "volume", "isbn", "asin", "identifiers", "md5", "sha1", "sha256", "extension",
    "filesize", "file_status", "added", "notes", "full_text",
)  # fmt: skip

# `aacid__{collection}__{time}__{id}__{random}`, where the id may be missing.
_AACID = re.compile(r"aacid__([0-9a-z_]+?)__(\d{8}T\d{6}Z)(?:__(.+))?__\w+")
_START = re.compile(rb'\A[\s\xef\xbb\xbf]*\{\s*"aacid"\s*:\s*"aacid__([0-9a-z_]+?)__\d{8}T\d{6}Z__')
_FLAT = b'"zlibrary_id"'  # of records that are read as a table, much faster
_LEVELS = 5  # of objects, down to the one with the title
_TITLES = ("title", "booktitle", "maintitle", "fulltitle", "name")
_IDS = ("id", "ia_id", "primary_id", "record_id")


def _recognises(head: bytes) -> str | None:
    start = _START.match(head)
    if start is None or _FLAT in head.split(b"\n", 1)[0]:
        return None
    return f"its records have an aacid, of the collection {start[1].decode()}"


def _records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for found in objects(stream):
        yield found if isinstance(found, Fault) else _record(found)


def _record(entry: JsonObject) -> Record | Fault:
    aacid = first(entry.get("aacid")) or ""
    parts = _AACID.fullmatch(aacid)
    metadata = entry.get("metadata")
    if parts is None or not isinstance(metadata, dict):
        return Fault(Reason.UNDECODABLE, shown(entry))
    collection = parts[1]
    record = _taken_apart(collection, parts[2], metadata)
    record_id = parts[3] or first(*(metadata.get(key) for key in _IDS)) or aacid
    record |= {"source": collection, "record_id": record_id, "aacid": aacid, "item": f"{collection} {record_id}"}
    record = _named(record, metadata)
    if not any(record.get(name) for name in ("title", "alternate_title", "isbn", "asin")):
        return Fault(Reason.UNTITLED, shown(entry))
    return record


def _taken_apart(collection: str, time: str, metadata: JsonObject) -> dict[str, str | None]:
    if collection.startswith("ia2_records"):
        return internet_archive(metadata)
    if collection.startswith("upload_records"):
        return {**upload(metadata), "added": time}  # when Anna's Archive took the upload in
    return _by_names(metadata)


def _named(record: dict[str, str | None], metadata: JsonObject) -> dict[str, str | None]:
    """The record, by the name of its file where it has no title of its own."""
    if record.get("title"):
        return record
    named = parsed(first(metadata.get("filepath"), metadata.get("filename")) or "")
    return {**{name: text for name, text in named.items() if name in _COLUMNS}, **_filled(record)}


def _filled(record: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name: text for name, text in record.items() if text is not None}


def _by_names(metadata: JsonObject) -> dict[str, str | None]:
    """What the object with the title has under the usual names of columns, else those inside and around it."""
    *around, titled = _path_to_title(metadata)
    inside = [value for value in titled.values() if isinstance(value, dict)]
    values = {fold(key): value for part in (*inside, *around, titled) for key, value in part.items()}
    record = {field: _of_field(field, values) for field in CATALOG.columns if field in _COLUMNS}
    schemes: dict[str, list[str]] = {}
    for name, scheme in SCHEMES.items():
        schemes.setdefault(scheme, []).extend(texts(values.get(name)))
    return {**record, "identifiers": identifiers(schemes)}


def _of_field(field: str, values: Mapping[str, object]) -> str | None:
    """The first of the columns of a field that has a text."""
    for column in CATALOG.columns[field]:
        names = [name for name in values if column.matches(name)] if isinstance(column, Every) else [column]
        if cell := joined([_person(values.get(name)) for name in names]):
            return cell
    return None


def _person(value: object) -> object:
    """A person's names in the order in which they are said, where they stand apart."""
    if isinstance(value, list):
        return [_person(item) for item in value]
    if isinstance(value, dict) and ("family" in value or "lastName" in value):
        return " ".join(texts([value.get(key) for key in ("given", "firstName", "family", "lastName")]))
    return value


def _path_to_title(metadata: JsonObject) -> list[JsonObject]:
    """The objects from `metadata` down to the nearest one with a title; `metadata` alone if there is none."""
    level: list[list[JsonObject]] = [[metadata]]
    for _ in range(_LEVELS):
        for path in level:
            if any(fold(key) in _TITLES and texts(value) for key, value in path[-1].items()):
                return path
        level = [[*path, value] for path in level for value in path[-1].values() if isinstance(value, dict)]
    return [metadata]


FORMAT = Format(
    name="aac",
    kind=Kind.CATALOG,
    columns={name: (name.replace("_", ""),) for name in _COLUMNS if name not in _ORDER},
    layouts=(Layout("Anna's Archive Containers", _COLUMNS, _recognises, _records),),
    latest=("item", "aacid"),
)
