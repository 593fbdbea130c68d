"""What a column holds, told from a sample of its cells.

Used in three ways: to find an identifier or a year in a column whose name says nothing, to refuse a column whose name
promises what its cells don't hold, such as an `isbn13` that a spreadsheet turned into `9.78E+12`, and to tell a first
row that is no header.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

SAMPLE_ROWS = 1_000
MIN_CELLS = 20  # with fewer cells that are not blank, the name alone decides, if there is one
MOSTLY = 0.9  # share of cells from which a column is found by its content
HARDLY = 0.05  # share of cells up to which a column does not hold what its name promises

# Field: what its cells look like, if they look like nothing else. ISBNs: see `is_isbn`.
FINDABLE: Mapping[str, str] = {
    "isbn": "",
    "md5": r"^[0-9A-Fa-f]{32}$",
    "sha256": r"^[0-9A-Fa-f]{64}$",
    "asin": r"^B[0-9A-Z]{9}$",
}
YEAR = r"^(?:1[4-9]|20)\d\d$"

# One ISBN, and any others behind it.
_ISBN = re.compile(r"(?:ISBN[-:. 013]*)?(97[89](?:[- ]?\d){10}|\d(?:[- ]?\d){8}[- ]?[\dXx])(?:[ ;,|/][\dXx ;,|/-]*)?")
_VALUE = re.compile(r"[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}|B0[0-9A-Z]{8}")  # no column is called so

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


def holds(field: str, cells: pl.Series, *, few: bool = False) -> bool:
    """Whether nearly all cells are what the field is for; `few` of them suffice where no name says otherwise."""
    filled = [cell.strip() for cell in cells.drop_nulls() if cell.strip()]
    if len(filled) < (1 if few else MIN_CELLS):
        return False
    pattern = re.compile(FINDABLE.get(field, YEAR))
    fitting = sum(is_isbn(cell) if field == "isbn" else pattern.match(cell) is not None for cell in filled)
    return fitting >= MOSTLY * len(filled)


def is_isbn(cell: str) -> bool:
    """Whether a cell is an ISBN-13, by its prefix, or an ISBN-10, by its check digit, and maybe more of them."""
    found = _ISBN.fullmatch(cell.strip())
    if found is None:
        return False
    digits = re.sub("[- ]", "", found[1]).upper()
    return len(digits) == 13 or _checks_as_isbn10(digits)


def _checks_as_isbn10(digits: str) -> bool:
    """Weights 10 to 1, the sum divisible by 11 (ISO 2108)."""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11 == 0


def is_data(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table is no header: it has an identifier in it, or a year above other years."""
    return any(
        is_isbn(cell)
        or _VALUE.fullmatch(cell.strip())
        or (re.match(YEAR, cell.strip()) and _are_years([row[place] for row in rest if place < len(row)]))
        for place, cell in enumerate(first)
    )


def _are_years(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and sum(re.match(YEAR, cell) is not None for cell in filled) >= MOSTLY * len(filled)


def belies(field: str, cells: pl.Series) -> bool:
    """Whether the cells can't be what the field is for."""
    found = share(cells, EXPECTED[field]) if field in EXPECTED else None
    return found is not None and found <= HARDLY
