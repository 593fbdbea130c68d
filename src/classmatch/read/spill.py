"""Tables too large for memory, divided on disk by a key: rows with one key are all in one partition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.hashing import hash64
from classmatch.parquet import scan_files
from classmatch.read.rows import ROW
from classmatch.read.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PARTITION_ROWS = 2_000_000  # rows of the largest table in one partition, about: some hundred megabytes of text
_BUCKET = "bucket"


def join_on(
    key: str, frames: Sequence[pl.LazyFrame], join: Callable[[Sequence[pl.LazyFrame]], pl.LazyFrame]
) -> pl.LazyFrame:
    """What `join` makes of frames that all have the text column `key`, in bounded memory.

    `join` is called once a partition with the part of each frame, and must need no rows of other keys. Its result has
    the column `rows.ROW`, by which the rows of a partition are sorted. A null key is one key.
    """
    count = partitions_for(frames)
    if count == 1:
        return join(frames).sort(ROW, maintain_order=True)
    divided = [divide(frame, key, count) for frame in frames]
    parts = [join(part).sort(ROW, maintain_order=True) for part in zip(*divided, strict=True)]
    return pl.concat(parts)


def partitions_for(frames: Sequence[pl.LazyFrame]) -> int:
    """How many partitions keep each one small."""
    heights = [int(frame.select(pl.len()).collect(engine="streaming").item()) for frame in frames]
    return max(1, -(-max(heights) // PARTITION_ROWS))


def divide(frame: pl.LazyFrame, key: str, count: int) -> list[pl.LazyFrame]:
    """The rows of each partition, from a scratch folder that is written now."""
    folder = scratch_folder("divided")
    bucket = hash64(pl.col(key).fill_null("")) % count
    target = pl.PartitionBy(folder, key=bucket.alias(_BUCKET), include_key=False)
    frame.sink_parquet(target, compression="lz4", engine="streaming")
    empty = pl.LazyFrame(schema=frame.collect_schema())
    files = [sorted(folder.glob(f"{_BUCKET}={number}/*.parquet")) for number in range(count)]
    return [scan_files(*part) if part else empty for part in files]
