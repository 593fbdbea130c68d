from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.asin import asins, identifiers


def sorted_out(isbn: str | None, asin: str | None) -> tuple[list[str], list[str]]:
    frame = pl.LazyFrame({"isbn": [isbn], "asin": [asin]}, schema={"isbn": pl.String, "asin": pl.String})
    isbns, found = identifiers(pl.col("isbn"), pl.col("asin"))
    return frame.select(isbns=isbns, asins=found).collect(engine="streaming").row(0)


@pytest.mark.parametrize(
    ("isbn", "asin", "expected"),
    [
        (None, None, ([], [])),
        ("", "", ([], [])),
        (None, "B0006AUVZS", ([], ["B0006AUVZS"])),
        (None, "b0006auvzs ", ([], ["B0006AUVZS"])),
        (None, "B00AAAAAA1;B0006AUVZS", ([], ["B0006AUVZS", "B00AAAAAA1"])),
        # in the other's column
        ("B0006AUVZS", None, ([], ["B0006AUVZS"])),
        ("9780446310789,B0006AUVZS", None, (["9780446310789"], ["B0006AUVZS"])),
        (None, "0446310786", (["9780446310789"], [])),
        (None, "585009444X", (["9785850094447"], [])),
        ("9780521531009", "0446310786", (["9780446310789", "9780521531009"], [])),
        # the same number in both
        ("0446310786", "0446310786", (["9780446310789"], [])),
        ("B0006AUVZS", "B0006AUVZS", ([], ["B0006AUVZS"])),
        # digits of an ASIN are not an SBN, and a word is not an ASIN
        (None, "B071363629", ([], ["B071363629"])),
        (None, "BIOGRAPHIC", ([], [])),
        (None, "B0006AUVZS1", ([], [])),
        (None, "0446310785", ([], [])),
    ],
)
def test_identifiers(isbn: str | None, asin: str | None, expected: tuple[list[str], list[str]]) -> None:
    assert sorted_out(isbn, asin) == expected


@given(st.text(max_size=40) | st.none(), st.text(max_size=40) | st.none())
def test_output_grammar(asin: str | None, isbn: str | None) -> None:
    found = pl.select(asins(pl.lit(asin, pl.String), pl.lit(isbn, pl.String))).item().to_list()
    assert found == sorted(set(found))
    assert all(re.fullmatch("B[0-9A-Z]{9}", value) for value in found)


@given(st.from_regex(r"B[0-9A-Z]{8}[0-9]", fullmatch=True))
def test_every_asin_is_found_in_either_column(asin: str) -> None:
    assert sorted_out(asin, None)[1] == sorted_out(None, asin.lower())[1] == [asin]
