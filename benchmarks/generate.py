"""Write a catalog, registrations and the truth about them: `python -m benchmarks.generate --out DIR`.

The files are the same bytes each time for the same sizes. Rows are made in chunks and streamed to disk, so that memory
does not grow with the size.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.world import tables
from benchmarks.world.layout import SMALLEST, Layout
from benchmarks.world.works import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 100_000  # rows made at a time
CATALOG, REGISTRATIONS, TRUTH = "catalog.parquet", "registrations.parquet", "truth.parquet"


def generate(catalog_rows: int, registrations: int, out: Path) -> None:
    """Write `catalog.parquet`, `registrations.parquet` and `truth.parquet` into `out`.

    Raises:
        ValueError: when either size is below `SMALLEST`, where shares of the whole mean little.

    """
    if min(catalog_rows, registrations) < SMALLEST:
        raise ValueError(f"sizes of {catalog_rows} and {registrations} rows: both must be {SMALLEST} or more")
    layout = Layout(catalog_rows, registrations)
    world = World(layout.works)
    out.mkdir(parents=True, exist_ok=True)
    _stream(partial(tables.catalog, layout, world), catalog_rows, out / CATALOG)
    _stream(partial(tables.registrations, layout, world), registrations, out / REGISTRATIONS)
    _stream(partial(tables.truth, layout), layout.matched, out / TRUTH)


def _stream(make: Callable[[int, int], pl.DataFrame], count: int, path: Path) -> None:
    """Write the frames that `make` returns for each chunk of `count` to one Parquet file."""

    def chunks(
        _columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        for start in range(0, count, CHUNK):
            yield make(start, min(start + CHUNK, count))

    schema = make(0, 10).schema
    pl.io.plugins.register_io_source(chunks, schema=schema).sink_parquet(path, row_group_size=CHUNK)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("--catalog-rows", type=int, default=1_000_000)
    parser.add_argument("--registrations", type=int, default=500_000)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    generate(given.catalog_rows, given.registrations, given.out)


if __name__ == "__main__":
    main()
