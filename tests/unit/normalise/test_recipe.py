"""The two recipes: what each step is there for, on the whole row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest

from builders import catalog, register
from classmatch import schema
from classmatch.normalise import normalise_catalog, normalise_registrations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Recipe = Callable[[pl.LazyFrame], pl.LazyFrame]


def test_the_columns_are_those_of_the_schema() -> None:
    assert catalog({"title": "Salt Roads"}).schema == pl.Schema(schema.COPIES)
    assert register({"title": "Salt roads"}).schema == pl.Schema(schema.REGISTRATIONS)


def test_empty_tables_have_the_columns_too() -> None:
    assert catalog().schema == pl.Schema(schema.COPIES)
    assert register().schema == pl.Schema(schema.REGISTRATIONS)


def test_rows_keep_their_order_and_position() -> None:
    found = catalog(*({"title": title} for title in "zyx"))
    assert found.select("title", "row", "record_id").rows() == [("z", 1, "1"), ("y", 2, "2"), ("x", 3, "3")]


def test_a_row_of_blanks_is_a_row_of_nulls() -> None:
    blank = dict.fromkeys(set(schema.RAW_CATALOG) - {"file", "row", "record_id", "source"}, " \t")
    row = catalog(blank).row(0, named=True)
    texts = [name for name, kind in schema.COPIES.items() if kind == pl.String]
    known = {"source", "record_id", "file", "title_main", "title_full"}
    assert {name: row[name] for name in texts if name not in known} == dict.fromkeys(set(texts) - known)
    assert (row["title_main"], row["title_full"], row["names"], row["isbns"]) == ("", "", [], [])


def test_what_stands_in_the_catalog_is_kept_beside_what_it_comes_to() -> None:
    row = catalog({"title": "The Lantern Keeper : a novel /", "author": "ROWE, E. J.", "publisher": "McGraw~Hill"})
    assert row.select("title", "authors", "publisher").row(0) == (
        "The Lantern Keeper : a novel /",
        "ROWE, E. J.",
        "McGraw~Hill",
    )


def test_a_printed_entry_is_shown_as_the_title() -> None:
    entry = "R612345. Theory of tides. By Everett Rowe. © 16Apr38; A11042."
    assert register({"full_text": entry})["title"].to_list() == [entry]


def test_hashes_are_brought_to_small_letters_and_wrong_ones_left_out() -> None:
    row = catalog({"md5": "0F343B0931126A20F133D67C2B018A3B", "sha1": "short", "filesize": "12 kB"}).row(0, named=True)
    assert row["md5"] == "0f343b0931126a20f133d67c2b018a3b"
    assert row["sha1"] is None
    assert row["filesize"] is None


def test_publisher_and_year_may_come_from_the_imprint() -> None:
    imprint = "Berlin ; New York : Lantern Row, [2003] ©2003"
    row = catalog({"imprint": imprint}).row(0, named=True)
    assert (row["publisher"], row["year"], row["publication_date"]) == ("Lantern Row", 2003, "2003")
    own = catalog({"imprint": imprint, "publisher": "Tidewrack", "date": "1999"}).row(0, named=True)
    assert (own["publisher"], own["year"]) == ("Tidewrack", 1999)
    registered = register({"imprint": imprint}).row(0, named=True)
    assert (registered["publisher"], registered["year"]) == ("Lantern Row", 2003)


@pytest.mark.parametrize(
    ("written", "kept", "year"),
    [("1951-07-16", "1951-07-16", 1951), ("1951-07", "1951-07", 1951), ("1951", "1951", 1951), ("0", None, None)],
)
def test_dates_keep_the_precision_that_they_have(written: str, kept: str | None, year: int | None) -> None:
    row = register({"publication_date": written, "registration_date": written}).row(0, named=True)
    assert (row["publication_date"], row["registration_date"], row["year"]) == (kept, kept, year)


def test_identifiers_are_valid_sorted_and_without_duplicates() -> None:
    row = catalog({"isbn": "9780521531009, 0-446-31078-6 0446310786 9780446310780", "asin": "b0006auvzs"})
    assert row["isbns"].to_list() == [["9780446310789", "9780521531009"]]
    assert row["asins"].to_list() == [["B0006AUVZS"]]
    assert register({"isbn": "0446310786 (pbk.)"})["isbns"].to_list() == [["9780446310789"]]


def test_registration_numbers_are_brought_to_one_writing_and_the_written_one_stays() -> None:
    numbers = {"registration_number": "TX 1-234-567", "original_number": "A 12-345"}
    row = register({**numbers, "previous_numbers": "Prev. reg. 1994, TXu 123-456."}).row(0, named=True)
    assert (row["registration_number"], row["written_number"]) == ("TX0001234567", "TX 1-234-567")
    assert (row["original_number"], row["previous_numbers"]) == ("A12345", ["TXU000123456"])
    assert register({"title": "Salt roads"})["previous_numbers"].to_list() == [[]]


@pytest.mark.parametrize(
    ("number", "date", "key"),
    [
        ("TX 1-234-567", "1999-01-31", "TX0001234567"),
        ("TX 1-234-567 / 1999-01-31", None, "TX0001234567"),
        ("A 366-051", "16Jul51", "A366051@1951-07-16"),
        ("A366051", "1951", "A366051@1951"),
        ("A366051", None, "A366051"),
        (None, "1951", None),
    ],
)
def test_a_number_before_1978_is_a_key_with_its_date(number: str | None, date: str | None, key: str | None) -> None:
    assert register({"registration_number": number, "registration_date": date})["registration_key"].item() == key


def test_the_date_of_registration_may_stand_behind_the_number() -> None:
    number = {"registration_number": "TX0006543210 / 2007-05-21"}
    assert register(number)["registration_date"].item() == "2007-05-21"
    assert register({**number, "registration_date": "2007"})["registration_date"].item() == "2007"


@pytest.mark.parametrize(
    ("number", "registered", "published"),
    [("TX 5-367-890", "2001-05-21", "2001-03-01"), ("A12345", "1901-05-21", "1901-03-01")],
)
def test_years_of_two_digits_are_of_the_century_of_the_number(number: str, registered: str, published: str) -> None:
    dates = {"registration_date": "21May01", "publication_date": "1Mar01"}
    row = register({"registration_number": number, **dates}).row(0, named=True)
    assert (row["registration_date"], row["publication_date"]) == (registered, published)


def test_the_kind_of_a_registration_is_what_it_says_or_what_its_number_says() -> None:
    rows = [{"record_type": "Supplementary registration"}, {"registration_number": "R736790"}, {"title": "Salt roads"}]
    assert register(*rows)["record_type"].to_list() == ["supplementary", "renewal", None]


def test_the_employer_for_hire_is_an_author_and_the_words_are_none() -> None:
    row = register({"author": "Ina Marl; Tidewrack Press, employer for hire"}).row(0, named=True)
    assert (row["names"], row["work_for_hire"]) == (["marl|ina", "tidewrack press|"], True)


def test_several_titles_under_one_number_are_a_group_registration() -> None:
    found = register(
        {"registration_number": "TX0001234567", "title": "Marsh Fires"},
        {"registration_number": "TX 1-234-567", "title": "Reed Harvest"},
        {"registration_number": "TX0007654321", "title": "Salt Roads"},
        {"registration_number": "TX0007654321", "title": "The salt roads."},
        {"title": "Without a number"},
        {"title": "Without a number either"},
    )
    assert found["group_registration"].to_list() == [True, True, False, False, False, False]


def test_numbers_of_before_1978_were_given_again() -> None:
    rows = [("A1", "1909-07-01", "Marsh"), ("A1", "1947-01-02", "Fen"), ("A2", "1951", "Reed"), ("A 2", "1951", "Sea")]
    found = register(*({"registration_number": n, "registration_date": d, "title": t} for n, d, t in rows))
    assert found["group_registration"].to_list() == [False, False, True, True]


def test_identifiers_of_other_kinds_and_what_the_library_says_of_the_file() -> None:
    other = "0F343B0931126A20F133D67C2B018A3B"
    said = {"identifiers": "issn:03178471; doi:10.1000/182", "file_status": "del"}
    row = catalog({**said, "md5_reported": other, "better_md5": other, "filesize": "12"}).row(0, named=True)
    assert row["identifiers"] == ["doi:10.1000/182", "issn:0317-8471"]
    assert (row["md5_reported"], row["better_md5"]) == (other.lower(), other.lower())
    assert row["file_status"] == "deleted"
    assert catalog({"filesize": "0"})["file_status"].item() == "empty"
    assert catalog({"filesize": "12"})["file_status"].item() is None


@pytest.mark.parametrize(
    ("recipe", "table"),
    [(normalise_catalog, schema.RAW_CATALOG), (normalise_registrations, schema.RAW_REGISTRATIONS)],
)
def test_rows_pass_through_and_no_step_gathers_the_whole_table(
    recipe: Recipe, table: schema.Table, tmp_path: Path
) -> None:
    pl.DataFrame(schema=dict(table)).write_parquet(tmp_path / "raw.parquet")
    plan = recipe(pl.scan_parquet(tmp_path / "raw.parquet"))
    graph = plan.show_graph(engine="streaming", plan_stage="physical", raw_output=True, show=False)
    nodes = [line for line in str(graph).splitlines() if re.match(r"\s*[0-9]+ \[label=", line)]
    assert len(nodes) > 10
    assert not [line for line in nodes if "fillcolor" in line]  # how Polars marks those that take memory


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2011-06-11 20:00:00", "2011-06-11"),
        ("2022-08-25", "2022-08-25"),
        ("20240627T210539Z", "2024-06-27"),
        ("0000-00-00 00:00:00", None),
        ("0000-00-00", None),
        ("", None),
        (None, None),
    ],
)
def test_when_the_library_took_the_file_in(written: str | None, kept: str | None) -> None:
    assert catalog({"title": "Low tide", "added": written})["added"].item() == kept


@pytest.mark.parametrize(
    ("row", "date", "foreign"),
    [
        ({"original_number": "AI-4905", "original_date": "16Jul51"}, "1951-07-16", True),
        ({"original_number": "A366051", "original_date": "1951-07-16"}, "1951-07-16", None),
        ({"registration_number": "TX0001234567", "nation": "Canada"}, None, True),
        ({"registration_number": "TX0001234567", "nation": "United States"}, None, False),
        ({"registration_number": "TX0001234567", "nation": " "}, None, None),
    ],
)
def test_original_date_and_first_publication_abroad(
    row: dict[str, str], date: str | None, foreign: bool | None
) -> None:
    found = register({"title": "Low tide", **row}).row(0, named=True)
    assert (found["original_date"], found["foreign"]) == (date, foreign)
