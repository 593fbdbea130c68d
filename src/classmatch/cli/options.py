"""Options of all commands, and how their values are parsed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from classmatch.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


Format = Annotated[str, typer.Option("--format", help="Format of the files.", metavar="auto|NAME")]
Mapping = Annotated[
    list[str] | None, typer.Option("--map", help="Which column holds a field; may be repeated.", metavar="FIELD=COLUMN")
]
Registrations = Annotated[
    list[str], typer.Option(help="Registration files, or patterns such as 'regs/*.csv'.", metavar="FILE...")
]
More = Annotated[list[str] | None, typer.Argument(help="Further registration files.", metavar="FILE...", hidden=True)]
MemoryLimit = Annotated[
    str | None,
    typer.Option(help="Memory that the work may take; half of the machine's by default.", metavar="SIZE|SHARE%"),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what the files are taken for, and stop.")]


class Progress(StrEnum):
    """How progress is told on stderr."""

    auto = "auto"
    plain = "plain"
    json = "json"
    none = "none"


@dataclass(frozen=True)
class Common:
    """The options in front of the command."""

    workspace: Path
    config: Path | None
    quiet: bool
    verbose: bool
    progress: Progress


def parse_mapping(pairs: Sequence[str]) -> dict[str, str]:
    """`FIELD=COLUMN` arguments as a mapping; `UsageError` with all that are none, or name a field twice."""
    split = [pair.partition("=") for pair in pairs]
    fields = [field.strip() for field, _, _ in split]
    parsed = zip(pairs, split, strict=True)
    faults = [
        f"--map {pair!r} is not FIELD=COLUMN" for pair, (name, _, column) in parsed if not (name.strip() and column)
    ]
    faults += [f"--map names {field!r} twice" for field in sorted(set(fields)) if fields.count(field) > 1]
    if faults:
        raise UsageError("; ".join(faults))
    return {field.strip(): column for field, _, column in split}
