"""Rank, margin, decision and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classmatch.compare.patterns import LEVELS
from classmatch.config import DecideSettings
from classmatch.decide import Decision, Reason, decide, standing, thresholds
from classmatch.decide.reasons import conditions

if TYPE_CHECKING:
    import random

NEUTRAL = {
    **{f"level_{name}": levels[0] for name, levels in LEVELS.items()},
    "level_title": "same",
    "level_author": "same",
    "level_rarity": "named_3",
}
EVERYTHING = DecideSettings(match=0.5, review=0.0)


def candidate(work: str, confidence: float, number: str = "TX0000000001", **fields: Any) -> dict[str, Any]:
    return {
        "work_id": work,
        "confidence": confidence,
        "match_weight": confidence,
        "registration_number": number,
        "registration_record_id": number,
        "registration_title": "salt roads",
        "group_registration": False,
        **NEUTRAL,
        **fields,
    }


def decided(*candidates: dict[str, Any], settings: DecideSettings = EVERYTHING) -> pl.DataFrame:
    return decide(pl.DataFrame(candidates), settings)


def reasons_of(**fields: Any) -> list[str]:
    return list(decided(candidate("w1", 0.9, **fields))["reasons"].to_list()[0])


CANDIDATES = st.lists(
    st.tuples(st.sampled_from(["w1", "w2", "w3"]), st.sampled_from([0.0, 0.2, 0.5, 0.5, 0.7, 0.99])),
    min_size=1,
    max_size=20,
)


@given(CANDIDATES)
@settings(max_examples=50)
def test_ranks_run_from_one_and_margins_are_to_the_best_other(pairs: list[tuple[str, float]]) -> None:
    found = decided(*(candidate(work, confidence, f"TX{i:010}") for i, (work, confidence) in enumerate(pairs)))
    assert found.height == len(pairs)
    for work in found["work_id"].unique():
        rows = found.filter(work_id=work)
        confidence = rows["confidence"].to_list()
        assert rows["rank"].to_list() == list(range(1, len(rows) + 1))
        assert confidence == sorted(confidence, reverse=True)
        others = [max([*confidence[:i], *confidence[i + 1 :]], default=0.0) for i in range(len(rows))]
        assert rows["margin"].to_list() == pytest.approx(
            [own - other for own, other in zip(confidence, others, strict=True)]
        )


@given(CANDIDATES, st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_ties_do_not_depend_on_the_order_of_the_input(pairs: list[tuple[str, float]], chance: random.Random) -> None:
    rows = [candidate(work, confidence, f"TX{i:010}") for i, (work, confidence) in enumerate(pairs)]
    first = decided(*rows)
    chance.shuffle(rows)
    assert first.equals(decided(*rows))


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(0.5, "match"), (0.49, "review"), (0.1, "review"), (0.09, None), (1.0, "match"), (0.0, None)],
)
def test_thresholds_belong_to_what_they_begin(confidence: float, expected: str | None) -> None:
    found = decided(candidate("w1", confidence), settings=DecideSettings(match=0.5, review=0.1))
    assert found["decision"].to_list() == ([expected] if expected else [])


def test_what_is_left_out_still_counts_as_the_runner_up() -> None:
    found = decided(
        candidate("w1", 0.6), candidate("w1", 0.05, "TX0000000002"), settings=DecideSettings(match=0.5, review=0.1)
    )
    assert found["margin"].to_list() == pytest.approx([0.55])


def test_a_small_lead_over_the_runner_up_goes_to_review() -> None:
    rows = (candidate("w1", 0.9), candidate("w1", 0.8, "TX0000000002"))
    wide, narrow = DecideSettings(min_margin=0.05), DecideSettings(min_margin=0.2)
    assert decided(*rows, settings=wide)["decision"].to_list() == ["match", "match"]
    assert decided(*rows, settings=narrow)["decision"].to_list()[0] == "review"


def test_several_registrations_may_belong_to_one_work() -> None:
    found = decided(candidate("w1", 0.9), candidate("w1", 0.8, "TX0000000002"), candidate("w2", 0.9))
    assert found["decision"].unique().to_list() == [Decision.MATCH]
    several = [Reason.SEVERAL_REGISTRATIONS in reasons for reasons in found["reasons"].to_list()]
    assert several == [True, True, False]


CONTRADICTED = {"level_identifier": "same", "level_title": "different", "level_author": "different"}


@pytest.mark.parametrize("confidence", [0.99, 0.5, 0.0])
def test_a_contradicted_identifier_is_for_review_whatever_the_confidence(confidence: float) -> None:
    found = decided(candidate("w1", confidence, **CONTRADICTED), settings=DecideSettings(match=0.5, review=0.1))
    assert found["decision"].to_list() == [Decision.REVIEW]
    assert Reason.IDENTIFIER_CONTRADICTED in found["reasons"].to_list()[0]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (CONTRADICTED, "identifier_contradicted"),
        ({"level_companion": "one_side"}, "companion_book"),
        ({"level_companion": "different"}, "companion_book"),
        ({"level_volume": "conflict"}, "numbers_conflict"),
        ({"level_issue": "conflict"}, "numbers_conflict"),
        ({"level_title": "missing"}, "title_missing"),
        ({"level_rarity": "unnamed_0", "level_author": "missing"}, "title_alone"),
        ({"level_rarity": "unnamed_3", "level_author": "missing", "level_year": "catalog_later"}, "title_alone"),
        ({"level_rarity": "unnamed_0", "level_author": "missing", "level_year": "same"}, "title_alone"),
        ({"level_rarity": "unnamed_3", "level_holders": "few", "level_year": "same"}, "title_alone"),
        ({"level_rarity": "opposed_7", "level_author": "different", "level_year": "same"}, "other_author"),
        ({"level_rarity": "opposed_2", "level_author": "different", "level_publisher": "same"}, "other_author"),
        ({"level_rarity": "named_0", "level_coauthors": "one", "level_year": "same"}, "other_author"),
        ({"catalog_authors": "A. Fell, Sr.", "registration_authors": "A. Fell, Jr."}, "other_author"),
        ({"level_title": "spelling", "level_year": "catalog_later"}, "other_title"),
        ({"level_title": "same_main_other_rest", "level_year": "registration_later"}, "other_title"),
        ({"level_title": "similar", "level_identifier": "same"}, "other_title"),
        ({"level_companion": "accessory", "level_year": "same"}, "companion_book"),
        ({"level_edition": "one_side", "level_rival": "near"}, "other_edition"),
        ({"level_volume": "one_volume", "level_title": "same_main_other_rest", "level_year": "same"}, "volume_of_set"),
        ({"level_rarity": "unnamed_6", "level_holders": "unknown", "level_author": "missing"}, "title_alone"),
        ({"level_year": "same", "level_coauthors": "one", "new_matter": "foreword"}, "published_later"),
        ({"level_title": "similar", "level_year": "same"}, "other_title"),
        ({"level_title": "sister"}, "sister_volume"),
        ({"level_companion": "omnibus", "level_year": "same"}, "omnibus"),
        ({"level_edition": "different", "level_year": "catalog_later"}, "other_edition"),
        ({"level_volume": "one_side", "level_title": "beginning"}, "volume_of_set"),
        ({"level_year": "registration_later", "new_matter": "translation"}, "published_later"),
        ({"level_year": "registration_much_later", "level_coauthors": "one"}, "published_later"),
        ({"level_year": "registration_much_later", "level_title": "beginning"}, "published_later"),
        ({"level_year": "registration_much_later", "level_author": "surname"}, "published_later"),
        ({"level_year": "registration_much_later", "level_edition": "one_side"}, "published_later"),
    ],
)
@pytest.mark.parametrize("rank", [1, 2])
def test_what_is_vetoed_is_for_review_whatever_the_confidence_and_rank(
    fields: dict[str, str], reason: str, rank: int
) -> None:
    others = [candidate("w1", 1.0, "TX0000000002")] * (rank - 1)
    found = decided(candidate("w1", 0.999, **fields), *others).filter(rank=rank)
    assert found["decision"].to_list() == [Decision.REVIEW]
    assert reason in found["reasons"].to_list()[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"level_companion": "hint", "level_year": "same"},
        {"level_companion": "same"},
        {"level_volume": "some"},
        {"level_issue": "same"},
        {"level_title": "sister", "level_identifier": "same"},
        {"level_title": "same_main_other_rest"},
        {"level_rarity": "opposed_8", "level_author": "different"},
        {"level_rarity": "opposed_2", "level_publisher": "same", "level_year": "same"},
        {"level_edition": "different", "level_year": "same"},
        {"level_year": "registration_much_later"},
        {"level_year": "registration_later"},
        {"level_year": "same", "new_matter": "translation"},
        {"level_volume": "one_side"},
    ],
)
def test_what_speaks_against_without_a_veto_may_be_a_match(fields: dict[str, str]) -> None:
    assert decided(candidate("w1", 0.999, **fields))["decision"].to_list() == [Decision.MATCH]


def test_what_is_vetoed_and_unlikely_besides_is_left_out() -> None:
    found = decided(candidate("w1", 0.05, level_volume="conflict"), settings=DecideSettings(match=0.5, review=0.1))
    assert found.is_empty()


@pytest.mark.parametrize(
    "borne_out", [{"level_year": "same"}, {"level_publisher": "same"}, {"level_identifier": "same"}]
)
def test_a_title_that_is_not_rare_may_be_a_match_with_something_beside_it(borne_out: dict[str, str]) -> None:
    fields = {"level_rarity": "unnamed_2", "level_author": "missing", **borne_out}
    assert decided(candidate("w1", 0.999, **fields))["decision"].to_list() == [Decision.MATCH]


@pytest.mark.parametrize(("size", "decision"), [(3, Decision.REVIEW), (4, Decision.MATCH)])
def test_a_title_stands_by_itself_if_chance_does_not_account_for_it(size: int, decision: str) -> None:
    fields = {"level_rarity": f"unnamed_{size}", "level_author": "missing"}
    assert decided(candidate("w1", 0.999, **fields))["decision"].to_list() == [decision]


def test_what_hints_at_another_kind_needs_something_to_bear_it_out() -> None:
    found = decided(candidate("w1", 0.999, level_year="catalog_later", level_companion="hint"))
    assert found["decision"].to_list() == [Decision.REVIEW]
    assert "not_borne_out" in found["reasons"].to_list()[0]


@pytest.mark.parametrize(
    "changed", [{"level_title": "same"}, {"level_author": "same"}, {"level_identifier": "missing"}]
)
def test_it_takes_identifier_title_and_author_to_contradict(changed: dict[str, str]) -> None:
    assert Reason.IDENTIFIER_CONTRADICTED not in reasons_of(**{**CONTRADICTED, **changed})


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "title_same"),
        ({"level_title": "same_main"}, "title_same"),
        ({"level_title": "spelling"}, "title_close"),
        ({"level_title": "beginning"}, "title_close"),
        ({"level_title": "within"}, "title_close"),
        ({"level_title": "mutual"}, "title_close"),
        ({"level_title": "alternate"}, "title_alternate"),
        ({"level_title": "missing"}, "title_missing"),
        ({"level_title": "different"}, "title_differs"),
        ({"level_title": "related"}, "title_differs"),
        ({"level_title": "similar"}, "title_differs"),
        ({"level_title": "same_main_other_rest"}, "subtitle_differs"),
        ({"level_title": "sister"}, "subtitle_differs"),
        ({}, "author_same"),
        ({"level_author": "initials"}, "author_same"),
        ({"level_author": "surname"}, "author_partly"),
        ({"level_author": "same_initial"}, "author_partly"),
        ({"level_author": "typing"}, "author_partly"),
        ({"level_author": "words"}, "author_partly"),
        ({"level_author": "different"}, "author_differs"),
        ({"level_author": "one_word"}, "author_differs"),
        ({"level_author": "other_given"}, "author_differs"),
        ({"level_author": "missing"}, "author_missing"),
        ({"level_rarity": "unnamed_0"}, "generic_title"),
        ({"level_year": "same"}, "year_same"),
        ({"level_year": "registration_later"}, "year_far"),
        ({"level_year": "catalog_much_later"}, "year_far"),
        ({"level_rival": "near"}, "better_rival"),
        ({"level_holders": "own_many"}, "generic_title"),
        ({"level_volume": "conflict"}, "numbers_conflict"),
        ({"level_issue": "conflict"}, "numbers_conflict"),
        ({"level_volume": "one_volume"}, "volume_of_set"),
        ({"level_volume": "some"}, "numbers_differ"),
        ({"level_issue": "some"}, "numbers_differ"),
        ({"level_companion": "one_side"}, "companion_book"),
        ({"level_companion": "different"}, "companion_book"),
        ({"level_companion": "hint"}, "kind_differs"),
        ({"level_edition": "different"}, "edition_differs"),
        ({"level_identifier": "same"}, "identifier_same"),
        ({"level_identifier": "different"}, "identifier_differs"),
        ({"group_registration": True}, "group_registration"),
    ],
)
def test_reasons(fields: dict[str, Any], reason: str) -> None:
    assert reason in reasons_of(**fields)


def test_a_close_runner_up_is_said_of_both() -> None:
    found = decided(candidate("w1", 0.9), candidate("w1", 0.88, "TX0000000002"), candidate("w1", 0.5, "TX0000000003"))
    close = [Reason.CLOSE_RUNNER_UP in reasons for reasons in found["reasons"].to_list()]
    assert close == [True, True, False]


def test_missing_values_give_no_reason_against() -> None:
    assert reasons_of() == ["title_same", "author_same"]


@pytest.mark.parametrize("comparison", ["title", "author"])
def test_every_level_of_title_and_author_has_one_reason(comparison: str) -> None:
    own = [r for r in Reason if r.startswith((comparison, f"sub{comparison}"))]
    for level in LEVELS[comparison]:
        assert len(set(reasons_of(**{f"level_{comparison}": level})) & set(own)) == 1, level


def test_every_reason_has_a_condition_and_stands_in_order() -> None:
    assert list(conditions()) == list(Reason)
    found = reasons_of(**CONTRADICTED, group_registration=True, level_volume="conflict")
    assert found == [reason for reason in Reason if reason in found]


@given(CANDIDATES, st.sampled_from([0.0, 0.3]))
@settings(max_examples=25)
def test_thresholds_of_parts_of_the_works_are_those_of_all(pairs: list[tuple[str, float]], margin: float) -> None:
    asked = DecideSettings(precision=0.5, min_margin=margin)
    rows = [
        candidate(work, 0.5 + confidence / 2, f"TX{i:010}", level_companion="omnibus" if i % 3 == 2 else "none")
        for i, (work, confidence) in enumerate(pairs)
    ]
    whole = pl.DataFrame(rows)
    parts = [standing(whole.filter(pl.col("work_id") == work), asked) for work in ("w1", "w2", "w3")]
    assert thresholds(pl.concat(parts[::-1]), asked, 0.1) == thresholds(whole, asked, 0.1)


def test_levels_may_be_enums() -> None:
    rows = pl.DataFrame([candidate("w1", 0.9), candidate("w1", 0.6, level_title="sister"), candidate("w2", 0.7)])
    enums = rows.with_columns(pl.col(f"level_{name}").cast(pl.Enum(levels)) for name, levels in LEVELS.items())
    kept = ["work_id", "rank", "margin", "decision", "reasons"]
    assert decide(enums, EVERYTHING).select(kept).equals(decide(rows, EVERYTHING).select(kept))
