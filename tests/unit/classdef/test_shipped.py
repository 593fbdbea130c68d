"""The class definitions that ship, and the page that tells of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import polars as pl
import pytest

from classmatch.classdef.days import last_day
from classmatch.classdef.definition import (
    Acquisition,
    Amounts,
    Case,
    DateRules,
    Definition,
    Ends,
    Exclusions,
    Follow,
    Identifier,
    Imprecise,
    OptOut,
    Policy,
    RegistrationRules,
    Source,
    Split,
    Timely,
    Unit,
    WorkKind,
    WorkRules,
)
from classmatch.classdef.reading import Document, ListRules, load_definition, shipped, shipped_text
from classmatch.errors import ConfigError
from classmatch.normalise.file_status import STATUSES
from classmatch.read import formats

if TYPE_CHECKING:
    from dataclasses import Field

PAGE = (Path(__file__).parents[3] / "docs/class-definitions.md").read_text(encoding="utf-8")
TABLES: dict[str, type] = {
    "At the top": Document,
    "`[case]`": Case,
    "`[[sources]]`": Source,
    "`[work]`": WorkRules,
    "`[registration]`": RegistrationRules,
    "`[registration.timely]`": Timely,
    "`[dates]`": DateRules,
    "`[exclusions]`": Exclusions,
    "`[[opt_outs]]`": OptOut,
    "`[list]`": ListRules,
    "`[amounts]`": Amounts,
    "`[amounts.splits]`": Split,
}


def test_those_that_ship() -> None:
    assert shipped() == ["bartz", "template"]
    assert all(load_definition(name).name == name for name in shipped())


def test_a_name_that_is_none() -> None:
    with pytest.raises(ConfigError, match="did you mean 'bartz'"):
        shipped_text("bratz")


def test_the_template_asks_for_a_registration_and_nothing_else() -> None:
    found = load_definition("template").definition
    assert found == Definition(Case("Registered works", "1"))


# --------------------------------------------------------------------------------------------------------------------
# Bartz.


def bartz() -> Definition:
    return load_definition("bartz").definition


def test_the_libraries_of_bartz() -> None:
    days = {source.library: (source.acquired_from, source.acquired_to) for source in bartz().sources if source.in_class}
    june_2021, july_2022 = (date(2021, 6, 1), date(2021, 6, 30)), (date(2022, 7, 1), date(2022, 7, 31))
    assert days == {"libgen": june_2021, "libgenli": june_2021, "zlibrary": july_2022, "pilimi": july_2022}
    assert [source.library for source in bartz().sources if not source.in_class] == ["books3"]
    for source in bartz().sources:
        assert source.content_date == source.acquired_to
        assert source.invalid_files == (("empty", "missing") if source.in_class else ())


def test_the_libraries_are_those_that_formats_name() -> None:
    named = {found.library for found in formats.KNOWN}
    assert {source.library for source in bartz().sources} - {"pilimi"} <= named


def test_the_rules_of_bartz() -> None:
    found = bartz()
    assert found.work == WorkRules(identifiers=(Identifier.ISBN, Identifier.ASIN), without_identifier=Policy.EXCLUDE)
    assert found.registration == RegistrationRules(
        within_years_of_publication=5,
        timely=Timely(before_acquisition=True, within_months_of_publication=3),
        ends=Ends.INCLUSIVE,
        before=Ends.STRICT,
        acquisition=Acquisition.ANY,
        unpublished=Policy.COUNT,
        preregistrations=Policy.EXCLUDE,
        foreign=Policy.COUNT,
        renewals=Follow.ORIGINAL,
        supplementary=Follow.ORIGINAL,
    )
    assert found.dates == DateRules(Imprecise.UNDETERMINED, Imprecise.UNDETERMINED)
    assert found.unit is Unit.REGISTRATION


def test_names_and_amounts_of_bartz() -> None:
    found = bartz()
    assert found.exclusions.persons == ()
    assert "Anthropic" in found.exclusions.organisations
    assert found.opt_outs == ()
    assert (found.amounts.per_work, found.amounts.currency) == (3000.0, "USD")
    half = Split(0.5, 0.5)
    assert found.amounts.splits == {
        WorkKind.TRADE: half,
        WorkKind.UNIVERSITY_PRESS: half,
        WorkKind.EDUCATION: Split(),
        WorkKind.SELF_PUBLISHED: Split(author=1.0),
        WorkKind.WORK_FOR_HIRE: Split(publisher=1.0),
    }


def test_every_rule_of_bartz_says_where_it_comes_from() -> None:
    """In the words of the head of the file."""
    rules = shipped_text("bartz").split("[work]")[1].split("[amounts.splits]")[0]
    values = re.findall(r"^(?:[a-z_]+ = .*)", rules, flags=re.MULTILINE)
    assert len(values) >= 17
    assert not [value for value in values if not re.search(r"# \[(order|AAP|reports|choice)\]", value)]


# --------------------------------------------------------------------------------------------------------------------
# The template and the page tell every field, with its default.


def entries(kind: type) -> dict[str, tuple[Field[Any], Any]]:
    """Fields that hold a value, and not tables, each with its type."""
    hints = get_type_hints(kind)
    found = {entry.name: (entry, hints[entry.name]) for entry in fields(kind)}
    return {name: (entry, hint) for name, (entry, hint) in found.items() if not is_table(hint)}


def is_table(hint: Any) -> bool:
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    return is_dataclass(inner) or get_origin(inner) is dict


def default(entry: Field[Any]) -> str:
    """As TOML writes it."""
    match entry.default:
        case value if value is MISSING:
            return "required"
        case None:
            return "none"
        case bool() as value:
            return str(value).lower()
        case str() as value:
            return f'"{value}"'
        case ():
            return "[]"
    raise AssertionError(entry)


def words(hint: Any) -> set[str]:
    """The words of an enumeration."""
    inner = get_args(hint)[0] if get_origin(hint) in {tuple, UnionType} else hint
    return set(inner) if isinstance(inner, type) and issubclass(inner, StrEnum) else set()


def rows(heading: str) -> dict[str, list[str]]:
    """The cells of a section's table by the field."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = [[cell.strip() for cell in row.split(" | ")] for row in re.findall(r"^\| (.*) \|$", section, re.MULTILINE)]
    return {row[0].strip("`"): row[1:] for row in found if row[0].startswith("`")}


def test_the_page_has_a_section_for_every_table() -> None:
    sections = re.findall(r"^## (`\[.*)$", PAGE, flags=re.MULTILINE)
    assert ["At the top", *sections] == list(TABLES)


@pytest.mark.parametrize("heading", TABLES)
def test_the_page_tells_every_field_its_words_and_its_default(heading: str) -> None:
    told, known = rows(heading), entries(TABLES[heading])
    tables = {"timely", "splits"} & told.keys()
    assert set(told) - tables == set(known)
    for name, (entry, hint) in known.items():
        kinds, said, _ = told[name]
        assert said.strip("`") == default(entry), name
        assert words(hint) <= set(re.findall(r'"(\w+)"', kinds)), name


def test_the_page_names_every_status_of_a_file() -> None:
    assert re.findall(r'"(\w+)"', rows("`[[sources]]`")["invalid_files"][0]) == list(STATUSES)


def test_the_page_names_every_kind_of_work() -> None:
    assert set(re.findall(r"`(\w+)`", PAGE.split("## `[amounts.splits]`")[1].split("|")[0])) >= set(WorkKind)


def test_the_template_shows_every_field_with_its_default() -> None:
    lines = re.findall(r"^(?:# )?([a-z_]+) = (.+?)(?: +#.*)?$", shipped_text("template"), flags=re.MULTILINE)
    shown: dict[str, set[str]] = {}
    for name, value in lines:
        shown.setdefault(name, set()).add(value)
    for kind in TABLES.values():
        for name, (entry, _) in entries(kind).items() if kind is not Split else ():
            assert name in shown, name
            if default(entry) not in {"none", "required"}:
                assert default(entry) in shown[name], name


def test_the_template_without_its_marks_is_a_definition(tmp_path: Path) -> None:
    """Every line that is commented out can be taken as it stands."""
    text = re.sub(r"^# (?=[a-z_]+ = |\[)", "", shipped_text("template"), flags=re.MULTILINE)
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    (tmp_path / "optouts.csv").write_text("claimant\nInes Tallow\n", encoding="utf-8")
    found = load_definition(tmp_path / "mine.toml").definition
    assert len(found.sources) == 1
    assert len(found.opt_outs) == 2
    assert set(found.amounts.splits) == set(WorkKind)


def test_the_example_of_the_page_is_a_definition(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    (tmp_path / "mine.toml").write_text(example, encoding="utf-8")
    found = load_definition(tmp_path / "mine.toml").definition
    assert found.case.version == tomllib.loads(example)["case"]["version"]
    assert [source.in_class for source in found.sources] == [True, False]
    assert found.sources[0].content_date == date(2020, 11, 30)


@pytest.mark.parametrize(
    ("published", "months", "ends", "last"),
    [
        (date(2019, 11, 30), 3, Ends.INCLUSIVE, date(2020, 2, 29)),
        (date(2020, 11, 30), 3, Ends.INCLUSIVE, date(2021, 2, 28)),
        (date(2019, 1, 1), 3, Ends.INCLUSIVE, date(2019, 4, 1)),
        (date(2019, 12, 30), 3, Ends.INCLUSIVE, date(2020, 3, 30)),
        (date(2019, 12, 31), 3, Ends.INCLUSIVE, date(2020, 3, 31)),
        (date(2014, 5, 12), 3, Ends.INCLUSIVE, date(2014, 8, 12)),
        (date(2012, 2, 29), 60, Ends.INCLUSIVE, date(2017, 2, 28)),
        (date(2012, 2, 29), 48, Ends.INCLUSIVE, date(2016, 2, 29)),
        (date(2012, 2, 29), 60, Ends.STRICT, date(2017, 2, 27)),
    ],
)
def test_the_examples_of_the_page_are_what_the_rules_reckon(
    published: date, months: int, ends: Ends, last: date
) -> None:
    assert pl.select(last_day(pl.lit(published), months, ends)).item() == last
