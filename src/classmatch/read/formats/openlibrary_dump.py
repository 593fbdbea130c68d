"""Open Library's dumps: a record a line, as type, key, revision, time of change and JSON, with tabs between them.

Editions and works are read. The dump of all types also has authors, redirects and so on, which are no books.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from classmatch.read.containers.jsonobjects import SHOWN, bounded_lines, decoded, fault, lines_of
from classmatch.read.formats.base import Format
from classmatch.read.formats.openlibrary_records import COLUMNS, fields
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classmatch.read.layouts import Record

_START = re.compile(rb"(?:\xef\xbb\xbf)?/type/(\w+)\t/[^\t\n]{0,200}\t\d{0,9}\t[0-9T:. +-]{0,40}\t\{")
_BOOKS = (b"/type/edition", b"/type/work")
_CELLS = 5


def _recognises(head: bytes) -> str | None:
    start = _START.match(head)
    return f"its lines begin with /type/{start[1].decode()}, a key, a revision and a time" if start else None


def _records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for line in bounded_lines(lines_of(stream)):
        yield line if isinstance(line, Fault) else _record(line)


def _record(line: bytes) -> Record | Fault:
    cells = line.split(b"\t", _CELLS - 1)
    if len(cells) == _CELLS and cells[0] not in _BOOKS and cells[0].startswith(b"/type/"):
        return fault(line[:SHOWN], Reason.NOT_A_BOOK)
    record = decoded(cells[-1]) if len(cells) == _CELLS else None
    if record is None:
        return fault(line[:SHOWN])
    return fields({"key": cells[1].decode("utf-8", "replace"), **record})


FORMAT = Format(
    name="openlibrary_dump",
    kind=Kind.CATALOG,
    library="openlibrary",
    columns={name: (name.replace("_", ""),) for name in COLUMNS},
    layouts=(Layout("Open Library dump", COLUMNS, _recognises, _records),),
)
