"""Fixtures of the end-to-end tests: the installed command, and small files for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from e2e_support import CATALOG, REGISTRATIONS, Command, command_in, done_in, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path) -> Command:
    """Run the command in the test's own folder."""
    return command_in(tmp_path)


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small files, ingested and matched: made once, to be copied."""
    folder = tmp_path_factory.mktemp("small")
    write(folder / "catalog.csv", CATALOG)
    write(folder / "registrations.csv", REGISTRATIONS)
    return done_in(
        folder, ("ingest", "catalog.csv", "--library", "libgen"), ("match", "--registrations", "registrations.csv")
    )


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    return write(tmp_path / "catalog.csv", CATALOG)


@pytest.fixture
def registrations(tmp_path: Path) -> Path:
    return write(tmp_path / "registrations.csv", REGISTRATIONS)
