"""Tables with a line a subfield, put together to one row a record, however the lines of a record lie apart.

The lines are divided on disk by their record, so that the memory is that of one partition, and a record that stands in
two places of the file is still whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.marc.map import LINES, apply_map
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, FILE, RAW_LINE, ROW
from classmatch.read.scratch import Parts
from classmatch.read.spill import divide, partitions_for

if TYPE_CHECKING:
    from classmatch.read.marc.map import TagMap

ID = "id"


def whole_records(lines: pl.LazyFrame, tag_map: TagMap, id_field: str) -> pl.LazyFrame:
    """One row a record, and one a line that belongs to none; the columns of `rows.EXTRA` are those of the first line.

    Args:
        lines: `id`, `tag`, `code` and `value` (see `marc_map.LINES`), and the columns of `rows.EXTRA`. A line without
            an id, or with a fault, comes out as a row with `FAULT` and `RAW_LINE`.
        tag_map: what becomes of the subfields.
        id_field: the field that the id goes to.

    """
    is_faulty = pl.col(FAULT).is_not_null() | pl.col(ID).is_null()
    sound = _slim(lines.filter(~is_faulty), tag_map)
    parts = Parts("records")
    for part in divide(sound, ID, partitions_for([sound])):
        parts.add(_records(part.collect(), tag_map, id_field))
    records = parts.scan(_records(_empty(sound), tag_map, id_field))
    return pl.concat([records, _faults(lines.filter(is_faulty))], how="diagonal")


def _slim(lines: pl.LazyFrame, tag_map: TagMap) -> pl.LazyFrame:
    """Without the values of tags that are not used. Their lines stay, since a record may have no others."""
    is_used = pl.col("tag").is_in(sorted(tag_map.tags))
    return lines.select(ID, "tag", "code", pl.when(is_used).then("value").alias("value"), ROW, FILE)


def _empty(lines: pl.LazyFrame) -> pl.DataFrame:
    return pl.DataFrame(schema=lines.collect_schema())


def _records(lines: pl.DataFrame, tag_map: TagMap, id_field: str) -> pl.DataFrame:
    """The records of a partition, sorted by the number of their first line."""
    placed = lines.with_columns(record=pl.col(ROW).min().over(ID)).sort("record", "tag", ROW)
    heads = placed.unique("record", keep="first").select("record", ID, FILE)
    fields = apply_map(tag_map, placed.select(**_numbered()).select(*LINES))
    rows = fields.drop(id_field, strict=False).join(heads, on="record", how="left", maintain_order="left")
    nothing = pl.lit(None, pl.String)
    return rows.rename({"record": ROW, ID: id_field}).with_columns(nothing.alias(FAULT), nothing.alias(RAW_LINE))


def _numbered() -> dict[str, pl.Expr]:
    """`marc_map.LINES`: a field of the same tag begins where the first subfield of that tag in the record comes again.

    The file does not say where a field ends.
    """
    record, tag, code = pl.col("record"), pl.col("tag"), pl.col("code").fill_null("")
    changes = record.ne_missing(record.shift()) | tag.ne_missing(tag.shift())
    first = pl.when(changes).then(code).forward_fill()
    field = (changes | (code == first)).cum_sum().cast(pl.UInt32)
    return {"record": record.cast(pl.UInt32), "field": field, "tag": tag, "code": code, "value": pl.col("value")}


def _faults(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Lines that belong to no record, as they stand."""
    line = pl.concat_str("tag", "code", "value", separator=",", ignore_nulls=True)
    return lines.select(
        ROW,
        FILE,
        pl.col(FAULT).fill_null(pl.lit(str(Reason.UNDECODABLE))),
        pl.coalesce(RAW_LINE, line).alias(RAW_LINE),
    )
