"""Files of labels: what people say of pairs of a catalog record and a registration.

One reader for all who use labels: `evaluate` measures against them, `blocks` counts what it loses of them, and `train`
learns from them. A label is one of `Label`. A file may be one that only grows, so that a pair has several labels: the
last stands.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.normalise.text import spaced
from classmatch.read import expand, reading
from classmatch.read.containers.files import compression_of, head_of
from classmatch.read.fold import fold
from classmatch.read.rows import FAULT, ROW
from classmatch.read.tables import open_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Label(StrEnum):
    """What a label says."""

    MATCH = "match"  # the registration is of the record's work
    NOMATCH = "nomatch"  # read, and another work
    RELATED = "related"  # neither right nor wrong: another edition, a part of it
    ABSENT = "absent"  # of a record, without a registration: no registration of it is in the file


LABELS = {"source": pl.String, "record_id": pl.String, "registration_row": pl.String, "label": pl.String}
PAIR = ["source", "record_id", "registration_row"]

_REQUIRED = {"record_id": ("record_id",), "registration_row": ("registration_row", "registration_record_id")}
_REQUIRED |= {"label": ("label",)}
_SHOWN_FAULTS = 20
_MAX_VALUE = 40  # characters of a value that a fault shows


def read_labels(path: Path) -> pl.DataFrame:
    """The labels of a CSV, TSV, Parquet, JSON lines or spreadsheet file, one row a pair: the columns of `LABELS`.

    `record_id` and `registration_row` are the ids that `match` knows the rows by. `registration_row` is null where the
    label is `absent`, and `source`, the library of the record, is null where the file does not say. Rows are in the
    order of the file; columns that are not known are left out.

    Raises:
        InputError: if the file cannot be read, lacks a column, or has rows that say nothing or contradict each other;
        with all that is wrong.

    """
    [path] = expand([str(path)])
    with reading(path):
        compression = compression_of(path)
        table = open_plain(path, compression, head_of(path, compression))
        columns = _columns(path, table.header)
        cells = [_cell(columns, name).alias(name) for name in LABELS]
        rows = table.rows().select(ROW, FAULT, *cells).with_columns(pl.col("label").str.to_lowercase()).collect()
    rows = rows.filter(~pl.all_horizontal(pl.col(name).is_null() for name in LABELS))
    _check(path, rows)
    return rows.select(*LABELS).unique(PAIR, keep="last", maintain_order=True)


def _columns(path: Path, header: Sequence[str]) -> dict[str, str]:
    """The column of each field; `InputError` with all fields that have none."""
    folded = {fold(name): name for name in reversed(header)}
    names = {**_REQUIRED, "source": ("source",)}
    found = {
        field: next((folded[fold(name)] for name in known if fold(name) in folded), None)
        for field, known in names.items()
    }
    missing = [" or ".join(_REQUIRED[field]) for field in _REQUIRED if found[field] is None]
    if missing:
        why = f"has no column {', no column '.join(missing)}; its columns are: {', '.join(header)}"
        raise InputError(path, why, "labels need record_id, registration_row and label")
    return {field: column for field, column in found.items() if column is not None}


def _cell(columns: dict[str, str], name: str) -> pl.Expr:
    """The cell as text, spaced as ids are when catalogs and registrations are normalised."""
    return spaced(pl.col(columns[name])) if name in columns else pl.lit(None, pl.String)


def _check(path: Path, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        raise InputError(path, "has no labels", "give one row a pair: record_id, registration_row, label")
    faults = pl.concat([_rows_at_fault(rows), _contradictions(rows)]).sort(ROW, "fault")
    if faults.is_empty():
        return
    shown = "; ".join(f"row {row}: {fault}" for row, fault in faults.head(_SHOWN_FAULTS).iter_rows())
    more = f"; and {faults.height - _SHOWN_FAULTS:,} more" if faults.height > _SHOWN_FAULTS else ""
    raise InputError(path, f"{shown}{more}", f"a label is one of {', '.join(Label)}; row 1 is below the column names")


def _rows_at_fault(rows: pl.DataFrame) -> pl.DataFrame:
    """`ROW, fault`: what is wrong with single rows, the first fault of each."""
    label, row = pl.col("label"), pl.col("registration_row")
    fault = (
        pl.when(pl.col(FAULT).is_not_null())
        .then(pl.col(FAULT))
        .when(label.is_null())
        .then(pl.lit("no label"))
        .when(~label.is_in(list(Label)))
        .then(pl.format("label '{}'", label.str.slice(0, _MAX_VALUE)))
        .when(pl.col("record_id").is_null())
        .then(pl.lit("no record_id"))
        .when((label == Label.ABSENT) & row.is_not_null())
        .then(pl.format("absent, but with registration_row '{}'", row.str.slice(0, _MAX_VALUE)))
        .when((label != Label.ABSENT) & row.is_null())
        .then(pl.lit("no registration_row"))
    )
    return rows.select(pl.col(ROW).cast(pl.UInt64), fault=fault).drop_nulls()


def _contradictions(rows: pl.DataFrame) -> pl.DataFrame:
    """`ROW, fault`: records that are said to be absent, and to match a registration."""
    record = ["source", "record_id"]
    last = rows.unique(PAIR, keep="last", maintain_order=True)
    absent = last.filter(pl.col("label") == Label.ABSENT)
    matched = last.filter(pl.col("label") == Label.MATCH).group_by(record, maintain_order=True).agg(pl.col(ROW).first())
    both = absent.join(matched, on=record, nulls_equal=True, suffix="_match")
    said = pl.format(
        "record_id '{}' is absent here, but row {} has a match of it",
        pl.col("record_id").str.slice(0, _MAX_VALUE),
        pl.col(f"{ROW}_match"),
    )
    return both.select(pl.col(ROW).cast(pl.UInt64), fault=said)


def same_text(registrations: pl.DataFrame) -> pl.DataFrame:
    """Registrations that say the same count as one: `registration_row, first`, one row an id, in file order.

    Registers list many works twice, word for word, and a pair with either is right. `first` is the id of the first row
    whose title, subtitle and author have the same letters and digits; a row without any stands for itself. Takes
    `registration_record_id` with the text columns of `RAW_REGISTRATIONS` or of `REGISTRATIONS`.
    """
    texts = [name for name in ("title", "subtitle", "author", "authors") if name in registrations.columns]
    words = pl.concat_str([pl.col(name).fill_null("") for name in texts], separator=" ")
    key = words.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    row = pl.col("registration_record_id").cast(pl.String)
    rows = registrations.select(registration_row=row, key=key)
    first = pl.col("registration_row").first().over("key")
    firsts = rows.with_columns(first=pl.when(pl.col("key") == "").then("registration_row").otherwise(first))
    return firsts.unique("registration_row", keep="first", maintain_order=True).drop("key")


def of_one_text(pairs: pl.DataFrame, same: pl.DataFrame | None) -> pl.DataFrame:
    """The pairs with `registration_row` as the first of the same text, by `same_text`; as they are without it."""
    if same is None:
        return pairs
    joined = pairs.join(same, on="registration_row", how="left", maintain_order="left")
    return joined.with_columns(registration_row=pl.coalesce("first", "registration_row")).drop("first")
