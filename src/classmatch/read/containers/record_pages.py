"""Records that are shown to people: web pages with a table of labels and values, and text with a label a line.

Both give the same: records as lists of labelled values, in order. What the labels mean is the format's affair; only
which of them are labels, and which open a record, has to be said.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from lxml import etree

from classmatch.read.boundary import UnreadableError
from classmatch.read.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CHUNK_BYTES = 1 << 16
MAX_PAGE_BYTES = 1 << 23  # a tree takes up to 35 times the bytes that it was written in
_CUT_BYTES = 1 << 20  # content without the end of a page is cut behind a table from this size on
MAX_LINE_BYTES = 1 << 20
MAX_RECORD_LINES = 100_000

_PAGE_END = re.compile(rb"(?i)</html\s*>")
_TABLE_END = re.compile(rb"(?i)</table\s*>")
_BREAKS = frozenset({"br", "p", "div", "li"})
_NOT_SHOWN = frozenset({"table", "tr", "td", "th", "script", "style", etree.Comment, etree.PI})  # rows of their own
_RULE = re.compile(r"^\s*([-=_*#~])\1{4,}\s*$|^\f")
_LABELLED = re.compile(r"^([A-Z][A-Za-z][A-Za-z()/,&' -]{1,45}):(?:[\t ]+(.*)|)$")
_QUOTED = re.compile(r"^(?:> ?)+")  # in front of the lines of a message that was answered
_MAX_MARGIN = 4  # blanks in front of all labels
_MAX_LABEL_WORDS = 4  # of a label that is not known


@dataclass(slots=True)
class Value:
    """A label with what stands beside it."""

    label: str  # as it stands, without the colon
    lines: list[str]
    wrapped: bool  # whether lines are broken anywhere, and not between the items of the value


@dataclass(frozen=True)
class KnownLabels:
    """What has to be known of the labels of a kind of record; all folded."""

    is_known: Callable[[str], bool]  # of a label as it stands
    opening: frozenset[str]  # those that a record has once, any of which may begin it
    needed: tuple[frozenset[str], ...]  # a record is complete when it has one of each of these


@dataclass
class Grouping:
    """Puts values together to records.

    A record ends at a rule, before a label that can only be there once and is there already, and, where there is a gap
    (a blank line, another table), before the label that began the first record, or any that can begin one if the record
    is complete.
    """

    known: KnownLabels
    values: list[Value] = field(default_factory=list)
    gap: bool = False
    first: str = ""
    seen: set[str] = field(default_factory=set)

    def add(self, value: Value) -> list[Value]:
        """Takes in a value; returns the record before it, if that is complete, else an empty list."""
        name = fold(value.label)
        self.first = self.first or name
        is_over = (name in self.known.opening and name in self.seen) or (self.gap and self._can_begin(name))
        finished = self.take() if is_over and self.values else []
        self.values.append(value)
        self.seen.add(name)
        self.gap = False
        return finished

    def take(self) -> list[Value]:
        finished, self.values, self.seen, self.gap = self.values, [], set(), False
        return finished

    def _can_begin(self, name: str) -> bool:
        is_complete = all(labels & self.seen for labels in self.known.needed)
        return name == self.first or (name in self.known.opening and is_complete)


def pages(stream: IO[bytes]) -> Iterator[bytes]:
    """The pages of a file of one or more, however it ends; blank ones are left out.

    Raises:
        UnreadableError: if a page is larger than `MAX_PAGE_BYTES`.

    """
    held, searched = b"", 0
    while chunk := stream.read(CHUNK_BYTES):
        held += chunk
        while end := _PAGE_END.search(held, searched):
            yield held[: end.end()]
            held, searched = held[end.end() :], 0
        searched = max(0, len(held) - 64)
        if len(held) > _CUT_BYTES and (ends := list(_TABLE_END.finditer(held))):
            yield held[: ends[-1].end()]
            held, searched = held[ends[-1].end() :], 0
        if len(held) > MAX_PAGE_BYTES:
            raise UnreadableError(f"holds {MAX_PAGE_BYTES >> 20} MB without the end of a page", "split it")
    if held.strip():
        yield held


def records_of_page(page: bytes, known: KnownLabels) -> Iterator[list[Value]]:
    """The records of a page: rows of a heading and a cell. None in a page that has no such rows."""
    grouping, table = Grouping(known), None
    for row in _rows(page):
        heading, cell = row.find("th"), row.find("td")
        if heading is None or cell is None:
            continue
        label = " ".join("".join(_pieces(heading)).split()).rstrip(": ")
        lines = [" ".join(line.split()) for line in "".join(_pieces(cell)).split("\n")]
        if not label:
            _append(grouping.values, lines)
            continue
        above = next(row.iterancestors("table"), None)
        grouping.gap, table = above is not table, above
        if finished := grouping.add(Value(label, [line for line in lines if line], wrapped=False)):
            yield finished
    if grouping.values:
        yield grouping.take()


def _rows(page: bytes) -> Iterable[etree._Element]:
    encoding = None
    with suppress(UnicodeDecodeError):
        page.decode("utf-8")
        encoding = "utf-8"  # whatever the page says of itself: other texts are hardly ever valid UTF-8 by accident
    parser = etree.HTMLParser(encoding=encoding, no_network=True, huge_tree=False, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(page.replace(b"\x00", b" "), parser)
    except (etree.XMLSyntaxError, etree.ParserError):
        return ()
    return () if root is None else root.iter("tr")


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of an element, with a line's end wherever a page shows one; a table inside it is not its text."""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if node is not element and node.tag in _NOT_SHOWN:
            walk.skip_subtree()
        elif event == "start":
            yield "\n" if node.tag in _BREAKS else ""
            yield (node.text or "").replace("\n", " ")
        if event == "end" and node is not element:
            yield ("\n" if node.tag in _BREAKS else "") + (node.tail or "").replace("\n", " ")


def records_of_text(stream: IO[bytes], known: KnownLabels) -> Iterator[list[Value]]:
    """The records of a text: lines of a label, a colon and a value, which indented lines below it go on with.

    Lines that belong to no value, such as the menu of a page, are passed over.
    """
    grouping, margin = Grouping(known), _MAX_MARGIN
    while raw := stream.readline(MAX_LINE_BYTES):
        line = _QUOTED.sub("", _decoded(raw))
        value = _value_of(line, known, margin)
        finished: list[Value] = []
        if value and (grouping.values or known.is_known(value.label)):
            margin = margin if grouping.first else _indent(line)
            finished = grouping.add(value)
        elif _RULE.match(line):
            finished = grouping.take()
        elif not line.strip():
            grouping.gap = True
        elif line[:1].isspace() or not grouping.gap:
            _append(grouping.values, [line.strip()])
        if finished:
            yield finished
    if grouping.values:
        yield grouping.take()


def _value_of(line: str, known: KnownLabels, margin: int) -> Value | None:
    """The value that begins with this line: a known label, or anything like one that is not indented."""
    found = _LABELLED.match(line.strip())
    if not found or _indent(line) > margin:
        return None
    if known.is_known(found[1]) or len(found[1].split()) <= _MAX_LABEL_WORDS:
        return Value(found[1], [found[2] or ""], wrapped=True)
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _append(values: list[Value], lines: list[str]) -> None:
    if values and len(values[-1].lines) < MAX_RECORD_LINES:
        values[-1].lines += [line for line in lines if line]


def _decoded(line: bytes) -> str:
    """UTF-8, else Windows-1252, which is what the catalogue's pages were saved in by old browsers."""
    line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("windows-1252", "replace")
    return text.replace("\xa0", " ").replace("\x00", " ").rstrip()
