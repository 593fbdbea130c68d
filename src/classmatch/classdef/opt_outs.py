"""Opt-outs, from tables of the definition and from a CSV file beside it: registration, isbn, claimant."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.classdef.bounded import read_bounded
from classmatch.classdef.definition import OptOut
from classmatch.classdef.faults import shown
from classmatch.errors import InputError
from classmatch.normalise.asin import identifiers
from classmatch.normalise.isbn import placeholders
from classmatch.normalise.regnumbers import canonical_number, type_of_number
from classmatch.normalise.text import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classmatch.classdef.checker import Checker
    from classmatch.classdef.faults import Faults

COLUMNS = ("registration", "isbn", "claimant")
IGNORED = "note"  # a column for what people want to remember
MAX_BYTES = 20_000_000  # of the CSV file

_WHERE = "where"
_SCHEMA = dict.fromkeys((_WHERE, *COLUMNS), pl.String)
_NOTHING = "names nothing", "give a registration, an isbn or a claimant, or several of them"


def read_opt_outs(checker: Checker, value: Any, where: str) -> tuple[OptOut, ...]:
    """Opt-outs of `[[opt_outs]]`."""
    found = [(place, checker.table(OptOut, item, place)) for item, place in checker.items(value, where)]
    # One that has a fault already need not be told that nothing is left of it.
    sound = [(place, entry) for place, entry in found if entry and not checker.faults.within(place)]
    rows = [(place, *(getattr(entry, name) for name in COLUMNS)) for place, entry in sound]
    table = pl.DataFrame(rows, _SCHEMA, orient="row").with_columns(spaced(pl.col(name)) for name in COLUMNS)
    return _canonical(table, checker.faults)


def load_opt_outs(folder: Path | None, name: str, faults: Faults) -> tuple[tuple[OptOut, ...], bytes]:
    """Opt-outs of a CSV file beside the definition, and the file's bytes, which are none where it cannot be read."""
    where = "opt_outs_file"
    if folder is None or Path(name).name != name or "\\" in name or name == "..":
        hint = "the file lies beside the definition"
        faults.add(where, f"must be the name of a file without a folder, not {shown(name)}", hint)
        return (), b""
    try:
        content = read_bounded(folder / name, MAX_BYTES)
        table = _table(content, name, faults)
    except (InputError, pl.exceptions.PolarsError) as error:
        faults.add(where, str(error).partition("\n")[0])
        return (), b""
    except UnicodeDecodeError:
        faults.add(where, f"{shown(name)} is not UTF-8", "save it as CSV UTF-8")
        return (), b""
    return _canonical(table, faults), content


def _table(content: bytes, name: str, faults: Faults) -> pl.DataFrame:
    """The columns of `_SCHEMA`; empty where the columns of the file are others."""
    text = content.decode("utf-8-sig")
    rows = pl.read_csv(BytesIO(text.encode()), infer_schema=False, row_index_name=_WHERE, row_index_offset=1)
    rows = rows.rename({column: column.strip().lower() for column in rows.columns if column != _WHERE}, strict=False)
    given = rows.columns[1:]
    for column in given:
        if column not in {*COLUMNS, IGNORED}:
            faults.unknown(f"{name} column {shown(column)}", "unknown column", column, [*COLUMNS, IGNORED])
    if faults.within(*(f"{name} column {shown(column)}" for column in given)):
        return pl.DataFrame(schema=_SCHEMA)
    cells = [spaced(pl.col(key) if key in given else pl.lit(None, pl.String)).alias(key) for key in COLUMNS]
    rows = rows.select(pl.format("{} row {}", pl.lit(name), _WHERE).alias(_WHERE), *cells)
    return rows.filter(pl.any_horizontal(pl.col(COLUMNS).is_not_null()))


def _canonical(rows: pl.DataFrame, faults: Faults) -> tuple[OptOut, ...]:
    """Opt-outs with the canonical form of each number, each once; what cannot be is noted."""
    if rows.is_empty():
        return ()
    placeholders()  # read from their file here: within the expressions that follow, Polars cannot read another
    isbns, asins = identifiers(pl.col("isbn"), pl.lit(None, pl.String))
    number = canonical_number(pl.col("registration"))
    read = rows.with_columns(number=number, kind=type_of_number(number), codes=pl.concat_list(isbns, asins))
    for row in _faulty(read):
        _tell(row, faults)
    opt_outs = read.with_columns(code=pl.col("codes").list.first()).select("number", "code", "claimant").iter_rows()
    return tuple(dict.fromkeys(OptOut(*row) for row in opt_outs))


_IS_ONE_NUMBER = pl.col("kind").is_not_null() & ~pl.col("number").str.contains("[ ]|-[A-Z]")


def _faulty(read: pl.DataFrame) -> Iterator[dict[str, Any]]:
    bad_number = pl.col("registration").is_not_null() & ~_IS_ONE_NUMBER
    bad_code = pl.col("isbn").is_not_null() & (pl.col("codes").list.len() != 1)
    nothing = pl.all_horizontal(pl.col(COLUMNS).is_null())
    told = read.with_columns(bad_number=bad_number, bad_code=bad_code, nothing=nothing)
    yield from told.filter(pl.any_horizontal("bad_number", "bad_code", "nothing")).iter_rows(named=True)


def _tell(row: dict[str, Any], faults: Faults) -> None:
    where = row[_WHERE]
    if row["nothing"]:
        faults.add(where, *_NOTHING)
    if row["bad_number"]:
        why = f"registration {shown(row['registration'])} is not one registration number"
        faults.add(where, why, "as TX0001234567 or A366051")
    if row["bad_code"]:
        why = f"isbn {shown(row['isbn'])} is not one ISBN or ASIN"
        faults.add(where, why, "check its last digit, and give one number a line")
