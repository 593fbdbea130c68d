"""The Copyright Public Records System: answers of its search service, and single records, as JSON.

Records of the old online catalog (`voyager`) and of the digitised cards (`card_catalog`) have their fields under
different names. The service is not documented: the names are those that its answers were seen to have.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from classmatch.read.containers.jsonobjects import objects, shown
from classmatch.read.containers.jsonvalues import first, joined, member, objects_in, texts
from classmatch.read.formats.base import Format
from classmatch.read.kinds import Kind
from classmatch.read.layouts import Fault, Layout
from classmatch.read.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classmatch.read.containers.jsonvalues import JsonObject
    from classmatch.read.layouts import Record

_COLUMNS = (
    "registration_record_id", "registration_number", "registration_date", "original_number", "original_date", "title",
    "subtitle",
    "alternate_title", "author", "claimants", "publisher", "publication_date", "creation_date", "publication_status",
    "nation", "work_type", "record_type", "previous_numbers", "transfer", "contents", "isbn", "notes",
)  # fmt: skip

_MARKS = (
    b'"primary_titles_list"', b'"title_of_work"', b'"copyright_number_for_display"', b'"registration_number"',
    b'"title_concatenated"', b'"recordation_number"',
)  # fmt: skip
_LISTS = ("data", "hits")
_INSIDE = ("hit", "_source", "data")  # where an item of an answer keeps its record
_PUNCTUATION = re.compile(r"\s*[:/;=,]?\s*\Z")  # that ISBD puts before what follows the title
_RESPONSIBILITY = " / "
_NATION = "nation_of_first_publication"  # whatever follows: `_list`, `_to_english`
_FOR_HIRE = "employer for hire"
_RECORD_TYPES = {"RE": "renewal", "PRE": "preregistration"}  # by class
_SAID_TYPES = {
    "suppl": "supplementary",
    "renewal": "renewal",
    "prereg": "preregistration",
    "registration": "registration",
}


def _recognises(head: bytes) -> str | None:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return None
    if b'"public_records_id"' not in head or not any(mark in head for mark in _MARKS):
        return None
    return "its records have a public_records_id"


def _records(stream: IO[bytes]) -> Iterator[Record | Fault]:
    for found in objects(stream, *_LISTS):
        yield found if isinstance(found, Fault) else _record(_hit(found))


def _hit(entry: JsonObject) -> JsonObject:
    return next((entry[key] for key in _INSIDE if isinstance(entry.get(key), dict)), entry)


def _record(hit: JsonObject) -> Record | Fault:
    numbers = _numbers(hit)
    if not numbers and (texts(hit.get("recordation_number")) or "recordation" in _type_of_record(hit)):
        return Fault(Reason.NOT_A_REGISTRATION, shown(hit))
    kind = _record_type(hit, numbers)
    return {
        "registration_record_id": first(hit.get("public_records_id"), hit.get("control_number")),
        "registration_number": numbers[0] if numbers else None,
        "registration_date": _registration_date(hit),
        "original_number": joined(numbers[1:]) if kind == "renewal" else None,
        "original_date": _date_of(hit, numbers[1:]) if kind == "renewal" else None,
        "previous_numbers": None if kind == "renewal" else joined(numbers[1:]),
        "record_type": kind,
        **_titles(hit),
        **_people(hit),
        **_publication(hit),
        "work_type": first(*(hit.get(key) for key in ("type_of_work_to_english", "type_of_work", "cc_type_of_work")))
        or joined(hit.get("all_type_of_work")),
        "isbn": joined(*(hit.get(key) for key in ("isbn", "isbn_list", "isbns"))),
        "notes": _notes(hit),
    }


def _numbers(hit: JsonObject) -> list[str]:
    """The numbers of the registration: its own first, and then those that the record names beside it."""
    listed = texts(hit.get("registration_number_list"), "registration_number")
    shown_numbers = texts(hit.get("copyright_number_for_display")) if not hit.get("recordation_number") else []
    return list(dict.fromkeys([*texts(hit.get("registration_number")), *listed])) or shown_numbers


def _registration_date(hit: JsonObject) -> str | None:
    listed = objects_in(hit.get("registration_number_list"))
    return first(hit.get("registration_date"), *(entry.get("registration_date") for entry in listed[:1]))


def _date_of(hit: JsonObject, numbers: list[str]) -> str | None:
    """The first date that stands beside one of these numbers in the list of them."""
    listed = objects_in(hit.get("registration_number_list"))
    beside = [entry for entry in listed if not set(numbers).isdisjoint(texts(entry, "registration_number"))]
    return first(*(entry.get("registration_date") for entry in beside))


def _type_of_record(hit: JsonObject) -> str:
    return (first(hit.get("type_of_record")) or "").lower()


def _record_type(hit: JsonObject, numbers: list[str]) -> str | None:
    """`renewal` and `preregistration` by the class or the number, else what the record says."""
    classes = texts(hit.get("registration_class")) or [re.sub(r"[^A-Za-z].*", "", number) for number in numbers[:1]]
    by_class = next((_RECORD_TYPES[name] for name in map(str.upper, classes) if name in _RECORD_TYPES), None)
    said = _type_of_record(hit)
    return by_class or next((name for part, name in _SAID_TYPES.items() if part in said), None)


def _titles(hit: JsonObject) -> dict[str, str | None]:
    """Of the cards' titles the first is the title, and all are the contents if there are several."""
    cards = texts(hit.get("title_of_work"))
    entries = objects_in(hit.get("primary_titles_list"))
    proper = [_title_proper(entry) for entry in entries]
    whole = [_without_responsibility(text) for text in texts(hit.get("title_concatenated"))]
    title = next(iter([*filter(None, proper), *cards, *whole]), None)
    subtitle = _cut(first(entries[0].get("title_primary_title_remainder_of_title"))) if entries else None
    return {
        "title": title,
        "subtitle": subtitle,
        "alternate_title": joined([text for text in [*proper[1:], *_other_titles(hit)] if text != title]),
        "contents": "\n".join(cards) if len(cards) > 1 else None,
    }


def _title_proper(entry: JsonObject) -> str | None:
    return _cut(first(entry.get("title_primary_title_title_proper"), entry.get("title_primary_title")))


def _cut(text: str | None) -> str | None:
    return _PUNCTUATION.sub("", text) or None if text else None


def _without_responsibility(text: str) -> str | None:
    return _cut(text.split(_RESPONSIBILITY, maxsplit=1)[0])


def _other_titles(hit: JsonObject) -> list[str | None]:
    """Titles of the application, variants and others: under whichever of an entry's keys ends in `title`."""
    lists = (hit.get(key) for key in ("title_application_list", "title_variant_title_list", "other_titles"))
    found: list[str] = []
    for value in lists:
        found += [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
        for entry in objects_in(value):
            found += texts([text for key, text in entry.items() if key.endswith(("title", "title_proper"))])
    return [_without_responsibility(text) for text in found]


def _people(hit: JsonObject) -> dict[str, str | None]:
    """Those named on the application, else those of the index of names by their part, else those of the card."""
    statements = [_author(entry) for entry in objects_in(hit.get("author_statement_list"))]
    author = joined(statements) or _of_role(hit, "author") or joined(hit.get("author"))
    listed = objects_in(hit.get("claimants_list")) or objects_in(hit.get("claimants"))
    named = joined([texts(entry, "claimant_full_name", "claimant_name", "name", "claimant") for entry in listed])
    return {
        "author": author or _responsible(hit),
        "claimants": named or _of_role(hit, "claimant") or joined(hit.get("claimant")),
        "transfer": joined([[v for k, v in entry.items() if "transfer" in k] for entry in listed]),
        "publisher": joined(hit.get("publisher_name"), hit.get("publisher")),
    }


def _responsible(hit: JsonObject) -> str | None:
    entries = objects_in(hit.get("primary_titles_list"))
    return joined([_cut(first(entry.get("title_primary_title_statement_of_responsibility"))) for entry in entries])


def _author(entry: JsonObject) -> str | None:
    """`Name, employer for hire` for a work made for hire (17 U.S.C. 101), which makes the employer its author."""
    name = first(texts(entry, "author_full_name", "author_name", "name"))
    if name is None:
        return None
    if name.rstrip(".").endswith(_FOR_HIRE):
        return name.rstrip(".")
    is_for_hire = _FOR_HIRE in " ".join(texts(entry.get("author_work_for_hire_statement")))
    return f"{name.rstrip('.')}, {_FOR_HIRE}" if is_for_hire else name


def _of_role(hit: JsonObject, role: str) -> str | None:
    names = hit.get("display_names")
    entries = [*objects_in(member(names, "persons")), *objects_in(member(names, "organizations"))]
    keys = ("name", "name_organization_indexed_form", "name_person_indexed_form")
    return joined([texts(entry, *keys) for entry in entries if role in {r.lower() for r in texts(entry.get("roles"))}])


def _publication(hit: JsonObject) -> dict[str, str | None]:
    dates = ("publication_date", "first_published_date", "publication_date_as_year", "publication_year",
             "first_published_date_as_year")  # fmt: skip
    return {
        "publication_date": first(*(hit.get(key) for key in dates)),
        "creation_date": first(hit.get("date_creation_date"), hit.get("date_of_creation")),
        "nation": joined([value for key, value in hit.items() if key.startswith(_NATION)]),
        "publication_status": first(hit.get("registration_status"), hit.get("publication_status")),
    }


def _notes(hit: JsonObject) -> str | None:
    """General notes, and the dates that cards have in place of a date of registration."""
    dates = {"application": "application_date", "fee": "fee_date", "deposit": "deposit_received_date"}
    named = [f"{name} received {', '.join(found)}" for name, key in dates.items() if (found := texts(hit.get(key)))]
    return joined(hit.get("general_note"), named)


FORMAT = Format(
    name="cprs",
    kind=Kind.REGISTRATIONS,
    columns={name: (name.replace("_", ""),) for name in _COLUMNS},
    layouts=(Layout("JSON of the Copyright Public Records System", _COLUMNS, _recognises, _records),),
)
