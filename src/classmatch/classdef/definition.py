"""The class definition: which works, of which libraries, registered when, are in the class of a case.

A tree of frozen dataclasses, as `reading` makes it of a TOML file. docs/class-definitions.md tells each field.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date  # noqa: TC003 (the types are read at run time, when a file is checked)
from enum import StrEnum


class Policy(StrEnum):
    """What becomes of a registration or a work of some kind."""

    COUNT = "count"
    EXCLUDE = "exclude"
    UNDETERMINED = "undetermined"


class Follow(StrEnum):
    """By which date a registration that goes back to an earlier one is judged, if it is counted at all."""

    ORIGINAL = "original"  # by the date of the original registration
    OWN = "own"  # by its own date
    EXCLUDE = "exclude"
    UNDETERMINED = "undetermined"


class Imprecise(StrEnum):
    """Which days a date means that is known only to the month or the year."""

    UNDETERMINED = "undetermined"  # any of them: what depends on the day is unknown
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


class Ends(StrEnum):
    """Whether the day on which a period ends, or an event falls, still counts."""

    INCLUSIVE = "inclusive"
    STRICT = "strict"


class Acquisition(StrEnum):
    """Which acquisition counts for a work that was acquired from several libraries."""

    ANY = "any"  # a registration before any of them is in time
    FIRST = "first"  # a registration must come before all of them


class Unit(StrEnum):
    """What is one line of the works list."""

    REGISTRATION = "registration"  # a title under a registration number
    WORK = "work"
    ISBN = "isbn"  # an ISBN or ASIN of a work


class Identifier(StrEnum):
    ISBN = "isbn"
    ASIN = "asin"
    ISSN = "issn"
    DOI = "doi"


class WorkKind(StrEnum):
    """Kinds of works whose proceeds are split differently."""

    TRADE = "trade"
    UNIVERSITY_PRESS = "university_press"
    EDUCATION = "education"
    SELF_PUBLISHED = "self_published"
    WORK_FOR_HIRE = "work_for_hire"


@dataclass(frozen=True)
class Case:
    name: str
    version: str
    court: str = ""
    docket: str = ""
    text: str = ""  # of the definition, as the court has it


@dataclass(frozen=True)
class Source:
    """A library, and when it was copied."""

    library: str  # as `ingest --library` or the format of the file names it
    in_class: bool = True
    content_date: date | None = None  # of the copied version: files that the library took in later are not in it
    acquired_from: date | None = None  # first and last day on which it may have been copied
    acquired_to: date | None = None
    invalid_files: tuple[str, ...] = ()  # of normalise.file_status.STATUSES: such files do not count


@dataclass(frozen=True)
class WorkRules:
    identifiers: tuple[Identifier, ...] = ()  # the work must have any of these; none: it need not have any
    without_identifier: Policy = Policy.EXCLUDE
    types: tuple[str, ...] = ()  # classes of registrations, `TX` or `A`; none: all
    languages: tuple[str, ...] = ()  # ISO 639-3; none: all
    unknown_language: Policy = Policy.UNDETERMINED


@dataclass(frozen=True)
class Timely:
    """A registration is timely when any of these holds; with neither, all are."""

    before_acquisition: bool = False
    within_months_of_publication: int | None = None


@dataclass(frozen=True)
class RegistrationRules:
    within_years_of_publication: int | None = None
    timely: Timely = field(default_factory=Timely)
    ends: Ends = Ends.INCLUSIVE  # of periods of months and years
    before: Ends = Ends.STRICT  # a registration on the day of acquisition itself
    acquisition: Acquisition = Acquisition.ANY
    unpublished: Policy = Policy.COUNT
    preregistrations: Policy = Policy.EXCLUDE
    foreign: Policy = Policy.COUNT
    renewals: Follow = Follow.ORIGINAL
    supplementary: Follow = Follow.ORIGINAL


@dataclass(frozen=True)
class DateRules:
    month_only: Imprecise = Imprecise.UNDETERMINED
    year_only: Imprecise = Imprecise.UNDETERMINED


@dataclass(frozen=True)
class Exclusions:
    """Names that cannot be class members."""

    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class OptOut:
    """Works whose owners left the class: all works that have each of the values given here."""

    registration: str | None = None  # canonical number
    isbn: str | None = None  # ISBN-13 or ASIN
    claimant: str | None = None


@dataclass(frozen=True)
class Split:
    """Shares of a work's amount, of 1; None where only the contract tells."""

    author: float | None = None
    publisher: float | None = None


@dataclass(frozen=True)
class Amounts:
    per_work: float | None = None
    currency: str = "USD"
    splits: dict[WorkKind, Split] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """A class definition. With no sources, works of any source are in the class."""

    case: Case
    sources: tuple[Source, ...] = ()
    work: WorkRules = field(default_factory=WorkRules)
    registration: RegistrationRules = field(default_factory=RegistrationRules)
    dates: DateRules = field(default_factory=DateRules)
    exclusions: Exclusions = field(default_factory=Exclusions)
    opt_outs: tuple[OptOut, ...] = ()
    unit: Unit = Unit.REGISTRATION
    amounts: Amounts = field(default_factory=Amounts)

    def acquired_on(self, day: date) -> Definition:
        """The same definition with every library of the class copied on one other day."""
        moved = tuple(
            replace(source, content_date=day, acquired_from=day, acquired_to=day) if source.in_class else source
            for source in self.sources
        )
        return replace(self, sources=moved)
