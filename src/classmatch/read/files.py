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
from classmatch.read.scratch import scratch_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD_BYTES = 1 << 18  # enough for a header and some hundred rows
MAX_EXPANSION = (
    1_000  # times its size that a compressed file may grow to in the scratch folder; gzip's own limit is 1032
)
CHUNK_BYTES = 1 << 24
_PROBE = 4096  # bytes from which binary data is told
_MAX_NULS = 0.01  # share of zero bytes that a text may have: exports of damaged records have some


class Compression(StrEnum):
    NONE = "none"
    GZIP = "gzip"
    ZSTD = "zstd"


class Container(StrEnum):
    DELIMITED = "delimited text"
    JSON_LINES = "JSON lines"
    PARQUET = "Parquet"
    ARROW_FILE = "Arrow file"
    ARROW_STREAM = "Arrow stream"


_COMPRESSED = {b"\x1f\x8b": Compression.GZIP, b"\x28\xb5\x2f\xfd": Compression.ZSTD}
_SKIPPABLE_ZSTD = b"\x2a\x4d\x18"  # bytes 1 to 3 of a skippable frame (RFC 8878, 3.1.2)

_BINARY = {
    b"PAR1": Container.PARQUET,
    b"ARROW1": Container.ARROW_FILE,
    b"\xff\xff\xff\xff": Container.ARROW_STREAM,
}

# What people hand over that is not a table yet: first bytes, what it is, what to do.
_REFUSED = (
    (b"PK\x03\x04", "is a ZIP archive or a spreadsheet", "unpack it, or save the sheet as CSV (UTF-8)"),
    (b"BZh", "is compressed with bzip2", "unpack it, or use gzip or zstd"),
    (b"\xfd7zXZ\x00", "is compressed with xz", "unpack it, or use gzip or zstd"),
    (b"7z\xbc\xaf", "is a 7-Zip archive", "unpack it"),
    (b"Rar!", "is a RAR archive", "unpack it"),
    (b"SQLite format 3", "is an SQLite database", "export the table as CSV"),
    (b"\xff\xfe", "is UTF-16 text", "save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16 text", "save it as UTF-8"),
    (b"%PDF", "is a PDF document", "export its table as CSV"),
    (b"<", "is XML or HTML", "export its table as CSV, Parquet or JSON lines"),
    (b"-- MySQL dump", "is a MySQL dump", "export the table as CSV, TSV or Parquet"),
    (b"-- MariaDB dump", "is a MariaDB dump", "export the table as CSV, TSV or Parquet"),
    (b"[{", "is one JSON array", "write one object a line (JSON lines), as `jq -c '.[]'` does"),
)


def compression_of(path: Path) -> Compression:
    """How the file is compressed, by its first bytes."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start[1:4] == _SKIPPABLE_ZSTD:
        return Compression.ZSTD
    return next((kind for magic, kind in _COMPRESSED.items() if start.startswith(magic)), Compression.NONE)


def open_bytes(path: Path, compression: Compression) -> IO[bytes]:
    """A stream of the file's content, decompressed as it is read."""
    if compression is Compression.GZIP:
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if compression is Compression.ZSTD:
        import zstandard

        reader = zstandard.ZstdDecompressor().stream_reader(path.open("rb"), read_across_frames=True, closefd=True)
        return io.BufferedReader(reader, CHUNK_BYTES)
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
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    _refuse(path, head, text)
    return Container.JSON_LINES if text.startswith(b"{") else Container.DELIMITED


def _refuse(path: Path, head: bytes, text: bytes) -> None:
    compact = b"".join(text[:64].split()) if text.startswith(b"[") else text
    for magic, what, hint in _REFUSED:
        if head.startswith(magic) or compact.startswith(magic):
            raise InputError(path, what, hint)
    if head[:_PROBE].count(0) > _MAX_NULS * len(head[:_PROBE]):
        raise InputError(path, "is binary data of an unknown kind", "known: CSV, TSV, JSON lines, Parquet, Arrow")


def unpacked(path: Path, compression: Compression) -> Path:
    """The file itself if it is not compressed, else a decompressed copy in the scratch folder.

    For formats that are read from their end (Parquet, Arrow), and so not as a stream.

    Raises:
        ResourceError: if the copy grows beyond `MAX_EXPANSION` times the file, or beyond the free disk space.

    """
    if compression is Compression.NONE:
        return path
    copy = scratch_file("unpacked", ".bin")
    limit = min(path.stat().st_size * MAX_EXPANSION, shutil.disk_usage(copy.parent).free)
    with open_bytes(path, compression) as stream, copy.open("wb") as target:
        _copy_bounded(stream.read, target, limit, path)
    return copy


def _copy_bounded(read: Callable[[int], bytes], target: IO[bytes], limit: int, path: Path) -> None:
    written = 0
    while chunk := read(CHUNK_BYTES):
        written += len(chunk)
        if written > limit:
            raise ResourceError(f"{path}: unpacks to more than {limit:,} bytes", "unpack it where there is room for it")
        target.write(chunk)
