"""`classmatch train`: weights for one's own data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from classmatch.cli.options import Common, DryRun, Format, Mapping, More, Registrations, parse_mapping
from classmatch.cli.progress import listening

Labels = Annotated[
    Path | None, typer.Option(help="Labels of pairs: record_id, registration_row, label.", metavar="FILE")
]
Out = Annotated[Path, typer.Option(help="File for the weights.", metavar="FILE")]
Weights = Annotated[
    Path | None, typer.Option(help="Weights file to start from, instead of the shipped one.", metavar="FILE")
]


def command(
    context: typer.Context,
    registrations: Registrations,
    more: More = None,
    labels: Labels = None,
    out: Out = Path("weights.json"),
    weights: Weights = None,
    file_format: Format = "auto",
    mapping: Mapping = None,
    dry_run: DryRun = False,
) -> None:
    """Learn weights from labels, or without any from the data itself, for `match --weights`."""
    common: Common = context.obj
    fields = parse_mapping(mapping or [])

    from classmatch.config import load_settings
    from classmatch.pipeline import train

    settings = load_settings(common.config)
    with listening(common) as listener:
        done = train(
            [*registrations, *(more or [])],
            workspace=common.workspace,
            out=out,
            labels=labels,
            weights=weights,
            mapping=fields,
            file_format=file_format,
            settings=settings,
            dry_run=dry_run,
            listener=listener,
        )
    if not common.quiet:
        from classmatch.report.terminal import console
        from classmatch.report.training import show_trained

        show_trained(console(sys.stdout), done)
