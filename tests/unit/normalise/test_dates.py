from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    earliest,
    latest,
    of_this_century,
    partial_date,
    precision,
    year_of,
)


def read(cell: str | None) -> str | None:
    plan = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String}).select(partial_date(pl.col("cell")))
    return plan.collect(engine="streaming").item()


CASES = [
    ("1951", "1951"),
    ("1951-07", "1951-07"),
    ("1951-07-16", "1951-07-16"),
    ("2011.0", "2011"),
    ("2007-05-21 00:00:00", "2007-05-21"),
    ("2007-05-21T00:00:00Z", "2007-05-21"),
    ("2007/05/21", "2007-05-21"),
    ("2007-5-1", "2007-05-01"),
    ("19980423", "1998-04-23"),
    ("d20020703", "2002-07-03"),
    ("19980400", "1998-04"),
    ("19980000", "1998"),
    ("TX0006543210 / 2007-05-21", "2007-05-21"),
    ("2001-05-21T10:00:00+02:00", "2001-05-21"),
    ("Mon, 21 May 2001 10:00:00 GMT", "2001-05-21"),
    ("20010521103000", "2001-05-21"),
    ("20010521120000.0", "2001-05-21"),
    # slashes: no custom that holds everywhere
    ("9/13/2006", "2006-09-13"),
    ("13/9/2006", "2006-09-13"),
    ("13/9/2006 00:00", "2006-09-13"),
    ("9/3/2006", "2006"),
    ("13/14/2006", "2006"),
    ("5/2003", "2003-05"),
    ("9/13/06", None),
    # full stops: day first; hyphens: no custom
    ("3.9.2006", "2006-09-03"),
    ("9.13.2006", "2006-09-13"),
    ("13-09-2006", "2006-09-13"),
    ("03-09-2006", "2006"),
    # names of months
    ("16Jul51", "1951-07-16"),
    ("30Dec22", "1922-12-30"),
    ("1Jan09", "1909-01-01"),
    ("16 July 1951", "1951-07-16"),
    ("16-JUL-1951", "1951-07-16"),
    ("16th of July, 1951", "1951-07-16"),
    ("July 1951", "1951-07"),
    ("Sept. 15, 1953", "1953-09-15"),
    ("September 1st, 1953", "1953-09-01"),
    ("May 1953", "1953-05"),
    ("1953 May 3", "1953-05-03"),
    ("Spring 1953", "1953"),
    ("16-Jul-51", None),
    # spans
    ("May-June 1990", "1990"),
    ("Jan./Feb. 1990", "1990"),
    ("1990 May/June", "1990"),
    ("16-19 July 1951", "1951-07"),
    ("July 16-19, 1951", "1951"),
    ("July 16, 1951-Aug. 2, 1951", "1951-07-16"),
    ("1987-1990", "1987"),
    # copyright marks, brackets, several dates: the first
    ("c1979", "1979"),
    ("©1979", "1979"),
    ("(c) 1987", "1987"),
    ("(c)1987", "1987"),
    ("[1999?]", "1999"),
    ("1978 [i.e. 1987]", "1987"),
    ("c1978, i.e. 1987", "1987"),
    ("[2003] ©2004", "2003"),
    ("1998, c1995", "1998"),
    ("2003 (reprinted July 2005)", "2003"),
    ("1951-1953", "1951"),
    ("1998-99", "1998"),
    ("1951/52", "1951"),
    ("1980г.", "1980"),
    ("2003年", "2003"),
    ("ca. 1850?", "1850"),
    # days and months that there are not
    ("1951-02-31", "1951-02"),
    ("1900-02-29", "1900-02"),
    ("2000-02-29", "2000-02-29"),
    ("31Feb51", "1951-02"),
    ("1951-13-01", "1951"),
    ("1951-07-00", "1951-07"),
    ("1951-00-00", "1951"),
    # no date
    ("0", None),
    ("9999", None),
    ("0000-00-00", None),
    ("1399", None),
    ("1422", None),
    ("198u", None),
    ("19uu", None),
    ("37032", None),
    ("199912", None),
    ("2099", None),
    ("-1500", None),
    ("-720.0", None),
    ("n.d.", None),
    ("[195-?]", None),
    ("195", None),
    ("A19511", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("cell", "expected"), CASES)
def test_date(cell: str | None, expected: str | None) -> None:
    assert read(cell) == expected


def test_rows_keep_their_dates() -> None:
    cells, expected = zip(*CASES, strict=True)
    assert pl.DataFrame({"cell": cells}).select(partial_date(pl.col("cell"))).to_series().to_list() == list(expected)


@pytest.mark.parametrize(
    ("partial", "expected"),
    [
        ("1951", (1951, "year", date(1951, 1, 1), date(1951, 12, 31))),
        ("1951-07", (1951, "month", date(1951, 7, 1), date(1951, 7, 31))),
        ("1952-02", (1952, "month", date(1952, 2, 1), date(1952, 2, 29))),
        ("1951-07-16", (1951, "day", date(1951, 7, 16), date(1951, 7, 16))),
        (None, (None, None, None, None)),
    ],
)
def test_bounds(partial: str | None, expected: tuple[int | None, str | None, date | None, date | None]) -> None:
    frame = pl.LazyFrame({"date": [partial]}, schema={"date": pl.String})
    column = pl.col("date")
    steps = {"year": year_of, "precision": precision, "earliest": earliest, "latest": latest}
    result = frame.select(**{name: step(column) for name, step in steps.items()}).collect()
    assert result.row(0) == expected
    assert result.dtypes == [pl.Int16, pl.String, pl.Date, pl.Date]


FORMATS = [
    "%Y-%m-%d",
    "%Y%m%d",
    "%Y/%m/%d",
    "%Y%m%d%H%M%S",
    "%d.%m.%Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%b. %d, %Y",
    "%d%b%Y",
    "%Y-%m-%d %H:%M:%S",
]
dates = st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))


@given(dates, st.sampled_from(FORMATS))
def test_every_day_is_read(day: date, form: str) -> None:
    assert read(day.strftime(form)) == day.isoformat()


@given(dates, st.sampled_from(["%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y"]))
def test_a_day_is_kept_only_where_it_cannot_be_the_month(day: date, form: str) -> None:
    assert read(day.strftime(form)) == (day.isoformat() if day.day > 12 else str(day.year))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("21May01", "2001-05-21"),
        ("23Sep82", "1982-09-23"),
        ("1Jan30", "2030-01-01"),
        ("1Jan31", "1931-01-01"),
        ("21 May 1901", "1901-05-21"),
        ("1901", "1901"),
        (None, None),
    ],
)
def test_a_year_of_two_digits_can_be_of_this_century(cell: str | None, expected: str | None) -> None:
    frame = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String})
    found = frame.select(of_this_century(partial_date(pl.col("cell")), pl.col("cell"))).collect(engine="streaming")
    assert found.item() == expected


@given(dates.filter(lambda day: 1900 <= day.year < 2000))
def test_catalog_of_copyright_entries(day: date) -> None:
    assert read(day.strftime("%-d%b%y")) == day.isoformat()


@given(st.text("0123456789-/. cMayJul,[]©", max_size=24) | st.text(max_size=24))
def test_grammar_and_idempotence(cell: str) -> None:
    once = read(cell)
    if once is not None:
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", once)
        assert read(once) == once
        low, high = pl.select(earliest(pl.lit(once)), latest(pl.lit(once)).alias("last")).row(0)
        assert EARLIEST_YEAR <= low.year <= high.year <= LATEST_YEAR
