"""Streams of decompressed bytes that tell a truncated file and stop at a decompression bomb."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Protocol

from zstandard import ZstdDecompressor

from classmatch.errors import ResourceError

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import WriteableBuffer

# A compressed file may unpack to the larger of these. Lists of books shrink to a third or a tenth; the limit of gzip
# is 1,032 to 1, and of zstd 32,768 to 1.
ALWAYS_ALLOWED = 1 << 26  # bytes
MAX_EXPANSION = 200  # times the size of the compressed file

_FED_BYTES = 1 << 13  # at a time: even of a bomb, zstd then gives no more than 256 MB at once
_BUFFER_BYTES = 1 << 20


class _Closing(Protocol):
    def close(self) -> None: ...


def most_bytes(path: Path) -> int:
    """How many bytes the file may unpack to."""
    return max(ALWAYS_ALLOWED, MAX_EXPANSION * path.stat().st_size)


def too_large(path: Path) -> ResourceError:
    """The error of a file that unpacks to more than it may."""
    why = f"{path}: unpacks to more than {most_bytes(path):,} bytes, which no list of books does"
    return ResourceError(why, "if it is sound, unpack it and give the unpacked file")


def bounded(path: Path, stream: IO[bytes], *others: _Closing) -> IO[bytes]:
    """The same stream, which raises a `ResourceError` about `path` where it exceeds what the file may unpack to.

    Closing it closes the stream, and the others.
    """
    return io.BufferedReader(_Counted(path, stream, others), _BUFFER_BYTES)


class _Counted(io.RawIOBase):
    def __init__(self, path: Path, stream: IO[bytes], others: tuple[_Closing, ...]) -> None:
        self._path = path
        self._stream = stream
        self._others = others
        self._left = most_bytes(path)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        chunk = self._stream.read(len(target))
        self._left -= len(chunk)
        if self._left < 0:
            raise too_large(self._path)
        target[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        for opened in (self._stream, *self._others):
            opened.close()
        super().close()


class ZstdFrames(io.RawIOBase):
    """The content of all frames of a zstd file. Unlike the reader of the library it notices that the last one is cut.

    Raises:
        EOFError: if the file ends inside a frame.

    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._frame = ZstdDecompressor().decompressobj()
        self._has_begun = False  # whether the frame was fed anything
        self._rest = b""  # what was read beyond the end of a frame
        self._given = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        while not self._given:
            fed = self._rest or self._stream.read(_FED_BYTES)
            if not fed and self._has_begun:
                raise EOFError("compressed file ended before the end-of-stream marker was reached")
            if not fed:
                return 0
            self._decompress(fed)
        size = min(len(target), len(self._given))
        target[:size] = self._given[:size]
        self._given = self._given[size:]
        return size

    def _decompress(self, fed: bytes) -> None:
        self._given = memoryview(self._frame.decompress(fed))
        self._rest = b""
        self._has_begun = True
        if self._frame.eof:
            self._rest = self._frame.unused_data
            self._frame = ZstdDecompressor().decompressobj()
            self._has_begun = False

    def close(self) -> None:
        self._stream.close()
        super().close()
