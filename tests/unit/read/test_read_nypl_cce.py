"""The transcribed Catalog of Copyright Entries: every number of an entry is a registration."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from classmatch.read.boundary import UnreadableError
from classmatch.read.formats import KNOWN
from classmatch.read.formats.nypl_cce import FORMAT, LAYOUT
from classmatch.read.layouts import Fault
from classmatch.read.reasons import Reason

FIXTURE = Path(__file__).parents[3] / "fixtures" / "formats" / "nypl-cce.xml"


def records(inside: str) -> list[dict[str, Any] | Fault]:
    content = f"<copyrightEntries><header/><page pgnum='1'/>{inside}</copyrightEntries>".encode()
    found = LAYOUT.records(io.BytesIO(content))
    return [each if isinstance(each, Fault) else {k: v for k, v in each.items() if v is not None} for each in found]


def entries(inside: str) -> list[dict[str, Any]]:
    return [record for record in records(inside) if isinstance(record, dict)]


def entry(inside: str, attributes: str = 'id="e1" regnum="A1"') -> dict[str, Any]:
    [record] = entries(f"<copyrightEntry {attributes}>{inside}</copyrightEntry>")
    return record


def test_it_is_recognised_by_its_root_and_by_no_other_layout() -> None:
    head = FIXTURE.read_bytes()
    found = [(known.name, layout.recognises(head)) for known in KNOWN for layout in known.layouts]
    assert [each for each in found if each[1]] == [(FORMAT.name, "its root element is <copyrightEntries>")]


@pytest.mark.parametrize("head", [b"<alto>", b"<copyrightEntry>", b"<ONIXMessage>", b"copyrightEntries,title\n", b""])
def test_nothing_else_is(head: bytes) -> None:
    assert LAYOUT.recognises(head) is None


@pytest.mark.parametrize(
    ("author", "cell"),
    [
        ("<authorName>Burrell, Janet</authorName>, <authorBirth>1871</authorBirth>-", "Burrell, Janet"),
        ("<role>by</role> <authorName>W. R. Burr</authorName>", "W. R. Burr"),
        ("<role>by</role> <authorName>A. Fee</authorName> and <authorName>R. Airs</authorName>.", "A. Fee; R. Airs"),
        ("<role>Appl. author</role>: <authorName>Jack Hammond</authorName>", "Jack Hammond"),
        ("<authorName>BELLOC, ELIAS</authorName>, <role>ed.</role>", "BELLOC, ELIAS, ed."),
        ("<role>edited by</role> <authorName>M. C.</authorName>", "edited by M. C."),
        (
            "<authorName>H. M.</authorName>, <role>with a preface by</role> <authorName>T. T.</authorName>",
            "H. M., with a preface by T. T.",
        ),
        ("<authorName>Curtin, C.</authorName>,* <authorPlace>Boston</authorPlace>", "Curtin, C."),
        ("Randall, Jennie", "Randall, Jennie"),
        ("<authorName/>", None),
    ],
)  # fmt: skip
def test_authors_without_dates_and_places(author: str, cell: str | None) -> None:
    assert entry(f"<author>{author}</author>").get("author") == cell


def test_claimants_are_those_named_and_those_marked() -> None:
    record = entry(
        '<author claimant="yes"><authorName>Curtin, C.</authorName></author>'
        "<author><authorName>Other</authorName></author>"
        '<publisher><pubName claimant="yes">Hill &amp; co.</pubName><pubName>Dale</pubName></publisher>'
        '<publisher claimant="yes"><pubName>Third</pubName></publisher><claimant>J. Doe</claimant>'
    )
    assert record["claimants"] == "J. Doe; Curtin, C.; Third; Hill & co."
    assert record["publisher"] == "Hill & co.; Dale; Third"


@pytest.mark.parametrize(
    ("attributes", "inside", "numbers"),
    [
        ('regnum="A56505"', "<regNum>A 56505</regNum>", ["A56505"]),
        ('regnum=" A1  A2 "', "<regNum>A 1-2</regNum>", ["A1", "A2"]),
        ("", "<regNum>A—Foreign 32851</regNum>", ["A—Foreign 32851"]),
        ("", "<registrationNumber>A 7</registrationNumber><regNum>A 8</regNum>", ["A 8", "A 7"]),
        ('regnum="A10905"', '<regNum ignore="yes">A10905</regNum><regNum>AA55695</regNum>', ["AA55695"]),
        ('regnum="A10905"', '<regNum ignore="yes">A10905</regNum>', ["A10905"]),
        ('regnum=""', "<regNum/>", [None]),
    ],
)
def test_a_row_for_every_number(attributes: str, inside: str, numbers: list[str | None]) -> None:
    rows = entries(f'<copyrightEntry id="e1" {attributes}><title>T</title>{inside}</copyrightEntry>')
    assert [row.get("registration_number") for row in rows] == numbers
    assert [row["registration_record_id"] for row in rows] == ["e1", "e1#2"][: len(rows)]


@pytest.mark.parametrize(
    ("dates", "registered"),
    [
        ('<regDate date="1951-06-06">6Jun51</regDate>', ["1951-06-06"] * 2),
        ('<regDate date="1951-06-06">6Jun</regDate><regDate date="1951-07">Jul</regDate>', ["1951-06-06", "1951-07"]),
        ("<regDate>6Jun51</regDate>", ["6Jun51"] * 2),
        ('<regDate date="">6Jun51</regDate>', ["6Jun51"] * 2),
        ('<regDate date="1950" ignore="yes">1950</regDate><regDate date="1951">1951</regDate>', ["1951"] * 2),
        ('<affDate date="1951-06-09">9Jun</affDate><copyDate date="1951-06-08">8Jun</copyDate>', ["1947-02-27"] * 2),
    ],
)
def test_the_normalised_date_first_then_the_printed_one_then_that_of_the_entry(
    dates: str, registered: list[str]
) -> None:
    rows = entries(f'<copyrightEntry regnum="A1 A2" regdate="1947-02-27">{dates}</copyrightEntry>')
    assert [row.get("registration_date") for row in rows] == registered


@pytest.mark.parametrize(
    ("number", "inside", "published"),
    [
        ("A1", '<regDate date="1951-06-06"/>', "1951-06-06"),
        ("BB1", '<regDate date="1951-06-06"/>', "1951-06-06"),
        ("A1", '<regDate date="1951-06-06"/><publisher><pubDate date="1950">1950</pubDate></publisher>', "1950"),
        ("A1", '<regDate date="1951-06-06"/><pubDate>c1950</pubDate>', "c1950"),
        ("DU1", '<regDate date="1951-06-06"/>', None),  # an unpublished play
        ("A1", "", None),
    ],
)
def test_books_are_published_on_the_day_behind_the_sign(number: str, inside: str, published: str | None) -> None:
    assert entry(inside, f'regnum="{number}"').get("publication_date") == published


def test_an_addition_takes_what_it_has_none_of_from_its_entry_and_never_its_dates_or_volume() -> None:
    first, second, third = entries(
        '<copyrightEntry id="e" regnum="B1"><title>Almanac</title><author><authorName>A. B.</authorName></author>'
        '<edition>2d ed.</edition><vol>v.1</vol><regDate date="1951-01-01"/><claimant>C. D.</claimant>'
        '<additionalEntry regnum="B2"><vol>v.2</vol><regDate date="1951-02-01"/></additionalEntry>'
        '<additionalEntry regnum="B3"><author><authorName>E. F.</authorName></author><claimant>G. H.</claimant>'
        "</additionalEntry></copyrightEntry>"
    )
    assert first["volume"] == "v.1"
    assert second == {
        **first, "registration_record_id": "e#2", "registration_number": "B2", "registration_date": "1951-02-01",
        "publication_date": "1951-02-01", "volume": "v.2",
    }  # fmt: skip
    assert (third["author"], third["claimants"], third["title"]) == ("E. F.", "G. H.", "Almanac")
    assert "volume" not in third
    assert "registration_date" not in third


def test_a_group_gives_its_heading_to_the_entries_that_follow() -> None:
    rows = records(
        "<entryGroup><author><authorName>ADLER</authorName></author>"
        '<copyrightEntry regnum="A1"><title>One</title></copyrightEntry>'
        '<copyrightEntry regnum="A2"><title>Two</title><author>M. Adler</author></copyrightEntry>'
        "<author><authorName>BAKER</authorName></author>"
        '<copyrightEntry regnum="A3"><title>Three</title></copyrightEntry>'
        '<crossRef id="c"><title>Four</title> SEE <see/></crossRef><claimant>All of them</claimant></entryGroup>'
    )
    authors = [row["author"] for row in rows if isinstance(row, dict)]
    assert authors == ["ADLER", "ADLER; M. Adler", "BAKER"]
    assert {row["claimants"] for row in rows if isinstance(row, dict)} == {"All of them"}
    assert rows[-1] == Fault(Reason.CROSS_REFERENCE, "Four SEE")


def test_the_title_over_a_group_is_told_with_that_of_the_part() -> None:
    part, whole = entries(
        "<entryGroup><title>River readers.</title>"
        '<copyrightEntry regnum="A1"><title>Book 2</title></copyrightEntry><copyrightEntry regnum="A2"/></entryGroup>'
    )
    assert (part["title"], part["alternate_title"]) == ("Book 2", "River readers. Book 2")
    assert whole["title"] == "River readers."


def test_an_entry_without_a_title_keeps_its_text() -> None:
    added = "<additionalEntry>2d part <regNum>A2</regNum></additionalEntry>"
    first, second = entries(
        f"<copyrightEntry>BELLAMY, J. The mesa\n  <regNum>A1</regNum>. {added} end</copyrightEntry>"
    )
    assert first["full_text"] == "BELLAMY, J. The mesa A1. end"
    assert second["full_text"] == "BELLAMY, J. The mesa A1. end 2d part A2"


def test_a_renewal_among_the_registrations_says_so() -> None:
    [record] = entries('<renewalEntry regnum="R77"><title>T</title><prev-regNum>A5</prev-regNum></renewalEntry>')
    assert (record["record_type"], record["original_number"]) == ("renewal", "A5")
    assert "previous_numbers" not in record


def test_what_cannot_be_an_entry_is_kept_aside_and_soon() -> None:
    title = "<title>" + "x" * 40_000 + "</title>"
    additions = "<additionalEntry regnum='A2'/>" * 40_000
    group = f"<entryGroup>{title * 2}{'<copyrightEntry/>' * 40_000}</entryGroup>"
    rows = records(
        f"<copyrightEntry>{title * 2}</copyrightEntry><copyrightEntry>{title}{additions}</copyrightEntry>"
        f"<copyrightEntry regnum='{'A1 ' * 40_000}'/>{group}<copyrightEntry><title>fine</title></copyrightEntry>"
    )
    assert [row.reason if isinstance(row, Fault) else row["title"] for row in rows] == [Reason.OVERSIZED] * 4 + ["fine"]


TAGS = [
    "title", "author", "authorName", "role", "publisher", "pubName", "pubPlace", "pubDate", "claimant", "regDate",
    "regNum", "prevPub", "prev-regNum", "note", "additionalEntry", "crossRef", "entryGroup", "copyrightEntry",
    "renewalEntry", "see", "vol", "lccn", "employerName", "newMatterClaimed", "edition", "unheard-of",
]  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=8)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "regnum", "date", "claimant", "ignore"]), TEXT | st.just("yes"), max_size=2
)
TREES = st.recursive(
    st.tuples(st.sampled_from(TAGS), ATTRIBUTES, TEXT),
    lambda children: st.tuples(st.sampled_from(TAGS), ATTRIBUTES, st.lists(children, max_size=6)),
    max_leaves=40,
)  # fmt: skip


def built(tree: Any) -> etree._Element:
    name, attributes, inside = tree
    element = etree.Element(name, attributes)
    element.tail = "; "
    if isinstance(inside, str):
        element.text = inside
    else:
        element.extend([built(child) for child in inside])
    return element


@given(st.lists(TREES, max_size=8))
def test_every_entry_in_any_mark_up_gives_a_row_or_a_fault(trees: list[Any]) -> None:
    root = etree.Element("copyrightEntries")
    root.extend([built(tree) for tree in trees])
    outer = [tree for tree in trees if tree[0] in {"copyrightEntry", "renewalEntry", "crossRef"}]
    found = list(LAYOUT.records(io.BytesIO(etree.tostring(root))))
    assert len(found) >= len(outer)
    for record in found:
        assert isinstance(record, Fault) or set(record) <= set(LAYOUT.columns)


@given(st.binary(max_size=200))
def test_damage_within_a_file_raises_nothing_but_its_own_error(damage: bytes) -> None:
    whole = FIXTURE.read_bytes()
    middle = len(whole) // 2
    try:
        list(LAYOUT.records(io.BytesIO(whole[:middle] + damage + whole[middle:])))
    except UnreadableError as error:
        assert error.hint
