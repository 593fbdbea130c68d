"""One line and one exit code for every way to fail."""

from __future__ import annotations

import errno

import pytest
import typer

from classmatch.cli.exits import outcome
from classmatch.errors import ConfigError, GateError, InputError, ResourceError

OPTIONS = ["--workspace", "--quiet"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (GateError("matches fell"), 1),
        (InputError("a.csv", "no title column"), 2),
        (ConfigError("unknown setting"), 2),
        (typer.BadParameter("no such thing"), 2),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.csv"), 2),
        (ValueError("a defect"), 3),
        (OSError("nobody knows"), 3),
        (ResourceError("too large"), 4),
        (MemoryError(), 4),
        (OSError(errno.ENOSPC, "No space left on device", "a.parquet"), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_codes(error: BaseException, code: int) -> None:
    found, line = outcome(error, OPTIONS)
    assert found == code
    assert line
    assert "\n" not in line


def test_a_wanted_exit_says_nothing() -> None:
    assert outcome(typer.Exit(0), OPTIONS) == (0, "")


def test_a_defect_asks_to_be_reported() -> None:
    assert "please report it" in outcome(ZeroDivisionError("x"), OPTIONS)[1]


def test_an_option_on_the_wrong_side_of_the_command_gets_a_hint() -> None:
    line = outcome(typer.BadParameter("No such option: --workspace"), OPTIONS)[1]
    assert line == "--workspace goes before the command: classmatch --workspace ... COMMAND"
