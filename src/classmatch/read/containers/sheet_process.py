"""Writes the sheets of a workbook as CSV files: run as a process of its own, `python sheet_process.py WORKBOOK FOLDER`.

The parser of workbooks is native code that holds a sheet as a grid of all its cells, so that two cells at opposite
corners take terabytes, and a damaged file may end the process. In its own process, with limits, it can do no more than
fail. Nothing but the parser is imported here, since what else would be loaded counts towards the limits.

The folder gets `N.csv` for the sheet at place N (from 0), and `sheets.json`: a list of name, whether it is visible and
the number of its rows; or an object with the `error` that ended the reading.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import python_calamine as calamine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_MEMORY = 4 << 30  # bytes
MAX_SECONDS = 1800  # of one processor; a million rows of twenty columns take less than one minute

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def as_text(value: Cell) -> str:
    """A cell as text: whole numbers with all their digits and without `.0`, dates as `YYYY-MM-DD`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)  # beyond, digits are lost
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def write_sheets(workbook: Path, folder: Path) -> None:
    """Write every sheet that has rows, and the list of all sheets."""
    listed = []
    with (
        workbook.open("rb") as stream,
        calamine.load_workbook(stream) as book,
    ):  # a name would be trusted before content
        for place, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                is_visible = sheet.visible == calamine.SheetVisibleEnum.Visible
                rows = _write(book.get_sheet_by_index(place).iter_rows(), folder / f"{place}.csv")
                listed.append({"place": place, "name": sheet.name, "visible": is_visible, "rows": rows})
    (folder / "sheets.json").write_text(json.dumps(listed))


def _write(rows: Iterable[list[Cell]], file: Path) -> int:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        count = 0
        for row in _without_blank_ends(rows):
            writer.writerow(row)
            count += 1
    return count


def _without_blank_ends(rows: Iterable[list[Cell]]) -> Iterator[list[str]]:
    """The rows as text, without blank ones before the first and after the last that has something in it."""
    blank: list[list[str]] = []
    has_begun = False
    for row in rows:
        cells = [as_text(value) for value in row]
        if any(cells):
            yield from blank if has_begun else ()
            yield cells
            blank.clear()
            has_begun = True
        elif has_begun:
            blank.append(cells)


def _limit() -> None:
    with suppress(ImportError, OSError, ValueError):  # other systems than Unix have no limits
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def main(workbook: Path, folder: Path) -> None:
    _limit()
    try:
        write_sheets(workbook, folder)
    except calamine.PasswordError:
        (folder / "sheets.json").write_text(json.dumps({"error": "password"}))
    except calamine.CalamineError as error:
        (folder / "sheets.json").write_text(json.dumps({"error": str(error)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
