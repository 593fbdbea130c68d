"""Recognises a file: what it is, which format it has, where its columns go. Nothing but its start is read.

The answer can be shown before any work is done, and `reader.read` carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classmatch.errors import InputError
from classmatch.read import content, formats
from classmatch.read.columns import ID_ALIAS, Assignment, assign
from classmatch.read.fold import fold
from classmatch.read.kinds import Kind
from classmatch.read.tables import Table, open_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from classmatch.read.files import Compression, Container

_MAX_NAMED = 40  # columns that an error lists


@dataclass(frozen=True)
class Source:
    """A file that was recognised, and how it is to be read."""

    table: Table
    kind: Kind
    format: str
    columns: Mapping[str, tuple[tuple[str, ...], ...]]  # field: groups of columns, see `columns.Assignment`
    library: str | None  # of a catalog: the source of rows that name none themselves
    unused: tuple[str, ...]  # columns that become no field, in file order
    reasons: tuple[str, ...]  # why it was recognised so, a line each
    notes: tuple[str, ...]  # what the user should know before relying on it, a line each

    @property
    def path(self) -> Path:
        return self.table.path

    @property
    def container(self) -> Container:
        return self.table.container

    @property
    def compression(self) -> Compression:
        return self.table.compression

    @property
    def mapping(self) -> dict[str, tuple[str, ...]]:
        """Field: every column that goes into it."""
        return {name: tuple(column for group in groups for column in group) for name, groups in self.columns.items()}


def recognise_catalog(
    path: Path,
    *,
    library: str | None = None,
    format: str = formats.AUTO,  # noqa: A002 - named as the command line's option is
    mapping: Mapping[str, str] | None = None,
) -> Source:
    """How a catalog file is to be read.

    Args:
        path: a file, plain or compressed.
        library: name of the source; else the file's column `source`, the format's library, or the name of the file.
        format: name of a format, or `auto`.
        mapping: field of `RAW_CATALOG`, or `id`: column that it comes from, whatever was recognised.

    Raises:
        InputError: if the file can't be read, or has neither titles nor ISBNs; names everything that is wrong with
        its columns. UsageError: if there is no such format.

    """
    found, table = _recognised(path, Kind.CATALOG, format, mapping or {})
    told = library is not None and "source" not in (mapping or {})
    if told:
        found.fields.pop("source", None)
    known = formats.named(Kind.CATALOG, found.format.name).library
    return _source(found, table, library or known or path.name.split(".")[0])


def recognise_registrations(
    path: Path,
    *,
    format: str = formats.AUTO,  # noqa: A002 - named as the command line's option is
    mapping: Mapping[str, str] | None = None,
) -> Source:
    """How a file of registrations is to be read. Arguments and errors are those of `recognise_catalog`."""
    found, table = _recognised(path, Kind.REGISTRATIONS, format, mapping or {})
    if "registration_number" not in found.fields:
        found.notes.append("no column holds registration numbers; the id of the row stands in for them")
    return _source(found, table, None)


def _recognised(path: Path, kind: Kind, format_name: str, mapping: Mapping[str, str]) -> tuple[Assignment, Table]:
    table = open_table(path)
    folded = frozenset(map(fold, table.header))
    if format_name == formats.AUTO:
        fmt, signature = formats.recognised(kind, folded)
    else:
        fmt, signature = formats.named(kind, format_name), frozenset()
    found = assign(kind, fmt, table.sample(content.SAMPLE_ROWS), mapping)
    found.reasons[:0] = [f"{table.description}, by its content", _why(fmt.name, format_name, signature)]
    _check(found, table)
    return found, table


def _why(name: str, asked: str, signature: frozenset[str]) -> str:
    if asked != formats.AUTO:
        return f"format {name}, as told"
    if signature:
        return f"format {name}, by its columns {', '.join(sorted(signature))}"
    return f"format {name}: its columns are those of no known format"


def _check(found: Assignment, table: Table) -> None:
    """One error for everything that is wrong with the columns."""
    faults = list(found.faults)
    enough = set(found.kind.names) if found.kind is Kind.CATALOG else {"title", "full_text"}
    if not enough & found.fields.keys():
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
    used = found.used
    return Source(
        table=table,
        kind=found.kind,
        format=found.format.name,
        columns={name: found.fields[name] for name in found.kind.fields if name in found.fields},
        library=library,
        unused=tuple(name for name in table.header if name not in used),
        reasons=tuple(found.reasons),
        notes=tuple(found.notes),
    )
