"""The files on which readers are timed hold the same catalog, whatever they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.containers import peer_rows, write_containers
from benchmarks.generate import CATALOG, generate

from classmatch.read import read, recognise_catalogs

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

FIELDS = ("title", "author", "date", "isbn", "md5")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("containers")
    generate(2_000, 1_000, folder)
    return write_containers(folder / CATALOG, folder)


def records(file: Path) -> pl.DataFrame:
    [source] = recognise_catalogs([file])
    return read(source).records.sort("row").select(FIELDS).collect()


@pytest.mark.parametrize("container", ["CSV", "CSV, gzip", "JSON lines", "JSON lines, zstd", "MySQL dump, gzip"])
def test_every_container_holds_the_catalog(files: dict[str, Path], container: str) -> None:
    assert records(files[container]).equals(records(files["Parquet"]))


def test_the_peer_reads_every_row_of_the_dump(files: dict[str, Path]) -> None:
    with files["MySQL dump"].open(encoding="utf-8") as stream:
        assert sum(1 for _ in peer_rows(stream)) == 2_000
