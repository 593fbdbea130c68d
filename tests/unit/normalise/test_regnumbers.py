from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.regnumbers import canonical_number


def canonical(cell: str | None) -> str | None:
    plan = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String}).select(canonical_number(pl.col("cell")))
    return plan.collect(engine="streaming").item()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        # since 1978: twelve characters
        ("TX 1-234-567", "TX0001234567"),
        ("TX0001234567", "TX0001234567"),
        ("tx1234567", "TX0001234567"),
        ("TX-1-234-567.", "TX0001234567"),
        ("SR 123-4-567", "SR0001234567"),
        ("SR-320-918", "SR0000320918"),
        ("VAu-598-764", "VAU000598764"),
        ("TXu 123-456", "TXU000123456"),
        ("TXu 1–234–567", "TXU001234567"),
        ("RE0000279707", "RE0000279707"),
        ("RE 279-707", "RE0000279707"),
        ("PRE000012345", "PRE000012345"),
        ("TX0006543210 / 2007-05-21", "TX0006543210"),
        ("TX0006543210/2007", "TX0006543210"),
        ("Registration Number: TX 6-543-210", "TX0006543210"),
        ("TX 6-54O-210", "TX0006540210"),
        # before: class and digits
        ("A00000366051", "A366051"),
        ("A366051", "A366051"),
        ("A 366051", "A366051"),
        ("R59809", "R59809"),
        ("R 59809.", "R59809"),
        ("AI-4905", "AI4905"),
        ("AF30740", "AF30740"),
        ("AFO-1234", "AFO1234"),
        ("B5-73742", "B5-73742"),
        ("b5-73742", "B5-73742"),
        ("A5-12345", "A5-12345"),
        ("AIO-4756", "AIO4756"),
        ("GP0012", "GP12"),
        ("GR123", "GR0000000123"),
        # other shapes are kept
        ("A160078 A160079", "A160078 A160079"),
        ("UCC work", "UCC WORK"),
        ("  Label 24313 ", "LABEL 24313"),
        ("TX00012345678901", "TX00012345678901"),
        ("TXU1234567890", "TXU1234567890"),
        ("1234567", "1234567"),
        ("TX", "TX"),
        ("TX0000000000", "TX0000000000"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_number(cell: str | None, expected: str | None) -> None:
    assert canonical(cell) == expected


@given(st.sampled_from(["TX", "TXU", "PA", "PAU", "VA", "VAU", "SR", "SRU", "RE"]), st.integers(1, 10**9 - 1))
def test_writings_of_a_number_are_one(prefix: str, number: int) -> None:
    expected = prefix + str(number).zfill(12 - len(prefix))
    grouped = f"{number:,}".replace(",", "-")
    writings = [f"{prefix}{number}", f"{prefix.lower()} {grouped}", f"{prefix}-{grouped}", f"{expected} / 1999-01-31"]
    assert {canonical(writing) for writing in writings} == {expected}


@given(st.text(max_size=30) | st.from_regex(r"[A-Z]{0,3}[ -]?[0-9O -]{0,12}[./]?", fullmatch=True))
def test_any_text_is_kept_and_canonical_is_final(cell: str) -> None:
    once = canonical(cell)
    assert once is None or canonical(once) == once
    assert once is not None or not any(char.isalnum() for char in cell)
