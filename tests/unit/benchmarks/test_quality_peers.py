from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from benchmarks.quality.peer_columns import prepared
from benchmarks.quality.peer_rapidfuzz import link
from benchmarks.quality.peer_results import decided_at, write

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("unique_id", "title", "author", "full_text", "year")


def row(**values: str) -> dict[str, Any]:
    """The prepared columns of one record."""
    table = pl.DataFrame([dict.fromkeys(COLUMNS, "") | {"unique_id": "1"} | values])
    return prepared(table).row(0, named=True)


@pytest.mark.parametrize(
    ("author", "surname", "given"),
    [
        ("Orla Q. Venn", "venn", "orla"),
        ("VENN, ORLA Q.", "venn", "orla"),
        ("Venn, Orla, 1911-", "venn", "orla"),
        ("Orla Venn, Tam Birch", "venn", "orla"),
        ("Orla Venn/Tam Birch", "venn", "orla"),
        ("Venn, Orla; Birch, Tam", "venn", "orla"),
        ("edited by Orla Venn and Tam Birch", "venn", "orla"),
    ],
)
def test_the_first_author_is_surname_and_given_name(author: str, surname: str, given: str):
    found = row(title="Harbours", author=author)
    assert (found["surname"], found["given"], found["initial"]) == (surname, given, given[0])


def test_an_author_is_taken_out_of_the_title_where_there_is_no_other():
    found = row(title="A quiet harbour, by Orla Venn.")
    assert (found["title"], found["main"], found["author"]) == ("a quiet harbour", "quiet harbour", "orla venn")


def test_a_title_is_taken_out_of_the_full_text_where_there_is_no_other():
    found = row(full_text="A quiet harbour, by Orla Venn. (c) 3Mar41")
    assert (found["main"], found["surname"]) == ("quiet harbour", "venn")


def test_a_main_title_ends_before_the_subtitle_but_not_after_an_abbreviation():
    assert row(title="Harbour lights: a novel (Coast, #2)")["main"] == "harbour lights"
    assert row(title="Mr. Birch's case book")["main"] == "mr birchs case book"


def test_by_in_the_middle_of_a_title_stays():
    assert row(title="Death by Tide")["title"] == "death by tide"


def test_a_missing_value_is_null():
    found = row(title="Harbours", year="n.d.")
    assert (found["author"], found["surname"], found["year"]) == (None, None, None)


def test_results_of_a_peer_have_the_shape_of_ours(tmp_path: Path):
    pairs = pl.DataFrame({"record_id": ["a", "a"], "registration_row": ["1", "2"], "confidence": [0.9, 0.4]})
    write(tmp_path / "own", pairs, pl.Series(["a", "b"]), 0.5)
    candidates = pl.read_parquet(tmp_path / "own/candidates.parquet")
    assert dict(candidates.select("registration_record_id", "decision").iter_rows()) == {"1": "match", "2": "review"}
    assert pl.read_parquet(tmp_path / "own/copies.parquet").rows() == [("a", "a"), ("b", "b")]
    lower = pl.read_parquet(decided_at(tmp_path / "own", 0.3, tmp_path / "lower") / "candidates.parquet")
    assert lower["decision"].to_list() == ["match", "match"]


def test_the_script_finds_the_same_book_and_no_other(tmp_path: Path):
    catalog = {"record_id": ["a", "b"], "title": ["A Quiet Harbour", "Salt"], "author": ["Orla Venn", "Tam Birch"]}
    pl.DataFrame(catalog).with_columns(year=pl.lit("1941")).write_parquet(tmp_path / "catalog.parquet")
    registered = {"row": ["1", "2"], "title": ["A quiet harbor", "Salt"], "author": ["VENN, ORLA", "Quill, Ada"]}
    pl.DataFrame(registered).with_columns(year=pl.lit("1941")).write_csv(tmp_path / "registrations.csv")
    link(tmp_path, tmp_path / "out")
    found = pl.read_parquet(tmp_path / "out/candidates.parquet").filter(pl.col("decision") == "match")
    assert found.select("work_id", "registration_record_id").rows() == [("a", "1")]
