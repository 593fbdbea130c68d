"""Recognises a file: what it is, which format it has, where its columns go. Nothing but its start is read.

The answer can be shown before any work is done, and `reader.read` carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classmatch.errors import InputError
from classmatch.read import content, formats
from classmatch.read.assembly import Assembled
from classmatch.read.columns import ID_ALIAS, Assignment, assign
from classmatch.read.dump.tables import use_dumped
from classmatch.read.fold import fold
from classmatch.read.formats.generic import SCHEMES
from classmatch.read.kinds import Kind
from classmatch.read.opening import Opened, open_files, put_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from classmatch.read.formats.base import Format
    from classmatch.read.tables import Table

_MAX_NAMED = 40  # columns that an error lists


@dataclass(frozen=True)
class Source:
    """A catalog or a table of registrations that was recognised, and how it is to be read."""

    table: Table
    kind: Kind
    format: str
    columns: Mapping[str, tuple[tuple[str, ...], ...]]  # field: groups of columns, see `columns.Assignment`
    schemes: Mapping[str, str]  # column: scheme of the identifiers in it, which go to the field `identifiers`
    library: str | None  # of a catalog: the source of rows that name none themselves
    unused: tuple[str, ...]  # columns that become no field, in file order
    reasons: tuple[str, ...]  # why it was recognised so, a line each
    notes: tuple[str, ...]  # what the user should know before relying on it, a line each

    @property
    def path(self) -> Path:
        return self.table.path

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files that it is read from, the main one first."""
        return self.table.paths if isinstance(self.table, Assembled) else (self.table.path,)

    @property
    def name(self) -> str:
        """What it is called: its file, and its table where a file has several."""
        table = f" {self.table.name}" if self.table.name else ""
        return f"{self.path.name}{table}"

    @property
    def mapping(self) -> dict[str, tuple[str, ...]]:
        """Field: every column that goes into it."""
        fields = {name: tuple(column for group in groups for column in group) for name, groups in self.columns.items()}
        return {**fields, "identifiers": tuple(self.schemes)} if self.schemes else fields


def recognise_catalogs(
    paths: Sequence[Path],
    *,
    library: str | None = None,
    format: str = formats.AUTO,  # noqa: A002 - named as the command line's option is
    mapping: Mapping[str, str] | None = None,
) -> list[Source]:
    """How catalog files are to be read. Tables that belong together are joined, from whichever files they come.

    Args:
        paths: files, plain or compressed.
        library: name of the source; else the file's column `source`, the format's library, or the name of the file.
        format: name of a format, or `auto`.
        mapping: field of `RAW_CATALOG`, or `id`: column that it comes from, whatever was recognised.

    Raises:
        InputError: if a file can't be read, or has neither titles nor ISBNs; names everything that is wrong with
        its columns. UsageError: if there is no such format.

    """
    sources = []
    for found, table in _recognised(paths, Kind.CATALOG, format, mapping or {}):
        if library is not None and "source" not in (mapping or {}):
            found.fields.pop("source", None)
        known = formats.named(Kind.CATALOG, found.format.name).library
        sources.append(_source(found, table, library or known or table.path.name.split(".")[0]))
    return sources


def recognise_registrations(
    paths: Sequence[Path],
    *,
    format: str = formats.AUTO,  # noqa: A002 - named as the command line's option is
    mapping: Mapping[str, str] | None = None,
) -> list[Source]:
    """How files of registrations are to be read. Arguments and errors are those of `recognise_catalogs`."""
    sources = []
    for found, table in _recognised(paths, Kind.REGISTRATIONS, format, mapping or {}):
        if "registration_number" not in found.fields:
            found.notes.append("no column holds registration numbers; the id of the row stands in for them")
        sources.append(_source(found, table, None))
    return sources


def _recognised(
    paths: Sequence[Path], kind: Kind, format_name: str, mapping: Mapping[str, str]
) -> list[tuple[Assignment, Table]]:
    opened = open_files(paths, kind, format_name)
    found = [_assigned(entry, kind, format_name, mapping) for entry in put_together(opened, kind, format_name)]
    useful = [(assignment, table) for assignment, table in found if not _is_beside_the_point(assignment, table, found)]
    for assignment, table in useful:
        _check(assignment, table)
    use_dumped(table for _, table in useful)
    return useful


def _assigned(entry: Opened, kind: Kind, format_name: str, mapping: Mapping[str, str]) -> tuple[Assignment, Table]:
    table = entry.table
    if entry.format:
        fmt, why = entry.format, f"format {entry.format.name}: {entry.why}"
    elif format_name != formats.AUTO:
        fmt, why = formats.named(kind, format_name), f"format {format_name}, as told"
    else:
        fmt, why = _by_signature(kind, frozenset(map(fold, table.header)))
    found = assign(kind, fmt, table.sample(content.SAMPLE_ROWS), mapping)
    found.reasons[:0] = [f"{table.description}, by its content", why]
    found.notes += table.notes
    return found, table


def _by_signature(kind: Kind, folded: frozenset[str]) -> tuple[Format, str]:
    fmt, signature = formats.recognised(kind, folded)
    if signature:
        return fmt, f"format {fmt.name}, by its columns {', '.join(sorted(signature))}"
    return fmt, f"format {fmt.name}: its columns are those of no known format"


def _names_works(found: Assignment) -> bool:
    enough = set(found.kind.names) if found.kind is Kind.CATALOG else {"title", "full_text"}
    return bool(enough & found.fields.keys())


def _is_beside_the_point(found: Assignment, table: Table, others: Sequence[tuple[Assignment, Table]]) -> bool:
    """Whether it is one of several tables of a file, has no titles, and another has: a dump has tables of all kinds."""
    beside = [other for other, of in others if of.path == table.path and of is not table]
    return bool(table.name) and not _names_works(found) and any(map(_names_works, beside))


def _check(found: Assignment, table: Table) -> None:
    """One error for everything that is wrong with the columns."""
    faults = list(found.faults)
    if not _names_works(found):
        faults.append("no column holds titles")
    if not faults:
        return
    columns = ", ".join(found.header[:_MAX_NAMED])
    more = f" and {len(found.header) - _MAX_NAMED} more" if len(found.header) > _MAX_NAMED else ""
    notes = "".join(f"; {note}" for note in found.notes)
    first_line = "the first line must hold the column names; " if table.dialect else ""
    raise InputError(
        table.path,
        f"{'; '.join(faults)}{notes}; its columns ({table.description}) are: {columns}{more}",
        f"{first_line}name the right one with --map title=COLUMN; fields: {', '.join(found.kind.fields)}, {ID_ALIAS}",
    )


def _source(found: Assignment, table: Table, library: str | None) -> Source:
    schemes = _schemes(found)
    used = found.used | schemes.keys()
    return Source(
        table=table,
        kind=found.kind,
        format=found.format.name,
        columns={name: found.fields[name] for name in found.kind.fields if name in found.fields},
        schemes=schemes,
        library=library,
        unused=tuple(name for name in table.header if name not in used),
        reasons=tuple(found.reasons),
        notes=tuple(found.notes),
    )


def _schemes(found: Assignment) -> dict[str, str]:
    """The columns of identifiers of other kinds, where no column holds them all."""
    if found.kind is not Kind.CATALOG or "identifiers" in found.fields:
        return {}
    free = [name for name in found.header if name not in found.used]
    return {name: SCHEMES[fold(name)] for name in free if fold(name) in SCHEMES}
