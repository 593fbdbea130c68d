"""The entries of `tests/cases/decisions/*.yaml` as pairs, and the made-up books among which they are judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from benchmarks.world import tables
from benchmarks.world.layout import Layout
from benchmarks.world.works import World

from builders import cases
from classmatch import schema
from classmatch.decide import Decision

if TYPE_CHECKING:
    Entry = dict[str, Any]

# What the cases must cover, a file each.
TOPICS = {
    "subtitles": "subtitle present on one side, or swapped with the title",
    "series": "series in brackets, in front of the title, or on one side only",
    "statements": "by, edited by, as told to, Text: X; a heading in front of the title",
    "printed_entries": "a record whose only text is the printed entry",
    "pen_names": "pseudonyms, and names that stand for another",
    "given_names": "inverted and swapped names, initials, short and long forms",
    "surnames": "married, double and particle surnames, suffixes, degrees and titles of rank",
    "corporate_authors": "bodies as authors, and the publisher as author",
    "contributors": "illustrators, translators and editors as further authors",
    "wordings": "numbers as digits, words and Roman; the ampersand; abbreviations; spelling",
    "errors": "typing errors, misread letters, damaged characters",
    "truncated": "titles cut short",
    "scripts": "transliteration beside the original script",
    "retitled": "retitled and original-language works, with and without an alternate title",
    "files": "titles taken from names of files",
    "identifiers": "ISBNs and ASINs that agree, and what they cannot outweigh",
    "missing_fields": "records without author, year or title",
    "groups": "several titles under one number",
    "volumes": "volume, part and number",
    "periodicals": "dates of issue, yearbooks, contributions to periodicals",
    "omnibus": "omnibus, set or collection against a single work",
    "editions": "editions that are registered separately",
    "companions": "books about another book",
    "adaptations": "plays, films and retellings of a book",
    "generic_titles": "titles that say nothing without the author",
    "namesakes": "same title by another author",
    "same_author": "other books by the same author",
    "published_after": "registrations published after the copy was made",
    "named_titles": "the author's name within the title",
    "proceedings": "conference volumes: number, year, place and part",
    "sisters": "one text for another place, instrument, grade or subject",
    "lookalikes": "titles by others that have words in common",
}
BACKGROUND = 6_000  # made-up records a side


@dataclass(frozen=True)
class Case:
    """One pair: the catalog record of an entry with one of its registrations."""

    topic: str
    record_id: str  # shared by the pairs of an entry
    place: int  # of the registration among those of the entry
    why: str
    catalog: Entry
    pair: Entry  # `registration`, `decision` ...

    @property
    def registration_id(self) -> str:
        return f"{self.record_id}.{self.place}"

    @property
    def expected(self) -> frozenset[str]:
        """The decisions that are right."""
        decision = self.pair["decision"]
        return frozenset([decision] if isinstance(decision, str) else decision)

    @property
    def refused(self) -> bool:
        """Whether it would be wrong to accept the pair."""
        return Decision.MATCH not in self.expected

    @property
    def label(self) -> str:
        """Name of the test."""
        told = f"{self.topic} {self.why}" + (f" registration {self.place + 1}" if self.place else "")
        return re.sub(r"\W+", "_", told)


def _pairs(topic: str, number: int, entry: Entry) -> list[Case]:
    pairs = [entry, *entry.get("also", [])]
    return [Case(topic, f"{topic}-{number}", i, entry["why"], entry["catalog"], pair) for i, pair in enumerate(pairs)]


ENTRIES: dict[str, list[Entry]] = {topic: cases(f"decisions/{topic}.yaml") for topic in TOPICS}
ALL = [case for topic, found in ENTRIES.items() for i, entry in enumerate(found, 1) for case in _pairs(topic, i, entry)]


def cataloged() -> list[Entry]:
    """Raw catalog records of the cases and of the background."""
    records = {case.record_id: {**case.catalog, "record_id": case.record_id} for case in ALL}
    layout = Layout(BACKGROUND, BACKGROUND)
    others = tables.catalog(layout, World(layout.works), 0, BACKGROUND).rename({"year": "date"})
    return [*records.values(), *_raw(others, schema.RAW_CATALOG)]


def registered() -> list[Entry]:
    """Raw registrations of the cases and of the background."""
    layout = Layout(BACKGROUND, BACKGROUND)
    others = tables.registrations(layout, World(layout.works), 0, BACKGROUND)
    return [*(_numbered(i, case) for i, case in enumerate(ALL)), *_raw(others, schema.RAW_REGISTRATIONS)]


def _numbered(number: int, case: Case) -> Entry:
    """The registration under its id; where the case gives no number, one of its own."""
    own = {"registration_number": f"TX{7_000_000 + number:010d}"}
    return {**own, **case.pair["registration"], "registration_record_id": case.registration_id}


def _raw(frame: pl.DataFrame, table: schema.Table) -> list[Entry]:
    """The columns that the raw table has as text; the builders give each row its place in the file."""
    columns = [name for name in frame.columns if table.get(name) == pl.String]
    return frame.select(pl.col(columns).cast(pl.String)).to_dicts()
