"""Carries out what was recognised: from a file to its raw table, and to the rows that can't be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from classmatch import schema
from classmatch.read import formats
from classmatch.read.cells import SEPARATOR, blank_as_null
from classmatch.read.fold import fold
from classmatch.read.kinds import Kind
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, FILE, RAW_LINE, ROW
from classmatch.read.superseded import mark_superseded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from classmatch.read.recognise import Source

REASON = "reason"
MAX_RECORD = 500  # characters of a row that a reject shows


@dataclass(frozen=True)
class ReadResult:
    """Every row of the file is either in `records` or in `rejects`.

    To get both from one pass over the file, collect or sink them together (`polars.collect_all`).
    """

    records: pl.LazyFrame  # `RAW_CATALOG` or `RAW_REGISTRATIONS`
    rejects: pl.LazyFrame  # `REJECTS`


def read(source: Source) -> ReadResult:
    """The raw table of a recognised file, lazily.

    Text tables and JSON lines are read once beforehand, since a parser would bend or stop at faulty rows. Collect the
    frames inside `boundary.reading(source.path)`: that is where what is wrong deep in the file comes up.

    Raises:
        InputError: if quotation marks or lines are broken beyond repair.

    """
    rows = _rows(source)
    return ReadResult(*split(rows, source.kind))


def split(rows: pl.LazyFrame, kind: Kind) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The rows that can be used, as the raw table of their kind, and the others, as `REJECTS`."""
    used = rows.filter(pl.col(REASON).is_null()).select(*kind.table)
    rejected = rows.filter(pl.col(REASON).is_not_null()).select("file", "row", REASON, _shown(kind).alias("record"))
    return used, rejected.select(*schema.REJECTS)


def _rows(source: Source) -> pl.LazyFrame:
    """All rows of the file: the raw table, `REASON` (null where all is well), and the line that was not decoded."""
    prepare = formats.named(source.kind, source.format).prepare
    frame = _with_superseded(source, source.table.rows())
    frame = prepare(frame) if prepare else frame
    columns = frame.collect_schema().names()
    raw_line = pl.col(RAW_LINE) if RAW_LINE in columns else pl.lit(None, pl.String)
    file = pl.col(FILE) if FILE in columns else pl.lit(source.path.name)
    position = (file.alias("file"), pl.col(ROW).cast(pl.UInt64).alias("row"))
    cells = [_field(source, name).alias(name) for name in source.kind.fields]
    table = frame.select(*position, *cells, pl.col(FAULT), raw_line.alias(RAW_LINE))
    table = table.with_columns(_reason(source.kind).alias(REASON))
    return table.with_columns(_defaults(source))


def _with_superseded(source: Source, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with those marked that a later record of the same id replaces, where the format has such."""
    latest = formats.named(source.kind, source.format).latest
    columns = {fold(name): name for name in source.table.header}
    if latest is None or not set(latest) <= columns.keys():
        return frame
    return mark_superseded(frame, columns[latest[0]], columns[latest[1]])


def _field(source: Source, name: str) -> pl.Expr:
    if name == "identifiers" and source.schemes:
        return _schemed(source.schemes)
    groups = [_joined(group) for group in source.columns.get(name, ())]
    if not groups:
        return pl.lit(None, pl.String)
    cell = groups[0] if len(groups) == 1 else pl.coalesce(groups)
    special: Callable[[pl.Expr], pl.Expr] | None = formats.named(source.kind, source.format).special.get(name)
    return special(cell) if special else cell


def _schemed(schemes: Mapping[str, str]) -> pl.Expr:
    """`issn:0317-8471; doi:10.1000/182`, from columns of one kind of identifier each."""
    cells = [pl.lit(f"{scheme}:") + blank_as_null(pl.col(name)) for name, scheme in schemes.items()]
    return blank_as_null(pl.concat_str(cells, separator=SEPARATOR, ignore_nulls=True))


def _joined(group: tuple[str, ...]) -> pl.Expr:
    cells = [blank_as_null(pl.col(name)) for name in group]
    if len(cells) == 1:
        return cells[0]
    return blank_as_null(pl.concat_str(cells, separator=SEPARATOR, ignore_nulls=True))


def _reason(kind: Kind) -> pl.Expr:
    """A row's first fault: what its container found, no cell with anything in it, or nothing to find the work by.

    A blank line has too few fields as well, but is no damaged record.
    """
    is_empty = pl.all_horizontal(pl.col(name).is_null() for name in kind.fields)
    is_nameless = pl.all_horizontal(pl.col(name).is_null() for name in kind.names)
    is_ragged = pl.col(FAULT).is_in([str(Reason.TOO_FEW_FIELDS), str(Reason.TOO_MANY_FIELDS)])
    return (
        pl.when(pl.col(FAULT).is_not_null() & ~(is_empty & is_ragged))
        .then(pl.col(FAULT))
        .when(is_empty)
        .then(pl.lit(str(Reason.EMPTY)))
        .when(is_nameless)
        .then(pl.lit(str(Reason.NO_TITLE)))
    )


def _defaults(source: Source) -> list[pl.Expr]:
    """The row's number where it has no id, and the library where it names none."""
    filled = [pl.col(source.kind.id_field).fill_null(pl.col("row").cast(pl.String))]
    if "registration_number" in set(source.kind.fields) - source.columns.keys():
        filled.append(filled[0].alias("registration_number"))
    if source.kind is Kind.CATALOG:
        filled.append(pl.col("source").fill_null(pl.lit(source.library)))
    return filled


def _shown(kind: Kind) -> pl.Expr:
    """The fields of a row as JSON text, empty ones left out; else the line as it stands."""
    fields = (
        pl.struct(*kind.fields)
        .struct.json_encode()
        .str.replace_all(r'"\w+":null,?', "")
        .str.replace(",}", "}", literal=True)
    )
    return pl.coalesce(pl.col(RAW_LINE), fields).str.slice(0, MAX_RECORD)
