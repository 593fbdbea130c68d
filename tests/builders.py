"""Small tables for tests: rows by the few fields that matter, everything else null, taken through the real recipes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import yaml

from classmatch import schema
from classmatch.compare.patterns import LEVELS
from classmatch.config import DedupeSettings
from classmatch.dedupe import deduplicated as deduplicated_copies
from classmatch.normalise.groups import mark_groups
from classmatch.normalise.recipe import normalise_catalog, normalise_registrations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classmatch.dedupe import Deduplicated

    Row = Mapping[str, Any]

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    """The entries of a file of cases."""
    entries = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    assert isinstance(entries, list)
    return entries


def _raw(table: schema.Table, rows: Sequence[Row], identity: str) -> pl.LazyFrame:
    """`rows` as a reader would return them; a row without an id has its place as its id."""
    unknown = {key for row in rows for key in row} - set(table)
    assert not unknown, f"no such column: {sorted(unknown)}"
    filled = [
        {**dict.fromkeys(table), "file": "memory", "row": i, identity: str(i), **row} for i, row in enumerate(rows, 1)
    ]
    return pl.LazyFrame(filled, schema=dict(table))


def catalog(*rows: Row) -> pl.DataFrame:
    """`schema.COPIES` of catalog records given as `schema.RAW_CATALOG` fields."""
    sourced = [{"source": "libgen", **row} for row in rows]
    return normalise_catalog(_raw(schema.RAW_CATALOG, sourced, "record_id")).collect()


def register(*rows: Row) -> pl.DataFrame:
    """`schema.REGISTRATIONS` of registrations given as `schema.RAW_REGISTRATIONS` fields."""
    raw = _raw(schema.RAW_REGISTRATIONS, rows, "registration_record_id")
    return mark_groups(normalise_registrations(raw)).collect()


def deduplicated(*rows: Row, settings: DedupeSettings | None = None) -> Deduplicated:
    return deduplicated_copies(catalog(*rows).lazy(), settings or DedupeSettings())


def works(*rows: Row) -> pl.DataFrame:
    """`schema.WORKS` of catalog records."""
    return deduplicated(*rows).works


def as_works(copies: pl.DataFrame) -> pl.DataFrame:
    """Each copy as a work of its own, for what compares works row by row: no deduplication comes between."""
    return copies.with_columns(
        years=pl.concat_list("year").list.drop_nulls(), publisher_keys=pl.concat_list("publisher_key").list.drop_nulls()
    )


# Bits, made up so that an agreeing title and author make a match and neither makes one alone.
_BITS: dict[str, dict[str, float]] = {
    "title": {
        "different": -6, "related": -4, "similar": -1, "within": 2, "beginning": 2, "spelling": 4, "mutual": 5,
        "alternate": 5, "sister": 3, "same_main_other_rest": 3, "same_main": 6, "same": 7,
    },
    "author": {
        "different": -7, "one_word": -3, "other_given": -2, "same_initial": 1, "typing": 4, "surname": 4, "words": 4,
        "initials": 5, "same": 6,
    },
    "year": {
        "same": 2, "next": 1, "catalog_later": 0, "catalog_much_later": -1, "registration_later": -2,
        "registration_much_later": -3,
    },
    "volume": {"same": 2, "partly": 0, "one_side": -2, "one_volume": -4, "some": -2, "conflict": -8},
    "edition": {"same": 1, "one_side": 0, "different": -2},
    "companion": {"same": 1, "hint": -2, "accessory": -2, "one_side": -8, "different": -8},
    "publisher": {"same": 1.5, "different": -0.25},
    "identifier": {"same": 7, "different": -0.5},
}  # fmt: skip


def weights_document() -> dict[str, Any]:
    """The content of a complete weights file; a level without bits above weighs nothing."""
    levels = {name: {level: _BITS.get(name, {}).get(level, 0) for level in found} for name, found in LEVELS.items()}
    calibration = {"slope": 1.0, "offset": 0.0}
    return {"format": 1, "version": "test", "prior": -8.0, "calibration": calibration, "levels": levels}
