"""Catalog text can do nothing to a spreadsheet."""

from __future__ import annotations

import polars as pl
import pytest

from classmatch.report.spreadsheet import for_spreadsheet


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert for_spreadsheet(pl.DataFrame({"title": [text]}))["title"].to_list() == [f"'{text}"]


@pytest.mark.parametrize("text", ["Plain", "1984", "a=b", " -x", None])
def test_other_text_stays(text: str | None) -> None:
    frame = pl.DataFrame({"title": [text]}, schema={"title": pl.String})
    assert for_spreadsheet(frame)["title"].to_list() == [text]


def test_lists_are_joined_and_then_looked_at() -> None:
    frame = pl.DataFrame({"isbns": [["1", "2"], [], None, ["=1", "2"]]}, schema={"isbns": pl.List(pl.String)})
    assert for_spreadsheet(frame)["isbns"].to_list() == ["1; 2", None, None, "'=1; 2"]


def test_numbers_stay_numbers_and_no_zero_has_a_sign() -> None:
    found = for_spreadsheet(pl.DataFrame({"weight": [-2.5, -0.0, -1e-9, None], "year": [-1, 2, 3, 4]}))
    assert found["weight"].to_list() == [-2.5, 0.0, 0.0, None]
    assert str(found["weight"][2]) == "0.0"
    assert found["year"].to_list() == [-1, 2, 3, 4]
