"""`classmatch blocks`, as installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from e2e_support import Command, failed, tree, write

if TYPE_CHECKING:
    from pathlib import Path

LABELS = """record_id,registration_row,label
1,7,match
2,7,match
3,9,match
4,9,match
3,10,nomatch
"""


@pytest.fixture
def labels(run: Command, tmp_path: Path, catalog: Path) -> Path:
    assert run("ingest", catalog, "--library", "here").returncode == 0
    return write(tmp_path / "labels.csv", LABELS)


def test_tables_fit_a_terminal(run: Command, labels: Path, registrations: Path) -> None:
    done = run("blocks", "--registrations", registrations, "--labels", labels, COLUMNS="80")
    assert done.returncode == 0, done.stderr
    assert "3 works, 4 registrations" in done.stdout
    assert "4 true pairs: 0.7500 found" in done.stdout
    assert "lantern keeper" in done.stdout
    assert max(len(line.rstrip()) for line in done.stdout.splitlines()) <= 80
    assert "\x1b" not in done.stdout


def test_json_is_one_document_on_stdout(run: Command, labels: Path, registrations: Path) -> None:
    done = run("--quiet", "blocks", "--registrations", registrations, "--labels", labels, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["schema_version"] == 1
    assert found["completeness"]["found"] == 0.75
    assert found["completeness"]["missed"] == [
        {"source": "here", "record_id": "3", "registration_row": "9", "lost": "no rule"}
    ]
    assert {row["rule"] for row in found["rules"]} >= {"identifier", "title", "words"}


def test_nothing_is_written_but_what_was_read(run: Command, labels: Path, registrations: Path, tmp_path: Path) -> None:
    assert run("blocks", "--registrations", registrations, "--labels", labels).returncode == 0
    before = tree(tmp_path)
    done = run("blocks", "--registrations", registrations)
    assert done.returncode == 0, done.stderr
    assert "true pairs" not in done.stdout
    assert tree(tmp_path) == before
    assert not (tmp_path / "classmatch-results").exists()


def test_the_budget_is_a_setting(run: Command, labels: Path, registrations: Path) -> None:
    done = run(
        "blocks", "--registrations", registrations, "--json", "--labels", labels, CLASSMATCH_BLOCK__MAX_PAIRS="0"
    )
    assert "block.max_pairs must be at least 1" in failed(done)


def test_a_dry_run_counts_nothing(run: Command, labels: Path, registrations: Path) -> None:
    done = run("blocks", "--registrations", registrations, "--labels", labels, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_labels_of_other_records_are_refused(run: Command, labels: Path, registrations: Path) -> None:
    write(labels, "record_id,registration_row,label\n77,7,match\n")
    assert "none of its 1 records" in failed(run("blocks", "--registrations", registrations, "--labels", labels))


def test_without_a_workspace_it_says_what_to_do(run: Command, registrations: Path) -> None:
    assert "workspace" in failed(run("blocks", "--registrations", registrations))
