"""`classmatch definition`: listing, checking, showing, and starting one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from e2e_support import Command, failed, write

if TYPE_CHECKING:
    from pathlib import Path


def test_those_that_ship_are_listed(run: Command) -> None:
    done = run("definition")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[2:]] == ["bartz", "template"]


def test_one_is_shown_in_words(run: Command) -> None:
    done = run("definition", "bartz", COLUMNS="80")
    assert done.stdout.startswith("Bartz v. Anthropic, version 2025-07-17 (bartz)\n")
    assert "within 5 years of publication" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_ones_own_begins_with_one_that_ships(run: Command, tmp_path: Path) -> None:
    text = run("definition", "bartz", "--text").stdout
    mine = write(
        tmp_path / "mine.toml", text.replace("within_years_of_publication = 5", "within_years_of_publication = 7")
    )
    shown = run("definition", mine)
    assert shown.returncode == 0, shown.stderr
    assert "within 7 years of publication" in shown.stdout
    quiet = run("--quiet", "definition", mine)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bratz"], "no such file; did you mean 'bartz'?"),
        (["bratz", "--text"], "no class definition 'bratz' is shipped; did you mean 'bartz'?"),
        (["--text"], "--text needs the name of a definition"),
        (["mine.toml"], "mine.toml: case.version: is missing; work.typse: unknown key (did you mean 'types'?)"),
    ],
)
def test_what_is_wrong_is_one_line(run: Command, tmp_path: Path, arguments: list[str], said: str) -> None:
    write(tmp_path / "mine.toml", '[case]\nname = "\\u001b[31m"\n[work]\ntypse = []\n')
    assert said in failed(run("definition", *arguments))
