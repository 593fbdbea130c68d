"""What a format declaration says: how to recognise a file, where its columns go, and what is special about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from classmatch.read.assembly import Assembly
    from classmatch.read.kinds import Kind
    from classmatch.read.layouts import Layout


@dataclass(frozen=True)
class Every:
    """All columns whose folded name matches the pattern, joined in file order: `author_1_name`, `author_2_name`, ..."""

    pattern: str

    def matches(self, folded: str) -> bool:
        return re.fullmatch(self.pattern, folded) is not None


Column = str | Every


@dataclass(frozen=True)
class Format:
    """Column names are folded (`fold.fold`).

    A field takes the first of its columns that has something in it, row by row.
    """

    name: str
    kind: Kind
    columns: Mapping[
        str, tuple[Column, ...]
    ]  # field: its columns, the best first; what is not here is found by general names
    signatures: tuple[frozenset[str], ...] = ()  # a file that has all columns of one of these is of this format
    ids: tuple[str, ...] = ()  # columns that hold the id of a row, if it has none by a general name
    library: str | None = None  # the source that rows come from
    ignored: frozenset[str] = frozenset()  # columns that mean something else here than their name says elsewhere
    special: Mapping[str, Callable[[pl.Expr], pl.Expr]] = field(default_factory=dict)  # field: what its cells need
    prepare: Callable[[pl.LazyFrame], pl.LazyFrame] | None = None  # what the columns need before they become fields
    layouts: tuple[Layout, ...] = ()  # of files that are no tables: how their records are taken apart
    assembly: Assembly | None = None  # of records that are spread over several tables
    latest: tuple[str, str] | None = None  # columns: of records with one id, only the one of the greatest order counts
    passed_over: frozenset[str] = frozenset()  # ends of the names of tables that repeat others or hold no books

    def recognises(self, folded: frozenset[str]) -> frozenset[str] | None:
        """The largest signature that these columns cover, else None."""
        covered = [signature for signature in self.signatures if signature <= folded]
        return max(covered, key=len, default=None)


def signatures(*groups: str) -> tuple[frozenset[str], ...]:
    """Signatures, each written as folded column names with spaces between them."""
    return tuple(frozenset(group.split()) for group in groups)
