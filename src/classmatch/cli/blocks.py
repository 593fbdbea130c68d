"""`classmatch blocks`: candidate generation by itself."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from classmatch.cli.options import Common, DryRun, Format, Mapping, More, Registrations, parse_mapping
from classmatch.cli.progress import listening

Labels = Annotated[
    Path | None, typer.Option(help="Labels of pairs: record_id, registration_row, label.", metavar="FILE")
]
Estimate = Annotated[bool, typer.Option("--estimate", help="Estimate from a sample of the works, in a moment.")]
Json = Annotated[bool, typer.Option("--json", help="Print the counts as JSON instead of tables.")]


def command(
    context: typer.Context,
    registrations: Registrations,
    more: More = None,
    labels: Labels = None,
    estimate: Estimate = False,
    file_format: Format = "auto",
    mapping: Mapping = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Show which pairs would be compared, by rule, and which share of the true pairs is among them."""
    common: Common = context.obj
    fields = parse_mapping(mapping or [])

    from classmatch.config import load_settings
    from classmatch.pipeline import blocks

    settings = load_settings(common.config)
    with listening(common) as listener:
        found = blocks(
            [*registrations, *(more or [])],
            workspace=common.workspace,
            mapping=fields,
            file_format=file_format,
            settings=settings,
            labels=labels,
            estimate=estimate,
            dry_run=dry_run,
            listener=listener,
        )
    if found is None:
        return
    if as_json:
        json.dump(found.to_dict(), sys.stdout, indent=2, ensure_ascii=False)
        sys.stdout.write("\n")
    elif not common.quiet:
        from classmatch.report.blocking import show_blocks
        from classmatch.report.terminal import console

        show_blocks(console(sys.stdout), found)
