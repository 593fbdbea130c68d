"""JSON lines: one object a line; also Anna's Archive containers, `{"aacid": ..., "metadata": {...}}`.

The parser stops at the first line that is not an object. Such files are copied, with the faulty lines wrapped, so
that the good lines can be used and the faulty ones be listed.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.errors import InputError
from classmatch.read.cells import json_list_as_text
from classmatch.read.files import Compression, open_bytes
from classmatch.read.reasons import Reason
from classmatch.read.rows import FAULT, RAW_LINE, ROW
from classmatch.read.scratch import scratch_file

if TYPE_CHECKING:
    from pathlib import Path

KEY_LINES = 10_000  # lines whose keys become columns; a key that is first seen later is not read
ENVELOPE = "metadata"  # where a container keeps the record
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def columns(path: Path, compression: Compression) -> dict[str, str | None]:
    """The keys of the first lines, in the order in which they come, each with the envelope that it stands in.

    Raises:
        InputError: if no line is a JSON object.

    """
    with open_bytes(path, compression) as stream:
        objects = [entry for line in islice(stream, KEY_LINES) if (entry := _decoded(line)) is not None]
    if not objects:
        raise InputError(path, "no line is a JSON object", "write one object a line, as `jq -c` does")
    envelopes = [entry[ENVELOPE] for entry in objects if entry.get(ENVELOPE) is not None]
    wrapped = bool(envelopes) and all(isinstance(envelope, dict) for envelope in envelopes)
    found: dict[str, str | None] = {}
    for entry in objects:
        found.update(dict.fromkeys((key for key in entry if not (wrapped and key == ENVELOPE)), None))
        if wrapped:
            found.update(dict.fromkeys((key for key in entry.get(ENVELOPE) or () if key not in entry), ENVELOPE))
    if not found:
        raise InputError(path, "its objects are empty", "check that the delivery is complete")
    return found


def _decoded(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line.removeprefix(_BYTE_ORDER_MARK))
        if b"\\ud" in line.lower():  # half of a surrogate pair is valid JSON, but not text
            json.dumps(entry, ensure_ascii=False).encode()
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def sample(path: Path, compression: Compression, keys: dict[str, str | None], count: int) -> pl.DataFrame:
    """The first objects as text, for recognising the columns by their content."""
    with open_bytes(path, compression) as stream:
        entries = [entry for line in islice(stream, count) if (entry := _decoded(line)) is not None]
    cells = {key: [_cell(entry, key, envelope) for entry in entries] for key, envelope in keys.items()}
    return pl.DataFrame(cells, schema=dict.fromkeys(keys, pl.String()))


def _cell(entry: dict[str, Any], key: str, envelope: str | None) -> str | None:
    value = ((entry.get(envelope) or {}) if envelope else entry).get(key)
    if isinstance(value, list):
        return "; ".join(map(str, value)) or None
    return None if value is None else str(value)


def rows(path: Path, compression: Compression, keys: dict[str, str | None]) -> pl.LazyFrame:
    """The whole file, with the lines that are not objects marked. Reads it once beforehand, to find them."""
    if _is_sound(path, compression):
        return _scan(path, keys).with_columns(pl.lit(None, pl.String).alias(FAULT))
    frame = _scan(_repaired(path), {**keys, RAW_LINE: None})
    fault = pl.when(pl.col(RAW_LINE).is_not_null()).then(pl.lit(str(Reason.UNDECODABLE)))
    return frame.with_columns(fault.alias(FAULT))


def _is_sound(path: Path, compression: Compression) -> bool:
    with open_bytes(path, compression) as stream:
        if stream.read(3) == _BYTE_ORDER_MARK:
            return False
    try:
        pl.scan_ndjson(path, schema={RAW_LINE: pl.String()}).select(pl.col(RAW_LINE).count()).collect(
            engine="streaming"
        )
    except pl.exceptions.ComputeError:
        return False
    return True


def _scan(path: Path, keys: dict[str, str | None]) -> pl.LazyFrame:
    outer = [key for key, envelope in keys.items() if envelope is None]
    inner = [key for key, envelope in keys.items() if envelope is not None]
    schema: dict[str, pl.DataType] = dict.fromkeys(outer, pl.String())
    if inner:
        schema[ENVELOPE] = pl.Struct(dict.fromkeys(inner, pl.String()))
    frame = pl.scan_ndjson(path, schema=schema, row_index_name=ROW, row_index_offset=1)
    frame = frame.unnest(ENVELOPE) if inner else frame
    return frame.with_columns(json_list_as_text(pl.col(key)).alias(key) for key in keys if key != RAW_LINE)


def _repaired(path: Path) -> Path:
    """A copy in which every line that is not an object is one, with the line as its only value.

    Blank lines are left as they are: they are not records.
    """
    copy = scratch_file("repaired", ".jsonl")
    line = pl.col("line").str.strip_prefix("\ufeff").str.strip_chars()
    is_object = line.str.starts_with("{") & line.str.json_path_match("$").is_not_null()
    wrapped = pl.struct(line.alias(RAW_LINE)).struct.json_encode()
    mended = pl.when(is_object | (line == "")).then(line).otherwise(wrapped)
    lines = pl.scan_lines(path, name="line", glob=False).select(mended)
    lines.sink_csv(copy, include_header=False, quote_style="never", maintain_order=True)
    return copy
