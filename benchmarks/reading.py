"""Time the readers on the generated catalog in every container: `python -m benchmarks.reading`.

Reads all columns into the raw table and writes that as Parquet; normalisation and deduplication are not in it. The peer
is the shortest way without classmatch: Polars' own scan into Parquet, which checks nothing, or for a dump the usual
script around `csv.reader`.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import time
from pathlib import Path

import polars as pl

from benchmarks.containers import peer_rows, write_containers
from benchmarks.generate import CATALOG, generate
from benchmarks.measure import measure
from classmatch.read import read, reading, recognise_catalogs

ROWS = 1_000_000
GOALS = {
    "Parquet": 800_000,
    "CSV": 500_000,
    "JSON lines": 150_000,
    "MySQL dump": 60_000,
}  # rows a second, from plain files
MOST_MB = 1_500
ROW = "{:<18} {:<11} {:>9} {:>12} {:>8} {:>12}"


def read_file(file: Path, out: Path) -> int:
    """Read a catalog with classmatch; the number of its rows."""
    [source] = recognise_catalogs([file])
    result = read(source)
    tables = {"records": result.records, "rejects": result.rejects}
    with reading(file):
        pl.collect_all([_sunk(frame, out / f"{name}.parquet") for name, frame in tables.items()])
    return sum(_height(out / f"{name}.parquet") for name in tables)


def read_peer(file: Path, out: Path) -> int:
    """Read it without classmatch; the number of its rows."""
    target = out / "peer.parquet"
    if ".sql" in file.name:
        return _read_dump(file)
    scans = {".parquet": pl.scan_parquet, ".csv": _scan_csv, ".jsonl": pl.scan_ndjson}
    suffix = next(part for part in file.suffixes if part in scans)
    _sunk(scans[suffix](file), target).collect()
    return _height(target)


def _sunk(frame: pl.LazyFrame, target: Path) -> pl.LazyFrame:
    """Written as it is: to compress what was read is no part of reading it."""
    return frame.sink_parquet(target, compression="uncompressed", statistics=False, lazy=True)


def _scan_csv(file: Path) -> pl.LazyFrame:
    return pl.scan_csv(file, infer_schema=False)


def _read_dump(file: Path) -> int:
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
        return sum(1 for _ in peer_rows(io.TextIOWrapper(stream, encoding="utf-8")))


def _height(table: Path) -> int:
    return int(pl.scan_parquet(table).select(pl.len()).collect().item())


def one(how: str, file: Path, out: Path) -> None:
    """Read one file in this process, and say on stdout how many rows it has and how long that took."""
    start = time.perf_counter()
    rows = {"classmatch": read_file, "peer": read_peer}[how](file, out)
    sys.stdout.write(json.dumps({"rows": rows, "seconds": time.perf_counter() - start}))


def timed(how: str, file: Path, out: Path) -> tuple[int, float, int]:
    """Rows, seconds and peak megabytes of reading a file in a process of its own."""
    log = out / "one.log"
    usage = measure([sys.executable, "-m", "benchmarks.reading", "--one", how, str(file), "--out", str(out)], log)
    said = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    return said["rows"], said["seconds"], usage.peak_bytes // 1_000_000


def compare(container: str, file: Path, out: Path) -> bool:
    """Print what reading took, and the peer; whether the goal was reached."""
    rows, seconds, peak = timed("classmatch", file, out)
    _, other_seconds, other_peak = timed("peer", file, out)
    speed, ratio = rows / seconds, other_seconds / seconds
    print(ROW.format(container, "classmatch", f"{seconds:.2f}", f"{speed:,.0f}", f"{peak:,}", f"{ratio:.2f}"))
    print(
        ROW.format("", "peer", f"{other_seconds:.2f}", f"{rows / other_seconds:,.0f}", f"{other_peak:,}", ""),
        flush=True,
    )
    goal = GOALS.get(container, 0)
    if speed < goal or peak > MOST_MB:
        print(f"  goal missed: {goal:,} rows/s in {MOST_MB:,} MB")
    return speed >= goal and peak <= MOST_MB


def main() -> int:
    """Run the benchmark; exit code 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--out", type=Path, default=Path("build/bench/reading"), help="where files go")
    parser.add_argument("--one", nargs=2, metavar=("HOW", "FILE"), help="read one file in this process")
    given = parser.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]), given.out)
        return 0
    generate(given.rows, max(given.rows // 2, 1000), given.out / "data")
    files = write_containers(given.out / "data" / CATALOG, given.out / "data")
    print(ROW.format("container", "reader", "seconds", "rows/s", "peak MB", "peer / ours"))
    reached = [compare(container, file, given.out) for container, file in files.items()]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
