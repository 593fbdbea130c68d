"""`classmatch match`: the works of the workspace against registrations."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from classmatch.cli.options import Common, DryRun, Format, Mapping, MemoryLimit, More, Registrations, parse_mapping
from classmatch.cli.progress import listening

Out = Annotated[Path, typer.Option(help="Folder for the results.", metavar="DIR")]
Labels = Annotated[
    Path | None,
    typer.Option(help="Labels of pairs: they decide these pairs, and calibrate the confidence.", metavar="FILE"),
]
Calibration = Annotated[
    str | None, typer.Option(help="What confidence is calibrated on.", metavar="auto|shipped|labels|identifiers")
]
Precision = Annotated[
    float | None, typer.Option(help="Expected share of right matches; sets both thresholds.", metavar="SHARE")
]
Weights = Annotated[Path | None, typer.Option(help="Weights file, instead of the shipped one.", metavar="FILE")]
ClassDefinition = Annotated[
    str, typer.Option(help="Class definition: the name of a shipped one, or a TOML file.", metavar="NAME|FILE")
]
AsOf = Annotated[
    datetime | None,
    typer.Option(help="Show what would change had all libraries been copied on this day.", formats=["%Y-%m-%d"]),
]
Compare = Annotated[
    str | None, typer.Option(help="Show what another class definition would change.", metavar="NAME|FILE")
]
Imprints = Annotated[
    Path | None, typer.Option(help="CSV of imprints and their houses, beside the shipped ones.", metavar="FILE")
]
Snapshot = Annotated[
    str,
    typer.Option(
        help="Counts of words to compare by: of an earlier run while they fit, or new.", metavar="auto|keep|renew"
    ),
]
Engine = Annotated[
    str, typer.Option(help="Where the parts are worked on: here, or on a cluster.", metavar="local|dask://HOST:PORT")
]
Workers = Annotated[
    int | None, typer.Option(help="Parts that are worked on at once here; one a core by default.", metavar="COUNT")
]


def command(
    context: typer.Context,
    registrations: Registrations,
    more: More = None,
    out: Out = Path("classmatch-results"),
    file_format: Format = "auto",
    mapping: Mapping = None,
    labels: Labels = None,
    calibration: Calibration = None,
    precision: Precision = None,
    weights: Weights = None,
    class_definition: ClassDefinition = "template",
    as_of: AsOf = None,
    compare: Compare = None,
    imprints: Imprints = None,
    snapshot: Snapshot = "auto",
    memory_limit: MemoryLimit = None,
    workers: Workers = None,
    engine: Engine = "local",
    dry_run: DryRun = False,
) -> None:
    """Match the works of the workspace against registrations, and list the works and members of a class."""
    common: Common = context.obj
    fields = parse_mapping(mapping or [])

    from classmatch.config import load_settings
    from classmatch.pipeline import match

    flags = {
        "decide.calibration": calibration,
        "decide.precision": precision,
        "resources.memory": memory_limit,
        "resources.workers": workers,
    }
    settings = load_settings(common.config, flags)
    with listening(common) as listener:
        done = match(
            [*registrations, *(more or [])],
            workspace=common.workspace,
            out=out,
            mapping=fields,
            file_format=file_format,
            settings=settings,
            weights=weights,
            labels=labels,
            class_definition=class_definition,
            as_of=as_of.date() if as_of else None,
            compare=compare,
            imprints=imprints,
            snapshot=snapshot,
            engine=engine,
            dry_run=dry_run,
            listener=listener,
        )
    if not common.quiet:
        from classmatch.report.terminal import console, show_matched

        show_matched(console(sys.stdout), done, verbose=common.verbose)
