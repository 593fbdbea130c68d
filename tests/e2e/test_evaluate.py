"""`classmatch evaluate` on results of the installed command."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from e2e_support import Command, copied, failed, tree, write

if TYPE_CHECKING:
    from pathlib import Path

LABELS = """record_id,registration_row,label,note
1,7,match,
2,7,match,
3,9,match,=never
4,9,match,
"""


@pytest.fixture
def truth(small_run: Path, tmp_path: Path) -> Path:
    """Labels, beside the results that they are of."""
    return write(copied(small_run, tmp_path) / "labels.csv", LABELS)


def test_tables_fit_a_terminal(run: Command, truth: Path, registrations: Path) -> None:
    done = run("evaluate", "--truth", truth, "--registrations", registrations, COLUMNS="80")
    assert done.returncode == 0, done.stderr
    assert "4 labelled records, 4 true pairs" in done.stdout
    assert "1 missed true pairs: not a candidate 1" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "\x1b" not in done.stdout


def test_json_is_all_that_is_printed_and_the_same_each_time(run: Command, truth: Path) -> None:
    first, second = (run("evaluate", "--truth", truth, "--json", POLARS_MAX_THREADS=threads) for threads in "12")
    assert first.stdout == second.stdout
    document = json.loads(first.stdout)
    assert document["schema_version"] == 1
    assert document["figures"]["true_pairs"] == 4
    assert document["errors"]["missed"] == {"not a candidate": 1}
    assert {"precision", "recall", "f1", "average_precision", "top1", "calibration_error"} == set(document["intervals"])


def test_out_has_the_document_and_tables_for_spreadsheets(
    run: Command, truth: Path, tmp_path: Path, registrations: Path
) -> None:
    wrong = write(tmp_path / "wrong.csv", LABELS.replace("3,9,match", "3,8,match").replace("4,9,match", "4,9,nomatch"))
    out = tmp_path / "evaluation"
    before = tree(tmp_path / "classmatch-results")
    done = run("evaluate", "--truth", wrong, "--registrations", registrations, "--out", out, "--json")
    assert json.loads((out / "evaluation.json").read_text(encoding="utf-8")) == json.loads(done.stdout)
    assert sorted(path.name for path in out.iterdir()) == [
        "errors.csv",
        "evaluation.json",
        "reliability.csv",
        "thresholds.csv",
    ]
    with (out / "errors.csv").open(encoding="utf-8", newline="") as stream:
        first = next(csv.DictReader(stream))
    assert (first["mistake"], first["why"]) == ("false_accept", "known non-match")
    assert first["catalog_title"].startswith("'=Cmd")
    assert tree(tmp_path / "classmatch-results") == before


def test_absent_records_are_told(run: Command, truth: Path) -> None:
    write(truth, "record_id,registration_row,label\n1,,absent\n3,,absent\n")
    done = run("evaluate", "--truth", truth)
    assert "2 of 2 absent records" in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.strip().startswith("recall")]


def test_it_can_be_called_from_python(run: Command, truth: Path, tmp_path: Path) -> None:
    from classmatch import evaluate

    found = evaluate(truth, results=tmp_path / "classmatch-results")
    assert found.figures.recall == 0.75


def test_results_that_are_not_there_or_not_finished_are_named(run: Command, truth: Path, tmp_path: Path) -> None:
    assert "no such folder of results" in failed(run("evaluate", "--truth", truth, "--results", "none"))
    (tmp_path / "classmatch-results" / "manifest.json").unlink()
    assert "did not finish" in failed(run("evaluate", "--truth", truth))


def test_labels_of_other_records_are_refused(run: Command, truth: Path) -> None:
    write(truth, "record_id,registration_row,label\nx1,7,match\n")
    error = failed(run("evaluate", "--truth", truth))
    assert "none of its 1 records is in the results: 'x1'" in error
    assert "--map id=COLUMN" in error


def test_other_registrations_than_those_that_were_matched_are_refused(
    run: Command, truth: Path, tmp_path: Path, registrations: Path
) -> None:
    other = write(tmp_path / "other.csv", "row,title\n7,The lantern keeper\n")
    assert "is not a file of registrations that" in failed(run("evaluate", "--truth", truth, "--registrations", other))
    mapped = run("evaluate", "--truth", truth, "--registrations", registrations, "--map", "title=claimants")
    assert "with other columns" in failed(mapped)
