"""The folder of results of a run: tables, then the summary, then the manifest that says the run is finished."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from classmatch.errors import ClassmatchError, UsageError
from classmatch.store.atomic import sweep, write_bytes, write_json
from classmatch.store.hashing import file_hash
from classmatch.store.tables import write_csv_parts, write_parquet_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import polars as pl

    Parts = Iterable[pl.DataFrame]

MANIFEST = "manifest.json"
SUMMARY = "summary.json"
_WORKING = ".working"
_AT_ONCE = 2  # files that are written
_SOMETIMES = ("changes.csv",)  # what not every run writes: that of an earlier run must not stay beside this one's


def open_results(folder: Path) -> None:
    """Make the folder, and take an earlier run's manifest away: what is in it is not finished from here on."""
    _make(folder)
    sweep(folder)
    for name in (MANIFEST, *_SOMETIMES):
        (folder / name).unlink(missing_ok=True)


@contextmanager
def working(folder: Path, run: str) -> Iterator[Path]:
    """A folder for what a run needs between its stages. It goes with the run's end, and stays when it is killed.

    What other runs left there, which will not be gone on with, is removed. Raises `UsageError` when it cannot be made.
    """
    root = folder / _WORKING
    own = root / run
    for other in root.glob("*"):
        if other != own:
            shutil.rmtree(other, ignore_errors=True)
    _make(own)
    try:
        yield own
    except ClassmatchError:  # nothing to go on with: the user has to change something
        _remove(root)
        raise
    _remove(root)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made: {error.strerror}", "name another folder with --out") from None


def _remove(root: Path) -> None:
    """Remove the folder, and that of the results when nothing else is in it."""
    shutil.rmtree(root, ignore_errors=True)
    with suppress(OSError):
        root.parent.rmdir()


def write_tables(
    folder: Path,
    *,
    parquet: Mapping[str, Parts],
    csv: Mapping[str, Parts],
    pictures: Mapping[str, bytes],
) -> dict[str, str]:
    """Write tables as `<name>.parquet` and `<name>.csv` and pictures as `<name>.svg`; the SHA-256 of each file.

    A table is given in parts, of which a few are in memory at a time.
    """

    def as_parquet(name: str) -> str:
        return write_parquet_parts(parquet[name], folder / f"{name}.parquet")

    def as_csv(name: str) -> str:
        return write_csv_parts(csv[name], folder / f"{name}.csv")

    with ThreadPoolExecutor(_AT_ONCE) as pool:  # one compresses while another writes text
        found = {f"{name}.parquet": pool.submit(as_parquet, name) for name in parquet}
        found |= {f"{name}.csv": pool.submit(as_csv, name) for name in csv}
        hashes = {file: done.result() for file, done in found.items()}
    for name, picture in pictures.items():
        write_bytes(folder / f"{name}.svg", picture)
        hashes[f"{name}.svg"] = file_hash(folder / f"{name}.svg")
    return dict(sorted(hashes.items()))


def finish_results(folder: Path, summary: Mapping[str, Any], manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Write the summary, then the manifest with the hashes of all that was written; the manifest as written."""
    write_json(folder / SUMMARY, summary)
    outputs = {**summary["outputs"], SUMMARY: file_hash(folder / SUMMARY)}
    complete = {**manifest, "outputs": outputs}
    write_json(folder / MANIFEST, complete)
    return complete
