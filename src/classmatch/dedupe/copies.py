"""The copies on the disk: how many there are, and the text of some of them, without ever holding them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Copies:
    """`schema.COPIES` as a scan, `rows` of them; a row is known by its place in the scan."""

    scan: pl.LazyFrame
    rows: int

    @classmethod
    def of(cls, scan: pl.LazyFrame) -> Copies:
        rows: int = scan.select(pl.len()).collect().item()
        return cls(scan, rows)

    def fetch(self, rows: NDArray[np.uint32], *columns: str | pl.Expr) -> pl.DataFrame:
        """`columns` of these rows, which are sorted and distinct, in their order."""
        wanted = np.zeros(self.rows, dtype=np.bool_)
        wanted[rows] = True
        mask = pl.LazyFrame({"_wanted": wanted})
        beside = pl.concat([self.scan, mask], how="horizontal").with_row_index("_row").filter("_wanted")
        return beside.select("_row", *columns).collect().sort("_row").drop("_row")

    def sample(self, rows: int, *columns: str | pl.Expr) -> pl.DataFrame:
        """`columns` of about `rows` rows from all over the scan."""
        parts = 16
        each = max(rows // parts, 1)
        starts = {self.rows * part // parts for part in range(parts)}
        return pl.concat([self.scan.slice(start, each).select(*columns) for start in sorted(starts)]).collect()


def portions(total: int, size: int) -> Iterator[slice]:
    """Slices of `size` that together cover `total`."""
    return (slice(start, start + size) for start in range(0, total, size))
