from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langcodes import Language

from classmatch.normalise.languages import iso639, language_table


def code(cell: str | None) -> str | None:
    plan = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String}).select(iso639(pl.col("cell")))
    return plan.collect(engine="streaming").item()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("English", "eng"),
        (" german ", "deu"),
        ("Русский", "rus"),
        ("français", "fra"),
        ("中文", "zho"),
        ("EN", "eng"),
        ("de", "deu"),
        ("ger", "deu"),
        ("deu", "deu"),
        ("fre", "fra"),
        ("en-US", "eng"),
        ("en_GB", "eng"),
        ("zh-Hans", "zho"),
        ("cmn", "zho"),
        ("Latin,Russian", "lat"),
        ("English and French", "eng"),
        ("Spanish; Castilian", "spa"),
        ("Greek, Ancient", "grc"),
        ("Chinese (Simplified)", "zho"),
        ("English [en]", "eng"),
        ("Other, French", "fra"),
        ("und", None),
        ("mul", None),
        ("Esperantish", None),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_language(cell: str | None, expected: str | None) -> None:
    assert code(cell) == expected


def test_rows_keep_their_languages() -> None:
    cells = ["english", None, "German", "english", "?"]
    assert pl.DataFrame({"c": cells}).select(iso639(pl.col("c"))).to_series().to_list() == [
        "eng",
        None,
        "deu",
        "eng",
        None,
    ]


def test_no_rows_and_only_nulls() -> None:
    for cells in ([], [None, None]):
        frame = pl.DataFrame({"c": cells}, schema={"c": pl.String})
        assert frame.select(iso639(pl.col("c"))).to_series().to_list() == cells


def test_two_letter_codes_agree_with_langcodes() -> None:
    slips = {"cn", "cz", "dk", "gr", "in", "iw", "ji", "jp", "ua"}  # no codes, or withdrawn ones, that catalogs write
    two_letters = {writing for writing in language_table() if re.fullmatch("[a-z]{2}", writing)}
    assert slips < two_letters
    wrong = [c for c in two_letters - slips if Language.get(c, normalize=False).to_alpha3() != language_table()[c]]
    assert wrong == []


def test_table_is_in_lower_case_and_leads_to_itself() -> None:
    table = language_table()
    assert all(writing == writing.lower().strip() for writing in table)
    assert all(re.fullmatch("[a-z]{3}", code) and table[code] == code for code in table.values())


@given(st.text(max_size=20))
def test_any_text_is_taken(cell: str) -> None:
    assert code(cell) is None or re.fullmatch("[a-z]{3}", str(code(cell)))


@given(st.sampled_from(sorted(language_table())))
def test_idempotent(writing: str) -> None:
    assert code(code(writing)) == code(writing) == language_table()[writing]
