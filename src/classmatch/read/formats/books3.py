"""Books3 and other lists of files: no table, but a path or a name a line, from which author and title are read."""

from __future__ import annotations

import re
from itertools import islice
from typing import IO, TYPE_CHECKING

from classmatch.read.filenames.listings import BOOK_END, TREE, entry_of
from classmatch.read.filenames.order import Evidence
from classmatch.read.filenames.parse import dissected, resolved
from classmatch.read.formats.base import Format
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classmatch.read.filenames.listings import Entry
    from classmatch.read.filenames.parse import Name
    from classmatch.read.layouts import Record

WINDOW = 100_000  # lines whose names are looked at before the first of them is decided: half of Books3, 120 MB
MAX_LINE = 1 << 16  # bytes; a path is at most 4,096, and what is longer is no list of files
COLUMNS = (
    "record_id", "title", "subtitle", "alternate_title", "author", "publisher", "date", "edition", "series", "volume",
    "isbn", "md5", "sha1", "sha256", "extension", "filesize", "notes", "full_text",
)  # fmt: skip

_MOSTLY = 0.8  # share of the lines that must name a book
_MIN_BOOKS, _KNOWN = 0.1, 0.95  # or: share that does, where so many are files and folders beside them
_LOOKED_AT = 1_000  # lines
_CELLS = re.compile(r"^\s*\"?[\w-]*\"?\s*[,;|\t]|\",\"|^\{|^<|\t.*\t")
_BESIDE = re.compile(r"[/\\]|^total \d|^\S+:$|\.(?i:jpe?g|opf|nfo|png)$")
_HEADING = re.compile(
    r"(?i)^(?:path|paths|files?|file_?names?|file_?paths?|names?|urls?|titles?|total \d.*|archive:.*|.*[/:]|\.)$"
)


def recognises(head: bytes) -> str | None:
    """Whether the lines are paths or names of book files: in nothing else most lines end in `.epub.txt` or the like."""
    lines = [line for line in head.decode("utf-8", "replace").splitlines()[:_LOOKED_AT] if line.strip()]
    lines = lines[:-1] if len(lines) > 1 and not head.endswith(b"\n") else lines
    if (
        not lines
        or b"\x00" in head
        or not (_is_book(lines[0]) or _HEADING.match(lines[0].strip()) or _is_beside(lines[0]))
    ):
        return None
    books = [line for line in lines if _is_book(line)]
    known = len(books) + sum(_is_beside(line) for line in lines if not _is_book(line))
    few = len(books) < _MIN_BOOKS * len(lines) or known < _KNOWN * len(lines)
    if (len(books) < _MOSTLY * len(lines) and few) or len(books) == 0:
        return None
    if sum(_CELLS.search(line) is not None for line in books) * 2 > len(books):
        return None
    return f"{len(books):,} of its first {len(lines):,} lines name book files, such as {books[0].strip()[-60:]!r}"


def _is_book(line: str) -> bool:
    return "/Books/Bibliotik/" in line or BOOK_END.search(line.rstrip()) is not None


def _is_beside(line: str) -> bool:
    return _BESIDE.search(line.strip()) is not None or TREE.match(line.strip()) is not None


def records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    """One record a line that names a book; blank lines are no records. Decided a window of lines at a time."""
    evidence = Evidence()
    lines = _lines(stream)
    while window := [_looked_at(line) for line in islice(lines, WINDOW)]:
        for found in window:
            if isinstance(found, tuple) and len(found[1].parts) > 1:
                evidence.count(found[1].parts, found[1].bits, found[1].style, found[1].author)
        for found in window:
            yield found if isinstance(found, Fault) else _record(*found, evidence)
        window.clear()  # before the next one is filled


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """The lines that are not blank. A line that is not UTF-8 is Windows-1252: old file systems kept names in both."""
    first = True
    while line := stream.readline(MAX_LINE):
        line = line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False
        if line.strip():
            yield _decoded(line)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return line.decode("windows-1252", "replace").rstrip("\r\n")


def _looked_at(line: str) -> tuple[Entry, Name] | Fault:
    entry = entry_of(line)
    return Fault(Reason.NOT_A_BOOK, line) if entry is None else (entry, dissected(entry.path))


def _record(entry: Entry, name: Name, evidence: Evidence) -> Record:
    return {**resolved(name, evidence), "record_id": entry.path, **entry.facts}


LAYOUT = Layout("list of file names", COLUMNS, recognises, records)

FORMAT = Format(
    name="books3",
    kind=Kind.CATALOG,
    library="books3",
    columns={},
    layouts=(LAYOUT,),
)
