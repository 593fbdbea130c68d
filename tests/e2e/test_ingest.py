"""`classmatch ingest` and `status`, as installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from e2e_support import CATALOG, Command, failed, tree, write

if TYPE_CHECKING:
    from pathlib import Path

MORE = """id,title,author,publisher,year,language,isbn,md5
11,Slow Weather,Ada Brook,Tidewrack,1988,english,,e1671797c52e15f763380b45e841ec32
"""


def test_a_drop_is_ingested_and_shown(run: Command, catalog: Path, tmp_path: Path) -> None:
    done = run("ingest", catalog, "--library", "libgen")
    assert done.returncode == 0, done.stderr
    assert "catalog.csv: catalog" in done.stderr
    assert "title=title" in done.stderr
    assert "4 rows, 0 rejected" in done.stdout
    assert "3 works" in done.stdout
    shown = run("status")
    assert shown.returncode == 0
    assert "libgen" in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())


def test_the_same_drop_again_leaves_the_workspace_byte_for_byte(run: Command, catalog: Path, tmp_path: Path) -> None:
    assert run("ingest", catalog).returncode == 0
    before = tree(tmp_path / ".classmatch")
    again = run("ingest", catalog)
    assert again.returncode == 0
    assert "nothing to do" in again.stdout
    assert tree(tmp_path / ".classmatch") == before


def test_a_renamed_file_is_the_same_drop(run: Command, catalog: Path, tmp_path: Path) -> None:
    run("ingest", catalog)
    before = tree(tmp_path / ".classmatch")
    assert "nothing to do" in run("ingest", catalog.rename(tmp_path / "renamed.csv")).stdout
    assert tree(tmp_path / ".classmatch") == before


def test_a_new_drop_adds_to_the_works(run: Command, catalog: Path, tmp_path: Path) -> None:
    run("ingest", catalog)
    more = write(tmp_path / "more.csv", MORE)
    done = run("ingest", catalog, more)
    assert done.returncode == 0, done.stderr
    assert "drop" in done.stdout
    assert "1 rows" in done.stdout
    assert "5 copies" in done.stdout
    assert "4 works" in done.stdout


def test_the_order_of_drops_makes_no_difference_to_the_works(run: Command, catalog: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more.csv", MORE)
    for workspace, files in (("a", [catalog, more]), ("b", [more, catalog])):
        for file in files:
            assert run("--workspace", workspace, "ingest", file).returncode == 0
    works = [next((tmp_path / name / "catalog").glob("*/works/0000.parquet")) for name in "ab"]
    assert works[0].parent.parent.name == works[1].parent.parent.name
    assert works[0].read_bytes() == works[1].read_bytes()


def test_a_dry_run_shows_and_writes_nothing(run: Command, catalog: Path, tmp_path: Path) -> None:
    done = run("ingest", catalog, "--dry-run")
    assert done.returncode == 0
    assert "title=title" in done.stderr
    assert not (tmp_path / ".classmatch").exists()


def test_a_column_can_be_mapped(run: Command, tmp_path: Path) -> None:
    file = write(tmp_path / "own.csv", CATALOG.replace("title,author", "Werk,Urheber", 1))
    assert "title" in failed(run("ingest", file))
    done = run("ingest", file, "--map", "title=Werk", "--map", "author=Urheber")
    assert done.returncode == 0, done.stderr
    assert "3 works" in done.stdout


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("id,author,year\n1,Odile Marrow,1994\n", id="no title column"),
        pytest.param(CATALOG.replace(",", "|").replace("id|title", "id|ti,tle"), id="another delimiter than expected"),
        pytest.param("", id="empty"),
        pytest.param("id,title,author\n", id="header only"),
        pytest.param(None, id="missing"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["new workspace", "workspace in use"])
def test_a_bad_file_is_one_clear_line_and_changes_nothing(
    run: Command, catalog: Path, tmp_path: Path, content: str | None, first: bool
) -> None:
    if not first:
        run("ingest", catalog)
    before = tree(tmp_path / ".classmatch")
    bad = tmp_path / "bad.csv"
    if content is not None:
        write(bad, content)
    assert "bad.csv" in failed(run("ingest", bad))
    assert tree(tmp_path / ".classmatch") == before
    assert (tmp_path / ".classmatch").exists() is not first


def test_a_truncated_parquet_file_is_refused(run: Command, catalog: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.parquet"
    pl.read_csv(catalog, infer_schema=False).write_parquet(whole)
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(whole.read_bytes()[:-40])
    assert "cut.parquet" in failed(run("ingest", cut))
    assert not (tmp_path / ".classmatch").exists()


def test_too_many_bad_rows_stop_the_ingest_and_say_which(run: Command, catalog: Path, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.csv", CATALOG + "5,,Nobody,,,,,\n")
    line = failed(run("ingest", bad))
    assert "1 of 5 rows cannot be used" in line
    assert "row 5" in line
    assert not (tmp_path / ".classmatch").exists()
    done = run("ingest", bad, "--max-bad-share", "0.5")
    assert done.returncode == 0, done.stderr
    assert "1 rejected" in done.stdout
    rejects = pl.read_parquet(tmp_path / ".classmatch" / "drops" / "*" / "rejects" / "*.parquet")
    assert rejects["row"].to_list() == [5]


def test_one_bad_file_keeps_the_others_out(run: Command, catalog: Path, tmp_path: Path) -> None:
    failed(run("ingest", catalog, tmp_path / "missing.csv"))
    assert not (tmp_path / ".classmatch").exists()


@pytest.mark.parametrize("kind", ["csv", "parquet", "arrow", "jsonl"])
def test_paths_of_any_spelling_are_read(run: Command, catalog: Path, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "a b#c%20 [1] {x}*"
    folder.mkdir()
    table = pl.read_csv(catalog, infer_schema=False)
    writers = {"csv": "write_csv", "parquet": "write_parquet", "arrow": "write_ipc", "jsonl": "write_ndjson"}
    getattr(table, writers[kind])(folder / f"books.{kind}")
    given = folder / ".." / folder.name / f"books.{kind}"
    done = run("--workspace", folder / ".." / folder.name / "kept [2]", "ingest", given)
    assert done.returncode == 0, done.stderr
    assert "4 rows, 0 rejected" in done.stdout
    assert run("--workspace", folder / "kept [2]", "status").returncode == 0
