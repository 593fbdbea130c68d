"""`classmatch status`: what is in the workspace."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from classmatch.cli.options import Common

Context = typer.Context  # typer looks the type up when the command is made


def command(context: Context) -> None:
    """Show what is in the workspace: drops, sources, works, runs."""
    from classmatch.report.status import status
    from classmatch.report.terminal import console, show_status

    common: Common = context.obj
    show_status(console(sys.stdout), status(common.workspace))
