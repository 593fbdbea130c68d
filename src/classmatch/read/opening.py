"""From a file to the tables in it, by its content: records taken apart by a layout, a database dump, or one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classmatch.errors import InputError
from classmatch.read.assembly import assemble
from classmatch.read.boundary import reading
from classmatch.read.containers.files import compression_of, head_of
from classmatch.read.dump.tables import Dumps, is_dump
from classmatch.read.formats import AUTO, KNOWN, named
from classmatch.read.kinds import Kind
from classmatch.read.layouts import LaidOut
from classmatch.read.tables import open_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from classmatch.read.containers.files import Compression
    from classmatch.read.formats.base import Format
    from classmatch.read.layouts import Layout
    from classmatch.read.tables import Table


@dataclass(frozen=True)
class Opened:
    """A table, and its format where the way it was taken apart tells that already."""

    table: Table
    format: Format | None = None
    why: str = ""


def open_files(paths: Sequence[Path], kind: Kind, format_name: str) -> list[Opened]:
    """The tables in these files.

    Raises:
        InputError: for a file that is empty, damaged, nothing that is read, or might be of two formats.

    """
    dumps = Dumps()
    opened: list[Opened] = []
    for path in paths:
        with reading(path):
            compression = compression_of(path)
            head = head_of(path, compression)
            laid_out = _laid_out(path, compression, head, kind, format_name)
            if laid_out:
                opened.append(laid_out)
            elif is_dump(head):
                dumps.add(path, compression)
            else:
                opened.append(Opened(open_plain(path, compression, head)))
    return opened + [Opened(table) for table in dumps.tables()]


def put_together(opened: Sequence[Opened], kind: Kind, format_name: str) -> list[Opened]:
    """The same, with the tables of one catalog joined into one, and those left out that only repeat others.

    Raises:
        InputError: if a table can only be joined, and what it belongs to was not given.

    """
    rest = list(opened)
    joined: list[Opened] = []
    for known in _formats(kind, format_name):
        rest = [entry for entry in rest if not _is_passed_over(entry.table, known)]
        if known.assembly is None:
            continue
        own = [entry for entry in rest if entry.format in (None, known) and known.assembly.role_of(entry.table)]
        rest = [entry for entry in rest if entry not in own]
        tables = assemble(known.assembly, [entry.table for entry in own])
        joined += [Opened(table, known, "its tables have the columns of this format") for table in tables]
    return joined + rest


def _is_passed_over(table: Table, known: Format) -> bool:
    return bool(table.name) and table.name.lower().endswith(tuple(known.passed_over))


def _formats(kind: Kind, format_name: str) -> list[Format]:
    return [known for known in KNOWN if known.kind is kind] if format_name == AUTO else [named(kind, format_name)]


def _laid_out(path: Path, compression: Compression, head: bytes, kind: Kind, format_name: str) -> Opened | None:
    """The file by the one layout that its start bears, if any does."""
    found = list(_recognised(head, _formats(kind, format_name)))
    if len(found) > 1:
        guesses = " or ".join(f"{known.name} ({why})" for known, _, why in found)
        raise InputError(path, f"might be {guesses}", "say which with --format")
    if not found:
        _refuse_other_kind(path, head, kind)
        return None
    known, layout, why = found[0]
    return Opened(LaidOut(path, compression, layout), known, why)


def _refuse_other_kind(path: Path, head: bytes, kind: Kind) -> None:
    for known, _, why in _recognised(head, [known for known in KNOWN if known.kind is not kind]):
        command = "ingest FILE" if known.kind is Kind.CATALOG else "match --registrations FILE"
        held = "a catalog" if known.kind is Kind.CATALOG else "registrations"
        raise InputError(path, f"holds {held} ({known.name}: {why})", f"give it to `{command}`")


def _recognised(head: bytes, formats: Sequence[Format]) -> Iterator[tuple[Format, Layout, str]]:
    for known in formats:
        for layout in known.layouts:
            why = layout.recognises(head)
            if why:
                yield known, layout, why
