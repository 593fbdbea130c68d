from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from benchmarks.quality.runs import Run, without_authors
from benchmarks.quality.scorer import by_tenths, tool

if TYPE_CHECKING:
    from pathlib import Path


def test_a_reliability_table_goes_by_tenths_and_leaves_empty_ones_out():
    pairs = pl.DataFrame({"confidence": [0.12, 0.18, 0.95, 1.0, 0.9], "true": [False, True, True, True, False]})
    assert by_tenths(pairs) == [
        {"tenth": 1, "pairs": 2, "said": 0.15, "was": 0.5},
        {"tenth": 9, "pairs": 3, "said": pytest.approx(0.95), "was": pytest.approx(0.6667)},
    ]


def test_a_tool_that_prints_nothing_gives_no_figures(tmp_path: Path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/quiet.py").write_text("", encoding="utf-8")
    (tmp_path / "tools/loud.py").write_text(
        "import json, sys; print(json.dumps({'said': len(sys.argv)}))", encoding="utf-8"
    )
    assert tool(tmp_path, "quiet.py") == {}
    assert tool(tmp_path, "loud.py", "one", tmp_path) == {"said": 3}


def test_only_the_authors_are_blank(tmp_path: Path):
    catalog = pl.DataFrame({"record_id": ["1"], "title": ["A quiet harbour"], "author": ["Orla Venn"]})
    catalog.write_parquet(tmp_path / "catalog.parquet")
    blank = pl.read_parquet(without_authors(tmp_path, tmp_path / "work"))
    assert blank.rows() == [("1", "A quiet harbour", "")]


def test_the_shipped_weights_need_no_option(tmp_path: Path):
    run = Run(tmp_path / "a_set", tmp_path / "catalog.parquet", tmp_path / "work")
    plain = run.match_command(tmp_path / "r.csv", tmp_path / "out")
    assert "--weights" not in plain
    other = run.match_command(tmp_path / "r.csv", tmp_path / "out", tmp_path / "w.json")
    assert other == [*plain, "--weights", str(tmp_path / "w.json")]


def test_figures_come_back_as_they_were_printed(tmp_path: Path):
    (tmp_path / "tools").mkdir()
    figures = {"f1": 0.9312, "known_nonmatches_accepted": 2}
    (tmp_path / "tools/score.py").write_text(f"print({json.dumps(json.dumps(figures))})", encoding="utf-8")
    assert tool(tmp_path, "score.py") == figures
