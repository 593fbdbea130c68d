"""Days, holdings and originals: what the rules are given."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from eligibility_cases import USUAL, copies_of, definition_of

from builders import register
from classmatch.classdef.class_reasons import MEANINGS, ClassReason
from classmatch.classdef.days import earliest_start, last_day
from classmatch.classdef.definition import Ends
from classmatch.classdef.holdings import HOLDINGS, holdings, valid_file
from classmatch.classdef.originals import with_originals

NO, YES, OPEN = False, True, None


def test_every_reason_has_a_meaning() -> None:
    assert set(MEANINGS) == set(ClassReason)


def test_polars_ands_and_ors_as_kleene_does() -> None:
    pairs = pl.DataFrame([(a, b) for a in (YES, OPEN, NO) for b in (YES, OPEN, NO)], schema=["a", "b"], orient="row")
    found = pairs.select(both=pl.col("a") & pl.col("b"), either=pl.col("a") | pl.col("b"))
    assert found["both"].to_list() == [YES, OPEN, NO, OPEN, OPEN, NO, NO, NO, NO]
    assert found["either"].to_list() == [YES, YES, YES, YES, OPEN, OPEN, YES, OPEN, NO]


@pytest.mark.parametrize("ends", list(Ends))
@pytest.mark.parametrize("months", [1, 3, 60])
def test_the_first_start_is_the_inverse_of_the_last_day(months: int, ends: Ends) -> None:
    days = pl.DataFrame({"day": pl.date_range(date(2019, 1, 1), date(2021, 1, 1), eager=True)})
    start = days.select(start=earliest_start(pl.col("day"), months, ends), day="day")
    before = pl.col("start").dt.offset_by("-1d")
    reached = start.select(last_day(pl.col("start"), months, ends) >= pl.col("day"))
    assert reached.to_series().all()
    assert not start.select(last_day(before, months, ends) >= pl.col("day")).to_series().any()


def test_what_libraries_come_to() -> None:
    entries = [
        {"sources": ["libgen", "pilimi"]},
        {"sources": ["libgen", {"library": "pilimi", "added": "2022"}]},
        {"sources": [{"library": "libgen", "status": "empty"}]},
    ]
    found = holdings(copies_of(entries), USUAL)
    assert dict(found.schema) == dict(HOLDINGS)
    assert found["class_sources"].to_list() == [["libgen", "pilimi"], ["libgen"], []]
    assert found["held"].to_list() == [True, True, False]
    june, july = (date(2021, 6, 1), date(2021, 6, 30)), (date(2022, 7, 1), date(2022, 7, 31))
    assert found["acquired_from"].to_list() == [july[0], june[0], None]
    assert found["acquired_to"].to_list() == [july[1], july[1], None]
    assert found["last_certain"].to_list() == [july[1], june[1], None]
    assert copies_of(entries).select(valid_file(USUAL)).to_series().to_list() == [True, True, True, True, False]
    first = holdings(copies_of(entries), definition_of({"acquisition": "first"}))
    assert first["acquired_to"].to_list() == [june[1], june[1], None]


def test_more_libraries_than_a_number_has_bits() -> None:
    names = [f"library{i:03}" for i in range(70)]
    found = holdings(copies_of([{"sources": names}]), definition_of({"sources": []}))
    assert found["class_sources"].to_list() == [names]


def test_an_original_is_found_where_its_number_has_one_date() -> None:
    table = register(
        {"registration_number": "TX0001234567", "registration_date": "1980-05-01"},
        {"registration_number": "A123456", "registration_date": "1930-05-01"},
        {"registration_number": "A123456", "registration_date": "1951-05-01"},
        {"registration_number": "RE0000000001", "original_number": "A123456", "registration_date": "1979-01-01"},
        {"registration_number": "RE0000000002", "original_number": "TX0001234567", "registration_date": "2008-01-01"},
        {"registration_number": "RE0000000003", "original_number": "TX0001234567", "registration_date": "1979-01-01"},
    )
    assert with_originals(table).to_list() == [None, None, None, None, "1980-05-01", None]
