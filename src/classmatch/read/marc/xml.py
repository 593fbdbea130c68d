"""MARC 21 as XML: with or without namespace and prefix, as a collection, or inside answers of OAI-PMH and SRU."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from classmatch.read.containers.xml import elements, local_name
from classmatch.read.layouts import Fault
from classmatch.read.marc.binary import LEADER_TAG, Field
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_CONTROL, _DATA = "controlfield", "datafield"
_FIELDS = frozenset({_CONTROL, _DATA})


def xml_records(stream: IO[bytes], tags: frozenset[str]) -> Iterator[list[Field] | Fault]:
    """The records of a file, each as its leader and the fields of these tags, in file order.

    An envelope without a record in it is a fault.

    Raises:
        XmlError: if it is not well-formed XML.

    """
    for element in elements(stream, frozenset({"record"})):
        bodies = [each for each in element.iter("{*}record") if _is_body(each)]
        yield from (_fields(body, tags) for body in bodies)
        if not bodies:
            yield _without_body(element)


def _without_body(envelope: etree._Element) -> Fault:
    """OAI-PMH tells of deleted records by a header that says so; anything else has lost its fields."""
    said = " ".join(" ".join(str(text) for text in envelope.itertext()).split())
    is_deleted = any(header.get("status") == "deleted" for header in envelope.iter("{*}header"))
    return Fault(Reason.WITHDRAWN if is_deleted else Reason.UNDECODABLE, f"a record without fields: {said}")


def _is_body(record: etree._Element) -> bool:
    return any(local_name(child) in _FIELDS for child in record)


def _fields(body: etree._Element, tags: frozenset[str]) -> list[Field]:
    fields: list[Field] = []
    for child in body:
        name, tag = local_name(child), child.get("tag", "")
        if name == LEADER_TAG:
            fields.insert(0, Field(LEADER_TAG, "", [("", child.text or "")]))
        elif name == _CONTROL and tag in tags:
            fields.append(Field(tag, "", [("", child.text or "")]))
        elif name == _DATA and tag in tags:
            fields.append(Field(tag, _indicators(child), [_pair(each) for each in child if local_name(each)]))
    return fields


def _indicators(field: etree._Element) -> str:
    return f"{field.get('ind1') or ' ':1.1}{field.get('ind2') or ' ':1.1}"


def _pair(subfield: etree._Element) -> tuple[str, str]:
    return subfield.get("code", ""), subfield.text or ""
