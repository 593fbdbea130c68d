"""A stream with as much look-ahead as its reader asks for, and no more: a dump of any size is never held whole."""

from __future__ import annotations

from typing import IO

from classmatch.errors import InputError

MAX_HELD = 1 << 26  # bytes of one row, string or comment; MySQL itself takes statements of 64 MB at most by default
_BOM = b"\xef\xbb\xbf"


class Buffer:
    """What has been read and not used up yet: `data` from `at` on."""

    def __init__(self, stream: IO[bytes], name: str, chunk: int) -> None:
        self.name = name  # of the file, for errors
        self.data = b""
        self.at = 0
        self._stream = stream
        self._chunk = chunk
        self._dry = False
        if self.has(len(_BOM)) and self.data.startswith(_BOM):
            self.at = len(_BOM)

    def has(self, size: int) -> bool:
        """Reads on until `size` bytes are there; false where the file ends before."""
        held = len(self.data) - self.at
        if held >= size:
            return True
        if self._dry:
            return False
        if size > MAX_HELD:
            raise self.error(
                f"has a row, string or comment of more than {MAX_HELD:,} bytes: a quotation mark may be missing",
                "copy it again, or dump it again",
            )
        return self._read(size, held)

    def _read(self, size: int, held: int) -> bool:
        parts = [self.data[self.at :]]
        while held < size and (part := self._stream.read(max(self._chunk, size - held))):
            parts.append(part)
            held += len(part)
        self.data, self.at = b"".join(parts), 0
        self._dry = held < size
        return not self._dry

    def window(self, size: int) -> bytes:
        """The next bytes, `size` of them unless the file ends before; they stay unused."""
        self.has(size)
        return self.data[self.at : self.at + size]

    @property
    def row_error(self) -> InputError:
        """Of a file that stops where more must come."""
        return self.error("ends inside a row: it is truncated", "copy it again and compare its size or checksum")

    def error(self, why: str, hint: str) -> InputError:
        return InputError(self.name, why, hint)
