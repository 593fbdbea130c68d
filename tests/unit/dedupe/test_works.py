"""What a work says of all its copies: its first publication, its languages and its identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import deduplicated, works

if TYPE_CHECKING:
    import random

SALT = {"title": "Salt Roads", "author": "Rowe, Everett", "isbn": "9780446310789"}
MD5, SHA1, SHA256 = "0f343b0931126a20f133d67c2b018a3b", "0f" * 20, "0f" * 32


def work_of(*records: dict[str, Any]) -> dict[str, Any]:
    """The one work of these records of one book."""
    found = works(*({**SALT, **record, "record_id": f"r{i}"} for i, record in enumerate(records)))
    assert found.height == 1
    return found.row(0, named=True)


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["2004-05-01", "1998", "1998-07-16", "1998-07"], "1998-07-16"),  # in the earliest year the most precise
        (["1998-07-16", "1998-02-01", "1998"], "1998-02-01"),
        (["1998-07", "1998-09", "1998"], "1998-07"),
        (["1998", "1999-01-01"], "1998"),  # a later year is no more precise date of an earlier one
        (["[2004]", None], "2004"),
        ([None, "0"], None),
    ],
)
def test_first_publication(dates: list[str | None], first: str | None) -> None:
    assert work_of(*({"date": date} for date in dates))["first_published"] == first


@given(st.lists(st.sampled_from([None, "1998", "1998-07", "1998-07-16", "2004-01-02"]), min_size=1, max_size=6))
@settings(max_examples=15)
def test_first_publication_is_of_the_earliest_year_and_one_of_the_dates(dates: list[str | None]) -> None:
    work = work_of(*({"date": date} for date in dates))
    known = [date for date in dates if date]
    assert work["first_published"] in (known or [None])
    assert (work["first_published"] or "")[:4] == min((date[:4] for date in known), default="")
    assert work["catalog_year"] == (int(work["first_published"][:4]) if known else None)


def test_every_language_once_in_order() -> None:
    said = ["English", "spa", "eng", None, "unknown tongue", "German"]
    assert work_of(*({"language": language} for language in said))["languages"] == ["deu", "eng", "spa"]
    assert work_of({})["languages"] == []


def test_every_other_identifier_once_in_order() -> None:
    said = ["oclc:12345; doi:10.1000/182", "doi:10.1000/182", None, "issn:03178471"]
    found = work_of(*({"identifiers": cell} for cell in said))["identifiers"]
    assert found == ["doi:10.1000/182", "issn:0317-8471", "oclc:12345"]
    assert work_of({})["identifiers"] == []


def test_content_is_equal_for_copies_of_one_file_only() -> None:
    records = [
        {"md5": MD5},
        {"md5": MD5.upper(), "sha1": SHA1},
        {"md5": MD5[::-1]},
        {"sha1": SHA1},
        {"sha256": SHA256},
        {},
    ]
    rows = [{**SALT, **record, "record_id": f"r{i}", "source": f"s{i}"} for i, record in enumerate(records)]
    copies = deduplicated(*rows).copies.sort("record_id")
    content = copies["content"].to_list()
    assert content[0] == content[1]
    assert len({*content}) == 5  # four files, and a record that does not say
    assert content[-1] is None


def test_each_copy_keeps_when_it_was_added() -> None:
    rows = [
        {**SALT, "record_id": f"r{i}", "added": added}
        for i, added in enumerate(["2011-06-11 20:00:00", None, "0000-00-00"])
    ]
    copies = deduplicated(*rows).copies.sort("record_id")
    assert copies["added"].to_list() == ["2011-06-11", None, None]


@given(st.permutations(["2011-06-11", "2012-01-01", None]), st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_same_whatever_the_order(added: list[str | None], chance: random.Random) -> None:
    rows = [{**SALT, "record_id": f"r{i}", "date": date} for i, date in enumerate(added)]
    first = deduplicated(*rows)
    chance.shuffle(rows)
    again = deduplicated(*rows)
    assert first.works.equals(again.works)
    assert first.copies.equals(again.copies)
