"""What is in a ZIP file: a spreadsheet, one file that was packed for the delivery, or something that is not read."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from classmatch.read.containers.streams import bounded, most_bytes, too_large

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")  # the second begins an empty archive
_ENDLESS = 1 << 62
_CHUNK_BYTES = 1 << 20
MAX_NAMED = 5  # members that an error lists
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1  # bit of a member's flags
_BY_THE_WAY = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")  # what file managers put in

# What a member's name gives away: what the archive is, and what to do about it.
_DOCUMENTS = (
    ("word/document.xml", "is a Word document", "save its table as CSV (UTF-8)"),
    ("ppt/presentation.xml", "is a presentation", "save its table as CSV (UTF-8)"),
    ("META-INF/container.xml", "is an e-book (EPUB)", "give a list of books, not a book"),
    ("Index/Document.iwa", "is a Numbers or Pages document", "export it as CSV or Excel"),
)
_SPREADSHEETS = (b"xl/workbook.", b"xl/worksheets/", b"[Content_Types].xml", b"opendocument.spreadsheet")
_NO_SPREADSHEETS = (b"word/", b"ppt/")


def may_be_spreadsheet(head: bytes) -> bool:
    """Whether the start of an archive is that of an Excel workbook or an OpenDocument spreadsheet."""
    is_office = any(name in head for name in _SPREADSHEETS)
    return head.startswith(MAGIC) and is_office and not any(name in head for name in _NO_SPREADSHEETS)


def members(path: Path) -> list[zipfile.ZipInfo]:
    """The files in an archive, but for what file managers add.

    Raises:
        zipfile.BadZipFile: if it is truncated or damaged.

    """
    with zipfile.ZipFile(path) as archive:
        return [member for member in archive.infolist() if not _is_by_the_way(member)]


def _is_by_the_way(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return member.is_dir() or any(part in _BY_THE_WAY for part in parts)


def is_wrapping(path: Path) -> bool:
    """Whether it is an archive of one file, which can be read in its place."""
    try:
        found = members(path)
    except zipfile.BadZipFile:
        return False  # told as what it is when it is found that nothing can read it
    return len(found) == 1 and found[0].compress_type in _METHODS and not found[0].flag_bits & _ENCRYPTED


def open_only_member(path: Path) -> IO[bytes]:
    """A stream of the content of the only file in an archive."""
    archive = zipfile.ZipFile(path)
    return bounded(path, archive.open(members(path)[0]), archive)


def explained(path: Path) -> tuple[str, str]:
    """What an archive is that is not read, and what to do about it."""
    if not _begins_as_archive(path):
        return "is a ZIP archive that was compressed again", "unpack it"
    try:
        found = members(path)
    except zipfile.BadZipFile:
        return "is a truncated or damaged ZIP archive", "copy it again and compare its size or checksum"
    if not found:
        return "is an empty ZIP archive", "check that the delivery is complete"
    if any(member.flag_bits & _ENCRYPTED for member in found):
        return "is a ZIP archive with a password", "unpack it"
    names = [member.filename for member in found]
    for name, what, hint in _DOCUMENTS:
        if name in names:
            return what, hint
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    shown = ", ".join(repr(name)[:80] for name in names[:MAX_NAMED])
    return f"is a ZIP archive of {len(names)} files ({shown}{more})", "unpack it, and give the files that are lists"


def _begins_as_archive(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in MAGIC


def check_size(path: Path) -> None:
    """Decompresses all members of an archive, and keeps nothing, to know that they are of a sane size.

    What the archive itself says of their sizes may be a lie. Does nothing for what is no archive.

    Raises:
        ResourceError: if together they exceed what a file may unpack to.
        zipfile.BadZipFile: if the archive is damaged.

    """
    if not _begins_as_archive(path):
        return
    left = most_bytes(path)
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            left -= _size(archive, member, left)
            if left < 0:
                raise too_large(path)


def _size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    """How many bytes a member really has; it is not read much beyond `most`."""
    member.file_size = _ENDLESS  # reads to the real end, rather than to the end that is declared
    size = 0
    try:
        with archive.open(member) as stream:
            while size <= most and (chunk := stream.read(_CHUNK_BYTES)):
                size += len(chunk)
    except (NotImplementedError, RuntimeError) as error:  # a method that is not known, or a password
        raise zipfile.BadZipFile(str(error)) from error
    return size


def damage(path: Path) -> str | None:
    """What is wrong with the archive, if anything is."""
    if not _begins_as_archive(path):
        return None
    try:
        members(path)
    except zipfile.BadZipFile:
        return "is truncated or damaged"
    return None
