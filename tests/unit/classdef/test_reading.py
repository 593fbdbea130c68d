"""Reading and checking class definitions: what is taken, and what is refused, all at once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import cases
from classmatch.classdef.definition import (
    Acquisition,
    Definition,
    Ends,
    Follow,
    Identifier,
    Imprecise,
    OptOut,
    Policy,
    Split,
    Unit,
    WorkKind,
)
from classmatch.classdef.reading import MAX_BYTES, load_definition
from classmatch.errors import ClassmatchError, ConfigError, InputError

CASE = '[case]\nname = "Marrow v. Lantern Machines"\nversion = "1"\n'


def written(folder: Path, text: str, *, case: str = CASE) -> Path:
    path = folder / "mine.toml"
    path.write_text(f"{case}\n{text}", encoding="utf-8")
    return path


def read(folder: Path, text: str) -> Definition:
    return load_definition(written(folder, text)).definition


def refused(folder: Path, text: str, *, case: str = CASE) -> str:
    with pytest.raises(ConfigError) as caught:
        load_definition(written(folder, text, case=case))
    assert "\n" not in str(caught.value)
    return str(caught.value)


FULL = """
[[sources]]
library = " libgen "
content_date = "2020-11"
acquired_from = "2020-12"
acquired_to = 2021-02-10
invalid_files = ["empty", "broken", "empty"]
[[sources]]
library = "*"
in_class = false
[work]
identifiers = ["isbn", "doi"]
without_identifier = "undetermined"
types = ["TX", "txu", "a", "BB", "TX"]
languages = ["English", "en", "german", "ell"]
unknown_language = "exclude"
[registration]
within_years_of_publication = 5
ends = "strict"
before = "inclusive"
acquisition = "first"
unpublished = "exclude"
preregistrations = "count"
foreign = "undetermined"
renewals = "own"
supplementary = "exclude"
[registration.timely]
before_acquisition = true
within_months_of_publication = 3
[dates]
month_only = "last_day"
year_only = "first_day"
[exclusions]
persons = ["Ada Brook"]
organisations = ["Ostler House"]
[[opt_outs]]
registration = "TX 1-234-567"
isbn = "0-306-40615-2"
claimant = " Odile   Marrow "
[[opt_outs]]
isbn = "b00abc1234"
[list]
unit = "isbn"
[amounts]
per_work = 750
currency = "EUR"
[amounts.splits]
trade = { author = 0.9, publisher = 0.1 }
education = "by contract"
self_published = { author = 1 }
"""


def test_every_field_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, FULL)
    libgen, others = found.sources
    assert (libgen.library, libgen.in_class, others.library, others.in_class) == ("libgen", True, "*", False)
    assert libgen.content_date == date(2020, 11, 30)
    assert (libgen.acquired_from, libgen.acquired_to) == (date(2020, 12, 1), date(2021, 2, 10))
    assert libgen.invalid_files == ("empty", "broken")
    assert found.work.identifiers == (Identifier.ISBN, Identifier.DOI)
    assert found.work.without_identifier is Policy.UNDETERMINED
    assert found.work.types == ("TX", "A", "BB")
    assert found.work.languages == ("eng", "deu", "ell")
    assert found.work.unknown_language is Policy.EXCLUDE
    rules = found.registration
    assert (rules.within_years_of_publication, rules.timely.within_months_of_publication) == (5, 3)
    assert rules.timely.before_acquisition is True
    assert (rules.ends, rules.before, rules.acquisition) == (Ends.STRICT, Ends.INCLUSIVE, Acquisition.FIRST)
    assert (rules.unpublished, rules.preregistrations, rules.foreign) == tuple(
        map(Policy, ("exclude", "count", "undetermined"))
    )
    assert (rules.renewals, rules.supplementary) == (Follow.OWN, Follow.EXCLUDE)
    assert (found.dates.month_only, found.dates.year_only) == (Imprecise.LAST_DAY, Imprecise.FIRST_DAY)
    assert (found.exclusions.persons, found.exclusions.organisations) == (("Ada Brook",), ("Ostler House",))
    assert found.opt_outs == (OptOut("TX0001234567", "9780306406157", "Odile Marrow"), OptOut(isbn="B00ABC1234"))
    assert found.unit is Unit.ISBN
    assert (found.amounts.per_work, found.amounts.currency) == (750.0, "EUR")
    assert found.amounts.splits == {
        WorkKind.TRADE: Split(0.9, 0.1),
        WorkKind.EDUCATION: Split(),
        WorkKind.SELF_PUBLISHED: Split(author=1.0),
    }


def test_a_name_and_a_version_are_enough(tmp_path: Path) -> None:
    found = read(tmp_path, "")
    assert found == Definition(found.case)
    assert (found.case.name, found.case.version) == ("Marrow v. Lantern Machines", "1")


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        ("acquired_from = 2021-06-30", date(2021, 6, 30), date(2021, 6, 30)),
        ("acquired_to = '2021-06-30'", date(2021, 6, 30), date(2021, 6, 30)),
        ("acquired_from = '2020-02'", date(2020, 2, 1), date(2020, 2, 29)),
        ("acquired_to = '2021-02'", date(2021, 2, 1), date(2021, 2, 28)),
        ("acquired_from = '2021-06'\nacquired_to = '2021-06'", date(2021, 6, 1), date(2021, 6, 30)),
        ("acquired_from = 2021-06-30\nacquired_to = '2021-06'", date(2021, 6, 30), date(2021, 6, 30)),
        ("", None, None),
    ],
)
def test_days_of_acquisition(tmp_path: Path, lines: str, first: date | None, last: date | None) -> None:
    [source] = read(tmp_path, f'[[sources]]\nlibrary = "libgen"\n{lines}\n').sources
    assert (source.acquired_from, source.acquired_to) == (first, last)


SOURCE = '[[sources]]\nlibrary = "libgen"\n'


@pytest.mark.parametrize("case", [pytest.param(case, id=case["says"]) for case in cases("definition_faults.yaml")])
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, case: dict[str, Any]) -> None:
    above, below = (case["toml"], "") if case.get("top") else ("", case["toml"])
    assert case["says"] in refused(tmp_path, below, case=f"{above}\n{CASE}")


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    said = refused(tmp_path, "[work]\ntypse = []\n[list]\nunit = 'x'\n[dates]\nmonth_only = 3\n", case="[case]\n")
    places = ["case.name", "case.version", "work.typse", "dates.month_only", "list.unit"]
    assert [fault.split(":")[0] for fault in said.partition(": ")[2].split("; ")] == places


def test_what_follows_from_a_fault_is_not_told(tmp_path: Path) -> None:
    said = refused(tmp_path, SOURCE + "acquired_from = 'June'\n[registration.timely]\nbefore_acquisition = true\n")
    assert said.count("sources[1]") == 1
    said = refused(tmp_path, "[registration.timely]\nbefore_acquisition = true\n", case=f"sources = 3\n{CASE}")
    assert "needs sources" not in said


def test_a_long_value_is_cut_short(tmp_path: Path) -> None:
    said = refused(tmp_path, f"[list]\nunit = '{'x' * 5000}'\n")
    assert len(said) < 300
    assert "xxx'..." in said


def test_many_faults_are_counted(tmp_path: Path) -> None:
    said = refused(tmp_path, "[work]\n" + "".join(f"k{n} = 1\n" for n in range(60)))
    assert said.endswith("; and 10 more")


def test_the_case_itself_may_be_wrong(tmp_path: Path) -> None:
    assert "case: must be a table, not 3" in refused(tmp_path, "", case="case = 3\n")


def test_a_source_of_another_class_needs_no_dates(tmp_path: Path) -> None:
    text = SOURCE + "acquired_to = 2021-06-01\n[[sources]]\nlibrary = 'books3'\nin_class = false\n"
    assert len(read(tmp_path, text + "[registration.timely]\nbefore_acquisition = true\n").sources) == 2


def test_which_definition_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    found = load_definition(str(path))
    assert (found.name, found.sha256) == ("mine.toml", hashlib.sha256(path.read_bytes()).hexdigest())
    assert load_definition(path) == found


def test_a_byte_order_mark_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + CASE.encode())
    assert load_definition(path).definition.case.version == "1"


# --------------------------------------------------------------------------------------------------------------------
# Files that are none.


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[case\n", "not TOML"),
        (b"[case]\nacquired_to = 2021-06\n", 'text and months stand in quotes: "2021-06"'),
        (b"\xff\xfe[\x00", "not UTF-8 at byte 1"),
        (b"a = " + b"[" * 20_000, "nested too deep"),
        (b"a" + b".a" * 400_000 + b" = 1", "a line has more than 2,000 full stops"),
        (b"", "case.name: is missing; case.version: is missing"),
    ],
)
def test_a_file_that_is_no_definition(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"mine\.toml: ") as caught:
        load_definition(path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(CASE.encode() + b"#" * MAX_BYTES)
    with pytest.raises(InputError, match="larger than 1,000,000 bytes"):
        load_definition(path)


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("bratz", "no such file; did you mean 'bartz'? shipped are bartz, template"),
        ("nowhere/mine.toml", "no such file; name a TOML file, or one that ships: bartz, template"),
        (".", "is a folder"),
        ("a\0b", "cannot be a path"),
    ],
)
def test_what_is_no_file(which: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load_definition(which)
    assert said in str(caught.value)


def test_a_file_of_a_shipped_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bartz").write_text(CASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_definition("bartz").definition.case.name == "Bartz v. Anthropic"
    assert load_definition("./bartz").definition.case.name == "Marrow v. Lantern Machines"
    assert load_definition(Path("bartz")).definition.case.name == "Marrow v. Lantern Machines"
    assert load_definition(Path("template")).name == "template"


# --------------------------------------------------------------------------------------------------------------------
# Opt-outs of a file.

LISTED = f'opt_outs_file = "out.csv"\n{CASE}'


def test_opt_outs_of_a_file(tmp_path: Path) -> None:
    lines = (
        '\ufeffRegistration ,claimant,isbn,note\nTX1234567,,,called\n,,,\nTX0001234567,,,\n,"Brook, Ada",0306406152,\n'
    )
    (tmp_path / "out.csv").write_text(lines, encoding="utf-8")
    path = written(tmp_path, "[[opt_outs]]\nclaimant = 'Ines Tallow'\n", case=LISTED)
    found = load_definition(path)
    assert found.definition.opt_outs == (
        OptOut(claimant="Ines Tallow"),
        OptOut("TX0001234567"),
        OptOut(isbn="9780306406157", claimant="Brook, Ada"),
    )
    (tmp_path / "out.csv").write_text(lines + ",Otto Vale,,\n", encoding="utf-8")
    assert load_definition(path).sha256 != found.sha256


def test_a_file_of_opt_outs_without_any(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("claimant\n", encoding="utf-8")
    assert load_definition(written(tmp_path, "", case=LISTED)).definition.opt_outs == ()


def test_all_faults_of_the_file_come_with_those_of_the_definition(tmp_path: Path) -> None:
    lines = "registration,isbn,claimant\nTX1,,\nfoo,,\n,123,\n"
    (tmp_path / "out.csv").write_text(lines, encoding="utf-8")
    said = refused(tmp_path, "[list]\nunit = 'x'\n", case=LISTED)
    assert "list.unit" in said
    assert "out.csv row 2: registration 'foo' is not one" in said
    assert "out.csv row 3: isbn '123' is not one" in said
    assert "row 1" not in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "opt_outs_file: "),
        (b"", "opt_outs_file: "),
        (b"isbns\n1\n", "out.csv column 'isbns': unknown column (did you mean 'isbn'?)"),
        (b"claimant,claimant\na,b\n", "out.csv column 'claimant_duplicated_0': unknown column"),
        (b"claimant\n\xe9\n", "is not UTF-8"),
        (b"claimant\na,b,c\n", "opt_outs_file: "),
    ],
)
def test_files_of_opt_outs_that_cannot_be_read(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "out.csv").write_bytes(content)
    assert said in refused(tmp_path, "", case=LISTED)


@pytest.mark.parametrize("name", ["../out.csv", "/etc/passwd", "a/b.csv", "..", ".", "a\\\\b.csv"])
def test_the_file_of_opt_outs_lies_beside_the_definition(tmp_path: Path, name: str) -> None:
    said = refused(tmp_path, "", case=f'opt_outs_file = "{name}"\n{CASE}')
    assert "opt_outs_file: must be the name of a file without a folder" in said


# --------------------------------------------------------------------------------------------------------------------
# Whatever the file holds.

WORDS = """
case name version sources library in_class content_date acquired_from acquired_to invalid_files work identifiers types
languages registration timely before_acquisition within_years_of_publication ends list unit opt_outs isbn claimant
amounts per_work splits trade author exclusions persons opt_outs_file dates year_only x
"""
KEYS = st.sampled_from(re.findall(r"\w+", WORDS))
LEAVES = (
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["isbn", "TX", "english", "2021-06", "by contract", "*", "libgen", "count", "TX 1-234-567"])
    | st.dates()
    | st.datetimes()
    | st.times()
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=6)


def paths(value: Any) -> list[tuple[Any, ...]]:
    """The way to every value within a value, and to itself."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *rest) for key, item in inner for rest in paths(item))]


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    match value:
        case dict():
            return "{" + ", ".join(f"{name} = {toml(item)}" for name, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case bool():
            return str(value).lower()
        case str():
            return '"' + "".join(f"\\U{ord(char):08X}" for char in value if not 0xD800 <= ord(char) < 0xE000) + '"'
        case datetime() | date() | time():
            return value.isoformat()
    return repr(value)


def loaded(folder: Path, content: dict[str, Any]) -> Definition | None:
    """The definition that this content is; None after an error for people."""
    path = folder / "garbage.toml"
    path.write_text("".join(f"{name} = {toml(value)}\n" for name, value in content.items()), encoding="utf-8")
    try:
        return load_definition(path).definition
    except ClassmatchError as error:
        assert "\n" not in str(error)
        return None


def test_a_definition_written_again_is_the_same(tmp_path: Path) -> None:
    assert loaded(tmp_path, tomllib.loads(CASE + FULL)) == read(tmp_path, FULL)


@settings(max_examples=60)
@given(st.sampled_from(paths(tomllib.loads(CASE + FULL))[1:]), VALUES)
def test_garbage_in_a_sound_definition(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[Any, ...], value: Any
) -> None:
    content = tomllib.loads(CASE + FULL)
    inner = content
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    found = loaded(tmp_path_factory.getbasetemp(), content)
    assert found is None or isinstance(found, Definition)


@given(TABLES)
def test_garbage_gives_an_error_for_people_or_a_definition(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, Any]
) -> None:
    found = loaded(tmp_path_factory.getbasetemp(), content)
    assert found is None or found.case.name


@given(st.binary(max_size=200))
def test_any_bytes_give_an_error_for_people(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(content)
    with pytest.raises(ClassmatchError):  # there is no case without its name
        load_definition(path)


@given(st.binary(max_size=120))
def test_any_file_of_opt_outs_gives_an_error_for_people_or_opt_outs(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "out.csv").write_bytes(b"registration,isbn,claimant\n" + content)
    try:
        load_definition(written(folder, "", case=LISTED))
    except ClassmatchError as error:
        assert "\n" not in str(error)
