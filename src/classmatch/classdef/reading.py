"""A class definition from a TOML file, checked: all that is wrong is said at once.

docs/class-definitions.md tells each field. `Document` is the file as it is laid out, and `Definition` what comes of it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from classmatch.classdef.bounded import read_bounded
from classmatch.classdef.checker import Checker
from classmatch.classdef.definition import (
    Amounts,
    Case,
    DateRules,
    Definition,
    Exclusions,
    OptOut,
    RegistrationRules,
    Source,
    Unit,
    WorkRules,
)
from classmatch.classdef.faults import Faults, shown
from classmatch.classdef.holdings import ANY_LIBRARY
from classmatch.classdef.opt_outs import load_opt_outs, read_opt_outs
from classmatch.classdef.shipped import shipped, shipped_text
from classmatch.classdef.values import READERS
from classmatch.errors import ConfigError, did_you_mean

__all__ = ["Document", "Given", "ListRules", "load_definition", "shipped", "shipped_text"]

MAX_BYTES = 1_000_000  # of a definition
_MAX_DOTS = 2_000  # in a line: the time that a dotted key takes to parse grows with the square of its parts


@dataclass(frozen=True)
class Given:
    """A definition, and which one it is."""

    definition: Definition
    name: str  # of a shipped definition, or of the file
    sha256: str  # of the file's bytes; with `opt_outs_file`, of these and the digest of that file, one after the other


@dataclass(frozen=True)
class ListRules:
    unit: Unit = Unit.REGISTRATION


@dataclass(frozen=True)
class Document:
    """The tables of the file."""

    case: Case
    sources: tuple[Source, ...] = ()
    work: WorkRules = field(default_factory=WorkRules)
    registration: RegistrationRules = field(default_factory=RegistrationRules)
    dates: DateRules = field(default_factory=DateRules)
    exclusions: Exclusions = field(default_factory=Exclusions)
    opt_outs: tuple[OptOut, ...] = ()
    opt_outs_file: str | None = None
    list: ListRules = field(default_factory=ListRules)
    amounts: Amounts = field(default_factory=Amounts)


def load_definition(which: str | Path) -> Given:
    """The definition of a shipped name (`bartz`) or of a TOML file. A file of a shipped name is `./bartz`.

    Raises:
        ConfigError: if the file is no TOML, or no definition: with all that is wrong and where.
        InputError: if the file cannot be read, or is larger than a megabyte.

    """
    if str(which) in shipped() and not (isinstance(which, Path) and which.is_file()):
        return _given(shipped_text(str(which)).encode(), str(which))
    path = Path(which)
    return _given(read_bounded(path, MAX_BYTES, _hint(str(which))), path.name, path)


def _hint(which: str) -> str:
    names = ", ".join(shipped())
    near = did_you_mean(which, shipped())
    return f"{near} shipped are {names}" if near.startswith("did") else f"name a TOML file, or one that ships: {names}"


def _given(content: bytes, name: str, path: Path | None = None) -> Given:
    """The definition that these bytes are, of this name, from a file if it is none that ships."""
    faults, told = Faults(), str(path or name)
    checker = Checker({**READERS, "Document.opt_outs": read_opt_outs}, faults)
    document = checker.table(Document, {"case": {}, **_parsed(content, told)}, "") or Document(Case("", ""))
    listed: tuple[OptOut, ...] = ()
    digest = sha256(content)
    if document.opt_outs_file is not None:
        listed, file = load_opt_outs(path and path.parent, document.opt_outs_file, faults)
        digest.update(sha256(file).digest())
    definition = _definition(document, listed)
    _check(definition, faults)
    faults.raise_any(told)
    return Given(definition, name, digest.hexdigest())


def _parsed(content: bytes, told: str) -> dict[str, Any]:
    if any(line.count(b".") > _MAX_DOTS for line in content.splitlines()):
        raise ConfigError(f"{told}: a line has more than {_MAX_DOTS:,} full stops", "break it into lines")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        why = f"not UTF-8 at byte {error.start + 1:,}"
        raise ConfigError(f"{told}: {why}", "save it as UTF-8") from None
    except ValueError as error:
        hint = 'text and months stand in quotes: "2021-06"'
        raise ConfigError(f"{told}: not TOML: {error}", hint) from None
    except RecursionError:
        raise ConfigError(f"{told}: not TOML that can be read: nested too deep") from None


def _definition(document: Document, listed: tuple[OptOut, ...]) -> Definition:
    return Definition(
        case=document.case or Case("", ""),  # of a faulty one nothing is left
        sources=document.sources,
        work=document.work,
        registration=document.registration,
        dates=document.dates,
        exclusions=document.exclusions,
        opt_outs=tuple(dict.fromkeys((*document.opt_outs, *listed))),
        unit=document.list.unit,
        amounts=document.amounts,
    )


# --------------------------------------------------------------------------------------------------------------------
# What fields say of one another.


def _check(definition: Definition, faults: Faults) -> None:
    _check_libraries(definition.sources, faults)
    _check_days(definition.sources, faults)
    if definition.registration.timely.before_acquisition:
        _check_acquired(definition.sources, faults)


def _check_libraries(sources: tuple[Source, ...], faults: Faults) -> None:
    first: dict[str, int] = {}
    for number, source in enumerate(sources, 1):
        if source.library and first.setdefault(source.library, number) != number:
            why = f"{shown(source.library)} is the library of sources[{first[source.library]}] too"
            faults.add(f"sources[{number}].library", why, "a library has one place in a definition")
    if sources and not any(source.in_class for source in sources) and not faults.within("sources"):
        hint = f"for all libraries but these, add a source with library = {ANY_LIBRARY!r}"
        faults.add("sources", "none is in the class, so that no work could be", hint)


def _check_days(sources: tuple[Source, ...], faults: Faults) -> None:
    for number, source in enumerate(sources, 1):
        first, last, content = source.acquired_from, source.acquired_to, source.content_date
        if first and last and last < first:
            faults.add(f"sources[{number}].acquired_to", f"{last} is before acquired_from, {first}")
        elif last and content and content.replace(day=1) > last:
            why = f"{content} is after the last day of acquisition, {last}"
            faults.add(f"sources[{number}].content_date", why, "what was copied cannot be of a later day")


def _check_acquired(sources: tuple[Source, ...], faults: Faults) -> None:
    asked = "registration.timely.before_acquisition"
    if not sources and not faults.within("sources"):
        faults.add(asked, "needs sources", "give [[sources]] with library and acquisition dates")
    for number, source in enumerate(sources, 1):
        where = f"sources[{number}].acquired_from"
        if source.in_class and not source.acquired_from and not faults.within(f"sources[{number}]"):
            faults.add(where, f"is missing, and {asked} asks for it", "give the first and last day of the copying")
