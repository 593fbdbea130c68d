"""What a column holds, told from a sample of its cells.

Used in two ways: to find an identifier or a year in a column whose name says nothing, and to refuse a column whose
name promises what its cells don't hold, such as an `isbn13` that a spreadsheet turned into `9.78E+12`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

SAMPLE_ROWS = 1_000
MIN_CELLS = 20  # with fewer cells that are not blank, the name alone decides
MOSTLY = 0.9  # share of cells from which a column is found by its content
HARDLY = 0.05  # share of cells up to which a column does not hold what its name promises

# Field: what its cells look like, if they look like nothing else.
FINDABLE: Mapping[str, str] = {
    "isbn": r"^97[89][- ]?(?:\d[- ]?){9}\d(?:\s*[;,|/]\s*[\dXx -]+)*$",
    "md5": r"^[0-9A-Fa-f]{32}$",
    "sha256": r"^[0-9A-Fa-f]{64}$",
    "asin": r"^B[0-9A-Z]{9}$",
}
YEAR = r"^(?:1[4-9]|20)\d\d$"

# Field: what at least some of its cells must look like.
EXPECTED: Mapping[str, str] = {
    "title": r"\p{L}",
    "author": r"\p{L}",
    "isbn": r"(?:\d[- ]?){8,12}[\dXx]|B[0-9A-Z]{9}",
    "md5": r"^[0-9A-Fa-f]{32}$",
    "date": r"\d{2}",
    "publication_date": r"\d{2}",
    "registration_date": r"\d{2}",
}


def share(cells: pl.Series, pattern: str) -> float | None:
    """The share of cells that match, blank ones not counted; None if there are too few to tell."""
    filled = cells.drop_nulls().str.strip_chars()
    filled = filled.filter(filled != "")
    if len(filled) < MIN_CELLS:
        return None
    return int(filled.str.contains(pattern).sum()) / len(filled)


def mostly(cells: pl.Series, pattern: str) -> bool:
    found = share(cells, pattern)
    return found is not None and found >= MOSTLY


def belies(field: str, cells: pl.Series) -> bool:
    """Whether the cells can't be what the field is for."""
    found = share(cells, EXPECTED[field]) if field in EXPECTED else None
    return found is not None and found <= HARDLY
