"""Files as they come (`fixtures/formats`) and every row that must come of them (`tests/cases/formats/*.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from read_helpers import rows_of

from classmatch.read import Source, recognise_catalogs, recognise_registrations

ROOT = Path(__file__).parents[3]
FILES = ROOT / "fixtures" / "formats"
CASES = sorted((ROOT / "tests" / "cases" / "formats").glob("*.yaml"))
KEYS = {"file", "files", "kind", "format", "rows", "rejects"}
NOT_SAID = {"file", "source"}  # of each row, unless the case says them


def expected(case: Path) -> dict[str, Any]:
    entry: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    return entry


def read_back(entry: dict[str, Any]) -> tuple[Source, list[dict[str, Any]], list[dict[str, Any]]]:
    paths = [FILES / name for name in entry.get("files", [entry.get("file")])]
    recognise = recognise_catalogs if entry["kind"] == "catalog" else recognise_registrations
    [source] = recognise(paths)
    return source, *rows_of(source)


def test_there_are_cases() -> None:
    assert len(CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_is_read_back_whole(case: Path) -> None:
    entry = expected(case)
    assert set(entry) <= KEYS
    source, rows, rejects = read_back(entry)
    assert source.format == entry["format"]
    said = {name for row in entry["rows"] for name in row}
    shown = [{k: str(v) if k != "row" else v for k, v in row.items() if k in said or k not in NOT_SAID} for row in rows]
    assert shown == [{k: str(v) if k != "row" else v for k, v in row.items()} for row in entry["rows"]]
    assert [{"row": row["row"], "reason": row["reason"]} for row in rejects] == [
        {"row": row["row"], "reason": row["reason"]} for row in entry.get("rejects", [])
    ]


def test_every_fixture_has_a_case() -> None:
    told = {name for case in CASES for entry in [expected(case)] for name in entry.get("files", [entry.get("file")])}
    assert told == {file.name for file in FILES.iterdir()}
