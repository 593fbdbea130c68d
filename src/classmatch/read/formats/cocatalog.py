"""The Copyright Office's catalogue of 1978 to 2025 (cocatalog.loc.gov): saved record pages, and their text.

Three shapes of one thing: web pages with a table of labels, the same labels as text (print and e-mail views, pages that
were copied), and the field codes that the catalogue had in its first years (`TITL: ...`; copyright.gov/docs/
datafields.html). Addresses, and whom to ask for permission, are about people and not works: they are not taken over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import IO, TYPE_CHECKING

from classmatch.read.cells import SEPARATOR
from classmatch.read.containers.record_pages import KnownLabels, Value, pages, records_of_page, records_of_text
from classmatch.read.fold import fold
from classmatch.read.formats.base import Format
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from classmatch.read.layouts import Record

    Draft = defaultdict[str, list[str]]
    Handler = Callable[[Draft, Value], None]

COLUMNS = (
    "registration_number", "registration_date", "original_number", "original_date", "title", "alternate_title",
    "author", "claimants", "imprint", "publication_date", "nation", "creation_date", "work_type", "record_type",
    "previous_numbers", "transfer", "contents", "isbn", "edition", "series", "volume", "new_matter", "notes",
)  # fmt: skip

_NUMBER_AND_DATE = re.compile(r"^(.*?)\s*/\s*(\d{4}(?:-\d\d){0,2})\.?(?:\s+(.*))?$")
_NUMBER = re.compile(r"\b(?:PRE|TXU|PAU|VAU|SRU|TX|PA|VA|SR|RE|[A-FJKR]{1,2})[u ]?-?\d[\d-]{2,12}\b", re.IGNORECASE)
_CLAIMANT_PART = re.compile(r"\b(Address|Telephone|E-?mail|Fax|Transfer): ?")
_TRANSFER = re.compile(r" ?\((By [^()]{1,200})\)\.?")
_ABOUT_AUTHOR = re.compile(r"\b(?:Domicile|Citizenship|Nationality|Birth ?date|Authorship)\b ?:")
_AUTHORSHIP_END = re.compile(r"(?<=\bAuthorship: )([^.]{0,200}\.)\s+(?=\S)")
_VOLUME = re.compile(r"^(.*\S)\s*[;,]\s*((?:v|vol|no|bk|book|pt|bd)\b\.? ?\S.*)$", re.IGNORECASE)
_AUTHOR_ROLE = re.compile(r"^(.*?),? *\((?:[^()]*\b)?author(?:\b[^()]*)?\)\.?$", re.IGNORECASE)


def _text(value: Value) -> str:
    return " ".join(" ".join(value.lines).split()) if value.wrapped else SEPARATOR.join(value.lines)


def _into(target: str) -> Handler:
    return lambda draft, value: draft[target].append(_text(value))


def _noted(remark: str = "") -> Handler:
    return lambda draft, value: draft["notes"].append(f"{remark}{_text(value)}")


def _ignored(draft: Draft, value: Value) -> None:
    """Physical descriptions, personal data, and what a page says of the search."""


def _number(draft: Draft, value: Value) -> None:
    """`TX0006543210 / 2007-05-21`; a number more in the same cell is noted."""
    for line in value.lines:
        found = _NUMBER_AND_DATE.match(line)
        number, date, more = (found[1], found[2], found[3]) if found else (line, "", "")
        if draft["registration_number"]:
            draft["notes"].append(f"Also registered as {line}")
            continue
        draft["registration_number"].append(number)
        draft["registration_date"] += [date] if date else []
        draft["notes"] += [more] if more else []


def _preregistration(draft: Draft, value: Value) -> None:
    draft["record_type"].append("preregistration")
    _number(draft, value)


def _unverified(draft: Draft, value: Value) -> None:
    draft["notes"].append("Registration number not verified")
    _number(draft, value)


def _original(draft: Draft, value: Value) -> None:
    """Of a renewal: the original registration, which for a published work is of the day of publication."""
    found = _NUMBER_AND_DATE.match(_text(value))
    draft["record_type"].append("renewal")
    draft["original_number"].append(found[1] if found else _text(value))
    draft["original_date"] += [found[2]] if found else []


def _supplement(draft: Draft, value: Value) -> None:
    draft["record_type"].append("supplementary registration")
    draft["previous_numbers"].append(_text(value))


def _previous(draft: Draft, value: Value) -> None:
    """A field that names earlier registrations, or only tells of earlier material."""
    text = _text(value)
    draft["previous_numbers" if _NUMBER.search(text) else "notes"].append(text)


def _title(draft: Draft, value: Value) -> None:
    """`Main title : subtitle / by A. Author.`: the author is heard only where nothing else names one."""
    title, slash, responsibility = _text(value).partition(" / ")
    if draft["title"]:
        draft["alternate_title"].append(title)
        return
    draft["title"].append(title)
    draft["responsibility"] += [responsibility] if slash else []


def _claimants(draft: Draft, value: Value) -> None:
    """`© Jane Doe, Transfer: By written agreement. Address: ...`, an item a claimant."""
    for item in _items(value, r"(?=©)"):
        name, *said = _CLAIMANT_PART.split(item)
        transfers = [text for label, text in zip(said[::2], said[1::2], strict=True) if label == "Transfer"]
        draft["transfer"] += [text.strip(" .()") for text in [*_TRANSFER.findall(name), *transfers]]
        name = _without_loose_stop(_TRANSFER.sub("", name).strip(" ,;©"))
        draft["claimants"] += [name] if name else []


def _without_loose_stop(name: str) -> str:
    """`Jane Doe, 1960- .` without the full stop that ends the sentence; that of `Acme, Inc.` stays."""
    return name[:-1].rstrip(" ,") if name.endswith((" .", "-.", ",.")) else name


def _authors(draft: Draft, value: Value) -> None:
    """`Jane Doe, pseud. of Mary Roe, 1960-  ; Domicile: United States. Authorship: text.`: the names only."""
    for line in _items(value, "\n"):
        for item in _AUTHORSHIP_END.sub("\\1\n", line).split("\n"):
            name = _without_loose_stop(_ABOUT_AUTHOR.split(item, maxsplit=1)[0].strip(" ,;"))
            draft["author"] += [name] if name else []


def _names(draft: Draft, value: Value) -> None:
    """One name a line; of those only the ones that are called authors can be taken for such."""
    draft["named"] += [found[1] for line in value.lines if (found := _AUTHOR_ROLE.match(line))]


def _contents(draft: Draft, value: Value) -> None:
    text = " ".join(value.lines)
    titles = text.split(" -- ") if " -- " in text else value.lines
    draft["contents"] += [title.strip(" ;") for title in titles if title.strip(" ;")]


def _series(draft: Draft, value: Value) -> None:
    found = _VOLUME.match(_text(value))
    draft["series"].append(found[1] if found else _text(value))
    draft["volume"] += [found[2].rstrip(".")] if found else []


def _items(value: Value, mark: str) -> list[str]:
    """The items of a value: its lines, or, where lines are broken anywhere, what stands between the marks."""
    items = re.split(mark, _text(value)) if value.wrapped else value.lines
    return [item for item in items if item.strip()]


# Folded label: what is made of its value.
LABELS: Mapping[str, Handler] = {
    "typeofwork": _into("work_type"),
    "registrationnumber": _number, "registrationnumberdate": _number, "registrationno": _number,
    "copyrightnumber": _number,
    "registrationdate": _into("registration_date"), "effectivedateofregistration": _into("registration_date"),
    "dateofregistration": _into("registration_date"),
    "registrationnumbernotverified": _unverified,
    "preregistrationnumber": _preregistration, "preregistrationnumberdate": _preregistration,
    "preregistration": _preregistration,
    "supplementtoregistration": _supplement, "supplementsregistration": _supplement,
    "renewalregistrationfor": _original, "renewalof": _original, "originalregistrationnumber": _original,
    "originalregistrationnumberdate": _original, "originalregistration": _original,
    "originalregistrationdate": _into("original_date"),
    "title": _title, "titles": _title, "maintitle": _title,
    "applicationtitle": _into("application_title"), "titleonapplication": _into("application_title"),
    "alternativetitle": _into("alternate_title"), "alternativetitleonapplication": _into("alternate_title"),
    "varianttitle": _into("alternate_title"), "othertitle": _into("alternate_title"),
    "othertitles": _into("alternate_title"), "previoustitle": _into("alternate_title"),
    "uniformtitle": _into("alternate_title"), "additionaltitle": _into("alternate_title"),
    "imprint": _into("imprint"), "edition": _into("edition"), "series": _series,
    "description": _ignored, "photographs": _contents, "contents": _contents,
    "notes": _noted(), "note": _noted(), "copyrightnote": _noted(), "performer": _noted("Performer: "),
    "inlargerwork": _noted("In: "), "issn": _noted("ISSN: "), "frequency": _noted("Frequency: "),
    "nationoffirstpublication": _into("nation"), "nation": _into("nation"),
    "preexistingmaterial": _noted("Pre-existing material: "),
    "isbn": _into("isbn"),
    "copyrightclaimant": _claimants, "copyrightclaimants": _claimants, "claimant": _claimants,
    "dateofcreation": _into("creation_date"), "dateofpublication": _into("publication_date"),
    "dateoffirstpublication": _into("publication_date"), "publicationdate": _into("publication_date"),
    "authorshiponapplication": _authors, "author": _authors,
    "authoronapplication": _authors, "names": _names, "name": _names,
    "previousregistration": _into("previous_numbers"), "previouslyregistered": _into("previous_numbers"),
    "basisofclaim": _into("new_matter"), "newmatter": _into("new_matter"), "limitationofclaim": _into("new_matter"),
    "rightsandpermissions": _ignored, "rightsandpermission": _ignored, "address": _ignored, "email": _ignored,
    "telephone": _ignored, "correspondent": _ignored, "citizenship": _ignored, "domicile": _ignored,
    "transfer": _into("transfer"),
    "searchrequest": _ignored, "searchresults": _ignored, "databasename": _ignored,
}  # fmt: skip

# Field codes of the online catalogue's first years.
CODES: Mapping[str, Handler] = {
    "titl": _title, "edst": _into("edition"), "impr": _into("imprint"), "phys": _ignored, "sest": _series,
    "note": _noted(), "inan": _noted("In: "), "isbn": _into("isbn"), "issn": _noted("ISSN: "), "clna": _claimants,
    "innn": _noted("Name in notice: "), "dcre": _into("creation_date"), "dpub": _into("publication_date"),
    "innd": _noted("Date in notice: "), "dreg": _into("registration_date"), "apti": _into("alternate_title"),
    "apau": _authors, "ecif": _ignored, "xref": _ignored, "prev": _previous, "linm": _into("new_matter"),
    "misc": _noted(), "coti": _contents, "sreg": _supplement, "cast": _ignored, "cred": _ignored, "math": _ignored,
    "cont": _contents, "adti": _into("alternate_title"), "ocls": _ignored, "odat": _into("original_date"),
    "oreg": _original, "regn": _number, "rnum": _number,
}  # fmt: skip

_HANDLERS: Mapping[str, Handler] = {**LABELS, **CODES}
_NUMBERS = frozenset({"registrationnumber", "registrationnumberdate"})
_NAMES_WORK = _NUMBERS | {"title", "titl"}
_OPENING = _NAMES_WORK | {
    "typeofwork", "supplementtoregistration", "preregistrationnumberdate", "registrationnumbernotverified"
}  # fmt: skip
# Labels that hardly anything else has, one of which must be there.
_OWN = frozenset(
    {"typeofwork", "registrationnumber", "registrationnumberdate", "copyrightclaimant", "applicationtitle",
     "authorshiponapplication", "dateofcreation", "preexistingmaterial", "basisofclaim", *CODES.keys() - LABELS.keys()}
)  # fmt: skip
_HEADING_CELL = re.compile(rb"(?i)<th\b[^>]*>(?:\s|<[^>]{1,200}>|&nbsp;){0,9}([A-Z][^<:]{1,45}):?")
_LINE_LABEL = re.compile(r"^[> ]*([A-Z][A-Za-z()/,&' -]{1,45}):(?:\s|$)")
_LOOKED_AT = 80  # lines; pages that were copied begin with the menu


def _is_label(label: str) -> bool:
    name = fold(label)
    return name in LABELS or (name in CODES and label.isupper())


_KNOWN = KnownLabels(_is_label, _OPENING, (frozenset({"title", "titl"}), _NUMBERS))


def recognises_pages(head: bytes) -> str | None:
    """Whether it is a web page with the catalogue's labels in heading cells."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or b"<th" not in head.lower():
        return None
    labels = [label.decode("utf-8", "replace").strip() for label in _HEADING_CELL.findall(head)]
    return _reason(labels, "in heading cells")


def recognises_text(head: bytes) -> str | None:
    """Whether its first lines are the catalogue's labels or field codes, each with a value."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"["):
        return None
    lines = [line for line in head.decode("utf-8", "replace").splitlines() if line.strip()][:_LOOKED_AT]
    labels = [found[1] for line in lines if (found := _LINE_LABEL.match(line))]
    return _reason(labels, "at the start of lines")


def _reason(labels: list[str], where: str) -> str | None:
    known = dict.fromkeys(label for label in labels if _is_label(label))
    names = {fold(label) for label in known}
    if len(names) < 2 or not names & _NAMES_WORK or not names & _OWN or len(known) * 3 < len(set(labels)):
        return None
    return f"{', '.join(list(known)[:3])} {where}"


def _records_of_pages(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for page in pages(stream):
        found = False
        for values in records_of_page(page, _KNOWN):
            found = True
            yield record_of(values)
        if not found:
            yield Fault(Reason.NO_TITLE, " ".join(page[:2_000].decode("utf-8", "replace").split()))


def _records_of_text(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for values in records_of_text(stream, _KNOWN):
        yield record_of(values)


def record_of(values: list[Value]) -> Record | Fault:
    """The fields of a record; a label that is not known becomes a note."""
    draft: Draft = defaultdict(list)
    for value in values:
        value.lines = [" ".join(line.split()) for line in value.lines if line.strip()]
        if value.lines:
            _HANDLERS.get(fold(value.label), _noted(f"{value.label}: "))(draft, value)
    _settle(draft)
    fields = {name: (("\n" if name == "contents" else SEPARATOR).join(dict.fromkeys(draft[name]))) for name in COLUMNS}
    if not any(fields.values()):
        return Fault(Reason.NO_TITLE, "; ".join(f"{value.label}: {_text(value)}" for value in values))
    return {name: text or None for name, text in fields.items()}


def _settle(draft: Draft) -> None:
    """What several labels decide together: title, author, kind of record, date of publication."""
    titles = draft.pop("application_title", [])
    if not draft["title"]:
        draft["title"], titles = titles[:1], titles[1:]
    draft["alternate_title"] += [title for title in titles if title.casefold() != draft["title"][0].casefold()]
    named, responsibility = draft.pop("named", []), draft.pop("responsibility", [])
    draft["author"] = draft["author"] or responsibility or named
    draft["publication_date"] = draft["publication_date"] or draft["original_date"][:1]
    if not draft["record_type"] and draft["registration_number"][:1]:
        number = draft["registration_number"][0].upper()
        draft["record_type"] += ["renewal"] if re.match(r"RE?[ -]?\d", number) else []
        draft["record_type"] += ["preregistration"] if number.startswith("PRE") else []


LAYOUTS = (
    Layout("record pages", COLUMNS, recognises_pages, _records_of_pages),
    Layout("records as text", COLUMNS, recognises_text, _records_of_text),
)

# What no other format names so.
_COLUMNS = {name: (fold(name),) for name in ("record_type", "previous_numbers", "transfer", "contents")}

FORMAT = Format(name="cocatalog", kind=Kind.REGISTRATIONS, columns=_COLUMNS, layouts=LAYOUTS)
