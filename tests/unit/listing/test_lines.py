"""The lines of the works list: which match speaks for a line, and what leads back from it."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from classmatch import schema
from classmatch.classdef.definition import Case, Definition, Unit
from classmatch.compare.patterns import COMPARISONS
from classmatch.listing.lines import lines, matches

PLAIN = Definition(Case("a case", "1"))
CANDIDATES = schema.candidates_schema(COMPARISONS)
DEFAULTS = {
    "decision": "match", "eligibility": "eligible", "confidence": 0.9, "match_weight": 9.0, "margin": 0.5,
    "reasons": ["title_same"], "sources": ["libgen"], "isbns": [], "asins": [], "group_registration": False,
    "catalog_title": "Marsh Fires", "registration_title": "Marsh fires",
}  # fmt: skip


def listed(
    *rows: dict[str, Any], definition: Definition = PLAIN, register: list[dict[str, Any]] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines of candidates given by the few fields that matter; the i-th is of the i-th registration."""
    filled = [
        {**dict.fromkeys(CANDIDATES), **DEFAULTS, "candidate_id": f"c{i}", "work_id": f"w{i}",
         "registration_number": f"TX{i}", "registration_record_id": str(i), **row}
        for i, row in enumerate(rows)
    ]  # fmt: skip
    candidates = pl.DataFrame(filled, schema=CANDIDATES)
    told = register or [{} for _ in rows]
    registered = pl.DataFrame(
        [
            {**dict.fromkeys(schema.REGISTRATIONS), "registration_key": row["registration_number"],
             "title_main": row["registration_title"], "title_count": 1, **said}
            for row, said in zip(filled, told, strict=True)
        ],
        schema=dict(schema.REGISTRATIONS),
    )  # fmt: skip
    places = pl.DataFrame({"work": range(len(rows)), "registration": range(len(rows))})
    return lines(matches(candidates, places, registered), definition)


def test_only_matches_are_lines() -> None:
    table, rows = listed({}, {"decision": "review"}, {"decision": "non_match"})
    assert table["candidate_ids"].to_list() == [["c0"]]
    assert table.schema == pl.Schema(schema.LINES)
    assert rows["row"].to_list() == [0]


def test_a_work_is_the_title_of_a_group_that_it_matches_best() -> None:
    group = {"work_id": "w1", "group_registration": True, "registration_number": "TX1"}
    table, _ = listed(
        {**group, "registration_title": "Kettle and Crow", "confidence": 0.9},
        {**group, "registration_title": "Kettle and Crown", "confidence": 0.7},
        {**group, "registration_title": "Kettle and Crown", "confidence": 0.7, "work_id": "w2"},
    )
    assert sorted(table["candidate_ids"].to_list()) == [["c0"], ["c2"]]


def test_the_best_match_speaks_for_a_line_and_all_are_kept() -> None:
    same = {"registration_number": "TX1"}
    table, _ = listed(
        {**same, "confidence": 0.7, "catalog_title": "Eligible", "isbns": ["9780446310789"], "sources": ["pilimi"]},
        {
            **same,
            "confidence": 0.99,
            "catalog_title": "Surer",
            "eligibility": "undetermined",
            "isbns": ["9780521531009"],
        },
        {**same, "confidence": 0.6, "catalog_title": "Least", "isbns": ["9780446310789"]},
    )
    [line] = table.to_dicts()
    assert (line["title"], line["eligibility"], line["confidence"]) == ("Eligible", "eligible", 0.7)
    assert line["isbns"] == ["9780446310789", "9780521531009"]
    assert line["sources"] == ["libgen", "pilimi"]
    assert line["candidate_ids"] == ["c0", "c1", "c2"]
    assert line["work_ids"] == ["w0", "w1", "w2"]


def test_a_damaged_title_gives_way_to_the_registered_one() -> None:
    table, _ = listed({"catalog_title": "Marsh_Fires_of_Ely.pdf"}, {"catalog_title": "Salt Roads"})
    assert table.select("title", "title_from").rows() == [("Marsh fires", "registration"), ("Salt Roads", "catalog")]


def test_entities_are_written_out() -> None:
    table, _ = listed({"catalog_title": "Salt &amp; Light", "catalog_publisher": "Sable &amp; Finch"})
    assert table.select("title", "title_from", "publisher").row(0) == ("Salt & Light", "catalog", "Sable & Finch")


def test_authors_and_publisher_come_from_whoever_has_them() -> None:
    table, _ = listed(
        {"registration_authors": "Marl, Ina", "catalog_publisher": "Ingram"}, register=[{"publisher": "Ostler House"}]
    )
    [line] = table.to_dicts()
    assert (line["authors"], line["publisher"], line["publisher_from"]) == ("Marl, Ina", "Ostler House", "registration")


def test_by_isbn_a_work_is_a_line_an_identifier() -> None:
    definition = Definition(Case("a case", "1"), unit=Unit.ISBN)
    table, _ = listed({"isbns": ["9780446310789", "9780521531009"], "asins": ["B000000001"]}, definition=definition)
    assert table.height == 3
    assert sorted(map(tuple, table.select(pl.concat_list("isbns", "asins")).to_series().to_list())) == [
        ("9780446310789",), ("9780521531009",), ("B000000001",),
    ]  # fmt: skip


@given(st.permutations(range(6)))
def test_the_order_of_the_candidates_does_not_matter(order: list[int]) -> None:
    rows = [
        {"candidate_id": f"c{i}", "work_id": f"w{i % 3}", "registration_number": f"TX{i % 2}",
         "registration_record_id": str(i), "confidence": 0.5 + i % 3 / 10}
        for i in range(6)
    ]  # fmt: skip
    expected, _ = listed(*rows)
    found, _ = listed(*(rows[i] for i in order))
    assert found.equals(expected)


def test_ids_of_lines_do_not_depend_on_other_lines() -> None:
    alone, _ = listed({"registration_number": "TX7"})
    beside, _ = listed({"registration_number": "TX7"}, {"registration_number": "TX8"})
    assert alone["line_id"][0] in beside["line_id"]
