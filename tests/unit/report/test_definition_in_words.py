"""A class definition in words."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from classmatch.classdef.definition import (
    Acquisition,
    Amounts,
    Case,
    Definition,
    Ends,
    Exclusions,
    OptOut,
    RegistrationRules,
    Source,
    Split,
    Timely,
    WorkKind,
    WorkRules,
)
from classmatch.classdef.reading import Given, load_definition
from classmatch.report.definition import show_definition, show_shipped, told
from classmatch.report.terminal import console

CASE = Case("Marrow v. Lantern Machines", "2")


def printed(definition: Definition) -> str:
    out = io.StringIO()
    show_definition(console(out), Given(definition, "mine.toml", "ab12"))
    return out.getvalue()


def said(definition: Definition, about: str) -> list[str]:
    return [text for name, text in told(definition) if name == about]


def test_which_definition_it_is() -> None:
    lines = printed(Definition(CASE)).splitlines()
    assert lines[0] == "Marrow v. Lantern Machines, version 2 (mine.toml)"
    assert lines[-1] == "sha256 ab12"
    assert max(map(len, lines)) <= 80


def test_libraries() -> None:
    day = date(2021, 6, 1)
    one = Source("libgen", content_date=day, acquired_from=day, acquired_to=date(2021, 6, 30), invalid_files=("empty",))
    other = Source("books3", in_class=False)
    assert said(Definition(CASE), "libraries") == ["all"]
    assert said(Definition(CASE, (one, other)), "library") == [
        "libgen: in the class, copied between 2021-06-01 and 2021-06-30, with what it took in by 2021-06-01, "
        "without files that are empty",
        "books3: not in the class",
        "every other one: not in the class",
    ]
    every = replace(one, library="*", acquired_to=day, content_date=None, invalid_files=())
    assert said(Definition(CASE, (every,)), "library") == ["every other one: in the class, copied on 2021-06-01"]


def test_rules() -> None:
    assert said(Definition(CASE), "registered") == ["at any time"]
    assert said(Definition(CASE), "and registered") == []
    rules = RegistrationRules(1, Timely(True, 3), Ends.STRICT, Ends.INCLUSIVE, Acquisition.FIRST)
    found = Definition(CASE, registration=rules, work=WorkRules(languages=("eng",), types=("TX", "A")))
    assert said(found, "registered") == ["within 1 year of publication; the last day does not count"]
    assert said(found, "and registered") == [
        "before a library that has it was copied (of several the first), or on the day itself, "
        "or within 3 months of publication; the last day does not count"
    ]
    assert said(found, "language") == ["eng; a work of unknown language leaves it undetermined"]
    assert said(found, "class of registration") == ["TX or A"]


def test_names_and_amounts() -> None:
    splits = {WorkKind.SELF_PUBLISHED: Split(author=1.0), WorkKind.EDUCATION: Split()}
    found = Definition(
        CASE,
        exclusions=Exclusions(organisations=tuple(f"House {n}" for n in range(25))),
        opt_outs=(OptOut("TX0001234567"),),
        amounts=Amounts(1500.5, splits=splits),
    )
    assert said(found, "excluded persons") == ["none is named"]
    assert said(found, "excluded organisations")[0].endswith("House 19, and 5 more")
    assert said(found, "opt-outs") == ["1"]
    assert said(found, "amount") == ["1,500.50 USD a work"]
    assert said(found, "split, self published") == ["author 100%"]
    assert said(found, "split, education") == ["by contract"]


def test_text_of_the_file_cannot_act_on_the_terminal() -> None:
    hostile = "\x1b[31m\u202e[bold]"
    case = Case(hostile, hostile, hostile, hostile, hostile)
    text = printed(Definition(case, (Source(hostile),), exclusions=Exclusions((hostile,), (hostile,))))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("[bold]") == 8


def test_those_that_ship() -> None:
    out = io.StringIO()
    show_shipped(console(out), [load_definition("bartz")])
    assert out.getvalue().splitlines()[-1].split("   ")[:2] == ["bartz", "Bartz v. Anthropic"]
