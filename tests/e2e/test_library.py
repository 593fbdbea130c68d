"""classmatch from Python, without its command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import classmatch
from classmatch import InputError, Settings, ingest, match

if TYPE_CHECKING:
    from pathlib import Path


def test_ingest_and_match_return_what_came_of_it(tmp_path: Path, catalog: Path, registrations: Path) -> None:
    workspace, out = tmp_path / "w", tmp_path / "out"
    ingested = ingest([catalog], workspace=workspace, library="libgen", settings=Settings())
    assert ingested.drop is not None
    assert ingested.drop.rows == 4
    assert ingest([catalog], workspace=workspace, library="libgen").drop is None
    matched = match([registrations], workspace=workspace, out=out)
    assert matched is not None
    assert matched.summary.counts["matched_works"] == 3
    assert {row["catalog_title"] for row in matched.best} >= {"The Lantern Keeper"}
    assert (out / "manifest.json").exists()


def test_errors_are_classmatch_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        ingest([tmp_path / "none.csv"], workspace=tmp_path / "w")


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="ingets"):
        _ = classmatch.ingets
