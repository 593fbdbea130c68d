"""The shipped fixtures through the command, in each of their formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from e2e_support import Command, failed

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.mark.parametrize("name", ["catalog.csv", "catalog.parquet", "catalog.jsonl"])
def test_each_catalog_is_ingested_and_matched(run: Command, tmp_path: Path, name: str) -> None:
    ingested = run("ingest", FIXTURES / name)
    assert ingested.returncode == 0, ingested.stderr
    assert "451 rows" in ingested.stdout
    matched = run("match", "--registrations", FIXTURES / "registrations.csv")
    assert matched.returncode == 0, matched.stderr
    summary = json.loads((tmp_path / "classmatch-results" / "summary.json").read_text(encoding="utf-8"))
    assert summary["counts"]["rows"] == 451
    assert summary["counts"]["matched_works"] > 100
    assert summary["estimated_precision"] > 0.8


def test_renewals_are_registrations_too(run: Command) -> None:
    run("ingest", FIXTURES / "catalog.csv")
    done = run("match", "--registrations", FIXTURES / "renewals.tsv")
    assert done.returncode == 0, done.stderr
    assert "match" in done.stdout


def test_a_format_that_does_not_exist_is_named(run: Command) -> None:
    assert "zlibary" in failed(run("ingest", FIXTURES / "catalog.csv", "--format", "zlibary"))
