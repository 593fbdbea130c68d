"""The command itself: help, usage, exit codes, pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from e2e_support import Command, failed, write

if TYPE_CHECKING:
    from pathlib import Path


def test_help_names_the_commands_that_there_are(run: Command) -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("ingest", "match", "status"))
    assert run().stdout == done.stdout


def test_version(run: Command) -> None:
    assert run("--version").stdout.startswith("classmatch ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingets", "a.csv"], "ingets"),
        (["ingest"], "FILE"),
        (["ingest", "a.csv", "--librari", "x"], "--library"),
        (["ingest", "a.csv", "--workspace", "w"], "--workspace goes before the command"),
        (["match"], "--registrations"),
        (["ingest", "a.csv", "--map", "title"], "FIELD=COLUMN"),
        (["ingest", "a.csv", "--max-bad-share", "7"], "max_bad_share must be from 0 to 1"),
        (["--progress", "loud", "status"], "loud"),
        (["--config", "none.toml", "ingest", "a.csv"], "none.toml"),
        (["status"], "no workspace"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_exit_code_2(run: Command, arguments: list[str], said: str) -> None:
    assert said in failed(run(*arguments))


def test_settings_are_refused_before_any_work(run: Command, catalog: Path, tmp_path: Path) -> None:
    write(tmp_path / "classmatch.toml", "[block]\nmax_blok = 1\n")
    assert "did you mean 'block.max_block'" in failed(run("ingest", catalog))
    assert not (tmp_path / ".classmatch").exists()


def test_the_workspace_can_come_from_the_environment(run: Command, catalog: Path, tmp_path: Path) -> None:
    assert run("ingest", catalog, CLASSMATCH_WORKSPACE="elsewhere").returncode == 0
    assert (tmp_path / "elsewhere" / "workspace.json").exists()


def test_a_reader_that_leaves_is_no_error(run: Command, catalog: Path, tmp_path: Path) -> None:
    run("ingest", catalog)
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "classmatch", "status"]
    done = subprocess.run(words, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interrupt_is_130_and_leaves_nothing_behind(tmp_path: Path) -> None:
    rows = (f"{n},The Lantern Keeper {n},Odile Marrow,{n:032x}" for n in range(200_000))
    file = write(tmp_path / "large.csv", "\n".join(["id,title,author,md5", *rows]) + "\n")
    words = [sys.executable, "-m", "classmatch", "--progress", "json", "ingest", str(file)]
    process = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    next(line for line in process.stderr if '"started", "stage": "read and normalise"' in line)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert errors.splitlines()[-1] == "classmatch: error: interrupted"
    assert not (tmp_path / ".classmatch").exists()
