"""Each rule finds what it promises, and what others miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import as_works, catalog, register
from classmatch.block.index import index
from classmatch.block.pairs import portions
from classmatch.block.rules import RULES
from classmatch.compare.encode import encode
from classmatch.config import BlockSettings

if TYPE_CHECKING:
    from builders import Row

ISBN = "9780446310789"
# Registrations that make the small words of the examples common, as they are in a real register.
COMMON = [
    {"title": "a winter in the town and its drowned people", "author": f"Ann {name}"}
    for name in ("Boyd", "Cole", "Dunn", "Frost", "Gray")
]


def found_by(work: Row, registration: Row) -> set[str]:
    """The rules that bring the two together."""
    sides = encode(as_works(catalog(work)), register(registration, *COMMON))
    settings = BlockSettings()
    return {
        name
        for portion, _ in portions(sides, index(sides.right, sides.words, sides.names, settings), settings)
        for right, rules in zip(portion.right, portion.rules, strict=True)
        for i, name in enumerate(RULES)
        if right == 0 and rules >> i & 1
    }


@pytest.mark.parametrize(
    ("rule", "work", "registration"),
    [
        ("identifier", {"title": "Salt Roads", "isbn": ISBN}, {"title": "Quite another", "isbn": "0-446-31078-6"}),
        ("title", {"title": "Data Base Design"}, {"title": "Database design"}),
        ("title", {"title": "Salt Roads: A History"}, {"title": "Salt roads: murder among carters"}),
        (
            "title",
            {"title": "Verdict at Low Water"},
            {"title": "Grey geese", "alternate_title": "Verdict at low water"},
        ),
        ("title", {"title": "Grey geese|Verdict at Low Water"}, {"title": "Verdict at low water"}),
        ("title", {"title": "Salt; Roads"}, {"title": "Salt roads"}),
        (
            "words",
            {"title": "Tunstall", "author": "Everett Rowe"},
            {"title": "A winter in Tunstall and its bells", "author": "Rowe, E."},
        ),
        (
            "words",
            {"title": "Tunstall", "author": "Rowe, Everett"},
            {"title": "Tunstall bells", "author": "Everett, Rowe"},
        ),
        ("words", {"title": "The Bells of Tunstall"}, {"title": "Tunstall and the drowned bells"}),
        ("words", {"title": "Poems", "author": "Everett Rowe"}, {"title": "The collected poems of Everett Rowe"}),
        ("words", {"title": "Marsh"}, {"title": "Marsh, or a winter among carters"}),
        ("words", {"title": "Grey geese|Tunstall bells"}, {"title": "Bells in Tunstall"}),
        (
            "title_outline",
            {"title": "Lantern Keepers", "author": "E. Rowe"},
            {"title": "Lanturn keapers", "author": "Everett Row"},
        ),
        ("title_outline", {"title": "Lantern Keepers of Harrow"}, {"title": "Lanturn keapers of Harow"}),
        (
            "title_outline",
            {"title": "Geese|Lantern Keepers", "author": "E. Rowe"},
            {"title": "Lanturn keapers", "author": "Rowe, E."},
        ),
        (
            "author_year",
            {"title": "Verdict at Low Water", "author": "Everett Rowe", "date": "1951"},
            {"title": "Grey geese", "author": "Rowe, E.", "publication_date": "1952-03-01"},
        ),
    ],
)
def test_a_rule_finds_what_it_promises(rule: str, work: Row, registration: Row) -> None:
    assert rule in found_by(work, registration)


@pytest.mark.parametrize(
    ("work", "registration"),
    [
        ({"title": "Salt Roads", "author": "Everett Rowe"}, {"title": "Reed harvest", "author": "Rowe, Everett"}),
        ({"title": "Drowned winter"}, {"title": "Its people"}),
        (
            {"title": "Salt Roads", "author": "Everett Rowe", "date": "1951"},
            {"title": "Reed harvest", "author": "Rowe, Everett", "publication_date": "1953"},
        ),
        (
            {"title": "Salt Roads", "author": "Everett Rowe", "date": "1951"},
            {"title": "Reed harvest", "author": "Rowe, Ina", "publication_date": "1951"},
        ),
        ({"title": "!!!"}, {"title": "???"}),
        ({}, {}),
        ({"author": "Everett Rowe"}, {"author": "Rowe, Everett"}),
        ({"author": "Everett Rowe"}, {"title": "Salt roads", "author": "Rowe, Everett"}),
    ],
    ids=[
        "author alone",
        "no word",
        "years apart",
        "another given name",
        "marks",
        "nothing",
        "no titles",
        "no title of the work",
    ],
)
def test_what_has_nothing_to_be_found_by_is_not_brought_together(work: Row, registration: Row) -> None:
    assert found_by(work, registration) == set()


def test_a_record_without_a_title_is_found_by_its_identifier_alone() -> None:
    work = {"author": "Everett Rowe", "isbn": ISBN}
    assert found_by(work, {"author": "Rowe, Everett", "isbn": ISBN}) == {"identifier"}
    assert found_by(work, {"title": "Salt roads", "author": "Rowe, Everett", "isbn": ISBN}) == {"identifier"}
