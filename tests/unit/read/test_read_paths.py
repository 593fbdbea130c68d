from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from classmatch.errors import InputError
from classmatch.read import expand

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    for name in ("b.csv", "a.csv", "deep/c.csv", "odd[1].csv"):
        (tmp_path / name).touch()
    return tmp_path


def test_files_and_patterns_are_sorted_and_come_once(folder: Path) -> None:
    found = expand([f"{folder}/b.csv", f"{folder}/*.csv", f"{folder}/deep/../a.csv"])
    assert [path.name for path in found] == ["a.csv", "b.csv", "odd[1].csv"]


def test_patterns_reach_into_folders(folder: Path) -> None:
    assert [path.name for path in expand([f"{folder}/**/c.csv"])] == ["c.csv"]


def test_relative_patterns(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert [str(path) for path in expand(["?.csv"])] == ["a.csv", "b.csv"]


def test_a_name_with_brackets_is_taken_as_written(folder: Path) -> None:
    assert [path.name for path in expand([f"{folder}/odd[1].csv"])] == ["odd[1].csv"]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("aa.csv", "no such file; did you mean"),
        ("none/a.csv", "no such file; there is no folder"),
        ("*.parquet", "no file matches"),
        ("deep", "is a folder"),
    ],
)
def test_what_is_not_there(folder: Path, pattern: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        expand([f"{folder}/{pattern}"])
