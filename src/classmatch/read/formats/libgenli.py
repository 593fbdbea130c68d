"""libgen.li: the tables `files`, `editions`, `editions_to_files` and `editions_add_descr`, joined into one catalog.

A record is a file with an edition that it holds; a file of several editions gives several records. A file of no known
edition goes by the name that it had. Where the files were given, an edition without one is not a copy of anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.assembly import Assembly
from classmatch.read.cells import SEPARATOR, blank_as_null
from classmatch.read.formats.base import Format
from classmatch.read.formats.libgen import time_added
from classmatch.read.kinds import Kind
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, FILE, RAW_LINE, ROW
from classmatch.read.spill import join_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Keys of `elem_descr`: what a descriptor of an edition says.
_DESCRIPTORS: Mapping[str, tuple[str, ...]] = {
    "isbn": ("505",),
    "asin": ("908",),
    "language": ("101",),
    "alternate_title": ("10", "11", "12", "13"),  # in the original language, transliterated, variant, translated
    "subtitle": ("40", "50"),
    "described_author": ("401",),
    "described_publisher": ("302", "303"),
    "series": ("630",),
}
_SCHEMES = {"501": "issn", "901": "doi", "915": "goodreads", "917": "lccn", "919": "oclc", "920": "ol"}

_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}

_EDITION = (
    "title", "title_add", "author", "publisher", "city", "edition", "year", "month", "day", "series_name",
    "issue_volume", "issue_number", "doi",
)  # fmt: skip
_OF_FILES = ("f_id", "md5", "visible", "broken", "generic", "locator", "filesize", "extension", "time_added")
_POSITION = (ROW, FAULT, RAW_LINE, FILE)
_COLUMNS = (
    "record_id", "title", "subtitle", "alternate_title", "author", "publisher", "date", "language", "edition", "series",
    "volume", "isbn", "asin", "identifiers", "md5", "better_md5", "extension", "filesize", "file_status",
    "added", "full_text",
)  # fmt: skip


def _records(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """One row a file and edition; a file without an edition, and an edition without a file, each its own."""
    editions = _described(frames)
    if "files" not in frames:
        return _fields(_with(editions, _OF_FILES))
    files = frames["files"].select(*_OF_FILES, *_POSITION)
    if "links" not in frames:
        parts = [_with(files, editions.collect_schema().names()), _without_file(_with(editions, _OF_FILES))]
        return _fields(pl.concat(parts, how="diagonal"))
    links = frames["links"].select("f_id", "e_id", ROW)
    linked = join_on("e_id", [links, editions], _editions_of_links)
    joined = join_on("f_id", [files, linked], _files_with_editions)
    orphans = join_on("e_id", [editions, links], _editions_without_links)
    return _fields(pl.concat([joined, _without_file(_with(orphans, _OF_FILES))], how="diagonal"))


def _with(frame: pl.LazyFrame, columns: Sequence[str]) -> pl.LazyFrame:
    known = set(frame.collect_schema().names())
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in columns if name not in known)


def _editions_of_links(parts: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    links, editions = parts
    return links.join(editions.drop(_POSITION), on="e_id", how="inner")


def _files_with_editions(parts: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    files, linked = parts
    return files.join(linked.drop(ROW), on="f_id", how="left", maintain_order="left_right")


def _editions_without_links(parts: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    editions, links = parts
    return editions.join(links.select("e_id"), on="e_id", how="anti")


def _without_file(editions: pl.LazyFrame) -> pl.LazyFrame:
    return editions.with_columns(pl.coalesce(FAULT, pl.lit(str(Reason.NO_FILE))).alias(FAULT))


# --------------------------------------------------------------------------------------------------------------------
# Editions, with what their descriptors say


def _described(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    columns = [*_DESCRIPTORS, "identifiers"]
    if "descriptors" not in frames:
        return _with(_editions(frames), columns)
    described = _with_values(frames["descriptors"])
    if "editions" not in frames:
        return _with(join_on("e_id", [described], _pivoted), ("e_id", *_EDITION))
    return join_on("e_id", [_editions(frames), described], _editions_with_values)


def _editions(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    if "editions" not in frames:
        return pl.LazyFrame(schema={**dict.fromkeys(("e_id", *_EDITION), pl.String()), **_no_position()})
    return frames["editions"].select("e_id", *_EDITION, *_POSITION)


def _no_position() -> dict[str, pl.DataType]:
    return {ROW: pl.UInt32(), FAULT: pl.String(), RAW_LINE: pl.String(), FILE: pl.String()}


def _with_values(descriptors: pl.LazyFrame) -> pl.LazyFrame:
    """The descriptors that say something of use."""
    keys = [key for group in _DESCRIPTORS.values() for key in group] + list(_SCHEMES)
    value = blank_as_null(pl.col("value"))
    rows = descriptors.select("e_id", "key", value.alias("value"), *_POSITION)
    return rows.filter(pl.col("key").is_in(keys), pl.col("value").is_not_null())


def _pivoted(parts: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    [described] = parts
    values = [
        pl.col("value").filter(pl.col("key").is_in(keys)).str.join(SEPARATOR).alias(name)
        for name, keys in _DESCRIPTORS.items()
    ]
    scheme = pl.col("key").replace_strict(_SCHEMES, default=None)
    identifiers = (scheme + ":" + pl.col("value")).drop_nulls().str.join(SEPARATOR)
    grouped = described.sort(ROW).group_by("e_id", maintain_order=True)
    return grouped.agg(*values, identifiers.alias("identifiers"), pl.col(_POSITION).first())


def _editions_with_values(parts: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    editions, described = parts
    values = _pivoted([described])
    position = [pl.coalesce(name, f"{name}_right").alias(name) for name in _POSITION]
    joined = editions.join(values, on="e_id", how="full", coalesce=True, maintain_order="left_right")
    return joined.with_columns(position).drop(f"{name}_right" for name in _POSITION)


# --------------------------------------------------------------------------------------------------------------------
# The fields of a record


def _fields(rows: pl.LazyFrame) -> pl.LazyFrame:
    rows = rows.with_columns(blank_as_null(pl.col(pl.String)))
    identifiers = [pl.col("identifiers"), pl.lit("doi:") + pl.col("doi")]
    cells = {
        "record_id": pl.coalesce("f_id", "e_id"),
        "subtitle": pl.coalesce("title_add", "subtitle"),
        "author": pl.coalesce("author", "described_author"),
        "publisher": pl.coalesce("publisher", "described_publisher"),
        "date": _date(),
        "series": pl.coalesce("series_name", "series"),
        "volume": pl.coalesce("issue_volume", "issue_number"),
        "identifiers": blank_as_null(pl.concat_str(identifiers, separator=SEPARATOR, ignore_nulls=True)),
        "better_md5": pl.col("generic"),
        "file_status": pl.when(pl.col("broken") == "Y").then(pl.lit("broken")).otherwise(pl.col("visible")),
        "added": time_added(pl.col("time_added")),
        "full_text": pl.when(pl.col("title").is_null()).then(_file_name()),
    }
    columns = [cells.get(name, pl.col(name)).alias(name) for name in _COLUMNS]
    records = rows.select(*columns, *_POSITION)
    has_no_name = pl.all_horizontal(pl.col("title", "alternate_title", "full_text", "isbn", "asin").is_null())
    untitled = pl.when(has_no_name).then(pl.lit(str(Reason.UNTITLED)))
    return records.with_columns(pl.coalesce(FAULT, untitled).alias(FAULT))


def _date() -> pl.Expr:
    """`2012`, `2012-12` or `2012-12-04`; quarters and seasons are no months."""
    year = pl.when(pl.col("year").str.contains(r"^\d{4}$")).then(pl.col("year"))
    month = pl.col("month").replace_strict(_MONTHS, default=None)
    day = pl.when(pl.col("day").str.contains(r"^\d{1,2}$")).then(pl.col("day").str.zfill(2))
    return pl.coalesce(year + "-" + month + "-" + day, year + "-" + month, pl.col("year"))


def _file_name() -> pl.Expr:
    """The last part of the path that a file had, without its ending."""
    name = pl.col("locator").str.extract(r"([^\\/]+)$", 1)
    return name.str.replace(r"\.\w{1,5}$", "")


_ASSEMBLY = Assembly(
    roles={
        "files": frozenset({"fid", "md5", "broken", "locator"}),
        "editions": frozenset({"eid", "libgentopic", "title", "seriesname"}),
        "descriptors": frozenset({"eid", "key", "value", "valueadd1"}),
        "links": frozenset({"etfid", "fid", "eid"}),
        "names of descriptors": frozenset({"key", "nameru", "nameen", "checks"}),
    },
    main=("files", "editions", "descriptors"),
    join=_records,
    lone=True,
    one=True,
)

FORMAT = Format(
    name="libgenli",
    kind=Kind.CATALOG,
    library="libgenli",
    columns={},
    assembly=_ASSEMBLY,
    passed_over=frozenset({"files_add_descr"}),
)
