"""The generated catalog in the containers that catalogs come in, streamed to disk a chunk at a time."""

from __future__ import annotations

import csv
import gzip
from typing import IO, TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 100_000  # rows written at a time
STATEMENT = 500  # rows of one INSERT, about what mysqldump writes

# Columns of LibGen's table `updated`, and which of the generated ones stands there.
_DUMPED = {
    "ID": "record_id", "Title": "title", "Author": "author", "Year": "year", "Publisher": "publisher",
    "Language": "language", "Identifier": "isbn", "MD5": "md5", "Filesize": "filesize", "Extension": "extension",
}  # fmt: skip
_UPDATED = (
    *("ID", "Title", "VolumeInfo", "Series", "Periodical", "Author", "Year", "Edition", "Publisher", "City", "Pages"),
    *("PagesInFile", "Language", "Topic", "Library", "Issue", "Identifier", "ISSN", "ASIN", "UDC", "LBC", "DDC", "LCC"),
    *("Doi", "Googlebookid", "OpenLibraryID", "Commentary", "DPI", "Color", "Cleaned", "Orientation", "Paginated"),
    *("Scanned", "Bookmarked", "Searchable", "Filesize", "Extension", "MD5", "Generic", "Visible", "Locator", "Local"),
    *("TimeAdded", "TimeLastModified", "Coverurl", "Tags", "IdentifierWODash"),
)


def write_containers(catalog: Path, folder: Path) -> dict[str, Path]:
    """The catalog as Parquet, CSV, JSON lines and a MySQL dump, plain and packed: container: file."""
    folder.mkdir(parents=True, exist_ok=True)
    frame = pl.scan_parquet(catalog)
    files = {
        "Parquet": catalog,
        "CSV": folder / "catalog.csv",
        "CSV, gzip": folder / "catalog.csv.gz",
        "JSON lines": folder / "catalog.jsonl",
        "JSON lines, zstd": folder / "catalog.jsonl.zst",
        "MySQL dump": folder / "updated.sql",
        "MySQL dump, gzip": folder / "updated.sql.gz",
    }
    frame.sink_csv(files["CSV"])
    frame.sink_csv(files["CSV, gzip"], compression="gzip")
    frame.sink_ndjson(files["JSON lines"])
    frame.sink_ndjson(files["JSON lines, zstd"], compression="zstd")
    with files["MySQL dump"].open("wb") as plain, gzip.open(files["MySQL dump, gzip"], "wb", compresslevel=1) as packed:
        for part in dump(frame):
            plain.write(part)
            packed.write(part)
    return files


def dump(frame: pl.LazyFrame) -> Iterator[bytes]:
    """The catalog as mysqldump writes the table `updated`."""
    yield b"-- MySQL dump 10.13\n/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE `updated` (\n"
    yield ",\n".join(f"  `{name}` varchar(2000) NOT NULL DEFAULT ''" for name in _UPDATED).encode()
    yield b"\n) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4;\n"
    for chunk in frame.collect_batches(chunk_size=CHUNK, maintain_order=True):
        yield from _statements(chunk)


def _statements(chunk: pl.DataFrame) -> Iterator[bytes]:
    columns = set(chunk.columns)
    cells = [_quoted(_DUMPED.get(name, ""), columns) for name in _UPDATED]
    rows = chunk.select(pl.concat_str([pl.lit("("), pl.concat_str(cells, separator=","), pl.lit(")")])).to_series()
    for start in range(0, len(rows), STATEMENT):
        values = ",".join(rows[start : start + STATEMENT].to_list())
        yield b"".join((b"INSERT INTO `updated` VALUES ", values.encode(), b";\n"))


def _quoted(column: str, columns: set[str]) -> pl.Expr:
    """A cell as a literal of MySQL: backslashes and quotes escaped."""
    if column not in columns:
        return pl.lit("''")
    text = pl.col(column).cast(pl.String).fill_null("")
    escaped = text.str.replace_all("\\", "\\\\", literal=True).str.replace_all("'", "\\'", literal=True)
    return pl.concat_str([pl.lit("'"), escaped, pl.lit("'")])


def peer_rows(file: IO[str]) -> Iterator[list[str]]:
    """The rows of a MySQL dump as the usual script takes them apart: `csv.reader` with MySQL's quotes and escapes."""
    for line in file:
        if line.startswith("INSERT INTO"):
            values = line[line.index("(") + 1 : line.rindex(")")]
            for row in values.split("),("):
                yield from csv.reader([row], quotechar="'", escapechar="\\", doublequote=False)
