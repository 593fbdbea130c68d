"""What the pages show of the program is what it prints."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from docs_refresh import README, current

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("first_run")


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[Path, str]:
    return current(folder)


def test_the_pages_show_what_comes_out(pages: dict[Path, str]) -> None:
    stale = [page.name for page, text in pages.items() if page.read_text(encoding="utf-8") != text]
    assert not stale, "write them again: .venv/bin/python tests/docs_refresh.py"


def test_the_first_run_fits_a_terminal_where_lines_are_broken(pages: dict[Path, str]) -> None:
    """Lines that tell of files are left whole on purpose; tables are not."""
    tables = re.findall(r"^(?:step|title) .*?\n\n", pages[README], flags=re.MULTILINE | re.DOTALL)
    assert len(tables) == 2
    assert max(len(line) for table in tables for line in table.splitlines()) <= 80


def test_the_python_of_the_readme_runs(pages: dict[Path, str], folder: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", pages[README], flags=re.DOTALL)
    assert len(code) == 1
    done = subprocess.run([sys.executable, "-c", code[0]], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"\d+ works in classmatch-results/candidates.parquet\n", done.stdout.replace("\\", "/"))
