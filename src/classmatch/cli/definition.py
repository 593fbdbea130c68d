"""`classmatch definition`: the class definitions that ship, and what one says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from classmatch.errors import UsageError

if TYPE_CHECKING:
    from classmatch.cli.options import Common

Context = typer.Context  # typer looks the type up when the command is made
Which = Annotated[str | None, typer.Argument(help="Name of a shipped definition, or a file.", metavar="[NAME|FILE]")]
AsText = Annotated[bool, typer.Option("--text", help="Print the TOML of a shipped definition, to start from.")]


def command(context: Context, which: Which = None, as_text: AsText = False) -> None:
    """Check a class definition and show it in words; without one, list those that ship."""
    from classmatch.classdef.reading import load_definition, shipped, shipped_text
    from classmatch.report.definition import show_definition, show_shipped
    from classmatch.report.terminal import console

    common: Common = context.obj
    if as_text:
        if which is None:
            raise UsageError("--text needs the name of a definition", f"one of {', '.join(shipped())}")
        sys.stdout.write(shipped_text(which))
    elif which is None:
        show_shipped(console(sys.stdout), [load_definition(name) for name in shipped()])
    else:
        given = load_definition(which)
        if not common.quiet:
            show_definition(console(sys.stdout), given)
