"""Works and copies on the disk: the same in any number of partitions, in any order, with however little memory."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from builders import catalog
from classmatch.config import DedupeSettings
from classmatch.dedupe import dedupe, deduplicated
from classmatch.dedupe.copies import Copies
from classmatch.dedupe.order import ordered_keys
from classmatch.parquet import scan_files, scan_folder
from classmatch.partitions import Partitions, partition_of

if TYPE_CHECKING:
    from pathlib import Path

TITLES = [
    "Salt Roads",
    "Salt Roads: A History",
    "Marsh Fires",
    "Marsh Fyres",
    "Summary of Marsh Fires",
    "Marsh Fires 2",
]
NAMES = ["Rowe, Everett", "E. Rowe", "Ina Marl", None]
ISBNS = ["9780446310789", "9780521531009", None]


def rows() -> list[dict[str, Any]]:
    """Records that meet in many ways, some of them twice, some without a title."""
    chance = random.Random(5)  # noqa: S311
    made = [
        {
            "title": chance.choice([*TITLES, *(f"Lamps of the {number} Street" for number in range(40)), None]),
            "author": chance.choice(NAMES),
            "isbn": chance.choice(ISBNS),
            "md5": f"{chance.randrange(90) + 10:02d}" * 16,
            "better_md5": chance.choice([None, f"{chance.randrange(90) + 10:02d}" * 16]),
            "date": chance.choice([None, "1998", "2004-05-01"]),
            "publisher": chance.choice([None, "Lantern Row", "Tidewrack"]),
            "record_id": f"r{number}",
        }
        for number in range(300)
    ]
    return [*made, *made[:20]]


COPIES = catalog(*rows())


@pytest.mark.parametrize(("count", "memory"), [(4, None), (64, 1), (1, 100_000), (2, 3_000_000)])
def test_neither_partitions_nor_memory_nor_order_change_the_result(count: int, memory: int | None) -> None:
    whole = deduplicated(COPIES.lazy(), DedupeSettings())
    other = deduplicated(COPIES.sample(fraction=1, shuffle=True, seed=3).lazy(), DedupeSettings(), count, memory)
    assert other.works.equals(whole.works)
    assert other.copies.equals(whole.copies)
    assert other.counts == whole.counts
    assert whole.counts["refused_merges"] > 0


@pytest.mark.parametrize("buckets", [1, 5])
def test_keys_are_the_same_whether_they_lie_in_files_or_in_memory(tmp_path: Path, buckets: int) -> None:
    COPIES.write_parquet(tmp_path / "given.parquet")
    copies = Copies.of(scan_files(tmp_path / "given.parquet"))
    found = []
    for portion in (copies.rows, 37):
        folder = tmp_path / str(portion)
        folder.mkdir()
        keys = ordered_keys(copies, folder, buckets, portion)
        assert sorted(folder.rglob("*.parquet")) == sorted(folder.glob("keys/*")) == keys.files
        found.append(keys.table("*"))
    assert found[0].equals(found[1])
    assert found[0].height == copies.rows


def test_each_partition_has_its_works_and_their_copies(tmp_path: Path) -> None:
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir()
    made.mkdir()
    for part in range(3):
        COPIES[part::3].write_parquet(given / f"{part}.parquet")
    counts = dedupe(scan_folder(given), DedupeSettings(), made, 8)
    assert sorted(path.name for path in made.iterdir()) == ["copies", "works"]
    for table in ("works", "copies"):
        parts = Partitions(made / table, 8)
        assert sorted(parts.folder.iterdir()) == parts.paths
        assert parts.scan_all().select("work_id").collect()["work_id"].is_sorted()
        for partition in range(8):
            ids = parts.scan(partition).select(partition_of(pl.col("work_id"), 8)).collect().to_series()
            assert (ids == partition).all()
    assert Partitions(made / "works", 8).scan_all().collect().height == counts["works"]


def test_the_same_catalog_gives_the_same_bytes(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    COPIES.write_parquet(given / "a.parquet")
    made = [tmp_path / name for name in "ab"]
    for folder, memory in zip(made, (None, 50_000), strict=True):
        folder.mkdir()
        dedupe(scan_folder(given), DedupeSettings(), folder, 2, memory)
    for name in ("works/0000.parquet", "works/0001.parquet", "copies/0000.parquet", "copies/0001.parquet"):
        assert (made[0] / name).read_bytes() == (made[1] / name).read_bytes()


def test_a_catalog_without_copies_has_empty_files() -> None:
    found = deduplicated(COPIES.head(0).lazy(), DedupeSettings(), 2)
    assert (found.works.height, found.copies.height, found.counts["works"]) == (0, 0, 0)
