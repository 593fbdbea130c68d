"""ONIX for Books: how publishers tell the trade of their titles. Releases 3.0, 3.1 and 2.1, in either writing."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import IO, TYPE_CHECKING

from classmatch.read.cells import SEPARATOR
from classmatch.read.containers.xml import elements, root_of
from classmatch.read.formats.base import Format
from classmatch.read.formats.onix_codes import (
    BLOCKS,
    DATE_DIGITS,
    EDITIONS,
    EXTENSIONS,
    IDENTIFIER_SCHEMES,
    OTHER_CALENDARS,
    OTHER_NAMES,
    REFERENCE_NAMES,
    ROLES,
    UNSOUGHT_TITLES,
)
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from classmatch.read.layouts import Record

_ROOTS = frozenset({"ONIXMessage", "ONIXmessage"})
_PRODUCTS = frozenset({"Product", "product"})
_DELETE = "05"  # list 1: the record is taken back
_SHOWN_CHARACTERS = 200

# Mark-up that stands in titles, and the space that some of it makes.
_BREAK = re.compile(r"</?(?:p|br|div|li)\b[^<>]{0,200}>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|u|small|cite|ruby|rb|rp|rt)\b[^<>]{0,200}>", re.IGNORECASE)

_ASIN = re.compile(r"B[0-9A-Z]{9}")
_CLITIC = ("'", "’", "-")  # `L'`, `al-`: no space behind it
_DATE = re.compile(r"([0-9]{4})(?:-?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12][0-9]|3[01]))?)?")


class _Composite:
    """An element by its children, which go by their reference names in whatever tags they are written."""

    __slots__ = ("_children",)

    def __init__(self, *parts: etree._Element) -> None:
        self._children: dict[str, list[etree._Element]] = {}
        for part in parts:
            for child in part:
                if (name := _reference_name(str(child.tag))) is not None:
                    self._children.setdefault(name, []).append(child)

    def elements(self, *names: str) -> list[etree._Element]:
        return [child for name in names for child in self._children.get(name, ())]

    def all(self, *names: str) -> list[_Composite]:
        return [_Composite(child) for child in self.elements(*names)]

    def texts(self, *names: str) -> list[str]:
        return [text for child in self.elements(*names) if (text := _text(child))]

    def text(self, *names: str) -> str | None:
        """The first of them that says something, names that stand first being asked first."""
        for name in names:
            for child in self._children.get(name, ()):
                if text := _text(child):
                    return text
        return None


@lru_cache(maxsize=4096)
def _reference_name(tag: str) -> str | None:
    """By the tag with its namespace; none for what isn't read, and for what is no element."""
    return REFERENCE_NAMES.get(tag.rpartition("}")[2])


def _text(element: etree._Element) -> str:
    return _plain("".join(element.itertext()) if len(element) else element.text or "")


def _plain(text: str) -> str:
    """Without the line breaks of the file, and without the HTML that some write into XML."""
    if "&" in text or "<" in text:
        text = _INLINE.sub("", _BREAK.sub(" ", unescape(text)))
    return " ".join(text.split())


def _joined(texts: Iterable[str | None]) -> str | None:
    """Each once, in their order."""
    return SEPARATOR.join(dict.fromkeys(text for text in texts if text)) or None


def _recognises(head: bytes) -> str | None:
    root = root_of(head)
    if root is None or not (root.name in _ROOTS or (root.name in _PRODUCTS and "editeur.org/onix" in root.namespace)):
        return None
    release = root.attributes.get("release") or "".join(re.findall(r"/onix/([0-9.]+)", root.namespace)[:1])
    return f"its root element is <{root.name}>{f', release {release}' if release else ''}"


def _records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for element in elements(stream, _PRODUCTS):
        product = _Composite(element, *_Composite(element).elements(*sorted(BLOCKS)))
        if product.text("NotificationType") == _DELETE:
            yield Fault(Reason.WITHDRAWN, _shown(product))
        else:
            yield _record(product)


def _shown(product: _Composite) -> str:
    said = _joined((product.text("RecordReference"), product.text("DeletionText")))
    return (said or "")[:_SHOWN_CHARACTERS]


def _record(product: _Composite) -> Record:
    publisher, imprint = _publisher(product), _joined(_imprints(product))
    return {
        "record_id": product.text("RecordReference"),
        **_titles(product),
        "author": _authors(product),
        "publisher": publisher or imprint,
        "date": _date(product),
        "language": _joined(_languages(product)),
        "edition": _joined(_editions(product)),
        "extension": _extension(product),
        "notes": f"imprint: {imprint}" if imprint and publisher and imprint != publisher else None,
        **_identifiers(product),
    }


# --------------------------------------------------------------------------------------------------------------------
# Titles.


def _titles(product: _Composite) -> Record:
    details = product.all("TitleDetail", "Title")
    main = next((detail for wanted in ("01", "00", None) for detail in details if _is_type(detail, wanted)), None)
    parts = _levels(main) if main else []
    own = [part for part in parts if part.text("TitleElementLevel") in {None, "01", "04"}]
    title, subtitle = _first(map(_title, own)), _first(part.text("Subtitle") for part in own)
    above = [part for part in parts if part not in own]
    others = [detail for detail in details if detail is not main and detail.text("TitleType") not in UNSOUGHT_TITLES]
    return {
        "title": title or _first(map(_title, above)) or product.text("DistinctiveTitle"),
        "subtitle": subtitle or _first(part.text("Subtitle") for part in above) or product.text("Subtitle"),
        "alternate_title": _joined(_whole(part) for detail in others for part in _levels(detail)[:1]),
        "series": _joined([*(_title(part) for part in above if title), *_series(product)]),
        "volume": _joined([text for part in parts for text in part.texts("PartNumber")] or _set_numbers(product)),
    }


def _is_type(detail: _Composite, wanted: str | None) -> bool:
    return wanted is None or (detail.text("TitleType") or "01") == wanted


def _levels(detail: _Composite) -> list[_Composite]:
    """Its elements, from the title of the product itself up to that of its collection; in 2.1 it is one itself."""
    found = detail.all("TitleElement") or [detail]
    return sorted(found, key=lambda part: part.text("TitleElementLevel") or "01")


def _title(part: _Composite) -> str | None:
    prefix, rest = part.text("TitlePrefix"), part.text("TitleWithoutPrefix")
    if (text := part.text("TitleText")) is not None or rest is None or prefix is None:
        return text or rest
    return f"{prefix}{'' if prefix.endswith(_CLITIC) else ' '}{rest}"


def _whole(part: _Composite) -> str | None:
    title, subtitle = _title(part), part.text("Subtitle")
    return f"{title}: {subtitle}" if title and subtitle else title


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text), None)


def _series(product: _Composite) -> Iterator[str | None]:
    """Collections, each with the number that the product has in it."""
    for collection in product.all("Collection", "Series", "Set"):
        details = collection.all("TitleDetail", "Title")
        parts = [part for detail in details[:1] for part in reversed(_levels(detail))]
        title = _first(map(_title, parts)) or collection.text("TitleOfSeries", "TitleOfSet")
        number = _first(part.text("PartNumber") for part in parts) or collection.text("NumberWithinSeries")
        counted = number or _first(
            each.text("CollectionSequenceNumber") for each in collection.all("CollectionSequence")
        )
        yield f"{title}, {counted}" if title and counted else title


def _set_numbers(product: _Composite) -> list[str]:
    return [text for each in product.all("Set") for text in each.texts("ItemNumberWithinSet")]


# --------------------------------------------------------------------------------------------------------------------
# Makers.


def _authors(product: _Composite) -> str | None:
    """Every maker of the text, authors without a mark, others as `Name (editor)`."""
    contributors = sorted(product.all("Contributor"), key=_place)
    names = [f"{name}{role}" for each in contributors for role in _role(each) for name in _names(each)]
    return _joined(names) or product.text("ContributorStatement")


def _place(contributor: _Composite) -> float:
    number = contributor.text("SequenceNumber") or ""
    return int(number) if number.isdecimal() and len(number) < 6 else float("inf")


def _role(contributor: _Composite) -> list[str]:
    """The role as written behind the name, the first one that is the author's else the first; none: not a maker."""
    codes = [code.upper() for code in contributor.texts("ContributorRole")] or ["A01"]
    words = sorted((ROLES[code] for code in codes if code in ROLES), key=bool)[:1]
    return [f" ({word})" if word else "" for word in words]


def _names(contributor: _Composite) -> list[str]:
    others = [
        name
        for name in contributor.all("AlternativeName", "Name")
        if name.text("NameType", "PersonNameType") in OTHER_NAMES
    ]
    return [name for each in (contributor, *others) if (name := _name(each)) is not None]


def _name(person: _Composite) -> str | None:
    """`Surname, Given` where the record tells them apart."""
    if (inverted := person.text("PersonNameInverted")) is not None:
        return inverted
    if (key := person.text("KeyNames")) is None:
        return person.text("PersonName", "CorporateName")
    surname = " ".join((*person.texts("PrefixToKey"), key))
    given = " ".join((*person.texts("NamesBeforeKey"), *person.texts("NamesAfterKey")))
    return ", ".join(part for part in (surname, given, person.text("SuffixToKey")) if part)


def _publisher(product: _Composite) -> str | None:
    """The publisher, and those that publish with it behind it (list 45: 01, 02)."""
    named = [(each.text("PublishingRole") or "01", each.text("PublisherName")) for each in product.all("Publisher")]
    chosen = [name for wanted in ("01", "02") for role, name in named if role == wanted]
    return _joined(chosen) or product.text("PublisherName") or _first(name for _, name in named)


def _imprints(product: _Composite) -> list[str]:
    return [text for each in product.all("Imprint") for text in each.texts("ImprintName")] or product.texts(
        "ImprintName"
    )


# --------------------------------------------------------------------------------------------------------------------
# The rest.


def _date(product: _Composite) -> str | None:
    """Day of publication (list 163: 01), else of first publication (11), else the year of copyright."""
    dates = [(each.text("PublishingDateRole"), each) for each in product.all("PublishingDate")]
    told = [_iso(each) for wanted in ("01", "11") for role, each in dates if role == wanted]
    published = _first([*told, *map(_partial, product.texts("PublicationDate"))])
    years = [text for each in product.all("CopyrightStatement") for text in each.texts("CopyrightYear")]
    return published or _first([*map(_partial, years), product.text("CopyrightYear")])


def _iso(dated: _Composite) -> str | None:
    date = dated.elements("Date")[:1]
    text = dated.text("Date")
    written = (date[0].get("dateformat") if date else None) or dated.text("DateFormat")
    if text is None or written in OTHER_CALENDARS:
        return None
    digits = DATE_DIGITS.get(written or "")
    return _partial(text[:digits] if digits and text[:digits].isdecimal() else text)


def _partial(text: str) -> str:
    """`20130517` as `2013-05-17`, and what is no such date as it stands."""
    whole = _DATE.fullmatch(text)
    start = whole or (_DATE.match(text) if text.isdecimal() and len(text) in {6, 8} else None)
    return "-".join(filter(None, start.groups())) if start else text


def _languages(product: _Composite) -> list[str]:
    """Languages of the text (list 22: 01)."""
    spoken = [each for each in product.all("Language") if each.text("LanguageRole") == "01"]
    return [text for each in spoken for text in each.texts("LanguageCode")] or product.texts("LanguageOfText")


def _editions(product: _Composite) -> list[str | None]:
    """Its number and what is said of it, which is a code where the publisher has no words for it."""
    types = [EDITIONS.get(code.upper()) for code in product.texts("EditionType", "EditionTypeCode")]
    return [*product.texts("EditionNumber"), *(product.texts("EditionStatement") or types)]


def _extension(product: _Composite) -> str | None:
    found = {EXTENSIONS[code] for code in product.texts("ProductFormDetail", "EpubType") if code in EXTENSIONS}
    return found.pop() if len(found) == 1 else None


def _identifiers(product: _Composite) -> Record:
    isbns, asins = product.texts("ISBN", "EAN13"), []
    others = [f"doi:{text}" for text in product.texts("DOI")]
    for each in product.all("ProductIdentifier"):
        kind, value = each.text("ProductIDType") or "", each.text("IDValue")
        if value is None:
            continue
        if kind in {"02", "15"} or (kind == "03" and value.startswith(("978", "979"))):
            isbns.append(value)
        elif kind == "01" and _is_asin(each.text("IDTypeName") or "", value):
            asins.append(value)
        elif kind in IDENTIFIER_SCHEMES:
            others.append(f"{IDENTIFIER_SCHEMES[kind]}:{value}")
    return {"isbn": _joined(isbns), "asin": _joined(asins), "identifiers": _joined(others)}


def _is_asin(scheme: str, value: str) -> bool:
    return _ASIN.fullmatch(value) is not None or "asin" in scheme.lower()


LAYOUT = Layout(
    container="ONIX for Books",
    columns=(
        "record_id", "title", "subtitle", "alternate_title", "author", "publisher", "date", "language", "edition",
        "series", "volume", "isbn", "asin", "identifiers", "extension", "notes",
    ),
    recognises=_recognises,
    records=_records,
)  # fmt: skip

FORMAT = Format(name="onix", kind=Kind.CATALOG, columns={}, layouts=(LAYOUT,))
