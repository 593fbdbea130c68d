"""docs/outputs.md names every column and key that `match` writes."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from classmatch import schema
from classmatch.compare.patterns import COMPARISONS
from classmatch.report.funnel import Step
from classmatch.report.summary import Summary

PAGE = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text(encoding="utf-8")


def documented(section: str) -> set[str]:
    text = PAGE.split(f"## {section}")[1].split("\n## ")[0]
    cells = [cell for row in re.findall(r"^\| (.+) \|$", text, flags=re.MULTILINE) for cell in row.split(" | ")[:2]]
    return {name for cell in cells for name in re.findall(r"`([a-z0-9_*]+)`", cell)}


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("`candidates`", {*schema.candidates_schema(COMPARISONS), "level_*", "weight_*"}),
        ("`works_list` and `not_listed`", set(schema.LINES)),
        ("`members`", set(schema.MEMBERS)),
        ("`changes`", set(schema.CHANGES)),
        ("`copies`", set(schema.COPY_WORKS)),
        ("`funnel`", {entry.name for entry in fields(Step)}),
        ("`summary.json`", {"schema_version", *(entry.name for entry in fields(Summary))}),
    ],
)
def test_every_name_is_documented(section: str, names: set[str]) -> None:
    assert names <= documented(section)
