"""Linking, from works and registrations in memory to decided candidates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from builders import deduplicated, register
from classmatch import schema
from classmatch.block.rules import RULES
from classmatch.compare.patterns import COMPARISONS, LEVELS
from classmatch.config import BlockSettings, Settings
from classmatch.link import Linked, link

if TYPE_CHECKING:
    from classmatch.score import Weights

ISBN = "9780446310789"
CATALOG = [
    {"title": "Salt Roads: A History", "author": "Rowe, Everett", "date": "1998", "isbn": "9780521531009"},
    {"title": "Marsh Fires (The Fen Cycle, #2)", "author": "Ina Marl", "date": "2001"},
    {"title": "Summary of Marsh Fires by Ina Marl", "author": "Quick Pages"},
    {"title": "The Lantern Keepers of Harrow", "author": "Otto Brandt"},
    {"title": "History of Kiln Drying, Volume 1", "author": "Woodhouse, Rita"},
    {"title": "History of Kiln Drying, Volume 2", "author": "Woodhouse, Rita"},
    {"title": "Flowers of the Dunes", "author": "Ada Finch", "isbn": ISBN},
    {"title": "Reed Harvest", "author": "Ina Marl", "date": "2003"},
    {"title": "The Inheritance", "author": "Hugh Pell"},
    {"title": "Verdict at Low Water", "author": "Ellis Gray"},
    {"title": "1743", "author": "Everett Rowe"},
    {"title": "Nobody Registered This One", "author": "Ann Orrin"},
]
REGISTER = [
    {"registration_number": "TX0000000001", "title": "Salt roads", "author": "E. Rowe", "publication_date": "1998"},
    {"registration_number": "TX0000000002", "title": "Marsh fires", "author": "Marl, Ina", "publication_date": "2001"},
    {"registration_number": "TX0000000003", "title": "The lantern keepres of Harrow", "author": "Brandt, Otto"},
    {"registration_number": "TX0000000004", "title": "History of kiln drying, vol. 2", "author": "Woodhouse, Rita"},
    {"registration_number": "TX0000000005", "title": "Tables of Steam Pressure", "author": "Petrov, K.", "isbn": ISBN},
    {"registration_number": "TX0000000006", "title": "Reed harvest", "author": "Marl, Ina"},
    {"registration_number": "TX0000000006", "title": "Winter harvest", "author": "Marl, Ina"},
    {"registration_number": "TX0000000007", "title": "The inheritance", "author": "Margaret Quill"},
    {"registration_number": "TX0000000008", "title": "Four grey geese", "alternate_title": "Verdict at low water",
     "author": "Gray, Ellis"},
    {"registration_number": "TX0000000009", "title": "1743", "author": "Rowe, Everett"},
    {"registration_number": "TX0000000010", "title": "Salt roads", "author": "E. Rowe", "publication_date": "2003"},
]  # fmt: skip


def numbered() -> list[dict[str, Any]]:
    return [{**row, "registration_record_id": f"g{i}"} for i, row in enumerate(REGISTER)]


def linked(weights: Weights, rows: list[dict[str, Any]], settings: Settings | None = None) -> Linked:
    works = deduplicated(*CATALOG).works
    return link(works, register(*rows), settings or Settings(), weights, lambda *_: None)


@pytest.fixture(scope="module")
def result(weights: Weights) -> Linked:
    return linked(weights, numbered())


def decisions(result: Linked) -> dict[tuple[str, str], str]:
    rows = result.candidates.select("catalog_title", "registration_number", "decision").rows()
    return {(title, number): decision for title, number, decision in rows}


def test_the_columns_are_those_of_the_schema(result: Linked) -> None:
    assert result.candidates.schema == pl.Schema(schema.linked_schema(COMPARISONS))
    assert result.rules.columns == ["rule", "pairs", "alone", "blocks_split", "largest_block", "pairs_cut"]
    assert result.places.columns == ["work", "registration"]
    assert result.places.height == result.candidates.height


def test_the_works_that_are_registered_are_matched_and_the_others_not(result: Linked) -> None:
    matched = {pair for pair, decision in decisions(result).items() if decision == "match"}
    assert matched == {
        ("Salt Roads: A History", "TX0000000001"),
        ("Salt Roads: A History", "TX0000000010"),
        ("Marsh Fires (The Fen Cycle, #2)", "TX0000000002"),
        ("The Lantern Keepers of Harrow", "TX0000000003"),
        ("History of Kiln Drying, Volume 2", "TX0000000004"),
        ("Reed Harvest", "TX0000000006"),
        ("Verdict at Low Water", "TX0000000008"),
        ("1743", "TX0000000009"),
    }


def test_an_identifier_that_title_and_author_contradict_is_for_review(result: Linked) -> None:
    row = result.candidates.filter(catalog_title="Flowers of the Dunes").row(0, named=True)
    assert (row["registration_number"], row["decision"]) == ("TX0000000005", "review")
    assert "identifier_contradicted" in row["reasons"]
    assert (row["level_identifier"], row["level_title"], row["level_author"]) == ("same", "different", "different")


def test_a_group_registration_is_flagged(result: Linked) -> None:
    row = result.candidates.filter(catalog_title="Reed Harvest").row(0, named=True)
    assert row["group_registration"]
    assert "group_registration" in row["reasons"]
    others = result.candidates.filter(pl.col("registration_number") != "TX0000000006")
    assert not others["group_registration"].any()


def test_two_registrations_of_one_work_are_ranked_and_both_kept(result: Linked) -> None:
    rows = result.candidates.filter(catalog_title="Salt Roads: A History").sort("rank")
    assert rows["registration_number"].to_list() == ["TX0000000001", "TX0000000010"]
    assert rows["rank"].to_list() == [1, 2]
    assert all("several_registrations" in reasons for reasons in rows["reasons"])


def test_the_weights_of_a_candidate_add_up_to_its_match_weight(result: Linked, weights: Weights) -> None:
    parts = result.candidates.select(weights.prior + pl.sum_horizontal(f"weight_{name}" for name in COMPARISONS))
    assert parts.to_series().to_list() == pytest.approx(result.candidates["match_weight"].to_list())
    for row in result.candidates.iter_rows(named=True):
        for name in COMPARISONS:
            assert row[f"level_{name}"] in LEVELS[name]
            assert row[f"weight_{name}"] == weights.levels[name][row[f"level_{name}"]]
        assert row["confidence"] == pytest.approx(1 / (1 + 2 ** -row["match_weight"]))


def test_the_result_does_not_depend_on_the_order_of_the_registrations(result: Linked, weights: Weights) -> None:
    rows = numbered()
    again = linked(weights, [*rows[1::2], *reversed(rows[::2])])
    assert again.candidates.equals(result.candidates)
    assert again.rules.equals(result.rules)
    assert again.counts == result.counts


def test_the_result_does_not_depend_on_the_size_of_the_portions(result: Linked, weights: Weights) -> None:
    settings = replace(Settings(), block=BlockSettings(chunk_pairs=12))
    again = linked(weights, numbered(), settings)
    assert again.candidates.equals(result.candidates)
    assert again.rules.equals(result.rules)
    assert again.counts == result.counts


def test_ids_of_candidates_are_their_own_and_outlive_other_registrations(result: Linked, weights: Weights) -> None:
    ids = result.candidates["candidate_id"]
    assert ids.n_unique() == len(ids)
    assert ids.str.contains(r"^c1-[0-9a-f]{16}$").all()
    fewer = linked(weights, [row for row in numbered() if row["registration_number"] != "TX0000000003"])
    assert set(fewer.candidates["candidate_id"]) < set(ids)


def test_a_row_that_is_registered_twice_word_for_word_has_two_ids(weights: Weights) -> None:
    twice = [{**REGISTER[1], "registration_record_id": "same"}] * 2
    candidates = linked(weights, twice).candidates
    assert candidates.height == 2
    assert candidates["candidate_id"].n_unique() == 2


def test_the_counts_add_up(result: Linked) -> None:
    candidates, counts = result.candidates, result.counts
    matches = candidates.filter(decision="match")
    assert counts["candidates"] == candidates.height
    assert counts["matches"] == matches.height
    assert counts["works_with_candidate"] == candidates["work_id"].n_unique()
    assert counts["matched_works"] == matches["work_id"].n_unique() == 7
    assert counts["matched_registrations"] == 8
    assert counts["pairs"] >= counts["compared"] >= counts["candidates"]


def test_the_places_lead_to_the_work_and_the_registration(weights: Weights) -> None:
    works, registrations = deduplicated(*CATALOG).works, register(*numbered())
    found = link(works, registrations, Settings(), weights, lambda *_: None)
    assert works["work_id"].gather(found.places["work"]).equals(found.candidates["work_id"])
    ids = registrations["registration_record_id"].gather(found.places["registration"])
    assert ids.equals(found.candidates["registration_record_id"])


def test_the_rules_say_what_each_found_and_found_alone(result: Linked) -> None:
    rules = result.rules
    assert rules["rule"].to_list() == list(RULES)
    assert (rules["alone"] <= rules["pairs"]).all()
    assert rules["alone"].sum() <= result.counts["pairs"] <= rules["pairs"].sum()
    assert rules.filter(rule="identifier")["pairs"].item() == 1


UNTITLED = {"author": "Everett Rowe"}


@pytest.mark.parametrize(
    ("catalog_rows", "registered"),
    [
        ([CATALOG[0]], [{"title": "Opal", "author": "Quill, Margaret"}]),
        ([CATALOG[0]], []),
        ([], [REGISTER[0]]),
        ([], []),
        ([UNTITLED], [UNTITLED]),
    ],
    ids=["nothing in common", "no registrations", "no works", "nothing", "no title anywhere"],
)
def test_without_a_candidate_pair_the_tables_are_empty_and_whole(
    weights: Weights, catalog_rows: list[dict[str, Any]], registered: list[dict[str, Any]]
) -> None:
    found = link(deduplicated(*catalog_rows).works, register(*registered), Settings(), weights, lambda *_: None)
    assert found.candidates.is_empty()
    assert found.candidates.schema == pl.Schema(schema.linked_schema(COMPARISONS))
    assert set(found.counts.values()) == {0}
    assert found.rules["rule"].to_list() == list(RULES)
    assert found.rules["pairs"].to_list() == [0] * len(RULES)
    assert found.places.is_empty()


def test_records_without_a_title_agree_in_nothing_but_what_they_have(weights: Weights) -> None:
    work = {**UNTITLED, "isbn": ISBN, "date": "1998"}
    works = deduplicated(work, CATALOG[0]).works
    rows = [{**UNTITLED, "isbn": ISBN, "publication_date": "1998"}, {**UNTITLED, "publication_date": "1998"}]
    found = link(works, register(*rows), Settings(), weights, lambda *_: None).candidates
    assert found["registration_record_id"].to_list() == ["1"], "names and years alone bring nothing together"
    row = found.row(0, named=True)
    assert (row["level_title"], row["weight_title"]) == ("missing", 0)
    assert (row["level_rarity"], row["level_identifier"]) == ("none", "same")
    assert {reason for reason in row["reasons"] if reason.startswith("title")} == {"title_missing"}
    assert row["decision"] == "review"


# Each with an identifier, author, year and publisher that agree, so that only the veto keeps it from being a match.
VETOED = [
    ("Principles of Glazing: Solutions Manual", "Principles of glazing", "companion_book"),
    ("Marsh Fires: Study Guide", "Marsh fires", "companion_book"),
    ("Sums and Shapes: Workbook", "Sums and shapes: teacher's manual", "companion_book"),
    ("History of Kiln Drying, Vol. 1", "History of kiln drying, vol. 2", "numbers_conflict"),
    ("Salt Roads (Book 1)", "Salt roads (Book 2)", "numbers_conflict"),
    ("The Weaver's Monthly, May 1931", "The weaver's monthly, June 1932", "numbers_conflict"),
]


@pytest.mark.parametrize(("ours", "theirs", "reason"), VETOED)
def test_no_agreement_makes_a_match_of_another_book(weights: Weights, ours: str, theirs: str, reason: str) -> None:
    shared = {"author": "Petrov, K.V.", "publisher": "Lantern Row", "isbn": ISBN}
    works = deduplicated({**shared, "title": ours, "date": "1998"}).works
    registered = register({**shared, "title": theirs, "publication_date": "1998"})
    row = link(works, registered, Settings(), weights, lambda *_: None).candidates.row(0, named=True)
    assert row["confidence"] > Settings().decide.match
    assert row["decision"] == "review"
    assert reason in row["reasons"]


def test_progress_names_the_stages_and_ends_at_the_last_work(weights: Weights) -> None:
    said: list[tuple[str, int, int]] = []
    works = deduplicated(*CATALOG).works
    found = link(works, register(*numbered()), Settings(), weights, lambda *told: said.append(told))
    assert list(dict.fromkeys(stage for stage, _, _ in said)) == ["encode", "calibrate", "compare", "decide"]
    assert {every for _, _, every in said} == {len(works)}
    done = [count for stage, count, _ in said if stage == "compare"]
    assert done == [0, len(works)]
    assert list(found.stages) == ["encode", "calibrate", "compare", "decide"]
    assert all(seconds >= 0 for seconds in found.stages.values())
