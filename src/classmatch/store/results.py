"""The folder of results of a run: tables, then the summary, then the manifest that says the run is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from classmatch.errors import UsageError
from classmatch.store.atomic import write_bytes, write_json
from classmatch.store.hashing import file_hash
from classmatch.store.tables import write_csv, write_parquet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

MANIFEST = "manifest.json"
SUMMARY = "summary.json"
_SOMETIMES = ("changes.csv",)  # what not every run writes: that of an earlier run must not stay beside this one's


def open_results(folder: Path) -> None:
    """Make the folder, and take an earlier run's manifest away: what is in it is not finished from here on."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made: {error.strerror}", "name another folder with --out") from None
    for name in (MANIFEST, *_SOMETIMES):
        (folder / name).unlink(missing_ok=True)


def write_tables(
    folder: Path,
    *,
    parquet: Mapping[str, pl.DataFrame],
    csv: Mapping[str, pl.DataFrame],
    pictures: Mapping[str, bytes],
) -> dict[str, str]:
    """Write tables as `<name>.parquet` and `<name>.csv` and pictures as `<name>.svg`; the SHA-256 of each file."""
    for name, frame in parquet.items():
        write_parquet(frame, folder / f"{name}.parquet")
    for name, frame in csv.items():
        write_csv(frame, folder / f"{name}.csv")
    for name, picture in pictures.items():
        write_bytes(folder / f"{name}.svg", picture)
    kinds = {"parquet": parquet, "csv": csv, "svg": pictures}
    files = sorted(f"{name}.{kind}" for kind, named in kinds.items() for name in named)
    return {file: file_hash(folder / file) for file in files}


def finish_results(folder: Path, summary: Mapping[str, Any], manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Write the summary, then the manifest with the hashes of all that was written; the manifest as written."""
    write_json(folder / SUMMARY, summary)
    outputs = {**summary["outputs"], SUMMARY: file_hash(folder / SUMMARY)}
    complete = {**manifest, "outputs": outputs}
    write_json(folder / MANIFEST, complete)
    return complete
