"""Rows of a dump on their way into a table: cells and rows parted by control bytes, as `frame` reads them.

Control bytes that stand in the data itself become spaces, so that nothing is ever parted in the wrong place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.read.rows import FAULT, RAW_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from classmatch.read.layouts import Fault

CELL, ROW_END = b"\x1f", b"\x1e"
DROPPED = b"\x1d"  # a byte that is to go
GLUED = b"\x1c"  # the end of a statement and the start of the next one like it
_MARKS = GLUED + DROPPED + ROW_END + CELL
_SCRUBBED = bytes.maketrans(_MARKS, b" " * len(_MARKS))
_MAX_SHOWN = 500  # characters of a row that cannot be used
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Syntax:
    """How the rows of one table are written."""

    decode: Callable[[bytes], str]  # raises UnicodeDecodeError
    backslash: bool = True  # a backslash in a string changes the next character
    glue: bytes = b""  # `;`, line end and head of a statement like this one: if a row follows, they simply go on
    width: int | None = None  # fields of a row; None: as many as the first one has
    kept: frozenset[int] | None = None  # fields that are used; None: all


@dataclass(frozen=True)
class Rows:
    """Some rows in the order of the file, and how much of it they took."""

    text: bytes  # UTF-8; each row a line that ends with ROW_END, its cells parted by CELL; null is an empty cell
    count: int  # of these lines
    faults: tuple[tuple[int, Fault], ...]  # rows that are not in `text`, with their position among all
    used: int  # bytes of the window
    ended: bool  # whether the statement has no more rows
    width: int | None = None  # fields of the first one; None if it has none, or is damaged

    @property
    def height(self) -> int:
        return self.count + len(self.faults)


def shown(row: bytes) -> str:
    """The start of what cannot be used, for a person to read."""
    return row[: 4 * _MAX_SHOWN].decode("utf-8", "backslashreplace")[:_MAX_SHOWN]


def scrubbed(window: bytes) -> bytes:
    """Part of a dump with spaces for the bytes that mean something here."""
    return window.translate(_SCRUBBED) if any(mark in window for mark in _MARKS) else window


def frame(parts: Sequence[Rows], width: int, fields: dict[str, int | None]) -> pl.DataFrame:
    """Rows as a table: these columns (each with its field, None for one that no row has), FAULT and RAW_LINE."""
    count = sum(part.count for part in parts)
    used = sorted({field for field in fields.values() if field is not None})
    cells = _read(b"".join(part.text for part in parts), width, used) if used and count else pl.DataFrame()
    nothing = pl.Series(dtype=pl.String()).extend_constant(None, count)
    columns = {name: cells.get_column(str(field), default=nothing) for name, field in fields.items()}
    table = pl.DataFrame({**columns, FAULT: nothing, RAW_LINE: nothing})
    faults = _faults(parts)
    return _with_faults(table, faults) if faults else table


def _read(text: bytes, width: int, used: list[int]) -> pl.DataFrame:
    r"""Has Polars read the text.

    It takes one `\r` off the end of every cell, and a byte order mark off the start: a second one saves the first.
    """
    if b"\r" in text:
        text = text.replace(b"\r" + CELL, b"\r\r" + CELL).replace(b"\r" + ROW_END, b"\r\r" + ROW_END)
    if text.startswith(_BOM):
        text = _BOM + text
    return pl.read_csv(
        text,
        columns=used,
        schema={str(field): pl.String() for field in range(width)},
        has_header=False,
        separator=CELL.decode(),
        eol_char=ROW_END.decode(),
        quote_char=None,
    )


def _faults(parts: Sequence[Rows]) -> list[tuple[int, Fault]]:
    found: list[tuple[int, Fault]] = []
    before = 0
    for part in parts:
        found.extend((before + position, fault) for position, fault in part.faults)
        before += part.height
    return found


def _with_faults(table: pl.DataFrame, faults: list[tuple[int, Fault]]) -> pl.DataFrame:
    """Puts the rows that cannot be used between the others, where they stand in the file."""
    positions = [position for position, _ in faults]
    others = np.delete(np.arange(len(table) + len(faults)), positions)
    bad = pl.DataFrame(
        {FAULT: [str(fault.reason) for _, fault in faults], RAW_LINE: [fault.shown for _, fault in faults]},
        schema={FAULT: pl.String(), RAW_LINE: pl.String()},
    )
    place = "\x00place"
    placed = [table.with_columns(pl.Series(place, others)), bad.with_columns(pl.Series(place, positions, pl.Int64()))]
    return pl.concat(placed, how="diagonal").sort(place).drop(place).select(table.columns)
