from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import polars as pl
import pytest
from benchmarks import generate as generator
from benchmarks.generate import CATALOG, DROP, DROP_TRUTH, REGISTRATIONS, TRUTH, generate
from benchmarks.world import tables
from benchmarks.world.layout import Layout
from benchmarks.world.works import World
from isbnlib import is_isbn10, is_isbn13

if TYPE_CHECKING:
    from pathlib import Path

ROWS, REGISTERED = 4_000, 2_000
FILES = (CATALOG, REGISTRATIONS, TRUTH, DROP, DROP_TRUTH)


@cache
def world() -> tuple[Layout, World]:
    layout = Layout(ROWS, REGISTERED)
    return layout, World(layout.works)


@cache
def catalog() -> pl.DataFrame:
    return tables.catalog(*world(), 0, ROWS)


@cache
def registrations() -> pl.DataFrame:
    return tables.registrations(*world(), 0, REGISTERED)


def _hashes(folder: Path) -> list[str]:
    return [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES]


def test_the_same_sizes_give_the_same_bytes(tmp_path: Path):
    for name in ("a", "b"):
        generate(1_500, 1_000, tmp_path / name)
    assert _hashes(tmp_path / "a") == _hashes(tmp_path / "b")


def test_the_number_of_processes_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(generator, "CHUNK", 1_000)
    generate(2_500, 1_200, tmp_path / "one", processes=1)
    generate(2_500, 1_200, tmp_path / "two", processes=2)
    assert _hashes(tmp_path / "one") == _hashes(tmp_path / "two")


def test_what_was_made_already_is_left_alone(tmp_path: Path):
    generate(1_500, 1_000, tmp_path)
    times = [(tmp_path / name).stat().st_mtime_ns for name in FILES]
    generate(1_500, 1_000, tmp_path)
    assert [(tmp_path / name).stat().st_mtime_ns for name in FILES] == times


def test_other_sizes_or_other_code_make_the_files_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    generate(1_500, 1_000, tmp_path)
    generate(1_600, 1_000, tmp_path)
    assert pl.scan_parquet(tmp_path / CATALOG).select(pl.len()).collect().item() == 1_600
    (tmp_path / CATALOG).unlink()
    monkeypatch.setattr(generator, "_makers", lambda: {"code": "other"})
    generate(1_600, 1_000, tmp_path)
    assert (tmp_path / CATALOG).exists()


def test_files_have_as_many_rows_as_asked_for(tmp_path: Path):
    generate(1_501, 1_003, tmp_path)
    assert pl.scan_parquet(tmp_path / CATALOG).select(pl.len()).collect().item() == 1_501
    assert pl.scan_parquet(tmp_path / REGISTRATIONS).select(pl.len()).collect().item() == 1_003


def test_sizes_too_small_are_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="1000 or more"):
        generate(10, 5_000, tmp_path)


def test_a_row_is_the_same_in_any_chunk():
    assert tables.catalog(*world(), 1_000, 1_100).equals(catalog().slice(1_000, 100))
    assert tables.registrations(*world(), 500, 600).equals(registrations().slice(500, 100))


def test_every_row_has_a_title():
    for table in (catalog(), registrations()):
        assert table["title"].null_count() == 0
        assert (table["title"].str.strip_chars() != "").all()


def test_every_isbn_has_a_valid_check_digit():
    cells = pl.concat([catalog()["isbn"], registrations()["isbn"]]).str.split(",").explode()
    assert all(is_isbn13(cell) or is_isbn10(cell) for cell in cells.to_list() if cell)


def test_a_quarter_of_the_registrations_has_an_isbn():
    assert (registrations()["isbn"] != "").mean() == pytest.approx(0.25, abs=0.03)


def test_some_authors_are_missing():
    assert (catalog()["author"] == "").mean() == pytest.approx(0.08, abs=0.02)
    assert (registrations()["author"] == "").mean() == pytest.approx(0.05, abs=0.02)


def test_registration_numbers_and_hashes_look_right():
    assert registrations()["registration_number"].str.contains(r"^TX\d{10}$").all()
    assert registrations()["registration_number"].n_unique() == REGISTERED
    assert catalog()["md5"].str.contains(r"^[0-9a-f]{32}$").all()


def test_some_files_have_the_same_content():
    assert 0.90 < catalog()["md5"].n_unique() / ROWS < 0.99


def test_nothing_is_registered_before_it_is_published():
    day = pl.col("publication_date").str.len_bytes() == 10
    dated = registrations().filter(day)
    assert (dated["registration_date"] >= dated["publication_date"]).all()


def test_most_true_pairs_agree_on_the_title_but_not_to_the_letter():
    layout, _ = world()
    pairs = tables.truth(layout, 0, layout.matched).join(catalog(), on="record_id")
    pairs = pairs.join(registrations(), left_on="registration_row", right_on="row")
    first, second = (pl.col(name).str.to_lowercase().str.extract(r"(\w+)") for name in ("title", "title_right"))
    assert pairs.select((pl.col("title") == pl.col("title_right")).mean()).item() < 0.6
    assert pairs.select((first == second).mean()).item() > 0.85


def test_volumes_have_siblings_with_the_same_title_and_author():
    _, made = world()
    facts = made.facts(tables.ids(0, made.works))
    volumes = pl.DataFrame({"key": facts.title_key, "volume": facts.volume}).filter(pl.col("volume") > 0)
    sizes = volumes.group_by("key").agg(pl.col("volume").n_unique().alias("different"), pl.len())
    assert sizes.filter(pl.col("len") > 1).height > 0
    assert (sizes["different"] == sizes["len"]).all()
