"""No work id that was ever given is lost."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from classmatch.partitions import Partitions, partition_of
from classmatch.schema import COPY_WORKS
from classmatch.store.aliases import Tables, aliases_of


def copies(**work_of: str) -> pl.DataFrame:
    """Copies by record id, each with its work."""
    rows = [
        {
            **dict.fromkeys(COPY_WORKS),
            "source": "libgen",
            "record_id": record,
            "edition_id": f"e-{work}",
            "work_id": work,
        }
        for record, work in work_of.items()
    ]
    return pl.DataFrame(rows, schema=dict(COPY_WORKS))


def full(work: str) -> str:
    """A work id for `w1` to `w9`, in the same order, from all over the range of ids."""
    return f"w1-{int(work[1:]) * 0x1999:04x}{0:012x}"


def stored(folder: Path, table: pl.DataFrame, count: int) -> Tables:
    """A catalog with these copies, in so many partitions."""
    named = table.with_columns(pl.col("work_id").map_elements(full, return_dtype=pl.String)).sort("work_id")
    works = named.select("work_id").unique()
    found = Tables(Partitions(folder / "works", count), Partitions(folder / "copies", count))
    for rows, parts in zip((works, named), found, strict=True):
        parts.folder.mkdir(parents=True)
        for partition in range(count):
            rows.filter(partition_of(pl.col("work_id"), count) == partition).write_parquet(parts.path(partition))
    return found


def aliases(before: pl.DataFrame, older: dict[str, str], now: pl.DataFrame) -> dict[str, str]:
    """What comes of it in one partition; in others the same must."""
    old = pl.DataFrame(
        {"alias": list(map(full, older)), "work_id": list(map(full, older.values()))},
        schema=[("alias", pl.String), ("work_id", pl.String)],
    )
    short = {full(f"w{digit}"): f"w{digit}" for digit in range(1, 10)}
    found = []
    for counts in ((1, 1), (4, 4), (8, 2), (2, 8)):
        with TemporaryDirectory() as name:
            tables = [
                stored(Path(name, side), table, count)
                for side, table, count in zip("ab", (before, now), counts, strict=True)
            ]
            rows = aliases_of(tables[0], old, tables[1])
            assert rows["alias"].is_sorted()
            found.append({short[alias]: short[work] for alias, work in rows.iter_rows()})
    assert all(each == found[0] for each in found)
    return found[0]


def test_a_work_that_stays_has_none() -> None:
    assert aliases(copies(a="w1"), {}, copies(a="w1", b="w2")) == {}


def test_works_that_merge_lead_to_the_one_that_is_left() -> None:
    assert aliases(copies(a="w1", b="w2"), {}, copies(a="w1", b="w1")) == {"w2": "w1"}


def test_a_work_with_a_new_key_is_found_under_its_old_id() -> None:
    assert aliases(copies(a="w5"), {}, copies(a="w1", b="w1")) == {"w5": "w1"}


def test_a_split_leads_to_the_larger_part_and_of_equals_to_the_smaller_id() -> None:
    assert aliases(copies(a="w1", b="w1", c="w1"), {}, copies(a="w2", b="w3", c="w3")) == {"w1": "w3"}
    assert aliases(copies(a="w1", b="w1"), {}, copies(a="w3", b="w2")) == {"w1": "w2"}


def test_an_alias_of_an_alias_leads_all_the_way() -> None:
    assert aliases(copies(a="w2"), {"w3": "w2"}, copies(a="w1")) == {"w2": "w1", "w3": "w1"}


def test_an_id_that_is_a_work_again_is_no_alias() -> None:
    assert aliases(copies(a="w1", b="w1"), {"w2": "w1"}, copies(a="w1", b="w2")) == {}
