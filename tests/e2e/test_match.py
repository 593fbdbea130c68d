"""`classmatch match`, as installed."""

from __future__ import annotations

import csv
import json
import random
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest
from e2e_support import Command, copied, failed, tree, write

from classmatch.store.hashing import file_hash

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def matched(small_run: Path, tmp_path: Path) -> Path:
    """The results of a first match."""
    return copied(small_run, tmp_path) / "classmatch-results"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_right_registrations_are_found(matched: Path) -> None:
    found = {
        row["registration_record_id"]: row for row in rows(matched / "candidates.csv") if row["decision"] == "match"
    }
    assert set(found) == {"7", "8", "9"}
    assert found["7"]["registration_number"] == "TX0004000001"
    assert found["7"]["copy_count"] == "2"
    assert len(found["7"]["confidence"].split(".")[1]) == 6


def test_no_cell_of_the_csv_runs_in_a_spreadsheet(matched: Path) -> None:
    texts = {row["catalog_title"] for row in rows(matched / "candidates.csv")}
    assert "'=Cmd|Calc: A Thriller" in texts
    assert "=Cmd|Calc: A Thriller" in pl.read_parquet(matched / "candidates.parquet")["catalog_title"].to_list()


def test_the_trail_leads_back_to_every_record(matched: Path) -> None:
    copies = pl.read_parquet(matched / "copies.parquet")
    assert sorted(copies["record_id"].to_list()) == ["1", "2", "3", "4"]
    works = set(copies["work_id"].to_list())
    assert {row["work_id"] for row in rows(matched / "candidates.csv")} <= works


def test_the_funnel_adds_up(matched: Path) -> None:
    steps = rows(matched / "funnel.csv")
    assert [(step["step"], int(step["kept"])) for step in steps][:2] == [("rows", 4), ("usable rows", 4)]
    for before, now in pairwise(steps):
        assert int(now["kept"]) == int(before["kept"]) - int(now["dropped"])


def test_the_manifest_vouches_for_every_other_file(matched: Path) -> None:
    manifest = json.loads((matched / "manifest.json").read_text(encoding="utf-8"))
    written = {path.name for path in matched.iterdir()} - {"manifest.json"}
    assert set(manifest["outputs"]) == written
    assert all(file_hash(matched / name) == value for name, value in manifest["outputs"].items())


def test_the_summary_counts_what_was_written(matched: Path) -> None:
    summary = json.loads((matched / "summary.json").read_text(encoding="utf-8"))
    assert summary["schema_version"] == 1
    assert summary["counts"]["candidates"] == len(rows(matched / "candidates.csv"))
    assert sum(entry["candidates"] for entry in summary["confidence_histogram"]) == summary["counts"]["candidates"]
    assert 0 < summary["estimated_precision"] <= 1
    assert {stage["stage"] for stage in summary["stages"]} >= {"read registrations", "write"}


def test_the_same_run_has_the_same_bytes_on_other_threads_and_with_rows_shuffled(
    run: Command, matched: Path, catalog: Path, registrations: Path, tmp_path: Path
) -> None:
    head, *body = catalog.read_text(encoding="utf-8").splitlines()
    random.Random(7).shuffle(body)  # noqa: S311
    shuffled = write(tmp_path / "shuffled.csv", "\n".join([head, *body]) + "\n")
    other = {"POLARS_MAX_THREADS": "4"}
    assert run("--workspace", "other", "ingest", shuffled, "--library", "libgen", **other).returncode == 0
    again = run("--workspace", "other", "match", "--registrations", registrations, "--out", "again", **other)
    assert again.returncode == 0, again.stderr
    told = {"summary.json", "manifest.json"}  # they hold times
    compared = {path.name for path in matched.iterdir()} - told
    assert compared >= {"candidates.csv", "works_list.csv", "not_listed.csv", "members.csv", "funnel.svg"}
    for name in sorted(compared):
        assert file_hash(tmp_path / "again" / name) == file_hash(matched / name), name


def test_a_run_repeated_has_the_same_id_and_normalises_no_registrations_again(
    run: Command, matched: Path, registrations: Path, tmp_path: Path
) -> None:
    before = tree(tmp_path / ".classmatch" / "registrations")
    first = json.loads((matched / "manifest.json").read_text(encoding="utf-8"))
    assert run("match", "--registrations", registrations).returncode == 0
    second = json.loads((matched / "manifest.json").read_text(encoding="utf-8"))
    assert first["run_id"] == second["run_id"]
    assert {**first["outputs"], "summary.json": ""} == {**second["outputs"], "summary.json": ""}
    assert tree(tmp_path / ".classmatch" / "registrations") == before
    assert len(list((tmp_path / ".classmatch" / "runs").iterdir())) == 1


def test_another_setting_is_another_run(run: Command, matched: Path, registrations: Path, tmp_path: Path) -> None:
    done = run("match", "--registrations", registrations, CLASSMATCH_DECIDE__MATCH="0.999999")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / ".classmatch" / "runs").iterdir())) == 2


@pytest.mark.parametrize("environ", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"PYTHONIOENCODING": "ascii"}])
def test_the_table_is_clean(
    run: Command, matched: Path, registrations: Path, tmp_path: Path, environ: dict[str, str]
) -> None:
    done = run("match", "--registrations", registrations, **environ)
    assert done.returncode == 0, done.stderr
    assert "Lantern" in done.stdout
    assert "classmatch-results" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_quiet_is_quiet(run: Command, matched: Path, registrations: Path) -> None:
    done = run("--quiet", "match", "--registrations", registrations)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_json_progress_is_json(run: Command, matched: Path, registrations: Path) -> None:
    done = run("--progress", "json", "match", "--registrations", registrations)
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert events[-1]["event"] == "finished"


def test_further_files_may_follow_the_option(run: Command, matched: Path, tmp_path: Path, registrations: Path) -> None:
    more = write(
        tmp_path / "more.csv", "row,registration_number,title,author\n1,TX0009000001,The Lantern Keeper,Odile Marrow\n"
    )
    done = run("match", "--registrations", registrations, more)
    assert done.returncode == 0, done.stderr
    numbers = {row["registration_number"] for row in rows(matched / "candidates.csv")}
    assert {"TX0004000001", "TX0009000001"} <= numbers


def test_a_dry_run_writes_nothing(run: Command, catalog: Path, registrations: Path, tmp_path: Path) -> None:
    run("ingest", catalog)
    before = tree(tmp_path)
    done = run("match", "--registrations", registrations, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "registrations.csv: registrations" in done.stderr
    assert tree(tmp_path) == before


def test_without_a_workspace_match_says_how_to_make_one(run: Command, registrations: Path) -> None:
    assert "classmatch ingest FILE" in failed(run("match", "--registrations", registrations))


def test_an_unfinished_run_has_no_manifest(run: Command, matched: Path, registrations: Path) -> None:
    (matched / "funnel.csv").unlink()
    (matched / "funnel.csv").mkdir()
    failed(run("match", "--registrations", registrations))
    assert not (matched / "manifest.json").exists()


def test_a_bad_registrations_file_leaves_results_and_workspace_alone(
    run: Command, matched: Path, tmp_path: Path
) -> None:
    before = tree(tmp_path)
    bad = tmp_path / "none.csv"
    assert "none.csv" in failed(run("match", "--registrations", bad))
    assert tree(tmp_path) == before


def test_other_weights_are_another_run_with_other_confidences(
    run: Command, matched: Path, registrations: Path, weights_file: Path, tmp_path: Path
) -> None:
    done = run("match", "--registrations", registrations, "--weights", weights_file, "--out", "other")
    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "other" / "summary.json").read_text(encoding="utf-8"))
    assert summary["weights"]["version"] == "test"
    assert file_hash(tmp_path / "other" / "candidates.csv") != file_hash(matched / "candidates.csv")


def test_a_weights_file_that_is_not_there_is_refused(run: Command, matched: Path, registrations: Path) -> None:
    line = failed(run("match", "--registrations", registrations, "--weights", "none.json"))
    assert "none.json: cannot be read: No such file or directory" in line
