from __future__ import annotations

from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.publishers import publisher_key, publisher_words


def key(cell: str | None) -> str | None:
    plan = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String}).select(publisher_key(pl.col("cell")))
    return plan.collect(engine="streaming").item()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Alfred A. Knopf, Inc.", "alfred a knopf"),
        ("Simon & Schuster", "simon schuster"),
        ("Simon and Schuster, Inc", "simon schuster"),
        ("Simon &amp; Schuster", "simon schuster"),
        ("Little, Brown & Co.", "little brown"),
        ("Springer-Verlag GmbH", "springer"),
        ("Birkhäuser Verlag", "birkhauser"),
        ("McGraw~Hill", "mcgraw hill"),
        ("Elsevier Science (E)", "elsevier science"),
        ("OUP", "oxford university"),
        ("Oxford Univ. Press", "oxford university"),
        ("Oxford University Press", "oxford university"),
        # the first of several, and what booksellers add
        ("Northern Academic; Meridian", "northern academic"),
        ("Wiley; 1 edition", "wiley"),
        ("Tor Books; Reprint edition", "tor"),
        ("Verlag Meier, 2017.", "meier"),
        # an imprint in the publisher's column
        ("Berlin ; New York : Springer, [2003] ©2003", "springer"),
        ("Berlin ; Springer, ©2012.", "springer"),
        # only filler is kept, only a place is missing
        ("The Press", "the press"),
        ("Books Inc.", "books inc"),
        ("New York", None),
        ("Hoboken, N.J.", None),
        ("Berlin, Heidelberg", None),
        ("1999", None),
        ("...", None),
        ("", None),
        (None, None),
    ],
)
def test_key(cell: str | None, expected: str | None) -> None:
    assert key(cell) == expected


def words() -> pl.DataFrame:
    path = files("classmatch.normalise") / "data" / "publisher_words.csv"
    return pl.read_csv(str(path), infer_schema=False).fill_null("")


def test_words_occur_once_and_are_folded() -> None:
    table = words()
    assert table["word"].is_unique().all()
    assert table["word"].str.contains("^[a-z]+$").all()
    assert set(table["kind"]) == {"legal form", "filler", "trade", "abbreviation"}


def test_only_abbreviations_become_something_and_none_leads_to_another() -> None:
    table = words()
    assert (table["kind"] == "abbreviation").equals(table["becomes"] != "")
    assert not {word for full in table["becomes"] for word in full.split()} & set(publisher_words())


@given(st.text(max_size=40) | st.lists(st.sampled_from(sorted(publisher_words())), max_size=4).map(" ".join))
def test_key_is_final(cell: str) -> None:
    once = key(cell)
    assert once is None or (key(once) == once and once == once.strip() != "")
