"""What is one line of the works list."""

from __future__ import annotations

from typing import Any

import polars as pl

from classmatch.classdef.definition import Case, Definition, Follow, RegistrationRules, Unit
from classmatch.listing.units import with_units

SCHEMA = {
    "work_id": pl.String, "isbns": pl.List(pl.String), "asins": pl.List(pl.String), "registration_key": pl.String,
    "registration_record_id": pl.String, "record_type": pl.String, "original_number": pl.String,
    "original_date": pl.String, "group_registration": pl.Boolean, "title_main": pl.String, "file": pl.String,
}  # fmt: skip


def units(unit: Unit, *rows: dict[str, Any], renewals: Follow = Follow.ORIGINAL) -> pl.DataFrame:
    definition = Definition(Case("a case", "1"), unit=unit, registration=RegistrationRules(renewals=renewals))
    filled = [{**dict.fromkeys(SCHEMA), "isbns": [], "asins": [], "group_registration": False, **row} for row in rows]
    return with_units(pl.DataFrame(filled, schema=SCHEMA), definition)


def number_of(unit: Unit, *rows: dict[str, Any], renewals: Follow = Follow.ORIGINAL) -> int:
    return units(unit, *rows, renewals=renewals)["unit"].n_unique()


def test_a_registration_of_two_rows_is_one_line() -> None:
    twice = [{"registration_key": "TX0000000001", "title_main": title} for title in ("marsh fires", "marsh fire")]
    assert number_of(Unit.REGISTRATION, *twice) == 1


def test_a_group_is_a_line_a_title() -> None:
    group = {"registration_key": "TX0000000001", "group_registration": True}
    titles = [{**group, "title_main": f"title {i % 12}"} for i in range(24)]
    assert number_of(Unit.REGISTRATION, *titles) == 12


def test_a_renewal_is_the_line_of_its_original() -> None:
    original = {"registration_key": "A100018@1936-09-15", "record_type": "registration"}
    renewal = {
        "registration_key": "R326953@1963-01-02", "record_type": "renewal", "original_number": "A100018",
        "original_date": "1936-09-15",
    }  # fmt: skip
    another = {**renewal, "registration_key": "R326954@1963-01-03"}
    assert number_of(Unit.REGISTRATION, original, renewal, another) == 1
    assert number_of(Unit.REGISTRATION, original, renewal, another, renewals=Follow.OWN) == 3


def test_a_renewal_of_no_known_original_is_a_line_of_its_own() -> None:
    renewals = [{"registration_key": f"R{i}@1963", "record_type": "renewal"} for i in (1, 2)]
    assert number_of(Unit.REGISTRATION, *renewals) == 2


def test_registrations_without_a_number_are_told_by_their_rows() -> None:
    seven, eight = {"registration_record_id": "7", "file": "a.csv"}, {"registration_record_id": "8", "file": "a.csv"}
    assert number_of(Unit.REGISTRATION, seven, eight) == 2
    assert number_of(Unit.REGISTRATION, seven, seven | {"file": "b.csv"}) == 2


def test_a_work_is_one_line_whatever_its_registrations() -> None:
    assert number_of(Unit.WORK, *({"work_id": "w1", "registration_key": key} for key in "abc")) == 1


def test_each_isbn_and_asin_is_a_line_and_a_work_without_any_is_one() -> None:
    several = {"work_id": "w1", "isbns": ["9780446310789", "9780521531009"], "asins": ["B000000001"]}
    found = units(Unit.ISBN, several, {"work_id": "w2"})
    assert found["unit"].to_list() == ["9780446310789", "9780521531009", "B000000001", "w2"]
    assert found["isbns"].to_list() == [["9780446310789"], ["9780521531009"], [], []]
    assert found["asins"].to_list() == [[], [], ["B000000001"], []]


RENEWAL = {"registration_key": "R1@1963", "record_type": "renewal", "title_main": "marsh fires"}
FOREIGN = {"original_number": "AI13947", "original_date": "1930-04-10"}
AMERICAN = {"original_number": "A27120", "original_date": "1930-08-22"}


def test_one_renewal_of_two_originals_is_one_line() -> None:
    assert number_of(Unit.REGISTRATION, RENEWAL | FOREIGN, RENEWAL | AMERICAN) == 1


def test_one_original_renewed_twice_is_one_line_where_title_or_work_is_the_same() -> None:
    again = RENEWAL | AMERICAN | {"registration_key": "R2@1964"}
    assert number_of(Unit.REGISTRATION, RENEWAL | AMERICAN, again) == 1
    other = again | {"title_main": "salt roads"}
    assert number_of(Unit.REGISTRATION, RENEWAL | AMERICAN | {"work_id": "w1"}, other | {"work_id": "w2"}) == 2
    assert number_of(Unit.REGISTRATION, RENEWAL | AMERICAN | {"work_id": "w1"}, other | {"work_id": "w1"}) == 1
