"""The cases of `tests/cases/eligibility.yaml` as tables: the usual definition, candidates by the fields that matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch import schema
from classmatch.classdef.definition import (
    Acquisition,
    Case,
    DateRules,
    Definition,
    Ends,
    Exclusions,
    Follow,
    Identifier,
    Imprecise,
    OptOut,
    Policy,
    RegistrationRules,
    Source,
    Timely,
    WorkRules,
)
from classmatch.classdef.eligibility import JUDGED_FROM, judged
from classmatch.classdef.holdings import holdings
from classmatch.normalise.claimants import keys_of
from classmatch.normalise.regnumbers import type_of_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Entry = Mapping[str, Any]

USUAL = Definition(
    case=Case("Usual", "1"),
    sources=(
        Source("libgen", True, date(2021, 6, 30), date(2021, 6, 1), date(2021, 6, 30), ("empty",)),
        Source("pilimi", True, date(2022, 7, 1), date(2022, 7, 1), date(2022, 7, 31), ("empty",)),
        Source("books3", in_class=False),
    ),
    work=WorkRules(identifiers=(Identifier.ISBN, Identifier.ASIN)),
    registration=RegistrationRules(within_years_of_publication=5, timely=Timely(True, 3)),
)
# The part of the definition in which a key of a case stands, its name there, and its type.
SETTINGS: dict[str, tuple[str, str, Any]] = {
    "years": ("registration", "within_years_of_publication", None),
    "months": ("timely", "within_months_of_publication", None),
    "before_acquisition": ("timely", "before_acquisition", None),
    "ends": ("registration", "ends", Ends),
    "before": ("registration", "before", Ends),
    "acquisition": ("registration", "acquisition", Acquisition),
    "unpublished": ("registration", "unpublished", Policy),
    "preregistrations": ("registration", "preregistrations", Policy),
    "foreign": ("registration", "foreign", Policy),
    "renewals": ("registration", "renewals", Follow),
    "supplementary": ("registration", "supplementary", Follow),
    "month_only": ("dates", "month_only", Imprecise),
    "year_only": ("dates", "year_only", Imprecise),
    "without_identifier": ("work", "without_identifier", Policy),
    "unknown_language": ("work", "unknown_language", Policy),
    "identifiers": ("work", "identifiers", lambda names: tuple(map(Identifier, names))),
    "types": ("work", "types", tuple),
    "languages": ("work", "languages", tuple),
    "persons": ("exclusions", "persons", tuple),
    "organisations": ("exclusions", "organisations", tuple),
    "opt_outs": ("", "opt_outs", lambda entries: tuple(OptOut(**entry) for entry in entries)),
    "sources": ("", "sources", lambda entries: tuple(Source(**entry) for entry in entries)),
}
PARTS = {"work": WorkRules, "dates": DateRules, "exclusions": Exclusions}  # those that stand by themselves
FIELDS = {
    "published": "publication_date",
    "registered": "registration_date",
    "number": "registration_number",
    "type": "record_type",
    "status": "publication_status",
    "original_number": "original_number",
    "original": "original_date",
    "foreign": "foreign",
    "catalog": "first_published",
    "identifiers": "identifiers",
    "languages": "languages",
}
LISTS = {"isbn": "isbns", "asin": "asins", "registration_isbn": "registration_isbns"}
NOT_GIVEN: dict[str, Any] = {
    "published": "2020-01-15",
    "registered": "2020-02-01",
    "number": "TX0001234567",
    "isbn": "9780000000002",
    "languages": ["eng"],
    "sources": ["libgen"],
}
GIVEN = {"why", "definition", "claimants", "sources", *FIELDS, *LISTS}
EXPECTED = {"expect", "reasons", "deciding", "rules", "bounds", "basis"}


def definition_of(settings: Entry, usual: Definition = USUAL) -> Definition:
    """The usual definition with what differs from it."""
    changes: dict[str, dict[str, Any]] = {}
    for key, value in settings.items():
        part, name, kind = SETTINGS[key]
        changes.setdefault(part, {})[name] = value if kind is None or value is None else kind(value)
    timely = replace(usual.registration.timely, **changes.get("timely", {}))
    registration = replace(usual.registration, timely=timely, **changes.get("registration", {}))
    parts = {name: replace(getattr(usual, name), **changes.get(name, {})) for name in PARTS}
    return replace(usual, registration=registration, **parts, **changes.get("", {}))


def copies_of(entries: Sequence[Entry]) -> pl.DataFrame:
    """`schema.COPY_WORKS` of the copies of each entry, a work an entry, called by its place."""
    rows = [
        {
            "work_id": str(place),
            "source": copy["library"],
            "added": text(copy.get("added")),
            "file_status": copy.get("status"),
        }
        for place, entry in enumerate(entries)
        for copy in map(_copy, {**NOT_GIVEN, **entry}["sources"])
    ]
    filled = [{**dict.fromkeys(schema.COPY_WORKS), **row} for row in rows]
    return pl.DataFrame(filled, schema=dict(schema.COPY_WORKS))


def candidates_of(entries: Sequence[Entry], definition: Definition) -> pl.DataFrame:
    """Candidates (`JUDGED_FROM`), one an entry."""
    rows = [_row(str(place), {**NOT_GIVEN, **entry}) for place, entry in enumerate(entries)]
    frame = pl.DataFrame(rows, schema={name: JUDGED_FROM[name] for name in rows[0]})
    number = pl.col("registration_number")
    typed = frame.with_columns(record_type=pl.coalesce("record_type", type_of_number(number)))
    held = holdings(copies_of(entries), definition).drop("class_sources")
    return typed.join(held, on="work_id", maintain_order="left").select(*JUDGED_FROM)


def judge(entries: Sequence[Entry], settings: Entry) -> list[dict[str, Any]]:
    """What a definition says of each entry."""
    definition = definition_of(settings)
    return judged(candidates_of(entries, definition), definition).to_dicts()


def text(value: Any) -> str | None:
    """A date as YAML reads it, as text."""
    return None if value is None else str(value)


def _copy(copy: str | dict[str, Any]) -> dict[str, Any]:
    return {"library": copy} if isinstance(copy, str) else copy


def _row(work_id: str, entry: Entry) -> dict[str, Any]:
    row = {column: entry.get(key) for key, column in FIELDS.items()}
    dates = {column: text(row[column]) for column in row if column.endswith("_date") or column == "first_published"}
    lists = {column: [entry[key]] if entry.get(key) else [] for key, column in LISTS.items()}
    claimants = entry.get("claimants")
    keys = keys_of(pl.Series(claimants, dtype=pl.String)).explode().drop_nulls().to_list() if claimants else []
    return {"work_id": work_id, **row, **dates, **lists, "claimant_keys": keys}
