"""`classmatch ingest`: one drop of catalog files into the workspace."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from classmatch.cli.options import Common, DryRun, Format, Mapping, MemoryLimit, parse_mapping
from classmatch.cli.progress import listening

Files = Annotated[list[str], typer.Argument(help="Catalog files, or patterns such as 'drop/*.csv'.", metavar="FILE...")]
Library = Annotated[str | None, typer.Option(help="Name of the source library: libgen, zlibrary, ...", metavar="NAME")]
MaxBadShare = Annotated[
    float | None, typer.Option(help="Share of rows, 0 to 1, that may be unusable. [default: 0.05]", metavar="SHARE")
]


def command(
    context: typer.Context,
    files: Files,
    library: Library = None,
    file_format: Format = "auto",
    mapping: Mapping = None,
    max_bad_share: MaxBadShare = None,
    memory_limit: MemoryLimit = None,
    dry_run: DryRun = False,
) -> None:
    """Read, normalise and deduplicate one drop of catalog files into the workspace."""
    common: Common = context.obj
    fields = parse_mapping(mapping or [])

    from classmatch.config import load_settings
    from classmatch.pipeline import ingest

    flags = {"ingest.max_bad_share": max_bad_share, "resources.memory": memory_limit}
    settings = load_settings(common.config, flags)
    with listening(common) as listener:
        done = ingest(
            files,
            workspace=common.workspace,
            library=library,
            file_format=file_format,
            mapping=fields,
            settings=settings,
            dry_run=dry_run,
            listener=listener,
        )
    if not common.quiet:
        from classmatch.report.terminal import console, show_ingested

        show_ingested(console(sys.stdout), done, verbose=common.verbose)
