"""Every command and option is in docs/cli.md, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from typer.main import get_command

from classmatch.cli.main import app

PAGE = (Path(__file__).parents[3] / "docs" / "cli.md").read_text(encoding="utf-8")
GROUP = get_command(app)
COMMANDS = GROUP.commands  # type: ignore[attr-defined]


def section(command: str) -> str:
    return PAGE.split(f"## `classmatch {command}")[1].split("\n## ")[0]


def options(text: str) -> set[str]:
    return set(re.findall(r"^\| `(--[a-z-]+)", text, flags=re.MULTILINE))


def options_of(params: object) -> set[str]:
    return {option for param in params for option in param.opts if option.startswith("--")}  # type: ignore[attr-defined]


def test_every_command_has_its_section_and_no_other() -> None:
    assert set(re.findall(r"^## `classmatch ([a-z]+)", PAGE, flags=re.MULTILINE)) == set(COMMANDS)


def test_the_options_of_each_command_are_documented_and_no_others() -> None:
    for name, command in COMMANDS.items():
        assert options(section(name)) == options_of(command.params), name


def test_the_options_before_the_command_are_documented() -> None:
    before = PAGE.split("## Options before the command")[1].split("\n## ")[0]
    assert options(before) - {"--help"} == options_of(GROUP.params)
