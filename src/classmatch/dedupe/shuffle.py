"""Copies moved into partitions by work, and what becomes of them there: where each went, and the works."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch import schema
from classmatch.dedupe.copies import portions
from classmatch.dedupe.files import cut, pieces
from classmatch.dedupe.ids import ids_of
from classmatch.dedupe.works import COLUMNS, works
from classmatch.hashing import hash64
from classmatch.parquet import scan_files
from classmatch.partitions import Partitions

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from classmatch.dedupe.copies import Copies

_ROW_GROUP = 250_000  # rows; fixed, since Polars would otherwise cut row groups where its threads cut chunks
_LEVEL = 1  # of Zstandard: works a tenth larger than by default, a third faster
_CONTENT = ("md5", "sha1", "sha256")
_ROWS = ("record_id", "md5", "file_status", "added")


@dataclass(frozen=True)
class Placed:
    """For each row of the input: its work and edition, 64 bits of their ids, and its number in canonical order."""

    work: NDArray[np.uint64]
    edition: NDArray[np.uint64]
    number: NDArray[np.uint32]

    def partition(self, count: int) -> NDArray[np.uint32]:
        """What `partitions.partition_of` says of the ids."""
        return ((self.work >> np.uint64(48)) * np.uint64(count) >> np.uint64(16)).astype(np.uint32)


def shuffle(copies: Copies, placed: Placed, folder: Path, count: int, portion: int) -> list[list[Path]]:
    """The files of each partition, in `folder`, with the columns that works and copies are made of.

    `portion` rows are moved at a time.
    """
    columns = [*dict.fromkeys([*COLUMNS, *_ROWS])]
    content = hash64(pl.coalesce(*_CONTENT)).alias("content")
    partition = placed.partition(count)
    for part in portions(copies.rows, portion):
        ids = {"work": placed.work[part], "edition": placed.edition[part], "number": placed.number[part]}
        beside = pl.LazyFrame({**ids, "partition": partition[part]})
        text = copies.scan.slice(part.start, portion).select(*columns, content)
        cut(pl.concat([text, beside], how="horizontal"), "partition", folder / f"{part.start:012d}")
    return [pieces(folder, number) for number in range(count)]


def write_partitions(files: list[list[Path]], folder: Path, workers: int) -> int:
    """Write `works/` and `copies/` of each partition into `folder`, `workers` at a time; how many works there are."""
    targets = Partitions(folder / "copies", len(files)), Partitions(folder / "works", len(files))
    for target in targets:
        target.folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(lambda partition: _write(files[partition], partition, *targets), range(len(files))))


def _write(files: list[Path], partition: int, copies: Partitions, into: Partitions) -> int:
    """Write the tables of one partition, and remove the files that it was made from."""
    if files:
        shuffled = scan_files(*files).collect().sort("work", "number")
        _save(copy_works(shuffled), copies.path(partition))
        table = works(shuffled)
    else:
        _save(pl.DataFrame(schema=dict(schema.COPY_WORKS)), copies.path(partition))
        table = pl.DataFrame(schema=dict(schema.WORKS))
    _save(table, into.path(partition))
    for file in files:
        file.unlink()
    return table.height


def _save(table: pl.DataFrame, path: Path) -> None:
    """A file appears whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    table.rechunk().write_parquet(unfinished, compression="zstd", compression_level=_LEVEL, row_group_size=_ROW_GROUP)
    unfinished.replace(path)


def copy_works(shuffled: pl.DataFrame) -> pl.DataFrame:
    """`schema.COPY_WORKS`, sorted by work and then by all other columns; `shuffled` is sorted by work.

    The numbers of ids are in the order of the ids.
    """
    names = {"work_id": "work", "edition_id": "edition"}
    order = ["work", *(names.get(name, name) for name in schema.COPY_WORKS if name != "work_id")]
    table = shuffled.select(order)
    work = table["work"].rle_id().to_numpy()
    rows = np.flatnonzero(np.bincount(work)[work] > 1)
    place = np.arange(table.height)
    place[rows] = rows[table[rows].select(pl.arg_sort_by(order, nulls_last=True)).to_series().to_numpy()]
    ids = {"work_id": ids_of("w1", table["work"]), "edition_id": ids_of("e1", table["edition"])}
    return table.with_columns(**ids).select(*schema.COPY_WORKS)[place]
