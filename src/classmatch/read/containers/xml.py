"""Reads XML of any size and from anyone, an element at a time.

Nothing outside the file is opened, entities that a file declares are refused, and what has been passed on is cleared
away, so that a file takes the memory of its largest record.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Literal, NamedTuple

from lxml import etree

from classmatch.read.boundary import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHUNK_BYTES = 1 << 16
HEAD_BYTES = 1 << 16  # of a file, within which its root and what stands next to it are looked for
MAX_RECORD_BYTES = 1 << 23  # a tree takes up to 35 times the bytes that it was written in

_BLANKS = b" \t\r\n"
_ENTITIES = ("declares entities of its own, which are not read", "save it with its entities resolved")

# What the parser says, in part; what it means; what to do about it.
_MEANINGS = (
    ("entity amplification", *_ENTITIES),
    ("internal subset", *_ENTITIES),
    ("Excessive depth", "is XML nested deeper than any catalog", "look for start tags without an end"),
    ("XML_PARSE_HUGE", "holds a text longer than 10 MB", "look for a lost end tag, or leave that text out"),
)


class Root(NamedTuple):
    """The root element of a file, without its prefix, and what the start of the file shows to be in it."""

    namespace: str  # empty if it has none
    name: str
    attributes: Mapping[str, str]
    inside: frozenset[str]  # local names of the elements that begin within `HEAD_BYTES`


def root_of(head: bytes) -> Root | None:
    """The root element by the start of a file, however it is encoded and wherever it is cut; None if it isn't XML."""
    parser = _parser("start")
    with suppress(etree.XMLSyntaxError):  # what was read before still counts
        parser.feed(_unblanked(head[:HEAD_BYTES]))
    begun = [element for _, element in parser.read_events()]
    if not begun:
        return None
    root = begun[0]
    name = etree.QName(root)
    attributes = {str(key): str(value) for key, value in root.attrib.items()}
    return Root(name.namespace or "", name.localname, attributes, frozenset(map(local_name, begun[1:])))


def elements(stream: IO[bytes], names: frozenset[str]) -> Iterator[etree._Element]:
    """The elements of these local names, in whatever namespace, each once and whole, in file order.

    Of elements inside one another the outermost is yielded. Each is cleared away, with all that stands before it, as
    soon as the next is asked for: what is needed of it must be taken before.

    Raises:
        UnreadableError: where the file is not well formed, ends too early, declares entities, or holds more than
            `MAX_RECORD_BYTES` without the end of one of these elements. What is whole before has been yielded.

    """
    tags = [f"{{*}}{name}" for name in sorted(names)]
    parser = _parser("end", tags)
    size = 0
    for fault in _fed(parser, stream):
        size += CHUNK_BYTES
        for _, element in parser.read_events():
            size = 0
            if next(element.iterancestors(tags), None) is None:
                _refuse_entities(element)
                yield element
                _forget(element)
        if fault is not None:
            raise fault
        if size > MAX_RECORD_BYTES:
            raise UnreadableError(
                f"holds {MAX_RECORD_BYTES >> 20} MB without the end of a record", "split it, or look for a lost end tag"
            )


def local_name(element: etree._Element) -> str:
    """Its name without namespace; empty for what is no element: a comment, an instruction, an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _parser(event: Literal["start", "end"], tags: list[str] | None = None) -> etree.XMLPullParser:
    # `collect_ids=False` would save time, and makes libxml2 open the external DTD after all.
    return etree.XMLPullParser(
        events=(event,),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _fed(parser: etree.XMLPullParser, stream: IO[bytes]) -> Iterator[UnreadableError | None]:
    """Feeds the file to the parser a chunk at a time; what is wrong comes last, after the events before it."""
    chunk = _unblanked(stream.read(CHUNK_BYTES))
    if not chunk:
        yield UnreadableError("is empty", "check that the delivery is complete")
    while chunk:
        with suppress(etree.XMLSyntaxError):  # which isn't raised for every fault, but all of them are in the log
            parser.feed(chunk)
        if (said := _fault(parser)) is not None:
            yield _malformed(said)
            return
        yield None
        chunk = stream.read(CHUNK_BYTES)
    with suppress(etree.XMLSyntaxError):
        parser.close()
    if (said := _fault(parser)) is not None:
        yield UnreadableError(
            f"ends too early: it is truncated ({said})", "copy it again and compare its size or checksum"
        )


def _fault(parser: etree.XMLPullParser) -> str | None:
    """What makes the file unreadable, in the words of the parser. Undeclared namespaces don't."""
    fatal = parser.feed_error_log.filter_from_fatals()
    return f"line {fatal[0].line}: {' '.join(fatal[0].message.split())[:200]}" if fatal else None


def _unblanked(start: bytes) -> bytes:
    """Without the blank lines that some exports put before the declaration, where XML allows none."""
    bare = start.removeprefix(codecs.BOM_UTF8)
    return bare.lstrip(_BLANKS) if bare[:1] in _BLANKS else start


def _malformed(said: str) -> UnreadableError:
    for part, why, hint in _MEANINGS:
        if part in said:
            return UnreadableError(why, hint)
    return UnreadableError(f"is not well-formed XML, {said}", "export it again, or mend that place")


def _refuse_entities(element: etree._Element) -> None:
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise UnreadableError(*_ENTITIES)


def _forget(element: etree._Element) -> None:
    """Frees the element and everything before it."""
    element.clear(keep_tail=True)
    for each in (element, *element.iterancestors()):
        parent = each.getparent()
        while parent is not None and each.getprevious() is not None:
            del parent[0]
