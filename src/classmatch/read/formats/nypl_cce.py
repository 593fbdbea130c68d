"""The New York Public Library's transcription of the Catalog of Copyright Entries, registrations of 1923 to 1977.

An entry keeps the wording of the printed catalog and marks up what it can, so that elements come in any order and any
number. What they mean is told by the project's guide (`guide.md` and `CopyrightEntries.dtd` of
NYPL/catalog_of_copyright_entries_project).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import IO, TYPE_CHECKING

from classmatch.read.cells import SEPARATOR
from classmatch.read.containers.xml import elements, local_name, root_of
from classmatch.read.formats.base import Format
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from classmatch.read.layouts import Record

    Parts = dict[str, list[etree._Element]]  # the children of an element by their names, in file order

_ROOT = "copyrightEntries"
_ENTRY, _RENEWAL, _ADDITIONAL, _POINTER, _GROUP = (
    "copyrightEntry", "renewalEntry", "additionalEntry", "crossRef", "entryGroup",
)  # fmt: skip
_OUTERMOST = frozenset({_ENTRY, _RENEWAL, _POINTER, _GROUP})
_INHERITED = ("title", "author", "publisher", "pubName", "claimant", "edition", "series")
_CLAIM = ("claimant", "publisher", "pubName")  # of a group: of all its entries, wherever in the group they stand
_NUMBER, _REGISTERED = ("regNum", "registrationNumber"), ("regDate", "regdate")
_PLAIN_ROLES = frozenset(
    {"by", "author", "appl author", "joint author", "and", "jt author"}
)  # and no other than author
_PUBLISHED = ("A", "B")  # books and periodicals, registered once published: behind © stands the day of publication
# An entry of the printed catalog has some hundred characters, and the longest range some dozen numbers.
_MAX_CHARACTERS, _MAX_ADDED = 1 << 16, 1_000
_SHOWN_CHARACTERS = 200


@dataclass
class _Heading:
    """What stands over the entries of a group, and holds for those that follow."""

    parts: Parts = field(default_factory=lambda: defaultdict(list))
    used: bool = False  # whether an entry has followed, so that the next author begins another heading

    def add(self, name: str, element: etree._Element) -> None:
        if self.used and name in {"author", "title"}:
            for outdated in ("author", "title") if name == "author" else ("title",):
                self.parts[outdated].clear()
            self.used = False
        self.parts[name].append(element)


def _recognises(head: bytes) -> str | None:
    root = root_of(head)
    return f"its root element is <{_ROOT}>" if root is not None and root.name == _ROOT else None


def _records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for element in elements(stream, _OUTERMOST):
        yield from _of_any(element, {})


def _of_any(element: etree._Element, heading: Parts) -> Iterator[Record | Fault]:
    kind = local_name(element)
    if kind == _POINTER:
        yield Fault(Reason.CROSS_REFERENCE, _text(element)[:_SHOWN_CHARACTERS])
    elif kind == _GROUP:
        yield from _of_group(element)
    else:
        yield from _of_entry(element, heading)


def _of_group(group: etree._Element) -> Iterator[Record | Fault]:
    claim = _parts(group)
    shared = (each for name in _INHERITED for each in claim.get(name, ()))
    if sum(len(_text(each)) for each in shared) > _MAX_CHARACTERS:
        yield _oversized(group)
        return
    heading = _Heading()
    for name in _CLAIM:
        heading.parts[name].extend(claim.get(name, ()))
    for child in group:
        name = local_name(child)
        if name in _OUTERMOST:
            heading.used = True
            yield from _of_any(child, heading.parts)
        elif name in _INHERITED and name not in _CLAIM:
            heading.add(name, child)


def _of_entry(entry: etree._Element, heading: Parts) -> Iterator[Record | Fault]:
    """A row for every number of the entry and of the entries added to it; those after the first have `id#2`, `id#3`."""
    if _is_oversized(entry):
        yield _oversized(entry)
        return
    records = _records_of(entry, heading)
    identifier = entry.get("id")
    for number, record in enumerate(records, 1):
        row = f"{identifier}#{number}" if identifier and number > 1 else identifier
        yield {**record, "registration_record_id": row}


def _is_oversized(entry: etree._Element) -> bool:
    """Looked at before anything is made of it: what is added to an entry repeats what the entry says."""
    added = list(entry.iterdescendants(f"{{*}}{_ADDITIONAL}"))
    numbers = sum(len(each.get("regnum") or "") for each in (entry, *added))
    longest = max(len(_text(each, leaving_out=_ADDITIONAL)) for each in (entry, *added))
    return len(added) > _MAX_ADDED or max(numbers, longest) > _MAX_CHARACTERS


def _oversized(element: etree._Element) -> Fault:
    return Fault(Reason.OVERSIZED, _text(element)[:_SHOWN_CHARACTERS])


def _records_of(entry: etree._Element, heading: Parts) -> list[Record]:
    own = _parts(entry)
    first = _below(heading, own)
    records = list(_of_numbers(entry, first))
    inherited = {name: first[name] for name in (*_INHERITED, "heading") if name in first}
    above = _text(entry, leaving_out=_ADDITIONAL)
    for added in entry.iterdescendants(f"{{*}}{_ADDITIONAL}"):
        records += _of_numbers(added, {**inherited, **_parts(added)}, above)
    return records


def _parts(element: etree._Element) -> Parts:
    found: Parts = defaultdict(list)
    for child in element:
        found[local_name(child)].append(child)
    return dict(found)


def _below(heading: Parts, own: Parts) -> Parts:
    """The parts of an entry, and those of the heading that it has none of; the author of a heading is one more."""
    inherited = {name: found for name, found in heading.items() if name in _INHERITED and found}
    authors = [*inherited.get("author", ()), *own.get("author", ())]
    over = {"heading": inherited["title"]} if "title" in inherited and "title" in own else {}
    return {**inherited, **own, **over, **({"author": authors} if authors else {})}


def _of_numbers(element: etree._Element, parts: Parts, above: str = "") -> Iterator[Record]:
    """A row for every registration number, with its date where there are as many dates; `above` is the text before."""
    numbers = _numbers(element, parts)
    dates = _dates(parts, _REGISTERED) or [element.get("regdate")]
    if len(dates) != len(numbers):
        dates = dates[:1] * len(numbers)
    record = _record(element, parts, above)
    for number, date in zip_longest(numbers, dates):
        published = date if number is not None and number.startswith(_PUBLISHED) else None
        yield {
            **record,
            "registration_number": number,
            "registration_date": date,
            "publication_date": record["publication_date"] or published,
        }


def _numbers(element: etree._Element, parts: Parts) -> list[str | None]:
    """Its numbers as the transcribers wrote them out, else as printed."""
    printed = [each for name in _NUMBER for each in parts.get(name, ())]
    own = [text for each in printed if not _is_ignored(each) and (text := _text(each))]
    written = (element.get("regnum") or "").split()
    # A number to be ignored belongs to the entry before, and may stand in the attribute of this one all the same.
    chosen = own if own and len(own) < len(printed) else written or own
    return [*chosen] or [None]


def _record(element: etree._Element, parts: Parts, above: str) -> Record:
    titles = _texts(parts, "title")
    renewal = local_name(element) == _RENEWAL
    previous = _joined(_previous(parts))
    return {
        "record_type": "renewal" if renewal else None,
        "original_number": previous if renewal else None,
        "previous_numbers": None if renewal else previous,
        "title": titles[0] if titles else None,
        "alternate_title": _joined([*(f"{over} {titles[0]}" for over in _headings(parts)), *titles[1:]]),
        "author": _joined(_authors(parts)),
        "claimants": _joined(_claimants(parts)),
        "publisher": _joined(map(_text, _publisher_names(parts))),
        "imprint": _joined(_text(each) for each in parts.get("publisher", ()) if "pubPlace" in _parts(each)),
        "publication_date": next(iter(_publication_dates(parts)), None),
        "edition": _joined(_texts(parts, "edition")),
        "series": _joined(_texts(parts, "series")),
        "volume": _joined(_texts(parts, "vol", "volumes")),
        "new_matter": _joined(_texts(parts, "newMatterClaimed")),
        "notes": _joined(_notes(element, parts)),
        "full_text": None if titles else f"{above} {_text(element, leaving_out=_ADDITIONAL)}".strip() or None,
    }


# --------------------------------------------------------------------------------------------------------------------
# Parts of an entry.


def _text(element: etree._Element, leaving_out: str | None = None) -> str:
    """All its text on one line, without that of its children of one name."""
    if leaving_out is None or element.find(f"{{*}}{leaving_out}") is None:
        return " ".join("".join(element.itertext()).split())
    kept = (
        (child.tail or "") if local_name(child) == leaving_out else "".join(child.itertext()) + (child.tail or "")
        for child in element
    )
    return " ".join(((element.text or "") + "".join(kept)).split())


def _texts(parts: Parts, *names: str) -> list[str]:
    return [text for name in names for each in parts.get(name, ()) if (text := _text(each))]


def _joined(texts: Iterable[str | None]) -> str | None:
    """Each once, in their order."""
    return SEPARATOR.join(dict.fromkeys(text for text in texts if text)) or None


def _is_ignored(element: etree._Element) -> bool:
    return element.get("ignore") == "yes"


def _dates(parts: Parts, names: Iterable[str]) -> list[str | None]:
    """Dates as the transcribers normalised them, else as printed."""
    found = [each for name in names for each in parts.get(name, ()) if not _is_ignored(each)]
    return [date for each in found if (date := (each.get("date") or "").strip() or _text(each))]


def _publication_dates(parts: Parts) -> list[str | None]:
    published = [date for each in parts.get("publisher", ()) for date in _dates(_parts(each), ("pubDate",))]
    return _dates(parts, ("pubDate",)) + published


def _headings(parts: Parts) -> list[str]:
    """Titles over the entry's own, which by itself may be no more than `Key.` or `Book 2`."""
    return [text if text.endswith((".", ":", ";", ",")) else f"{text}." for text in _texts(parts, "heading")]


def _authors(parts: Parts) -> Iterator[str]:
    for author in parts.get("author", ()):
        yield _with_roles(author)
    for employer in _texts(parts, "employerName"):
        yield f"{employer} (employer for hire)"


def _with_roles(author: etree._Element) -> str:
    """Names and what they did as printed (`edited by M. Cuthbert`), without birth, death and place."""
    found = [(local_name(child), _text(child)) for child in author]
    if not any(name == "authorName" and text for name, text in found):
        return _text(author)
    told, last = "", ""
    for name, text in found:
        is_plain = name == "role" and text.lower().replace(".", "").strip(" :,") in _PLAIN_ROLES
        if text and name in {"authorName", "role"} and not is_plain:
            told += ("; " if last == name else " " if last == "role" else ", " if last else "") + text
            last = name
    return told


def _publisher_names(parts: Parts) -> list[etree._Element]:
    within = [each for publisher in parts.get("publisher", ()) for each in _parts(publisher).get("pubName", ())]
    return within + parts.get("pubName", [])


def _claimants(parts: Parts) -> Iterator[str]:
    """Whoever is named as claimant, and the authors and publishers who are marked as such."""
    yield from _texts(parts, "claimant")
    for author in parts.get("author", ()):
        if author.get("claimant") == "yes":
            yield from _texts(_parts(author), "authorName") or [_text(author)]
    for publisher in parts.get("publisher", ()):
        if publisher.get("claimant") == "yes":
            yield from _texts(_parts(publisher), "pubName")
    for name in _publisher_names(parts):
        if name.get("claimant") == "yes":
            yield _text(name)


def _previous(parts: Parts) -> list[str]:
    within = [text for each in parts.get("prevPub", ()) for text in _texts(_parts(each), "prev-regNum")]
    return _texts(parts, "prev-regNum", "prev-regnum") + within


def _notes(element: etree._Element, parts: Parts) -> Iterator[str]:
    yield from _texts(parts, "note", "prevPub")
    for each in parts.get("lccn", ()):
        yield f"LCCN {each.get('normalized') or _text(each)}"
    for attribute, meaning in (("partOf", "part of"), ("duplicateOf", "duplicate of")):
        if (other := element.get(attribute)) is not None:
            yield f"{meaning} {other}"


LAYOUT = Layout(
    container="Catalog of Copyright Entries",
    columns=(
        "registration_record_id", "registration_number", "registration_date", "original_number", "title",
        "alternate_title", "author", "claimants", "publisher", "imprint", "publication_date", "record_type",
        "previous_numbers", "edition", "series", "volume", "new_matter", "notes", "full_text",
    ),
    recognises=_recognises,
    records=_records,
)  # fmt: skip

FORMAT = Format(
    name="nypl_cce",
    kind=Kind.REGISTRATIONS,
    columns={"record_type": ("recordtype",), "previous_numbers": ("previousnumbers",)},
    ids=("registrationrecordid",),
    layouts=(LAYOUT,),
)
