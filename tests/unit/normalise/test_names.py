"""What holds of names whatever the cell says; what single cells come to stands in `tests/cases/names.yaml`."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders import catalog, register
from classmatch.normalise.names import MAX_NAMES

NAME = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*\|(?:[a-z0-9]+(?: [a-z0-9]+)*)?")
PIECES = st.sampled_from(
    [
        "Everett", " Rowe", ", ", "; ", " & ", " and ", "J. ", "K.V.", "Jr.", "van der ", "Mc", "(ed.)", "pseud. of ",
        "|A", "||", "/", "O’", "Dr. ", "Михайлов", "\ufeff", "1901-", "\x01", "\x02", ".", "-", "[", "(", "by ", "李",
    ]
)  # fmt: skip
CELLS = st.lists(st.text(max_size=40) | st.lists(PIECES, max_size=10).map("".join), min_size=1, max_size=30)


@given(CELLS)
@settings(max_examples=12)
@example(["\x01", ",", "Rowe,", ", Rowe", ";;", "by"])
def test_names_are_surname_and_given_names_whatever_the_cell(cells: list[str]) -> None:
    for names in catalog(*({"author": cell} for cell in cells))["names"].to_list():
        assert names is not None
        assert len(names) <= MAX_NAMES
        assert len(set(names)) == len(names)
        assert all(NAME.fullmatch(name) for name in names), names


@given(CELLS)
@settings(max_examples=4)
def test_the_names_of_a_cell_do_not_depend_on_its_neighbours(cells: list[str]) -> None:
    together = catalog(*({"author": cell} for cell in cells))["names"].to_list()
    backwards = catalog(*({"author": cell} for cell in reversed(cells)))["names"].to_list()
    assert together == backwards[::-1]
    assert together[:1] == catalog({"author": cells[0]})["names"].to_list()


# Words that are no names, and are left out of a cell, or are of corporate bodies.
_TABLES = files("classmatch.normalise.data")
STOPS = {
    word
    for table in ("name_words.csv", "corporate_words.csv")
    for line in _TABLES.joinpath(table).read_text("utf-8").splitlines()
    for word in line.split(",")[0].split()
} | {
    "with",
    "formerly",
    "originally",
    "born",
    "vander",
    "vanden",
    "della",
    "dello",
    "dela",
    "bint",
    "esquire",
    "active",
}
WORD = st.from_regex(r"[A-Z][a-z]{3,9}", fullmatch=True).filter(lambda word: str(word).lower() not in STOPS)


PERSON = st.tuples(WORD, WORD)
PARTICLES = {
    "van", "von", "vom", "zum", "zur", "der", "den", "des", "das", "dos", "del", "della", "dello", "dela", "los", "las",
    "ten", "ter", "bin", "ibn", "bint", "ben", "abu", "vander", "vanden",
}  # fmt: skip


def folded(person: tuple[str, str]) -> str:
    return f"{person[1]}|{person[0]}".lower()


@given(st.lists(PERSON, min_size=1, max_size=30))
@settings(max_examples=4)
def test_either_order_and_capitals_give_the_same_name(persons: list[tuple[str, str]]) -> None:
    for writing in ("{0} {1}", "{1}, {0}"):
        cells = [writing.format(*person) for person in persons]
        found = catalog(*({"author": cell} for cell in (*cells, *(cell.upper() for cell in cells))))["names"].to_list()
        assert found == [[folded(person)] for person in persons] * 2


@given(st.lists(st.lists(PERSON, min_size=2, max_size=4, unique=True), min_size=1, max_size=30))
@settings(max_examples=4)
@pytest.mark.parametrize("between", ["; ", " & ", " and ", ", "])
def test_persons_keep_their_order_whatever_stands_between(between: str, records: list[list[tuple[str, str]]]) -> None:
    cells = [between.join(" ".join(person) for person in persons) for persons in records]
    found = catalog(*({"author": cell} for cell in cells))["names"].to_list()
    assert found == [[folded(person) for person in persons] for persons in records]


@given(st.lists(st.lists(PERSON, min_size=1, max_size=4, unique=True), min_size=1, max_size=30))
@settings(max_examples=4)
def test_names_written_out_again_are_the_same_names(records: list[list[tuple[str, str]]]) -> None:
    first = catalog(*({"author": " & ".join(" ".join(person) for person in persons)} for persons in records))["names"]
    written = [["{}, {}".format(*name.split("|")).title() for name in names] for names in first.to_list()]
    assert catalog(*({"author": "; ".join(names)} for names in written))["names"].to_list() == first.to_list()


BEHIND = ("van der", "von", "de la")  # particles that also stand behind the given names


@given(st.lists(st.tuples(PERSON, st.sampled_from([*BEHIND, "Du", "Le", "St."])), min_size=1, max_size=30))
@settings(max_examples=4)
def test_a_particle_is_part_of_the_surname_wherever_it_stands(names: list[tuple[tuple[str, str], str]]) -> None:
    cells, expected = [], []
    for person, particle in names:
        joined = particle.replace(" ", "").replace(".", "").title()
        forms = ["{0} {2} {1}", "{2} {1}, {0}", "{0} {3}{1}", *(["{1}, {0} {2}"] if particle in BEHIND else [])]
        cells += [form.format(*person, particle, joined) for form in forms]
        expected += [[f"{joined}{person[1]}|{person[0]}".lower()]] * len(forms)
    assert catalog(*({"author": cell} for cell in cells))["names"].to_list() == expected


@given(st.lists(PERSON, min_size=1, max_size=20))
@settings(max_examples=4)
def test_the_legal_form_of_a_firm_does_not_matter(names: list[tuple[str, str]]) -> None:
    forms = ["{} {}, Inc.", "{} {} Company", "The {} {} Co., Ltd.", "{} {} & Co.", "{} {} GmbH"]
    cells = [form.format(*name) for name in names for form in forms]
    expected = [[f"{' '.join(name).lower()}|"] for name in names for _ in forms]
    assert catalog(*({"author": cell} for cell in cells))["names"].to_list() == expected


@given(st.lists(st.tuples(PERSON, PERSON, st.from_regex(r"[a-z]{3,9}( [a-z]{3,9}){0,2}", fullmatch=True)), min_size=1))
@settings(max_examples=6)
def test_words_in_small_letters_between_names_are_none(
    cells: list[tuple[tuple[str, str], tuple[str, str], str]],
) -> None:
    said = [pair for pair in cells if pair[0] != pair[1] and not PARTICLES & set(pair[2].split())]
    found = catalog(*({"author": f"{' '.join(a)}, {words} by {' '.join(b)}"} for a, b, words in said))[
        "names"
    ].to_list()
    assert found == [[folded(a), folded(b)] for a, b, _ in said]


@pytest.mark.parametrize("cell", [None, "", " ", "Anonymous", "...", "(ed.)"])
def test_a_record_without_names_has_an_empty_list(cell: str | None) -> None:
    assert catalog({"author": cell})["names"].to_list() == [[]]
    assert register({"author": cell})["names"].to_list() == [[]]


def test_a_catalog_record_has_no_claimants_to_fall_back_on() -> None:
    claimants = "Otto Brandt|E||Everett Rowe|A"
    assert register({"claimants": claimants})["names"].to_list() == [["rowe|everett"]]
    assert register({"claimants": "Otto Brandt|E"})["names"].to_list() == [[]]
