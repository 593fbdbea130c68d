"""Shared by the tests of the readers: read a file to its end, in file order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from classmatch.read import read, reading, recognise_catalogs, recognise_registrations

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.read import Source

Row = dict[str, Any]


class Write(Protocol):
    def __call__(self, name: str, content: str | bytes) -> Path: ...


def rows_of(source: Source) -> tuple[list[Row], list[Row]]:
    """The records without their empty fields, and the rejects, both in file order."""
    result = read(source)
    with reading(source.path):
        records, rejects = pl.collect_all([result.records, result.rejects])
    full = records.sort("row").to_dicts()
    return [{k: v for k, v in row.items() if v is not None} for row in full], rejects.sort("row").to_dicts()


def recognised_catalog(path: Path, **options: Any) -> Source:
    [source] = recognise_catalogs([path], **options)
    return source


def recognised_registrations(path: Path, **options: Any) -> Source:
    [source] = recognise_registrations([path], **options)
    return source


def catalog(path: Path, **options: Any) -> tuple[list[Row], list[Row]]:
    return rows_of(recognised_catalog(path, **options))


def registrations(path: Path, **options: Any) -> tuple[list[Row], list[Row]]:
    return rows_of(recognised_registrations(path, **options))
