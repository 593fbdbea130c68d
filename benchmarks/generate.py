"""Write a catalog, registrations, a later drop, and the truth about them: `python -m benchmarks.generate --out DIR`.

The files are the same bytes each time for the same sizes, whatever the number of processes. Rows are made in chunks and
streamed to disk, so that memory does not grow with the size. Files that the same code has made are left as they are.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.world import tables
from benchmarks.world.additions import Additions
from benchmarks.world.layout import SMALLEST, Layout
from benchmarks.world.works import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CHUNK = 100_000  # rows made at a time
CATALOG, REGISTRATIONS, TRUTH = "catalog.parquet", "registrations.parquet", "truth.parquet"
DROP, DROP_TRUTH = "drop.parquet", "drop_truth.parquet"
MADE = "made.json"  # what made the files; written last
PROCESSES = min(os.cpu_count() or 1, 4)  # each holds about 250 MB
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Span:
    """Rows of one file: which file, of a world of which sizes, and from where to where."""

    file: str
    catalog_rows: int
    registrations: int
    start: int
    stop: int


def generate(catalog_rows: int, registrations: int, out: Path, processes: int = PROCESSES) -> None:
    """Write the five files into `out`, unless they are there already.

    Raises:
        ValueError: when either size is below `SMALLEST`, where shares of the whole mean little.

    """
    if min(catalog_rows, registrations) < SMALLEST:
        raise ValueError(f"sizes of {catalog_rows} and {registrations} rows: both must be {SMALLEST} or more")
    made = {"catalog_rows": catalog_rows, "registrations": registrations, **_makers()}
    if _read(out / MADE) == made:
        return
    out.mkdir(parents=True, exist_ok=True)
    (out / MADE).unlink(missing_ok=True)
    _write(catalog_rows, registrations, out, processes)
    (out / MADE).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def _makers() -> dict[str, str]:
    """What decides the bytes, beside the sizes: the code and word lists, and the library that writes the files."""
    files = [_HERE / "generate.py", *sorted((_HERE / "world").glob("*.py")), *sorted((_HERE / "data").iterdir())]
    code = sha256(b"".join(sha256(file.read_bytes()).digest() for file in files if file.is_file()))
    return {"code": code.hexdigest(), "polars": version("polars")}


def _read(path: Path) -> dict[str, int | str] | None:
    try:
        found: dict[str, int | str] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found


def _write(catalog_rows: int, registrations: int, out: Path, processes: int) -> None:
    layout, _, additions = _plan(catalog_rows, registrations)
    counts = {
        CATALOG: catalog_rows,
        REGISTRATIONS: registrations,
        TRUTH: layout.matched,
        DROP: additions.count,
    }
    # A process that is forked while Polars' threads run may hang.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        for file, count in counts.items():
            spans = _spans(file, catalog_rows, registrations, count)
            few = len(spans) < 2 or processes < 2
            frames = map(make, spans) if few else _in_order(pool, spans, processes)
            _stream(frames, make(Span(file, catalog_rows, registrations, 0, 10)).schema, out / file)
    tables.drop_truth(additions).write_parquet(out / DROP_TRUTH)


@cache
def _plan(catalog_rows: int, registrations: int) -> tuple[Layout, World, Additions]:
    layout = Layout(catalog_rows, registrations)
    world = World(layout.works)
    return layout, world, Additions(layout, world)


def _spans(file: str, catalog_rows: int, registrations: int, count: int) -> list[Span]:
    starts = range(0, count, CHUNK)
    return [Span(file, catalog_rows, registrations, start, min(start + CHUNK, count)) for start in starts]


def make(span: Span) -> pl.DataFrame:
    """The rows of a span."""
    layout, world, additions = _plan(span.catalog_rows, span.registrations)
    makers: dict[str, Callable[[int, int], pl.DataFrame]] = {
        CATALOG: lambda start, stop: tables.catalog(layout, world, start, stop),
        REGISTRATIONS: lambda start, stop: tables.registrations(layout, world, start, stop),
        TRUTH: lambda start, stop: tables.truth(layout, start, stop),
        DROP: lambda start, stop: tables.drop(additions, start, stop),
    }
    return makers[span.file](span.start, span.stop)


def _in_order(pool: ProcessPoolExecutor, spans: Iterable[Span], processes: int) -> Iterator[pl.DataFrame]:
    """The frames of all spans in their order, made in the pool; a few at a time, so that they do not pile up."""
    rest = iter(spans)
    waiting = deque(pool.submit(make, span) for span in islice(rest, processes + 1))
    while waiting:
        frame = waiting.popleft().result()
        waiting.extend(pool.submit(make, span) for span in islice(rest, 1))
        yield frame


def _stream(frames: Iterable[pl.DataFrame], schema: pl.Schema, path: Path) -> None:
    """Write frames to one Parquet file as they come."""

    def source(
        _columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        yield from frames

    pl.io.plugins.register_io_source(source, schema=schema).sink_parquet(path, row_group_size=CHUNK)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("--catalog-rows", type=int, default=1_000_000)
    parser.add_argument("--registrations", type=int, default=500_000)
    parser.add_argument("--processes", type=int, default=PROCESSES, help="that make rows at once")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    generate(given.catalog_rows, given.registrations, given.out, given.processes)


if __name__ == "__main__":
    main()
