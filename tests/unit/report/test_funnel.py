"""The funnel adds up, and has the steps of the class definition."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from lxml import etree

from classmatch.classdef.definition import (
    Case,
    Definition,
    Identifier,
    RegistrationRules,
    Source,
    Timely,
    WorkRules,
)
from classmatch.report.funnel import Step, funnel, funnel_frame, steps_of
from classmatch.report.funnel_picture import funnel_picture

PLAIN = Definition(Case("a case", "1"))
FULL = replace(
    PLAIN,
    sources=(Source("libgen"),),
    work=WorkRules(identifiers=(Identifier.ISBN, Identifier.ASIN), languages=("eng",)),
    registration=RegistrationRules(
        within_years_of_publication=5, timely=Timely(before_acquisition=True, within_months_of_publication=3)
    ),
)
COUNTS = {key: 100 - 5 * place for place, (_, key, _) in enumerate(steps_of(FULL))}


def test_each_step_keeps_what_the_one_before_kept_less_what_it_drops() -> None:
    for definition in (PLAIN, FULL):
        steps = funnel(COUNTS, definition)
        assert all(now.kept == before.kept - now.dropped for before, now in pairwise(steps))
        assert steps[0].dropped == 0


def test_a_rule_of_the_definition_is_a_step_and_no_other_is() -> None:
    steps = [step.step for step in funnel(COUNTS, FULL)]
    assert steps == [
        "rows", "usable rows", "valid files", "distinct files", "editions", "works", "in the class's libraries",
        "in its languages", "with an identifier", "works with a candidate", "matched works",
        "registered within 5 years", "registered before acquisition or within 3 months", "not ineligible",
        "eligible works",
    ]  # fmt: skip
    assert len(funnel(COUNTS, PLAIN)) == len(steps) - 5


def test_every_drop_has_a_reason() -> None:
    assert all(step.reason for step in funnel(COUNTS, FULL)[1:])
    assert funnel(COUNTS, FULL)[8].reason == "without ISBN or ASIN"


def test_the_table_has_the_columns_that_others_rely_on() -> None:
    assert funnel_frame(funnel(COUNTS, PLAIN)).columns == ["step", "kept", "dropped", "reason"]


def test_the_picture_is_valid_and_says_in_words_what_it_shows() -> None:
    steps = [Step("rows", 7000, 0, ""), Step("works", 500, 6500, "<another> & edition")]
    picture = funnel_picture(steps, "Doe v. <Acme>\x07")
    root = etree.fromstring(picture)
    words = " ".join(root.itertext())
    assert "Doe v. <Acme>" in words
    assert "rows: 7,000; works: 500" in words
    assert "<another> & edition" in words
    assert [bar.get("width") for bar in root.iter("{*}rect")] == ["100%", "420", "30"]
    assert picture == funnel_picture(steps, "Doe v. <Acme>\x07")


def test_an_empty_funnel_has_a_picture_too() -> None:
    assert funnel_picture([Step("rows", 0, 0, "")], "nothing").startswith(b"<?xml")
