"""Which calibration a run takes, and what labels do to its decisions."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from builders import deduplicated, register
from classmatch.config import Settings
from classmatch.errors import ConfigError
from classmatch.labels import LABELS
from classmatch.learn.chosen import LEAST
from classmatch.learn.known import Known, placed
from classmatch.link import Linked, link

if TYPE_CHECKING:
    from classmatch.dedupe import Deduplicated
    from classmatch.score import Weights

WORDS = ["Amber", "Basalt", "Cinder", "Damson", "Ember", "Falcon", "Garnet", "Heron", "Indigo", "Juniper", "Kestrel"]
WORDS += ["Lagoon", "Magpie", "Nettle"]


def isbn(number: int) -> str:
    digits = f"978{number:09}"
    check = -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10
    return f"{digits}{check}"


def books(identified: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Works with a registration of their own each, and one by another author under the same title."""
    catalog, registered = [], []
    for i, word in enumerate(WORDS):
        title, author = f"The {word} Causeway", f"Ina {word}ton"
        own, other = ({"isbn": isbn(1000 + i)}, {"isbn": isbn(2000 + i)}) if identified else ({}, {})
        catalog.append({"record_id": f"c{i}", "title": title, "author": author, **own})
        registered.append({"registration_record_id": f"r{i}", "title": title, "author": author, **own})
        wrong = {"registration_record_id": f"w{i}", "title": title, "author": "Hugh Pell"}
        registered.append({**wrong, **other})
    return catalog, registered


@cache
def tables(identified: bool) -> tuple[Deduplicated, pl.DataFrame]:
    catalog, registered = books(identified)
    return deduplicated(*catalog), register(*registered)


def labelled(identified: bool, count: int, *more: tuple[str, str, str]) -> Known:
    made, registered = tables(identified)
    rows = [(f"c{i}", f"r{i}", "match") for i in range(count)] + list(more)
    named = [{"source": None, "record_id": a, "registration_row": b, "label": c} for a, b, c in rows]
    return placed(Path("labels.csv"), pl.DataFrame(named, schema=LABELS), made.copies, made.works, registered)[0]


def linked(weights: Weights, *, identified: bool = False, known: Known | None = None, **decide: Any) -> Linked:
    made, registered = tables(identified)
    settings = replace(Settings(), decide=replace(Settings().decide, **decide))
    return link(made.works, registered, settings, weights, lambda *_: None, known)


def test_without_labels_and_identifiers_it_is_that_of_the_weights_file(weights: Weights) -> None:
    assert linked(weights).calibration == weights.calibration


def test_enough_labels_make_their_own(weights: Weights) -> None:
    found = linked(weights, known=labelled(False, len(WORDS))).calibration
    assert found.origin == "labels"
    assert found.pairs >= 2 * len(WORDS)
    assert found.covariance[1][1] < weights.calibration.covariance[1][1]


def test_identifiers_make_one_where_both_sides_carry_them(weights: Weights) -> None:
    found = linked(weights, identified=True).calibration
    assert found.origin == "identifiers"
    assert found.pairs >= 2 * len(WORDS)


def test_labels_come_before_identifiers_and_too_few_before_nothing(weights: Weights) -> None:
    assert linked(weights, identified=True, known=labelled(True, len(WORDS))).calibration.origin == "labels"
    assert linked(weights, identified=True, known=labelled(True, 3)).calibration.origin == "identifiers"
    assert linked(weights, known=labelled(False, LEAST - 1)).calibration.origin == "shipped"


def test_what_is_asked_for_by_name_is_had_or_refused(weights: Weights) -> None:
    assert linked(weights, identified=True, calibration="shipped").calibration == weights.calibration
    with pytest.raises(ConfigError, match="calibration on labels needs labels; give --labels"):
        linked(weights, calibration="labels")
    with pytest.raises(ConfigError, match="calibration on labels needs 10 right and 10 wrong candidate pairs, and"):
        linked(weights, calibration="labels", known=labelled(False, 3))
    with pytest.raises(ConfigError, match=r"calibration on identifiers needs 10 right .* and there are 0 and 0"):
        linked(weights, calibration="identifiers")


def test_a_label_decides_its_pair_and_says_so(weights: Weights) -> None:
    plain = linked(weights, calibration="shipped")
    known = labelled(False, 0, ("c0", "w0", "match"), ("c1", "r1", "nomatch"), ("c2", "w9", "match"))
    found = linked(weights, calibration="shipped", known=known).candidates
    rows = {(row["catalog_title"], row["registration_record_id"]): row for row in found.iter_rows(named=True)}
    match, nomatch = rows["The Amber Causeway", "w0"], rows["The Basalt Causeway", "r1"]
    unblocked = rows["The Cinder Causeway", "w9"]
    assert (match["decision"], nomatch["decision"], unblocked["decision"]) == ("match", "non_match", "match")
    assert "labelled_match" in match["reasons"]
    assert "labelled_nomatch" in nomatch["reasons"]
    before = plain.candidates.filter(registration_record_id="r1")["confidence"].item()
    assert nomatch["confidence"] == before


def test_known_wrong_pairs_count_as_no_candidate(weights: Weights) -> None:
    known = labelled(False, 0, ("c1", "r1", "nomatch"), ("c1", "w1", "nomatch"))
    plain, found = linked(weights), linked(weights, calibration="shipped", known=known)
    assert found.counts["works_with_candidate"] == plain.counts["works_with_candidate"] - 1
    assert found.counts["matches"] == plain.counts["matches"] - 1


def test_a_wanted_precision_sets_both_thresholds(weights: Weights) -> None:
    found = linked(weights, precision=0.95)
    matches = found.candidates.filter(decision="match")["confidence"]
    assert found.expected.precision
    assert found.expected.precision.value >= 0.95 - 1e-4
    assert found.thresholds.match == matches.min()
    assert found.thresholds.review <= found.thresholds.match


def test_a_precision_out_of_reach_is_refused(weights: Weights) -> None:
    with pytest.raises(ConfigError, match=r"no threshold gives an expected precision of 1\.0"):
        linked(weights, precision=1.0)
