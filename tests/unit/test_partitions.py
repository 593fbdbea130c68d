"""Tables cut by work id: every row in one partition, and the partitions in the order of the ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.partitions import Partitions, partition_of, partitions_for

if TYPE_CHECKING:
    from pathlib import Path

COUNTS = st.integers(0, 16).map(lambda power: 1 << power)

MAX_COPIES = 1_000


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1), COUNTS)
def test_partitions_are_ranges_of_the_sorted_ids(numbers: list[int], count: int) -> None:
    ids = pl.DataFrame({"work_id": sorted(f"w1-{number:016x}" for number in numbers)})
    found = ids.select(partition_of(pl.col("work_id"), count)).to_series()
    assert found.is_sorted()
    assert found.to_list() == [number * count >> 64 for number in sorted(numbers)]


@pytest.mark.parametrize("rows", [0, 1, MAX_COPIES, MAX_COPIES + 1, 3 * MAX_COPIES, 10_000_000])
def test_a_partition_has_few_copies_on_average(rows: int) -> None:
    count = partitions_for(rows, MAX_COPIES)
    assert rows <= count * MAX_COPIES
    assert count == 1 or rows > count // 2 * MAX_COPIES


def test_a_count_stays_until_partitions_are_far_too_large() -> None:
    assert partitions_for(8 * MAX_COPIES, MAX_COPIES, 2) == 2
    assert partitions_for(8 * MAX_COPIES + 1, MAX_COPIES, 2) == 16
    assert partitions_for(1, MAX_COPIES, 64) == 64


@pytest.mark.parametrize("count", [0, 3, -2, 1 << 17])
def test_other_counts_are_refused(tmp_path: Path, count: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        Partitions(tmp_path, count)


def test_a_range_of_another_count_is_covered(tmp_path: Path) -> None:
    parts = Partitions(tmp_path, 4)
    for partition, path in enumerate(parts.paths):
        pl.DataFrame({"part": [partition]}).write_parquet(path)
    assert parts.scan_all().collect()["part"].to_list() == [0, 1, 2, 3]
    assert parts.scan_range(1, 2).collect()["part"].to_list() == [2, 3]
    assert parts.scan_range(3, 8).collect()["part"].to_list() == [1]
    assert parts.scan(2).collect()["part"].to_list() == [2]
