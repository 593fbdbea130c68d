"""What an input file was taken for, so that a person can see a wrong guess before the work is done."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Recognised:
    """An input file as it will be read."""

    name: str
    kind: str  # `catalog` or `registrations`
    format: str
    library: str | None
    columns: dict[str, list[str]]  # field -> columns of the file that it comes from
    unused: list[str] = field(default_factory=list)  # columns that become no field
    reasons: list[str] = field(default_factory=list)  # why it was recognised so
    notes: list[str] = field(default_factory=list)  # what the user should know before relying on it
    known: str | None = None  # the drop that it is in already: it is not read again


@dataclass(frozen=True)
class WasRead:
    """What came of reading an input file."""

    name: str
    rows: int
    used: int
    reasons: dict[str, int]  # why rows were not used: how many
    filled: dict[str, int]  # field: rows in which there is something
    rejects: str  # the file that keeps the rows that were not used
