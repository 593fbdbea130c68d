"""The Copyright Office's bulk data as long tables, a line a subfield, in the layouts of 2022 and 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.assembly import Assembly
from classmatch.read.fold import fold
from classmatch.read.formats.base import Format
from classmatch.read.formats.usco_marc import COLUMNS, MAP
from classmatch.read.kinds import Kind
from classmatch.read.marc.binary import LEADER_TAG
from classmatch.read.marc.long_csv import ID, whole_records
from classmatch.read.rows import EXTRA

if TYPE_CHECKING:
    from classmatch.read.assembly import Frames

_LINES_2022, _LINES_2026 = "lines of 2022", "lines of 2026"
_MISSING = "NA"  # how the Office's exports write that there is nothing
_LEADERS = ("leader", "LDR", "000")


def _lines_2022(frame: pl.LazyFrame) -> pl.LazyFrame:
    """`df_245_sf_a_rep_2` is a data field, `cf_005` a control field; the number of the repetition is not needed."""
    names = _by_folded_name(frame)
    name = pl.col(names["varnm"])
    is_field, is_data = name.str.contains("^[cd]f_"), name.str.starts_with("df_")
    return frame.select(
        _present(names["rowid"]).alias(ID),
        pl.when(is_field).then(name.str.slice(3, 3)).otherwise(name).alias("tag"),
        pl.when(is_data).then(name.str.slice(10, 1)).alias("code"),
        pl.col(names["v"]).alias("value"),
        *EXTRA,
    )


def _lines_2026(frame: pl.LazyFrame) -> pl.LazyFrame:
    names = _by_folded_name(frame)
    tag = pl.col(names["tag"])
    return frame.select(
        _present(names["recordid"]).alias(ID),
        pl.when(tag.is_in(_LEADERS)).then(pl.lit(LEADER_TAG)).otherwise(tag.str.zfill(3)).alias("tag"),
        _present(names["subfield"]).alias("code"),
        pl.col(names["value"]),
        *EXTRA,
    )


def _by_folded_name(frame: pl.LazyFrame) -> dict[str, str]:
    return {fold(name): name for name in frame.collect_schema().names() if name not in EXTRA}


def _present(name: str) -> pl.Expr:
    """A column without blanks and `NA`."""
    value = pl.col(name).str.strip_chars()
    return pl.when((value != "") & (value != _MISSING)).then(value)


def records(frames: Frames) -> pl.LazyFrame:
    """One row a record, from the lines of either layout."""
    lines = [
        layout(frames[role])
        for role, layout in ((_LINES_2022, _lines_2022), (_LINES_2026, _lines_2026))
        if role in frames
    ]
    return whole_records(pl.concat(lines), MAP, "registration_record_id")


FORMAT = Format(
    name="usco_long",
    kind=Kind.REGISTRATIONS,
    columns=COLUMNS,
    assembly=Assembly(
        roles={
            _LINES_2022: frozenset({"rowid", "v", "varnm"}),
            _LINES_2026: frozenset({"recordid", "tag", "subfield", "value"}),
        },
        main=(_LINES_2022, _LINES_2026),
        join=records,
        lone=True,
    ),
)
