"""docs/evaluate.md names every label, figure, error, key and column, and no other."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation_support import evaluated

from classmatch.evaluation.figures import Figures
from classmatch.evaluation.mistakes import Why
from classmatch.labels import LABELS, Label

if TYPE_CHECKING:
    from classmatch.evaluation.evaluation import Evaluation

PAGE = (Path(__file__).parents[3] / "docs" / "evaluate.md").read_text(encoding="utf-8")


def evaluation() -> Evaluation:
    return evaluated([("w1", "1", 0.9, "match")], [("lib", "a", "w1")], (None, "a", "1", "match"))


def documented(heading: str, *, column: int) -> set[str]:
    """What a column of the tables under a heading names."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\|(.*)\|$", section, flags=re.MULTILINE)
    cells = [row.split("|")[column] for row in rows]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_column_and_label_is_there() -> None:
    assert documented("Labels", column=0) == {*LABELS, "registration_record_id", *Label}


def test_every_figure_is_there() -> None:
    assert documented("Figures", column=1) == {*(entry.name for entry in fields(Figures)), "expected"}


def test_every_reason_of_an_error_is_there() -> None:
    assert documented("Errors", column=1) == set(Why)


def test_every_key_of_the_document_is_there() -> None:
    assert set(evaluation().to_dict()) <= documented("What `--out` writes", column=1)


def test_every_column_of_the_tables_is_there() -> None:
    named = documented("What `--out` writes", column=1)
    found = evaluation()
    assert {*found.thresholds.columns, *found.reliability.columns} <= named
