"""What the user is told of inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.report.inputs import Recognised, WasRead

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from classmatch.store.inputs import Input, InputFile


def recognised(given: Input, kind: str, known: Mapping[str, str]) -> Recognised:
    """What the user is shown of an input."""
    source = given.source
    return Recognised(
        name=source.name,
        kind=kind,
        format=source.format,
        library=source.library,
        columns={field: list(columns) for field, columns in source.mapping.items()},
        unused=list(source.unused),
        reasons=list(source.reasons),
        notes=list(source.notes),
        known=known.get(given.id),
    )


def was_read(file: InputFile, rejects: Path) -> WasRead:
    """What the user is shown of an input that was read."""
    used = file.rows - sum(file.reasons.values())
    return WasRead(file.name, file.rows, used, file.reasons, file.filled, str(rejects))
