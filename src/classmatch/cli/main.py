"""The `classmatch` command: its options, its commands, and the one place where exceptions become exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from classmatch.cli import blocks, definition, evaluate, ingest, match, status, train
from classmatch.cli.exits import INTERNAL, outcome
from classmatch.cli.options import Common, Progress

app = typer.Typer(
    name="classmatch",
    help="Match book catalogs against US copyright registrations, and list candidate class members with evidence.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("ingest")(ingest.command)
app.command("match")(match.command)
app.command("blocks")(blocks.command)
app.command("train")(train.command)
app.command("evaluate")(evaluate.command)
app.command("definition")(definition.command)
app.command("status")(status.command)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"classmatch {version('classmatch')}\n")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    workspace: Annotated[
        Path, typer.Option(help="Folder that keeps what was ingested.", envvar="CLASSMATCH_WORKSPACE", metavar="DIR")
    ] = Path(".classmatch"),
    config: Annotated[
        Path | None, typer.Option(help="Settings file, instead of classmatch.toml or pyproject.toml.", metavar="FILE")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Print times, and a traceback with internal errors.")
    ] = False,
    progress: Annotated[Progress, typer.Option(help="How progress is told on stderr.")] = Progress.auto,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Keep the options in front of the command for the command."""
    context.obj = Common(workspace, config, quiet, verbose, progress)


def run() -> None:
    """Run the command line and leave with its exit code."""
    _harden_streams()
    arguments = sys.argv[1:]
    try:
        _invoke(list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has enough, which is no error. What is still buffered must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except BaseException as error:
        sys.exit(_failed(error, verbose="--verbose" in arguments))


def _invoke(arguments: list[str]) -> None:
    command = get_command(app)
    with command.make_context("classmatch", arguments or ["--help"]) as context:
        command.invoke(context)


def _failed(error: BaseException, *, verbose: bool) -> int:
    from classmatch.report.plain import for_terminal

    code, line = outcome(error, _options_before_command())
    if code == INTERNAL and verbose:
        traceback.print_exception(error)
    if line:
        sys.stderr.write(f"classmatch: error: {for_terminal(line)}\n")
    return code


def _options_before_command() -> list[str]:
    return [option for parameter in get_command(app).params for option in parameter.opts if option.startswith("--")]


def _harden_streams() -> None:
    """Let no character of a catalog stop the printing, whatever the terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
