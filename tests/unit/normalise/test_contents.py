from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import register
from classmatch.normalise.contents import titles_of


def titles(cell: str | None) -> list[str]:
    frame = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String})
    found: list[str] = frame.select(titles_of(pl.col("cell"))).collect(engine="streaming").item().to_list()
    return found


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("The tides\nThe marsh", ["The tides", "The marsh"]),
        ("The tides\r\n\n The  marsh \n", ["The tides", "The marsh"]),
        ("The tides -- The marsh", ["The tides", "The marsh"]),
        ("Contents: The tides. -- The marsh.", ["The tides.", "The marsh."]),
        ("v. 1. The tides.--v. 2. The marsh.", ["v. 1. The tides", "v. 2. The marsh."]),
        ("Partial contents: The tides --", ["The tides"]),
        # nothing else divides a title
        ("Fen; and other stories / Lamps: a play", ["Fen; and other stories / Lamps: a play"]),
        ("The sea--a novel", ["The sea--a novel"]),
        # no titles
        ("The tides, p. 3-10\np. 12\n[14]\npp. 1-2.", ["The tides"]),
        ("The tides\n[et al.]\netc.\nand 3 others\n[Untitled]\n***", ["The tides"]),
        ("Preface -- The tides -- Includes index -- Bibliography", ["The tides"]),
        ("v. 1 -- v. 2 -- [no.] 3.", []),
        # a number of four digits can be a title, and so can a word of those above with others
        ("1984\n47", ["1984"]),
        ("Notes on tides\nA preface to salt", ["Notes on tides", "A preface to salt"]),
        ("The tides\nThe Tides.\nthe tides", ["The tides"]),
        ("", []),
        (None, []),
    ],
)
def test_titles(cell: str | None, expected: list[str]) -> None:
    assert titles(cell) == expected


SET = {"title": "Salt set", "author": "Ina Marl", "registration_number": "TX0001234567"}


def shown(**fields: str) -> list[tuple[str, str | None, list[str]]]:
    return register({**SET, **fields}).select("title", "authors", "numbers").rows()


def test_a_title_of_the_contents_is_a_row_behind_that_of_the_record() -> None:
    found = register(
        {**SET, "contents": "The tides\nThe marsh"}, {**SET, "title": "Alone", "registration_number": "A1"}
    )
    assert found["title"].to_list() == ["Salt set", "The tides", "The marsh", "Alone"]
    assert found["row"].to_list() == [1, 1, 1, 2]
    assert found["registration_record_id"].to_list() == ["1", "1", "1", "2"]
    assert found["registration_number"].to_list() == ["TX0001234567"] * 3 + ["A1"]
    assert found["group_registration"].to_list() == [True, True, True, False]


def test_parts_have_their_own_author_or_that_of_the_record() -> None:
    assert shown(contents="The tides / by Otto Fen -- The marsh / Ada Roe, ed. -- The dunes") == [
        ("Salt set", "Ina Marl", []),
        ("The tides", "Otto Fen", []),
        ("The marsh", "Ada Roe, ed.", []),
        ("The dunes", "Ina Marl", []),
    ]


@pytest.mark.parametrize(
    ("part", "title", "numbers"),
    [
        ("v. 1. The tides", "The tides", ["v1"]),
        ("[no.] 2. The tides", "The tides", ["v2"]),
        ("Vol. 3: The tides", "The tides", ["v3"]),
        ("pt. 4, The tides", "The tides", ["v4"]),
        ("Book 5 - The tides", "The tides", ["v5"]),
        ("Vol. II: The tides", "The tides", []),
        ("6. The tides.", "The tides", []),
        ("[7] The tides", "The tides", []),
        ("The tides, vol. 8", "The tides, vol. 8", ["v8"]),
        ("20,000 tides", "20,000 tides", ["20000"]),
    ],
)
def test_a_volume_is_told_from_its_title(part: str, title: str, numbers: list[str]) -> None:
    assert shown(contents=part)[1] == (title, "Ina Marl", numbers)


def test_what_tells_of_the_whole_is_not_said_of_a_part() -> None:
    whole = {"subtitle": "in three volumes", "alternate_title": "Brine", "isbn": "9780306406157", "volume": "9"}
    own, part = register({**SET, **whole, "publisher": "Lantern Row", "contents": "The tides"}).rows(named=True)
    assert (own["isbns"], own["title_alternates"], own["numbers"]) == (["9780306406157"], ["brine"], ["v9"])
    assert (part["isbns"], part["title_alternates"], part["numbers"]) == ([], [], [])
    assert (part["title_full"], part["publisher"]) == ("tides", "Lantern Row")


@pytest.mark.parametrize("contents", ["Salt set", "SALT SET.", "Salt set / Ina Marl", "p. 3", " \n "])
def test_contents_that_say_nothing_new_make_no_group(contents: str) -> None:
    found = register({**SET, "contents": contents})
    assert found.select("title", "group_registration").rows() == [("Salt set", False)]


def test_a_record_without_a_title_is_its_contents() -> None:
    number = {"registration_number": "TX0001234567"}
    several = register({**number, "contents": "The tides\nThe marsh"})
    assert several.select("title", "group_registration").rows() == [("The tides", True), ("The marsh", True)]
    one = register({**number, "contents": "The tides", "title": " "})
    assert one.select("title", "group_registration").rows() == [("The tides", False)]
    none = register({**number, "contents": "p. 3"})
    assert none.select("title", "group_registration").rows() == [(None, False)]


def test_contents_make_a_group_without_a_number_too() -> None:
    assert register({"title": "Salt set", "contents": "The tides"})["group_registration"].to_list() == [True, True]


WORDS = st.lists(st.sampled_from(["salt", "fen", "lamp", "quay", "dune"]), min_size=1, max_size=3, unique=True)
TITLES = st.lists(WORDS.map(" ".join), max_size=6, unique=True)


@given(TITLES, st.sampled_from(["\n", " -- ", "\r\n"]))
def test_titles_come_out_as_they_went_in(listed: list[str], between: str) -> None:
    assert titles(between.join(listed)) == listed


@given(st.text("abc. -/\n[]v12p(", max_size=40))
def test_any_text_gives_titles_with_letters_or_digits(cell: str) -> None:
    assert all(any(character.isalnum() for character in title) for title in titles(cell))
