"""Writes happen whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from classmatch.store.atomic import publish, replacing, staging, sweep, write_json

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_write_replaces_the_file(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"title": "Ænid"})
    write_json(tmp_path / "a.json", {"title": "Þórr"})
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"title": "Þórr"}
    assert names(tmp_path) == ["a.json"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("old")
    with pytest.raises(RuntimeError), replacing(file) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert file.read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_a_staged_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), staging(tmp_path) as folder:
        (folder / "a").write_text("half")
        raise RuntimeError
    assert names(tmp_path) == []
    with staging(tmp_path) as folder:
        (folder / "a").write_text("whole")
        publish(folder, tmp_path / "kind" / "name")
    assert names(tmp_path) == ["kind"]
    assert (tmp_path / "kind" / "name" / "a").read_text() == "whole"


def test_what_is_published_already_stays(tmp_path: Path) -> None:
    for text in ("first", "second"):
        with staging(tmp_path) as folder:
            (folder / "a").write_text(text)
            publish(folder, tmp_path / "kind" / "name")
    assert (tmp_path / "kind" / "name" / "a").read_text() == "first"
    assert names(tmp_path) == ["kind"]


def test_sweeping_removes_what_a_killed_process_left_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".staging-12").mkdir()
    (tmp_path / ".staging-12" / "a").touch()
    (tmp_path / ".staging-13-workspace.json").touch()
    (tmp_path / "kept").touch()
    sweep(tmp_path)
    assert names(tmp_path) == ["kept"]
