"""Fixtures of the end-to-end tests: the installed command, and small files for it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from e2e_support import CATALOG, REGISTRATIONS, Command, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path) -> Command:
    """Run the command in the test's own folder, with no setting of the machine's environment."""

    def command(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CLASSMATCH_")}
        words = [sys.executable, "-m", "classmatch", *map(str, arguments)]
        return subprocess.run(
            words, cwd=tmp_path, env={**clean, **environ}, capture_output=True, text=True, timeout=120, check=False
        )

    return command


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    return write(tmp_path / "catalog.csv", CATALOG)


@pytest.fixture
def registrations(tmp_path: Path) -> Path:
    return write(tmp_path / "registrations.csv", REGISTRATIONS)
