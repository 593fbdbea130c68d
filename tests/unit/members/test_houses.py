from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import cases
from classmatch.errors import ConfigError, InputError
from classmatch.members import houses as module
from classmatch.members.houses import houses_of, load_houses
from classmatch.members.publisher_names import keyed

if TYPE_CHECKING:
    from pathlib import Path

CASES = cases("houses.yaml")


@pytest.fixture(scope="module")
def shipped() -> pl.DataFrame:
    return load_houses()


def user_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "houses.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults_of(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_houses(user_file(folder, text))
    return caught.value.what


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_case(case: dict[str, Any], shipped: pl.DataFrame, tmp_path: Path) -> None:
    assert set(case) <= {"name", "house", "adds", "why"}
    houses = shipped
    if "adds" in case:
        path = tmp_path / "houses.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["imprint", "house"], *case["adds"]])
        houses = load_houses(path)
    assert houses_of(pl.Series([case["name"]]), houses).to_list() == [case["house"]]


def test_shipped_file_is_sorted_and_has_no_imprint_with_two_houses() -> None:
    table = pl.read_csv(str(files("classmatch.members") / "data" / "imprints.csv"), infer_schema=False)
    assert table.columns == ["imprint", "house"]
    names = table["imprint"].to_list()
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
    found = keyed(table, "imprint")
    assert found["key"].is_not_null().all()
    assert not found.select(pl.struct("key", "trade").is_duplicated()).to_series().any()
    assert not (table["house"] == "").any() and table["house"].is_not_null().all()


def test_shipped_houses_are_their_own(shipped: pl.DataFrame) -> None:
    houses = shipped["house"].unique().sort()
    assert houses_of(houses, shipped).equals(houses)
    assert shipped.columns == ["key", "imprint", "house"]


def test_every_shipped_imprint_is_found_as_written(shipped: pl.DataFrame) -> None:
    assert houses_of(shipped["imprint"], shipped).equals(shipped["house"])


def test_nulls_repeats_and_order_are_kept(shipped: pl.DataFrame) -> None:
    names = pl.Series(["Knopf", None, "Lantern Row", "Knopf"])
    assert houses_of(names, shipped).to_list() == ["Penguin Random House", None, None, "Penguin Random House"]
    assert houses_of(pl.Series([], dtype=pl.String), shipped).to_list() == []


@settings(max_examples=40)
@given(st.lists(st.sampled_from([case["name"] for case in CASES]) | st.text(max_size=30), max_size=5))
def test_a_name_does_not_depend_on_others(shipped: pl.DataFrame, names: list[str]) -> None:
    together = houses_of(pl.Series(names, dtype=pl.String), shipped).to_list()
    assert houses_of(pl.Series(names[::-1], dtype=pl.String), shipped).to_list() == together[::-1]
    assert houses_of(pl.Series(names[:1], dtype=pl.String), shipped).to_list() == together[:1]


# --- the user's file


def test_file_may_have_a_byte_order_mark_other_columns_and_capitals(tmp_path: Path) -> None:
    path = user_file(tmp_path, "\ufeffHouse,note,Imprint\nFenland House,bought,Lantern Row\n")
    assert houses_of(pl.Series(["Lantern Row"]), load_houses(path)).to_list() == ["Fenland House"]


def test_same_row_twice_is_no_fault(tmp_path: Path) -> None:
    path = user_file(tmp_path, "imprint,house\nLantern Row,Fenland House\nLantern Row Ltd,Fenland House\n")
    assert "Fenland House" in set(load_houses(path)["house"])


def test_row_order_does_not_matter(tmp_path: Path) -> None:
    rows = ["Lantern Row,Fenland House", "Heron,Fenland House", "Riverhead,Lantern Row"]
    one = load_houses(user_file(tmp_path, "\n".join(["imprint,house", *rows])))
    other = load_houses(user_file(tmp_path, "\n".join(["imprint,house", *reversed(rows)])))
    assert one.equals(other)


def test_all_faults_are_told_at_once_with_their_rows(tmp_path: Path) -> None:
    text = "imprint,house\nHeron,Fenland House\n,Marsh House\n\nRook,\nHeron,Marsh House\nNew York,Marsh House\na,b,c\n"
    what = faults_of(tmp_path, text)
    assert "row 2: no imprint" in what
    assert "row 4: no house" in what
    assert "row 5: Heron belongs to Marsh House and to Fenland House (row 1)" in what
    assert "row 6: New York tells of no publisher" in what
    assert "row 7: has more than 2 cells" in what
    assert "row 1:" not in what and "row 3:" not in what


def test_many_faults_are_cut_short_and_counted(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "imprint,house\n" + "Heron,\n" * 250).endswith("and 150 more")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no column imprint and no column house (columns: none)"),
        ("imprint,publisher\nHeron,Rook\n", "no column house (columns: imprint, publisher)"),
    ],
)
def test_missing_columns(text: str, told: str, tmp_path: Path) -> None:
    assert told in faults_of(tmp_path, text)


def test_circle_of_houses_is_told_once(tmp_path: Path) -> None:
    text = "imprint,house\nHeron Hall,Rook Hall\nRook Hall,Wren Hall\nWren Hall,Heron Hall\n"
    what = faults_of(tmp_path, text)
    assert what.endswith("'Heron Hall' rolls up to itself, by way of 'Rook Hall', 'Wren Hall'")


@pytest.mark.parametrize(
    ("content", "told"), [(b"imprint,house\n\xff,b\n", "not UTF-8: byte 15"), (b'imprint,house\n"a,b\n', "not CSV")]
)
def test_file_that_is_no_such_file(content: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=told):
        load_houses(user_file(tmp_path, content))


def test_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_houses(tmp_path / "none.csv")
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="more than 10"):
        load_houses(user_file(tmp_path, "imprint,house\n"))
