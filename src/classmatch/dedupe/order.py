"""The copies in an order that does not depend on the input, and the 64-bit keys that stand for their text.

The order is that of the edition keys and then of the fields of the record. It is made by sorting on the disk: copies go
into buckets by ranges of the edition key, and each bucket is sorted by itself. What is left in memory or read again
later are integers, in canonical order: a record's number is its place in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.dedupe.copies import portions
from classmatch.dedupe.files import cut, pieces
from classmatch.dedupe.keys import edition_key, has_words, name_key, numbers, work_key
from classmatch.hashing import content_id, hash64, mix
from classmatch.normalise.hashes import is_of_no_bytes
from classmatch.parquet import scan_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from classmatch.dedupe.copies import Copies

_ORDER = ("source", "record_id", "md5", "title", "authors", "publisher", "file_status", "added")
_TEXT = ("main", "full", "numbers", "companion", "names")  # hashes of all that `corroborate` compares
_SAMPLE = 20_000  # copies from whose keys the bounds of buckets are taken


@dataclass(frozen=True)
class Keys:
    """The integers of all copies, in canonical order, in one file a bucket.

    `input_row` is the place of the copy in the input; `first` the number of the first copy with the same edition key,
    and `edition` the first 64 bits of the key's SHA-256. `work` and the digests are hashes, null where there is none;
    so are the parts of the record that say whether two are of one work (`main`, `numbers`, `companion`, `names`, and
    `text` for all of them), which are never null.
    """

    files: list[Path]
    rows: int

    def table(self, *columns: str) -> pl.DataFrame:
        return scan_files(*self.files).select(*columns).collect()

    def array(self, column: str) -> NDArray[np.generic]:
        """(rows,) a column without nulls."""
        return self.table(column)[column].to_numpy()


def ordered_keys(copies: Copies, folder: Path, buckets: int, portion: int) -> Keys:
    """The keys of all copies in canonical order, made in `folder` from about so many buckets.

    `portion` rows are put into buckets at a time.
    """
    done = folder / "keys"
    done.mkdir()
    start, files = 0, []
    for bucket, unsorted in enumerate(_unsorted(copies, folder / "unsorted", _bounds(copies, buckets), portion)):
        files.append(done / f"{bucket:05d}.parquet")
        start += _write_sorted(unsorted, start, files[-1])
    return Keys(files, start)


def _unsorted(copies: Copies, folder: Path, bounds: list[str], portion: int) -> Iterator[pl.DataFrame]:
    """The keys of the copies of each bucket; they lie in files in between unless one portion has them all."""
    parts = [
        (part.start, _keyed(copies.scan.slice(part.start, portion), part.start).with_columns(bucket=_bucket(bounds)))
        for part in portions(max(copies.rows, 1), portion)
    ]
    numbers = range(len(bounds) + 1)
    if len(parts) == 1:
        keyed = parts[0][1].collect()
        return (keyed.filter(pl.col("bucket") == number).drop("bucket") for number in numbers)
    for start, part in parts:
        cut(part, "bucket", folder / f"{start:012d}")
    none = parts[0][1].drop("bucket").head(0)
    return (_taken(pieces(folder, number), none) for number in numbers)


def _taken(files: list[Path], none: pl.LazyFrame) -> pl.DataFrame:
    """The rows of the files, which are removed; `none` if there is no file."""
    table = (scan_files(*files) if files else none).collect()
    for file in files:
        file.unlink()
    return table


def _write_sorted(bucket: pl.DataFrame, start: int, path: Path) -> int:
    """Write the keys of a bucket in canonical order, and return how many copies it has."""
    _sorted(bucket, start).write_parquet(path, compression="lz4", statistics=False)
    return bucket.height


def _bounds(copies: Copies, buckets: int) -> list[str]:
    """The edition keys at which buckets begin, but for the first bucket."""
    if buckets == 1:
        return []
    keys = copies.sample(_SAMPLE, edition_key().alias("key"))["key"].unique().sort()
    places = np.linspace(0, len(keys), buckets, endpoint=False).astype(np.int64)[1:]
    return keys.gather(np.unique(places)).to_list()


def _bucket(bounds: list[str]) -> pl.Expr:
    key = pl.col("edition_key")
    if not bounds:
        return pl.lit(0, pl.UInt32)
    return pl.sum_horizontal((key >= bound).cast(pl.UInt32) for bound in bounds)


def _usable(column: str) -> pl.Expr:
    """A digest as a key, unless it is that of a file of no bytes."""
    return pl.when(~is_of_no_bytes(pl.col(column))).then(hash64(pl.col(column)))


def _keyed(copies: pl.LazyFrame, start: int) -> pl.LazyFrame:
    """The keys of copies that stand at `start` of the input."""
    digests = {f"key_{name}": _usable(name) for name in ("md5", "md5_reported", "better_md5", "sha1", "sha256")}
    return copies.with_row_index("input_row", start).select(
        "input_row",
        *_ORDER,
        edition_key=edition_key(),
        work=hash64(work_key()),
        content=hash64(pl.coalesce("md5", "sha1", "sha256")),
        isbns=pl.col("isbns").list.eval(hash64(pl.element())),
        asins=pl.col("asins").list.eval(hash64(pl.element())),
        **digests,
        main=hash64(pl.col("title_main")),
        numbers=hash64(numbers()),
        companion=hash64(pl.col("companion").fill_null("")),
        names=hash64(name_key()),
        worded=has_words(),
        full=hash64(pl.col("title_full")),
    )


def _sorted(bucket: pl.DataFrame, start: int) -> pl.DataFrame:
    """The keys of a bucket in canonical order; its first copy has the number `start`."""
    text = mix(*(bucket[column].to_numpy() for column in _TEXT))
    bucket = bucket.with_columns(text=pl.Series(text)).drop("full")
    ordered = bucket.select("edition_key").with_row_index("place").sort("edition_key", "place")
    run = ordered["edition_key"].rle_id()
    place = ordered["place"].to_numpy().copy()
    shared = (run.is_duplicated()).to_numpy()
    place[shared] = _within(bucket, place[shared], run.to_numpy()[shared])
    first = np.flatnonzero(np.diff(run.to_numpy(), prepend=-1))
    known = ordered["edition_key"].gather(first).to_frame().select(edition=_digest(pl.col("edition_key")))["edition"]
    return bucket.drop("edition_key", *_ORDER)[place].with_columns(
        first=pl.Series((first + start).astype(np.uint32)[run.to_numpy()]), edition=known.gather(run)
    )


def _within(bucket: pl.DataFrame, place: NDArray[np.uint32], run: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Places of copies that share an edition key, put in order by the fields of the record."""
    rest = [pl.col("text"), (pl.col("isbns").list.sum() + pl.col("asins").list.sum()).alias("sum"), pl.col("input_row")]
    shared = bucket.select(*_ORDER, *rest)[place].with_columns(run=pl.Series(run), place=pl.Series(place))
    order = shared.select(pl.arg_sort_by("run", *_ORDER, "text", "sum", "input_row", nulls_last=True)).to_series()
    found: NDArray[np.uint32] = place[order.to_numpy()]
    return found


def _digest(key: pl.Expr) -> pl.Expr:
    """The 64 bits of a content id, as a number."""
    return content_id(key, "e1").str.slice(3).str.decode("hex").bin.reinterpret(dtype=pl.UInt64, endianness="big")
