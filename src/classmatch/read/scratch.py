"""Scratch tables: what had to be taken apart or written anew before it could be read as a table."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from classmatch.parquet import scan_files

if TYPE_CHECKING:
    import polars as pl


@cache
def _scratch() -> Path:
    """A folder for copies of this process's inputs; removed when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="classmatch-read-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def scratch_file(purpose: str, suffix: str) -> Path:
    """A new, empty file in the scratch folder."""
    with tempfile.NamedTemporaryFile(dir=_scratch(), prefix=f"{purpose}-", suffix=suffix, delete=False) as stream:
        return Path(stream.name)


def scratch_folder(purpose: str) -> Path:
    """A new, empty folder in the scratch folder."""
    return Path(tempfile.mkdtemp(dir=_scratch(), prefix=f"{purpose}-"))


class Parts:
    """A table that is written a batch at a time, and read as one in the order of the batches."""

    def __init__(self, purpose: str) -> None:
        self._folder = scratch_folder(purpose)
        self._files: list[Path] = []

    def add(self, batch: pl.DataFrame) -> None:
        """Write the next rows."""
        file = self._folder / f"{len(self._files):06}.parquet"
        batch.write_parquet(file, compression="lz4", statistics=False)
        self._files.append(file)

    def scan(self, empty: pl.DataFrame) -> pl.LazyFrame:
        """All rows, lazily; `empty` if there are none."""
        return scan_files(*self._files) if self._files else empty.lazy()
