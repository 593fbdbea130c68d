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
    columns: dict[str, str]  # field -> column of the file
    ignored: list[str] = field(default_factory=list)  # columns that no field takes
    known: str | None = None  # where its rows are already: nothing is read again
