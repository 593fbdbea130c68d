"""`classmatch evaluate`: the results of a match against labels."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from classmatch.cli.options import Common, Format, Mapping, parse_mapping
from classmatch.cli.progress import listening

Truth = Annotated[Path, typer.Option(help="Labels of pairs: record_id, registration_row, label.", metavar="FILE")]
Results = Annotated[Path, typer.Option(help="Folder that `match` wrote.", metavar="DIR")]
Registrations = Annotated[
    list[str] | None,
    typer.Option(help="The registrations that were matched: rows of one text count as one.", metavar="FILE..."),
]
More = Annotated[list[str] | None, typer.Argument(help="Further registration files.", metavar="FILE...", hidden=True)]
Out = Annotated[Path | None, typer.Option(help="Folder for evaluation.json and tables as CSV.", metavar="DIR")]
Json = Annotated[bool, typer.Option("--json", help="Print the evaluation as JSON instead of tables.")]


def command(
    context: typer.Context,
    truth: Truth,
    results: Results = Path("classmatch-results"),
    registrations: Registrations = None,
    more: More = None,
    out: Out = None,
    file_format: Format = "auto",
    mapping: Mapping = None,
    as_json: Json = False,
) -> None:
    """Measure results against labels: precision, recall, calibration, and the worst errors."""
    common: Common = context.obj
    fields = parse_mapping(mapping or [])

    from classmatch.pipeline import evaluate

    with listening(common) as listener:
        found = evaluate(
            truth,
            results=results,
            registrations=[*(registrations or []), *(more or [])],
            mapping=fields,
            file_format=file_format,
            out=out,
            listener=listener,
        )
    if as_json:
        json.dump(found.to_dict(), sys.stdout, indent=2, ensure_ascii=False)
        sys.stdout.write("\n")
    elif not common.quiet:
        from classmatch.report.evaluation import show_evaluation
        from classmatch.report.terminal import console

        show_evaluation(console(sys.stdout), found)
