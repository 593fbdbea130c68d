"""The two recipes: what each step is there for, on the whole row."""

from __future__ import annotations

import polars as pl
import pytest

from builders import catalog, register
from classmatch import schema


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


def test_registration_numbers_are_brought_to_one_writing() -> None:
    row = register({"registration_number": "TX 1-234-567", "original_number": "A12345"}).row(0, named=True)
    assert row["registration_number"] == "TX0001234567"
    assert row["original_number"] == "A12345"


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
