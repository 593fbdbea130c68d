"""Folders that are no finished results are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from classmatch.errors import InputError
from classmatch.evaluation import open_results

if TYPE_CHECKING:
    from pathlib import Path


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder of results; run `classmatch match` first"):
        open_results(tmp_path / "none")


def test_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did not finish"):
        open_results(tmp_path)


def test_missing_files(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(InputError, match=r"candidates.parquet, copies.parquet, summary.json"):
        open_results(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_damaged_summary(tmp_path: Path, text: str) -> None:
    for name in ("manifest.json", "candidates.parquet", "copies.parquet", "summary.json"):
        (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=r"summary\.json: is"):
        open_results(tmp_path)
