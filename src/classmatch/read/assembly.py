"""Catalogs whose records are spread over several tables, or over several lines of one.

A format's `Assembly` tells the tables apart by the columns that each has (its role) and joins them. Whatever was given
of them in one command is put together: hashes with the books that they belong to, editions with their files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from classmatch.errors import InputError
from classmatch.read.fold import fold
from classmatch.read.rows import EXTRA, FAULT, FILE, RAW_LINE, ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from classmatch.read.tables import Table

    Frames = Mapping[str, pl.LazyFrame]  # role: its rows


@dataclass(frozen=True)
class Assembly:
    """How the tables of one catalog become one.

    `join` takes the rows of every role that was given, the columns of the file as text beside those of `rows.EXTRA`,
    and returns one row a record, with `ROW`, `FAULT`, `RAW_LINE` and `FILE` of the row that the record stands for.
    It works in bounded memory (`spill.join_on`).
    """

    roles: Mapping[str, frozenset[str]]  # role: folded columns, all of which a table of this role has
    main: tuple[str, ...]  # roles of which there must be one, the best first
    join: Callable[[Frames], pl.LazyFrame]
    lone: bool = False  # whether there is something to join in a main table by itself
    lists: tuple[str, ...] = ()  # roles that make a list of their own where no main table is
    one: bool = False  # whether all tables make one catalog; else each main table makes its own

    def role_of(self, table: Table) -> str | None:
        """The role of a table; the one that asks for most columns, of several."""
        folded = frozenset(map(fold, table.header))
        roles = [role for role, columns in self.roles.items() if columns <= folded]
        return max(roles, key=lambda role: len(self.roles[role]), default=None)


@dataclass(frozen=True)
class Assembled:
    """Tables that were joined into one."""

    assembly: Assembly
    parts: tuple[tuple[str, Table], ...]  # each with its role, a main one first

    @property
    def path(self) -> Path:
        return self.parts[0][1].path

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files that are joined, the main one first."""
        return tuple(dict.fromkeys(table.path for _, table in self.parts))

    @property
    def name(self) -> str:
        return self.parts[0][1].name

    @cached_property
    def header(self) -> tuple[str, ...]:
        return tuple(self.sample(0).columns)

    @property
    def dialect(self) -> None:
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(note for _, table in self.parts for note in table.notes)

    @property
    def description(self) -> str:
        joined = ", ".join(f"{role} of {_origin(table)}" for role, table in self.parts[1:])
        return f"{self.parts[0][1].description}{f' joined with {joined}' if joined else ''}"

    def sample(self, rows: int) -> pl.DataFrame:
        frame = self.assembly.join(self._frames(lambda table: _sampled(table, rows)))
        return frame.drop(EXTRA, strict=False).collect()

    def rows(self) -> pl.LazyFrame:
        return self.assembly.join(self._frames(lambda table: table.rows()))

    def _frames(self, rows: Callable[[Table], pl.LazyFrame]) -> dict[str, pl.LazyFrame]:
        found: dict[str, list[pl.LazyFrame]] = {}
        for role, table in self.parts:
            found.setdefault(role, []).append(_complete(rows(table), table))
        return {role: pl.concat(frames, how="diagonal") for role, frames in found.items()}


def _origin(table: Table) -> str:
    return f"{table.path.name} {table.name}".rstrip()


def _sampled(table: Table, rows: int) -> pl.LazyFrame:
    return table.sample(rows).with_row_index(ROW, offset=1).lazy()


def _complete(frame: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    """The rows of a table with every column of `rows.EXTRA`."""
    missing = [name for name in (FAULT, RAW_LINE) if name not in frame.collect_schema().names()]
    return frame.with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in missing), pl.lit(table.path.name).alias(FILE)
    )


def assemble(assembly: Assembly, tables: Sequence[Table]) -> Iterator[Table]:
    """One table for each main one among these, joined with all that are not main.

    Raises:
        InputError: if there are tables that can only be joined, and none to join them with.

    """
    roles = [(assembly.role_of(table) or "", table) for table in tables]
    mains = sorted((part for part in roles if part[0] in assembly.main), key=lambda part: assembly.main.index(part[0]))
    others = [part for part in roles if part[0] not in assembly.main]
    if not mains:
        yield from _lists(assembly, others)
    groups = [mains] if assembly.one and mains else [[main] for main in mains]
    for group in groups:
        yield Assembled(assembly, (*group, *others)) if others or group[1:] or assembly.lone else group[0][1]


def _lists(assembly: Assembly, parts: Sequence[tuple[str, Table]]) -> Iterator[Table]:
    """Tables that were given without what they belong to."""
    for role, table in parts:
        if role not in assembly.lists:
            why = f"holds {role} only, which belong to the {' or '.join(assembly.main)} of a catalog"
            raise InputError(table.path, why, "give both files in one command")
        yield table
