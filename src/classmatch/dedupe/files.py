"""Names of files that a table is cut into by a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polars.io.partition import FileProviderArgs


def named(given: FileProviderArgs) -> str:
    """File of a part; names sort as the numbers do."""
    return f"{given.partition_keys.item(0, 0):05d}-{given.index_in_partition:04d}.parquet"
