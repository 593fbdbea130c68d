"""What the rules are given of a candidate: its work, its registration, and the names that a definition asks for."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from builders import deduplicated, register
from classmatch import schema
from classmatch.classdef.definition import Case, Definition, Exclusions, OptOut
from classmatch.classdef.judging import subjects, verdicts, with_verdicts
from classmatch.compare.patterns import COMPARISONS

PLAIN = Definition(Case("a case", "1"))
FOUND = deduplicated({"title": "Marsh Fires", "author": "Ina Marl", "isbn": "9780446310789", "date": "1998"})
PLACES = pl.DataFrame({"work": [0], "registration": [0]})


def verdict(definition: Definition, **registration: Any) -> dict[str, Any]:
    registered = register(
        {"registration_number": "TX0001234567", "title": "Marsh fires", "publication_date": "1998-02-01",
         "registration_date": "1998-03-01", **registration}
    )  # fmt: skip
    asked = subjects(PLACES, FOUND.works, registered, [definition])
    return verdicts(asked, FOUND.copies, definition).row(0, named=True)


@pytest.mark.parametrize(
    ("claimants", "eligibility"),
    [
        ("Corvid Labs, Inc.", "ineligible"),
        ("CORVID LABORATORIES", "ineligible"),
        ("Ina Marl; Corvid Labs, Inc.", "eligible"),
        ("Marl, Ina", "eligible"),
        (None, "eligible"),
        ("Hugh Pell", "undetermined"),
        ("Pell, Hugh", "undetermined"),
    ],
)
def test_excluded_names_are_found_however_they_are_written(claimants: str | None, eligibility: str) -> None:
    excluded = Exclusions(persons=("Hugh Pell",), organisations=("Corvid Labs, Inc.", "Corvid Laboratories"))
    definition = Definition(Case("a case", "1"), exclusions=excluded)
    assert verdict(definition, claimants=claimants)["eligibility"] == eligibility


def test_who_opted_out_is_found_by_name_and_number() -> None:
    leaving = OptOut(registration="TX0001234567", claimant="Ina Marl")
    definition = Definition(Case("a case", "1"), opt_outs=(leaving,))
    assert verdict(definition, claimants="MARL, INA")["class_reasons"] == ["opted_out"]
    assert verdict(definition, claimants="Everett Rowe")["eligibility"] == "eligible"


def test_a_renewal_finds_its_original_in_the_register() -> None:
    definition = Definition(Case("a case", "1"))
    registered = register(
        {"registration_number": "RE0000123456", "title": "Marsh fires", "registration_date": "1976-05-01",
         "original_number": "A100018", "record_type": "renewal"},
        {"registration_number": "A100018", "title": "Marsh fires", "registration_date": "1948-05-01"},
    )  # fmt: skip
    asked = subjects(PLACES, FOUND.works, registered, [definition])
    found = verdicts(asked, FOUND.copies, definition)
    assert found.select("registered_from", "registration_basis").row(0)[1] == "original"
    assert str(found["registered_from"][0]) == "1948-05-01"


def test_reasons_of_the_class_stand_behind_those_of_the_match() -> None:
    columns = schema.linked_schema(COMPARISONS)
    candidate = pl.DataFrame([{**dict.fromkeys(columns), "reasons": ["title_same"]}], schema=columns)
    said = pl.DataFrame(
        [{**dict.fromkeys(schema.ELIGIBILITY), "eligibility": "ineligible", "class_reasons": ["no_identifier"]}],
        schema=dict(schema.ELIGIBILITY),
    )
    both = with_verdicts(candidate, said)
    assert both["reasons"].to_list() == [["title_same", "no_identifier"]]
    assert both.schema == pl.Schema(schema.candidates_schema(COMPARISONS))
