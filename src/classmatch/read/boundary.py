"""Where errors of Polars and of the operating system become errors that a person can act on.

Lazy frames raise when they are collected, far from where the file was opened: whoever collects one wraps it in
`reading`.
"""

from __future__ import annotations

import errno
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import polars as pl
from zstandard import ZstdError

from classmatch.errors import InputError, ResourceError
from classmatch.read.containers.files import compression_of, open_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAX_EXCERPT = 120


class UnreadableError(ValueError):
    """Something about the content of a file, found by who does not know its path, that ends the reading."""

    def __init__(self, why: str, hint: str = "") -> None:
        self.why = why
        self.hint = hint
        super().__init__(f"{why}; {hint}" if hint else why)


_DAMAGE = (OSError, EOFError, zlib.error, ZstdError, BadZipFile)

# What Polars says, in part and lower case; what it means; what to do about it.
_MEANINGS = (
    ("must end with par1", "is a truncated or damaged Parquet file", "copy it again and compare its size or checksum"),
    ("parquet:", "is a damaged Parquet file", "copy it again and compare its size or checksum"),
    ("invalidfooter", "is a truncated or damaged Arrow file", "copy it again and compare its size or checksum"),
    ("out-of-spec", "is a truncated or damaged Arrow file", "copy it again and compare its size or checksum"),
    ("unexpected end of file", "ends too early: it is truncated", "copy it again and compare its size or checksum"),
    ("incomplete frame", "ends too early: it is truncated", "copy it again and compare its size or checksum"),
    ("end-of-stream", "ends too early: it is truncated", "copy it again and compare its size or checksum"),
    ("corrupt", "is damaged: it does not decompress", "copy it again and compare its size or checksum"),
    ("not a gzipped file", "has something else after its compressed content", "unpack it as far as it goes"),
    ("not a zip file", "is truncated or damaged", "copy it again and compare its size or checksum"),
    ("overlapped entries", "is a decompression bomb", "do not open it"),
    ("bad crc-32", "is damaged: it does not decompress", "copy it again and compare its size or checksum"),
    ("bad magic number", "is damaged: it does not decompress", "copy it again and compare its size or checksum"),
    ("compression method", "is damaged: it does not decompress", "copy it again and compare its size or checksum"),
    ("zstd decompress", "is damaged: it does not decompress", "copy it again and compare its size or checksum"),
    ("while building series", "has one key with values of different kinds", "write them alike, or leave the key out"),
    ("csv malformed", "has a quotation mark that is not closed", "double quotation marks inside quoted cells"),
    ("could not parse", "has a quotation mark that is not closed", "double quotation marks inside quoted cells"),
    ("empty csv", "is empty", "check that the delivery is complete"),
    ("no such file", "no such file", "check the path"),
    ("permission denied", "may not be read", "check its permissions"),
)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turns what goes wrong while `path` is read into an `InputError` about it.

    Raises:
        InputError: for every error of Polars, of decompression, or of the operating system.
        ResourceError: if the disk is full.

    """
    try:
        yield
    except (*_DAMAGE, pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise ResourceError(f"the disk is full while {path} is read", "make room, or set TMPDIR") from error
        raise _explained(path, error) from error
    except UnreadableError as error:
        raise InputError(path, error.why, error.hint) from error


def _explained(path: Path, error: Exception) -> InputError:
    said = str(error).lower()
    if isinstance(error, UnicodeDecodeError) or "utf-8" in said or "utf8" in said:
        return _not_utf8(path)
    for part, why, hint in _MEANINGS:
        if part in said:
            return InputError(path, why, hint)
    return InputError(path, f"cannot be read: {' '.join(str(error).split())[:_MAX_EXCERPT]}")


def _not_utf8(path: Path) -> InputError:
    """Names the first line that is not UTF-8. Slow, and only on the way out."""
    hint = "save it as UTF-8, as `iconv -f WINDOWS-1252 -t UTF-8` does"
    try:
        with open_bytes(path, compression_of(path)) as stream:
            for number, line in enumerate(stream, 1):
                if (column := _undecodable_at(line)) is not None:
                    excerpt = line[max(0, column - 20) : column + 20].strip().decode("utf-8", "backslashreplace")
                    return InputError(path, f"line {number} is not UTF-8 text, at {excerpt!r}", hint)
    except _DAMAGE:
        pass
    return InputError(path, "is not UTF-8 text", hint)


def _undecodable_at(line: bytes) -> int | None:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None
