"""Workbooks of Excel (`.xlsx`, `.xlsm`, `.xlsb`, `.xls`) and OpenDocument (`.ods`): the one sheet that is the table.

Its cells are written as CSV text in the scratch folder, by a process of its own, and read as any text table is: title
rows above the header are passed over, and a sheet without a header has columns without names.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classmatch.read.boundary import UnreadableError
from classmatch.read.containers import archives, delimited, sheet_process
from classmatch.read.containers.dialect import Dialect, of_table
from classmatch.read.containers.files import unpacked
from classmatch.read.fold import fold
from classmatch.read.formats import generic_of
from classmatch.read.kinds import Kind
from classmatch.read.once import per_version
from classmatch.read.rows import ROW
from classmatch.read.scratch import scratch_folder

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from classmatch.read.containers.files import Compression

_TELLING = ("title", "isbn", "registration_number", "full_text")  # fields that only a table of works has
_HEAD_BYTES = 1 << 18
_MAX_SAID = 120  # characters of what the parser says
_MAX_NAMED = 5  # sheets that an error lists


@dataclass(frozen=True)
class Sheet:
    """A sheet that has rows, as a CSV file."""

    name: str
    is_visible: bool
    rows: int
    file: Path

    @property
    def dialect(self) -> Dialect:
        with self.file.open("rb") as stream:
            return of_table(stream.read(_HEAD_BYTES))

    @property
    def is_of_works(self) -> bool:
        """Whether a column is called as those with titles and numbers are, or the first row has an identifier."""
        dialect = self.dialect
        return not dialect.has_header or any(fold(name) in _names() for name in dialect.header)


def _names() -> frozenset[str]:
    """The usual names of the columns that tell."""
    known = [generic_of(kind).columns.get(field, ()) for kind in Kind for field in _TELLING]
    return frozenset(name for names in known for name in names if isinstance(name, str)) | {"isbn", "isbn13", "isbn10"}


def scan(path: Path) -> pl.LazyFrame:
    """The rows of the table in a workbook, all cells as text.

    Raises:
        UnreadableError: if it is damaged, protected by a password, or not one of its sheets alone is a table.
        ResourceError: if it unpacks to more than a workbook can.

    """
    sheet = _chosen(_sheets(path))
    return delimited.scan(sheet.file, sheet.dialect).drop(ROW)


def notes(path: Path, compression: Compression) -> tuple[str, ...]:
    """Which sheet is read, where there are several."""
    sheets = _sheets(unpacked(path, compression))
    chosen = _chosen(sheets).name
    return (f"of {len(sheets)} sheets that are not empty, {chosen!r} alone is read",) if len(sheets) > 1 else ()


def _chosen(sheets: tuple[Sheet, ...]) -> Sheet:
    visible = [sheet for sheet in sheets if sheet.is_visible] or sheets
    several = [sheet for sheet in visible if len(sheet.dialect.header) > 1] or visible
    found = [sheet for sheet in visible if sheet.is_of_works] or several
    if not found:
        raise UnreadableError("is a workbook without any row", "check that the delivery is complete")
    if len(found) > 1:
        named = ", ".join(repr(sheet.name) for sheet in found[:_MAX_NAMED])
        more = f" and {len(found) - _MAX_NAMED} more" if len(found) > _MAX_NAMED else ""
        why = f"is a workbook with {len(found)} sheets that may be the table: {named}{more}"
        raise UnreadableError(why, "save each as a file of its own, or remove the others")
    return found[0]


@per_version
def _sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets that have rows."""
    archives.check_size(path)
    folder = scratch_folder("sheets")
    command = [sys.executable, "-P", sheet_process.__file__, str(path.resolve()), str(folder)]
    subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - this interpreter, and no shell
    listing = folder / "sheets.json"
    found = json.loads(listing.read_text()) if listing.exists() else {"error": "its parser failed"}
    if isinstance(found, dict):
        raise _error(path, found["error"])
    return tuple(
        Sheet(sheet["name"], sheet["visible"], sheet["rows"], folder / f"{sheet['place']}.csv")
        for sheet in found
        if sheet["rows"]
    )


def _error(path: Path, said: str) -> UnreadableError:
    if said == "password":
        return UnreadableError("is a workbook with a password", "save it without one, or its sheet as CSV (UTF-8)")
    what = archives.damage(path) or f"is no workbook that can be read ({said[:_MAX_SAID]})"
    return UnreadableError(what, "copy it again, or save its sheet as CSV (UTF-8)")
