"""The sizes of the generated worlds, and where their files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.generate import generate

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

SIZES = {  # rows of the catalog and of the registrations, from the smallest
    "20k": (20_000, 10_000),
    "100k": (100_000, 50_000),
    "1m": (1_000_000, 500_000),
    "5m": (5_000_000, 2_000_000),
    "10m": (10_000_000, 5_000_000),
}


def rows(size: str) -> int:
    """Rows of catalog and registrations together."""
    return sum(SIZES[size])


def data_of(size: str, out: Path) -> Path:
    """The folder with the generated files of a size; made if need be."""
    folder = out / size / "data"
    generate(*SIZES[size], folder)
    return folder


def sizes_of(text: str, parser: argparse.ArgumentParser) -> list[str]:
    """The sizes of a comma-separated list, from the smallest; the parser's error names one that is unknown."""
    given = [size for size in text.split(",") if size]
    if unknown := [size for size in given if size not in SIZES]:
        parser.error(f"unknown size {unknown[0]!r}; known: {', '.join(SIZES)}")
    return [size for size in SIZES if size in given]
