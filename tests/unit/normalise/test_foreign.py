from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.foreign import foreign
from classmatch.normalise.lists import rows
from classmatch.normalise.regnumbers import canonical_number
from classmatch.normalise.text import fold

NAMES = {row["name"]: row["kind"] for row in rows("nations.csv")}
UNITED_STATES = sorted(name for name, kind in NAMES.items() if kind == "united states")
OTHERS = sorted(name for name, kind in NAMES.items() if kind == "other")


def said(number: str | None = None, original: str | None = None, nation: str | None = None) -> bool | None:
    cells = {"number": [number], "original": [original], "nation": [nation]}
    frame = pl.LazyFrame(cells, schema=dict.fromkeys(cells, pl.String)).with_columns(
        canonical_number(pl.col(name)) for name in ("number", "original")
    )
    found = frame.select(foreign(pl.col("number"), pl.col("original"), pl.col("nation"))).collect(engine="streaming")
    assert found.dtypes == [pl.Boolean]
    answer: bool | None = found.item()
    return answer


@pytest.mark.parametrize(
    "number",
    [
        "AF12345", "AF-12-345", "AFO-1234", "AF0-1234", "AI-4905", "AIO-123", "BF-77", "BI-12", "EF12345", "EFO-5512",
        "DF-123", "LF44", "A Foreign 32851", "A—Foreign 32851", "A--For. 1234", "A ad int. 25511", "A ad interim 12",
        "AF12345 AF12346", "AF12345-AF12350",
    ],
)  # fmt: skip
def test_foreign_and_ad_interim_classes(number: str) -> None:
    assert said(number=number) is True
    assert said(number="R678901", original=number) is True


@pytest.mark.parametrize(
    "number",
    [
        "A366051", "AA12", "BB123", "B5-73742", "F23450", "I123", "EP123", "EU123", "KK12", "GP12", "R736790",
        "TX0001234567", "PA0001234567", "RE0000736790", "LABEL 24313", None,
    ],
)  # fmt: skip
def test_other_classes_say_nothing(number: str | None) -> None:
    assert said(number=number) is None
    assert said(number="RE0000736790", original=number) is None


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        ("United States", False),
        ("UNITED STATES OF AMERICA", False),
        ("U.S.A.", False),
        ("U. S. A.", False),
        ("U.S.", False),
        ("U.S.S.R.", True),
        ("U S S R; U S", False),
        ("usa", False),
        ("the United States", False),
        ("Puerto Rico", False),
        ("Virgin Islands (U.S.)", False),
        ("Guam", False),
        ("New York", False),
        ("New Mexico", False),
        ("Paris, Texas", False),
        ("Canada; United States", False),
        ("United Kingdom and the United States", False),
        ("France|USA", False),
        ("Great Britain & U.S.", False),
        ("Canada", True),
        ("United Kingdom", True),
        ("England", True),
        ("Great Britain", True),
        ("Côte d'Ivoire", True),
        ("Virgin Islands, British (British Virgin Islands)", True),
        ("Trinidad & Tobago", True),
        ("Korea, Republic of", True),
        ("Mexico; Spain", True),
        ("Toronto, Canada", True),
        ("Georgia", None),
        ("Virgin Islands", None),
        ("outside the United States", None),
        ("Unknown", None),
        ("not known", None),
        ("n/a", None),
        ("Atlantis", None),
        ("worldwide", None),
        ("...", None),
        ("", None),
        (None, None),
    ],
)
def test_nations(nation: str | None, expected: bool | None) -> None:
    assert said(number="TX0001234567", nation=nation) is expected


def test_the_class_counts_before_the_nation() -> None:
    assert said(number="AF12345", nation="United States") is True


def test_names_are_folded_and_of_a_known_kind() -> None:
    assert len(NAMES) == len(rows("nations.csv"))
    assert set(NAMES.values()) == {"united states", "other"}
    assert pl.Series(list(NAMES)).to_frame("name").select((fold(pl.col("name")) == pl.col("name")).all()).item()


@given(st.lists(st.sampled_from(OTHERS), min_size=1, max_size=3), st.sampled_from("; |,/"), st.booleans())
def test_one_of_several_nations_is_enough_to_be_of_the_united_states(
    others: list[str], separator: str, capitals: bool
) -> None:
    text = separator.join(others)
    text = text.upper() if capitals else text.title()
    assert said(nation=text) is True
    assert said(nation=f"{text}; United States") is False
    assert said(nation=f"USA{separator}{text}") is False


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_text_gets_an_answer(number: str, original: str, nation: str) -> None:
    assert said(number, original, nation) in (True, False, None)
