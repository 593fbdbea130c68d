"""A class definition in words: what a person checks before relying on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.classdef.definition import Acquisition, Ends, Follow, Imprecise, Policy, Split, Unit
from classmatch.classdef.holdings import ANY_LIBRARY
from classmatch.report.terminal import cell, line, new_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rich.console import Console

    from classmatch.classdef.definition import Amounts, DateRules, Definition, RegistrationRules, Source, WorkRules
    from classmatch.classdef.reading import Given

Line = tuple[str, str]
"""What a line is about, and what is said of it."""

_POLICIES = {
    Policy.COUNT: "counts",
    Policy.EXCLUDE: "is left out",
    Policy.UNDETERMINED: "leaves it undetermined",
}
_FOLLOWS = {
    Follow.ORIGINAL: "counts by the date of the registration that it goes back to",
    Follow.OWN: "counts by its own date",
    Follow.EXCLUDE: "is left out",
    Follow.UNDETERMINED: "leaves it undetermined",
}
_IMPRECISE = {
    Imprecise.UNDETERMINED: "any day of it; undetermined where the day decides",
    Imprecise.FIRST_DAY: "its first day",
    Imprecise.LAST_DAY: "its last day",
}
_UNITS = {
    Unit.REGISTRATION: "a title under a registration number",
    Unit.WORK: "a work",
    Unit.ISBN: "an ISBN or ASIN of a work",
}
_SHOWN_NAMES = 20


def show_definition(to: Console, given: Given) -> None:
    """A definition in words, at 80 columns."""
    case = given.definition.case
    line(to, f"{case.name}, version {case.version} ({given.name})")
    table = new_table(to, "about", "says")
    for about, said in told(given.definition):
        table.add_row(cell(about), cell(said))
    to.print(table)
    line(to, f"sha256 {given.sha256}")


def show_shipped(to: Console, definitions: Iterable[Given]) -> None:
    """The definitions that there are to choose from."""
    table = new_table(to, "name", "case", "version")
    for given in definitions:
        case = given.definition.case
        table.add_row(*map(cell, (given.name, case.name, case.version)))
    to.print(table)


def told(definition: Definition) -> Iterator[Line]:
    """The rules of a definition in words, a line each."""
    case = definition.case
    yield from (("court", case.court),) if case.court else ()
    yield from (("docket", case.docket),) if case.docket else ()
    yield from (("definition", case.text.strip()),) if case.text.strip() else ()
    yield from _of_sources(definition.sources)
    yield from _of_work(definition.work)
    yield from _of_registration(definition.registration)
    yield from _of_dates(definition.dates)
    yield from _of_names(definition)
    yield "list", f"a line is {_UNITS[definition.unit]}"
    yield from _of_amounts(definition.amounts)


def _of_sources(sources: Sequence[Source]) -> Iterator[Line]:
    if not sources:
        yield "libraries", "all"
    for source in sources:
        every_other = source.library == ANY_LIBRARY
        yield "library", f"{'every other one' if every_other else source.library}: {_copied(source)}"
    if sources and all(source.library != ANY_LIBRARY for source in sources):
        yield "library", "every other one: not in the class"


def _copied(source: Source) -> str:
    if not source.in_class:
        return "not in the class"
    said = [f"in the class{_when(source.acquired_from, source.acquired_to)}"]
    if source.content_date:
        said.append(f"with what it took in by {source.content_date}")
    if source.invalid_files:
        said.append(f"without files that are {_or(source.invalid_files)}")
    return ", ".join(said)


def _when(first: date | None, last: date | None) -> str:
    if first and last:
        return f", copied on {first}" if first == last else f", copied between {first} and {last}"
    return ""


def _of_work(work: WorkRules) -> Iterator[Line]:
    if work.identifiers:
        without = _POLICIES[work.without_identifier]
        yield "identifier", f"{_or(kind.upper() for kind in work.identifiers)}; a work without {without}"
    else:
        yield "identifier", "none is asked for"
    yield "class of registration", _or(work.types) or "any"
    if work.languages:
        yield "language", f"{_or(work.languages)}; a work of unknown language {_POLICIES[work.unknown_language]}"
    else:
        yield "language", "any"


def _of_registration(rules: RegistrationRules) -> Iterator[Line]:
    end = "the last day counts" if rules.ends is Ends.INCLUSIVE else "the last day does not count"
    years = rules.within_years_of_publication
    yield "registered", f"within {_count(years, 'year')} of publication; {end}" if years else "at any time"
    ways = list(_timely(rules))
    if ways:
        yield "and registered", ", or ".join(ways)
    yield "registered unpublished", _POLICIES[rules.unpublished]
    yield "preregistration", _POLICIES[rules.preregistrations]
    yield "foreign work", _POLICIES[rules.foreign]
    yield "renewal", _FOLLOWS[rules.renewals]
    yield "supplementary registration", _FOLLOWS[rules.supplementary]


def _timely(rules: RegistrationRules) -> Iterator[str]:
    if rules.timely.before_acquisition:
        which = "last" if rules.acquisition is Acquisition.ANY else "first"
        day = "not on the day itself" if rules.before is Ends.STRICT else "or on the day itself"
        yield f"before a library that has it was copied (of several the {which}), {day}"
    if rules.timely.within_months_of_publication:
        end = "the last day counts" if rules.ends is Ends.INCLUSIVE else "the last day does not count"
        yield f"within {_count(rules.timely.within_months_of_publication, 'month')} of publication; {end}"


def _of_dates(rules: DateRules) -> Iterator[Line]:
    yield "a month without a day", _IMPRECISE[rules.month_only]
    yield "a year alone", _IMPRECISE[rules.year_only]


def _of_names(definition: Definition) -> Iterator[Line]:
    for kind, names in (
        ("persons", definition.exclusions.persons),
        ("organisations", definition.exclusions.organisations),
    ):
        yield f"excluded {kind}", _some(names) or "none is named"
    yield "opt-outs", f"{len(definition.opt_outs):,}" if definition.opt_outs else "none"


def _of_amounts(amounts: Amounts) -> Iterator[Line]:
    if amounts.per_work is not None:
        yield "amount", f"{amounts.per_work:,.2f} {amounts.currency} a work"
    for kind, split in amounts.splits.items():
        yield f"split, {kind.replace('_', ' ')}", _shares(split)


def _shares(split: Split) -> str:
    given = (("author", split.author), ("publisher", split.publisher))
    return ", ".join(f"{who} {share:.0%}" for who, share in given if share is not None) or "by contract"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN_NAMES
    return ", ".join([*names[:_SHOWN_NAMES], *([f"and {more:,} more"] if more > 0 else [])])


def _or(words: Iterable[str]) -> str:
    return " or ".join(words)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
