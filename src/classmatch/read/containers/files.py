"""What a file is, told from its first bytes, and how to get at what is inside.

The ending of a name is a promise that real deliveries break: `.csv` files that are gzip, `.parquet` files that are
CSV. So the content decides.
"""

from __future__ import annotations

import gzip
import io
import shutil
from enum import StrEnum
from typing import IO, TYPE_CHECKING, cast

from classmatch.errors import InputError, ResourceError
from classmatch.read.containers import archives
from classmatch.read.containers.charsets import is_utf8, whole_characters, wide
from classmatch.read.containers.streams import ZstdFrames, bounded
from classmatch.read.once import per_version
from classmatch.read.scratch import scratch_file

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES = 1 << 18  # enough for a header and some hundred rows
CHUNK_BYTES = 1 << 20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PROBE = 4096  # bytes from which binary data is told
_CONTROLS = bytes({*range(32)} - {*b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"})  # those taken out stand between cells
_MAX_CONTROLS = 0.05  # share of control characters that a text may have
_MAX_NULS = 0.01  # share of zero bytes that a text may have: exports of damaged records have some


class Compression(StrEnum):
    NONE = "none"
    GZIP = "gzip"
    ZSTD = "zstd"
    ZIP = "zip"  # an archive of one file


class Container(StrEnum):
    DELIMITED = "delimited text"
    JSON_LINES = "JSON lines"
    PARQUET = "Parquet"
    ARROW_FILE = "Arrow file"
    ARROW_STREAM = "Arrow stream"
    SPREADSHEET = "spreadsheet"


_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_SKIPPABLE_ZSTD = b"\x2a\x4d\x18"  # bytes 1 to 3 of a skippable frame (RFC 8878, 3.1.2)

_BINARY = {
    b"PAR1": Container.PARQUET,
    b"ARROW1": Container.ARROW_FILE,
    b"\xff\xff\xff\xff": Container.ARROW_STREAM,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Container.SPREADSHEET,  # OLE: .xls, or an .xlsx with a password
}

# What people hand over that cannot be read: first bytes, what it is, what to do. Asked after every format declined.
_REFUSED = (
    (_GZIP, "is compressed twice", "unpack it once"),
    (_ZSTD, "is compressed twice", "unpack it once"),
    (b"BZh", "is compressed with bzip2", "unpack it, or use gzip or zstd"),
    (b"\xfd7zXZ\x00", "is compressed with xz", "unpack it, or use gzip or zstd"),
    (b"7z\xbc\xaf", "is a 7-Zip archive", "unpack it"),
    (b"Rar!", "is a RAR archive", "unpack it"),
    (b"SQLite format 3", "is an SQLite database", "export its table of books as CSV"),
    (b"PGDMP", "is a PostgreSQL dump", "export its table of books as CSV"),
    (b"%PDF", "is a PDF document", "export its table as CSV"),
    (b"{\\rtf", "is an RTF document", "export its table as CSV"),
    (b"\x89PNG", "is a picture", "give the table that it shows"),
    (b"\xff\xd8\xff", "is a picture", "give the table that it shows"),
    (b"<!doctype html", "is an HTML page", "save its table as CSV"),
    (b"<html", "is an HTML page", "save its table as CSV"),
    (b"<", "is XML or HTML of no known format", "export it as CSV, Parquet or JSON lines"),
    (b"-- mysql dump", "is a MySQL dump without tables of books", "name the format with --format"),
    (b"-- mariadb dump", "is a MariaDB dump without tables of books", "name the format with --format"),
)


def compression_of(path: Path) -> Compression:
    """How the file is compressed, by its first bytes. An archive of one file counts as that file, compressed."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(_GZIP):
        return Compression.GZIP
    if start.startswith(_ZSTD) or start[1:] == _SKIPPABLE_ZSTD:
        return Compression.ZSTD
    if start in archives.MAGIC and archives.is_wrapping(path):
        return Compression.ZIP
    return Compression.NONE


def open_bytes(path: Path, compression: Compression) -> IO[bytes]:
    """A stream of the file's content, decompressed as it is read.

    Reading raises `EOFError` or `OSError` where a compressed file is truncated or damaged, and `ResourceError` where
    it grows beyond what a list can (`streams.most_bytes`).
    """
    if compression is Compression.GZIP:
        return bounded(path, cast("IO[bytes]", gzip.open(path, "rb")))
    if compression is Compression.ZSTD:
        return bounded(path, cast("IO[bytes]", io.BufferedReader(ZstdFrames(path.open("rb")), CHUNK_BYTES)))
    if compression is Compression.ZIP:
        return archives.open_only_member(path)
    return path.open("rb")


def head_of(path: Path, compression: Compression) -> bytes:
    """The first `HEAD_BYTES` of the content, or all of it if there is less."""
    with open_bytes(path, compression) as stream:
        return stream.read(HEAD_BYTES)


def container_of(path: Path, head: bytes) -> Container:
    """What the content is, by its first bytes.

    Raises:
        InputError: if it is empty, or something that is not read.

    """
    if not head.strip():
        raise InputError(path, "is empty", "check that the delivery is complete")
    for magic, container in _BINARY.items():
        if head.startswith(magic):
            return container
    if archives.may_be_spreadsheet(head):
        return Container.SPREADSHEET
    charset = wide(head)
    text = (head.decode(charset.codec, "ignore").encode() if charset else head).removeprefix(_BYTE_ORDER_MARK).lstrip()
    _refuse(path, text)
    return Container.JSON_LINES if text.startswith((b"{", b"[")) else Container.DELIMITED


def _refuse(path: Path, text: bytes) -> None:
    start = text[:_PROBE].lower()
    for magic, what, hint in _REFUSED:
        if start.startswith(magic.lower()):
            raise InputError(path, what, hint)
    if text.startswith(archives.MAGIC):
        raise InputError(path, *archives.explained(path))
    if text[257:262] == b"ustar":
        raise InputError(path, "is a tar archive", "unpack it, and give the files that are lists")
    if start.count(0) > _MAX_NULS * len(start) or _is_garbled(text[:_PROBE]):
        known = "known: CSV, TSV, Excel, OpenDocument, Parquet, Arrow, JSON, MARC, ONIX"
        raise InputError(path, "is binary data of an unknown kind", known)


def _is_garbled(start: bytes) -> bool:
    """Whether it has control characters in plenty, and is no UTF-8 either."""
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls > _MAX_CONTROLS * len(start) and not is_utf8(start[: whole_characters(start)])


@per_version
def unpacked(path: Path, compression: Compression) -> Path:
    """The file itself if it is not compressed, else a decompressed copy in the scratch folder.

    For formats that are read from their end (Parquet, Arrow), and so not as a stream.

    Raises:
        ResourceError: if the copy grows beyond what a list can, or beyond the free disk space.

    """
    if compression is Compression.NONE:
        return path
    copy = scratch_file("unpacked", ".bin")
    free = shutil.disk_usage(copy.parent).free
    with open_bytes(path, compression) as stream, copy.open("wb") as target:
        while chunk := stream.read(CHUNK_BYTES):
            if target.tell() + len(chunk) > free:
                raise ResourceError(f"{path}: its content is larger than the free disk space", "make room for it")
            target.write(chunk)
    return copy


def scannable(path: Path, compression: Compression) -> Path:
    """The file itself if Polars decompresses it as it reads, else a decompressed copy in the scratch folder."""
    return unpacked(path, compression) if compression is Compression.ZIP else path
