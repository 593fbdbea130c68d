"""Arrow IPC streams, which have no index: written batch by batch as Parquet, so that one batch is held at a time.

A stream is a sequence of messages (Arrow columnar format, "IPC Streaming Format"): the mark `FF FF FF FF`, the size of
the metadata (int32), the metadata (a FlatBuffer), the body. The first is the schema; dictionaries come before the
batches that use them. Each batch is given to Polars as a stream of its own, behind the schema and the dictionaries.
"""

from __future__ import annotations

import io
import struct
from functools import partial
from typing import IO, TYPE_CHECKING, NamedTuple

import polars as pl

from classmatch.read.boundary import UnreadableError
from classmatch.read.once import per_version
from classmatch.read.scratch import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MARK = b"\xff\xff\xff\xff"
_END = _MARK + bytes(4)
_SCHEMA, _DICTIONARY = 1, 2  # message types; the other ones are batches
_TYPE_SLOT, _BODY_SLOT = 1, 3  # places of the fields `header_type` and `bodyLength` in the FlatBuffer's table
MAX_MESSAGE = 1 << 31  # bytes of a batch: it must fit into memory


class _Message(NamedTuple):
    kind: int
    data: bytes


def scan(path: Path) -> pl.LazyFrame:
    """The rows of a stream.

    Raises:
        UnreadableError: if it is truncated, damaged, or has a batch that is larger than `MAX_MESSAGE`.

    """
    parts, empty = _converted(path)
    return parts.scan(empty)


@per_version
def _converted(path: Path) -> tuple[Parts, pl.DataFrame]:
    parts = Parts("batches")
    with path.open("rb") as stream:
        before = b""
        empty = pl.DataFrame()
        for message in _messages(stream):
            if message.kind in (_SCHEMA, _DICTIONARY):
                before += message.data
                empty = _frame(before) if message.kind == _SCHEMA else empty
            else:
                parts.add(_frame(before + message.data))
    return parts, empty


def _frame(messages: bytes) -> pl.DataFrame:
    return pl.read_ipc_stream(io.BytesIO(messages + _END))


def _messages(stream: IO[bytes]) -> Iterator[_Message]:
    for mark in iter(partial(stream.read, 8), b""):
        size = struct.unpack("<4xi", mark)[0] if len(mark) == 8 and mark.startswith(_MARK) else -1
        if size == 0:
            return
        metadata = _exactly(stream, size)
        try:
            kind, body = _field(metadata, _TYPE_SLOT, "<B"), _field(metadata, _BODY_SLOT, "<q")
        except struct.error as error:
            raise _damaged() from error
        yield _Message(kind, mark + metadata + _exactly(stream, body))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size) if 0 <= size <= MAX_MESSAGE else b""
    if len(data) != size:
        raise _damaged()
    return data


def _damaged() -> UnreadableError:
    return UnreadableError("is a truncated or damaged Arrow stream", "copy it again and compare its size or checksum")


def _field(metadata: bytes, slot: int, kind: str) -> int:
    """A number in the root table of a FlatBuffer; 0 if it is not there."""
    table = struct.unpack_from("<I", metadata, 0)[0]
    directory = table - struct.unpack_from("<i", metadata, table)[0]
    place = 4 + 2 * slot
    has_slot = place < struct.unpack_from("<H", metadata, directory)[0]
    offset = struct.unpack_from("<H", metadata, directory + place)[0] if has_slot else 0
    return int(struct.unpack_from(kind, metadata, table + offset)[0]) if offset else 0
