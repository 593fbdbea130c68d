from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.regnumbers import (
    canonical_number,
    date_behind_number,
    numbers_in,
    registration_key,
    type_of_number,
)


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
        ("Reg. No. TX 1-234-567", "TX0001234567"),
        ("TX u 123-456", "TXU000123456"),
        ("TX 6-54O-210", "TX0006540210"),
        ("TX l-234-567", "TX0001234567"),
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
        ("A 366-051", "A366051"),
        ("A 1-366-051", "A1366051"),
        ("AI 4-905", "AI4905"),
        ("R 736-790", "R736790"),
        ("A3660l1", "A366011"),
        ("AF0-12345", "AFO12345"),
        ("AI0-12345", "AIO12345"),
        ("AI039", "AIO39"),
        ("AI0000012345", "AI12345"),
        ("A0-3330", "AO3330"),
        ("BB12345", "BB12345"),
        ("DP-1234", "DP1234"),
        ("EU 123456", "EU123456"),
        ("JP732", "JP732"),
        ("B5-73", "B5-73"),
        ("B5-00073", "B5-73"),
        ("A5-734", "A5-734"),
        ("GP0012", "GP12"),
        ("GR123", "GR0000000123"),
        # several, and ranges
        ("A160078 A160079", "A160078 A160079"),
        ("A160078, A160079", "A160078 A160079"),
        ("A 160-078; A 160-079", "A160078 A160079"),
        ("A160078 and A160079", "A160078 A160079"),
        ("A160078 160079", "A160078 A160079"),
        ("A160078-160079", "A160078-A160079"),
        ("A160078-A160082", "A160078-A160082"),
        ("A160078 to A160082", "A160078-A160082"),
        ("B5-73742 - B5-73750", "B5-73742-B5-73750"),
        ("TX 1-234-567; TXu 123-456", "TX0001234567 TXU000123456"),
        ("TX 1-234-567 – TX 1-234-570", "TX0001234567-TX0001234570"),
        ("L12345 L12346", "L12345 L12346"),
        # other shapes are kept
        ("A554716-8", "A554716-8"),
        ("A38-1915", "A38-1915"),
        ("FFO-14-9", "FFO-14-9"),
        ("Al23456", "AL23456"),
        ("V3456P123", "V3456P123"),
        ("TX 1-234-567, 1-234-568", "TX 1-234-567, 1-234-568"),
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


DIGITS = st.integers(1, 9_999_999).map(str)
OLD = st.builds("{}{}".format, st.sampled_from(["A", "AA", "AF", "AFO", "AI", "B", "B5-", "DP", "R"]), DIGITS)
NOW = st.builds("{}{:010}".format, st.sampled_from(["TX", "PA", "RE"]), st.integers(1, 10**9))


@given(st.lists(OLD | NOW, min_size=2, max_size=5), st.sampled_from([" ", ", ", "; ", " & ", " and ", ",and "]))
def test_several_numbers_are_each_canonical(numbers: list[str], separator: str) -> None:
    assert canonical(separator.join(numbers)) == " ".join(numbers)


@given(OLD | NOW, OLD | NOW, st.sampled_from(["-", " - ", "–", " to ", " through "]))
def test_a_range_keeps_its_ends(first: str, last: str, separator: str) -> None:
    assert canonical(f"{first}{separator}{last}") == f"{first}-{last}"


@pytest.mark.parametrize(
    ("number", "date", "expected"),
    [
        ("TX0001234567", "1999-01-31", "TX0001234567"),
        ("TX0001234567 TX0001234568", "1999-01-31", "TX0001234567 TX0001234568"),
        ("A366051", "1951-07-16", "A366051@1951-07-16"),
        ("A366051", "1951", "A366051@1951"),
        ("A160078-A160082", "1951-07", "A160078-A160082@1951-07"),
        ("R736790", None, "R736790"),
        ("V3456P123", "1999", "V3456P123@1999"),
        (None, "1951", None),
    ],
)
def test_key(number: str | None, date: str | None, expected: str | None) -> None:
    frame = pl.LazyFrame({"number": [number], "date": [date]}, schema={"number": pl.String, "date": pl.String})
    assert frame.select(registration_key(pl.col("number"), pl.col("date"))).collect().item() == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("RE0000736790", "renewal"),
        ("R736790", "renewal"),
        ("PRE000001234", "preregistration"),
        ("TXU000123456", "registration"),
        ("A366051", "registration"),
        ("A160078 A160079", "registration"),
        ("A160078-A160082", "registration"),
        ("V3456P123", None),
        ("LABEL 24313", None),
        ("1234567", None),
        (None, None),
    ],
)
def test_type_of_number(number: str | None, expected: str | None) -> None:
    frame = pl.LazyFrame({"number": [number]}, schema={"number": pl.String})
    assert frame.select(type_of_number(pl.col("number"))).collect().item() == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("TX0006543210 / 2007-05-21", "2007-05-21"),
        ("TX0006543210/2007", "2007"),
        ("TX0006543210", None),
        ("TX 1-987-654", None),
        (None, None),
    ],
)
def test_date_behind_a_number(cell: str | None, expected: str | None) -> None:
    frame = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String})
    assert frame.select(date_behind_number(pl.col("cell"))).collect().item() == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("TX 3-864-692", ["TX0003864692"]),
        ("Prev. reg. 1978, TXu 123-456 & PA 1-234-567.", ["TXU000123456", "PA0001234567"]),
        ("RE 155-586; A 366-051; A366051", ["RE0000155586", "A366051"]),
        ("Pub. abroad 28Aug44, AI-1553; B5-73742", ["AI1553", "B5-73742"]),
        ("A 1978 edition was registered in 1980", []),
        ("a 366051", ["A366051"]),
        ("", []),
        (None, []),
    ],
)
def test_numbers_in_text(cell: str | None, expected: list[str]) -> None:
    frame = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String})
    assert frame.select(numbers_in(pl.col("cell"))).collect().item().to_list() == expected


PAGE = (Path(__file__).parents[3] / "docs" / "registration-numbers.md").read_text(encoding="utf-8")


def test_the_page_shows_what_numbers_come_to() -> None:
    rows = re.findall(r"^\| (`.+?) \| `(.+?)`.*\|$", PAGE, flags=re.MULTILINE)
    shown = {written: number for cell, number in rows for written in re.findall(r"`(.+?)`", cell)}
    assert len(shown) > 20
    assert {written: canonical(written) for written in shown} == shown
