"""MARC 21 files as layouts: which tag map is applied to their records is the format's affair."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain
from typing import IO, TYPE_CHECKING

import polars as pl

from classmatch.read.layouts import Fault, Layout
from classmatch.read.marc.binary import LEADER, LEADER_TAG, binary_records
from classmatch.read.marc.map import LINES, apply_map
from classmatch.read.marc.xml import xml_records
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from classmatch.read.layouts import Record
    from classmatch.read.marc.binary import Field
    from classmatch.read.marc.map import TagMap

    Decode = Callable[[IO[bytes], frozenset[str]], Iterator[list[Field] | Fault]]

_BATCH_RECORDS = 20_000
_BATCH_SUBFIELDS = 500_000  # after so many a batch ends, so that records that are all contents do not fill the memory

_DIRECTORY = re.compile(rb"((?:[0-9A-Za-z]{3}[0-9]{9})+)\x1e")
_FIRST_RECORDS = 5  # among which one must be whole
_XML_FIELD = re.compile(rb"""<(?:[\w.-]{1,40}:)?datafield\s[^<>]{0,80}?tag\s?=\s?["']([0-9A-Za-z]{3})["']""")
_MARC_XML = b"http://www.loc.gov/MARC21/slim"
_TITLES = frozenset({b"245", b"246", b"240"})  # tags of MARC 21 that UNIMARC, which looks alike, does not have


def layouts(tag_map: TagMap) -> tuple[Layout, ...]:
    """Layouts of binary MARC and of MARCXML whose columns are the fields of this map."""
    columns = columns_of(tag_map)
    return (
        Layout("MARC 21", columns, recognises_binary, partial(_records, tag_map, binary_records)),
        Layout("MARCXML", columns, recognises_xml, partial(_records, tag_map, xml_records)),
    )


def columns_of(tag_map: TagMap) -> tuple[str, ...]:
    """The fields that a map gives in the end."""
    return tuple(name for name in apply_map(tag_map, _lines([])).columns if name != "record")


def recognises_binary(head: bytes) -> str | None:
    """A leader and a directory that lists a title, in one of the first records."""
    for record in head.split(b"\x1d", _FIRST_RECORDS)[:_FIRST_RECORDS]:
        start = re.search(rb"[^\s\x00\xef\xbb\xbf]", record)
        leader = LEADER.match(record, start.start()) if start else None
        directory = _DIRECTORY.match(record, leader.end()) if leader else None
        if directory and _TITLES & {directory[1][place : place + 3] for place in range(0, len(directory[1]), 12)}:
            return "the leader and directory of MARC 21 records"
    return None


def recognises_xml(head: bytes) -> str | None:
    """Data fields, one of them a title, in XML."""
    text = _as_bytes(head)
    if not text.lstrip().startswith(b"<"):
        return None
    if not _TITLES & set(_XML_FIELD.findall(text)):
        return None
    return "the namespace of MARC 21 records" if _MARC_XML in text else "the data fields of MARC 21 records"


def _as_bytes(head: bytes) -> bytes:
    """Without a byte order mark, and of UTF-16 the characters that ASCII has."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode("ascii", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf")


def _records(tag_map: TagMap, decode: Decode, stream: IO[bytes]) -> Iterator[Record | Fault]:
    decoded = decode(stream, tag_map.tags | {tag.partition("-")[0] for tag in tag_map.tags})
    for batch in _batches(decoded):
        found = _mapped(tag_map, batch)
        yield from (
            record if isinstance(record, Fault) else found.get(number, {}) for number, record in enumerate(batch)
        )


def _batches(records: Iterator[list[Field] | Fault]) -> Iterator[list[list[Field] | Fault]]:
    batch: list[list[Field] | Fault] = []
    size = 0
    for record in map(_withdrawn, records):
        batch.append(record)
        size += 0 if isinstance(record, Fault) else sum(len(field.subfields) for field in record)
        if len(batch) >= _BATCH_RECORDS or size >= _BATCH_SUBFIELDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _withdrawn(record: list[Field] | Fault) -> list[Field] | Fault:
    """A record whose leader says that it was deleted (position 5) is none any more."""
    if isinstance(record, Fault) or not record or record[0].tag != LEADER_TAG or record[0].subfields[0][1][5:6] != "d":
        return record
    said = " ".join(value for _, value in chain.from_iterable(field.subfields for field in record))
    return Fault(Reason.WITHDRAWN, said)


def _mapped(tag_map: TagMap, batch: list[list[Field] | Fault]) -> Mapping[int, Record]:
    """The fields of the records of a batch, by their place in it."""
    table = apply_map(tag_map, _lines(batch))
    numbers = table.get_column("record").to_list()
    return dict(zip(numbers, table.drop("record").iter_rows(named=True), strict=True))


def _lines(batch: list[list[Field] | Fault]) -> pl.DataFrame:
    """The subfields of a batch as `marc_map.LINES`."""
    columns: tuple[list[int], list[int], list[str], list[str], list[str]] = ([], [], [], [], [])
    records, fields, tags, codes, values = columns
    for number, record in enumerate(batch):
        for field in () if isinstance(record, Fault) else record:
            count = len(field.subfields)
            records += [number] * count
            fields += [len(values)] * count
            tags += [qualified(field)] * count
            codes += [code for code, _ in field.subfields]
            values += [value for _, value in field.subfields]
    frame = pl.DataFrame(dict(zip(LINES, columns, strict=True)), schema=LINES)
    return frame.sort("record", "tag", maintain_order=True)


def qualified(field: Field) -> str:
    """The tag, with what tells apart fields of one tag: `264-1` publication, `880-245` a title in its own script.

    `024-doi` has a DOI; `700-work` names a related work, not a maker of this one.
    """
    tag = field.tag
    if tag == "264":
        return f"264-{field.indicators[1:]}"
    if tag == "880":
        return f"880-{_subfield(field, '6')[:3]}"
    if tag == "024":
        return f"024-{_subfield(field, '2').strip().lower()}"
    if tag in {"700", "710"} and field.indicators[1:] != "2" and _subfield(field, "t"):
        return f"{tag}-work"
    return tag


def _subfield(field: Field, code: str) -> str:
    """The first subfield of this code; empty if there is none."""
    return next((value for own, value in field.subfields if own == code), "")
