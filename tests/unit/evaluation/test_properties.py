"""What holds of every evaluation, whatever the results and labels are."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from evaluation_support import TRUTH, Candidate, Copy, Label, evaluated, labels, results
from hypothesis import given, settings
from hypothesis import strategies as st

from classmatch.evaluation import Evaluation, bootstrap, evaluation
from classmatch.evaluation.figures import figures
from classmatch.evaluation.judged import judge
from classmatch.evaluation.records import located

if TYPE_CHECKING:
    import random

    import polars as pl

RECORDS, ROWS = "abcdef", "12345"
COPIES: list[Copy] = [("lib", record, f"w{record}") for record in RECORDS] + [("lib", "a", "wb")]
_CONFIDENCE = st.one_of(st.sampled_from([0.0, 0.1, 0.5, 0.7, 0.9, 1.0]), st.floats(0, 1))
_PAIRS = st.lists(st.tuples(st.sampled_from(RECORDS), st.sampled_from(ROWS)), unique=True)
_CANDIDATES = _PAIRS.flatmap(
    lambda pairs: st.tuples(
        *(st.tuples(st.just(f"w{a}"), st.just(b), _CONFIDENCE, st.sampled_from(["match", "review"])) for a, b in pairs)
    )
)
_LABELS = _PAIRS.filter(bool).flatmap(
    lambda pairs: st.tuples(
        *(
            st.tuples(st.none(), st.just(a), st.just(b), st.sampled_from(["match", "nomatch", "related"]))
            for a, b in pairs
        )
    )
)
Candidates = tuple[Candidate, ...]
Labels = tuple[Label, ...]


@pytest.fixture(autouse=True, scope="module")
def few_draws() -> object:
    before, bootstrap.RESAMPLES = bootstrap.RESAMPLES, 50
    yield
    bootstrap.RESAMPLES = before


@given(_CANDIDATES, _LABELS)
@settings(max_examples=60)
def test_shares_are_shares_and_intervals_hold_their_figure(candidates: Candidates, rows: Labels) -> None:
    found = evaluated(candidates, COPIES, *rows)
    for name, value in asdict(found.figures).items():
        if isinstance(value, float):
            assert 0 <= value <= 1, name
    for name, (low, high) in found.intervals.items():
        assert 0 <= low <= getattr(found.figures, name) <= high <= 1 + 1e-12


@given(_CANDIDATES, _LABELS)
@settings(max_examples=60)
def test_the_curve_falls_and_no_limit_beats_the_best(candidates: Candidates, rows: Labels) -> None:
    found = evaluated(candidates, COPIES, *rows)
    table, best = found.thresholds, found.figures
    assert table["accepted"].diff().drop_nulls().le(0).all()
    assert table["recall"].drop_nulls().diff().drop_nulls().le(0).all()
    assert table["f1"].fill_null(0).le(best.best_f1 + 1e-12).all()
    assert best.average_precision <= best.candidates_recall + 1e-12
    assert found.reliability["count"].sum() == best.candidates


@given(_CANDIDATES, _LABELS, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_rows_does_not_matter(candidates: Candidates, rows: Labels, shuffle: random.Random) -> None:
    run = results(candidates, COPIES)
    mixed = replace(run, candidates=_shuffled(run.candidates, shuffle), copies=_shuffled(run.copies, shuffle))
    told = labels(*rows)
    first, second = evaluation(run, told, TRUTH), evaluation(mixed, _mixed(told, shuffle), TRUTH)
    assert _without_notes(first) == _without_notes(second)
    assert first.errors.equals(second.errors)


def _mixed(frame: pl.DataFrame, shuffle: random.Random) -> pl.DataFrame:
    return frame.sample(fraction=1, shuffle=True, seed=shuffle.randrange(1000))


def _shuffled(frame: pl.LazyFrame, shuffle: random.Random) -> pl.LazyFrame:
    return _mixed(frame.collect(), shuffle).lazy()


def _without_notes(found: Evaluation) -> dict[str, object]:
    return {**found.to_dict(), "notes": []}


@given(_CANDIDATES, _LABELS)
@settings(max_examples=60)
def test_the_figures_are_those_of_a_count_by_hand(candidates: Candidates, rows: Labels) -> None:
    found = evaluated(candidates, COPIES, *rows).figures
    pairs, wanted = _by_hand(candidates, rows)
    hits = [i for i, (_, true) in enumerate(pairs) if true]
    precisions = [(place + 1) / (i + 1) for place, i in enumerate(hits)]
    assert found.average_precision == pytest.approx(sum(precisions) / wanted if wanted else 0)
    assert found.calibration_error == pytest.approx(_error_by_hand(pairs))
    assert found.candidates_recall == pytest.approx(len(hits) / wanted if wanted else 0)


def _by_hand(candidates: Candidates, rows: Labels) -> tuple[list[tuple[float, bool]], int]:
    """The confidence and truth of the pairs of labelled records, best first, and how many true pairs there are."""
    said = {(record, row): label for _, record, row, label in rows}
    covered = {record for _, record, _, _ in rows}
    found: dict[tuple[str, str], float] = {}
    for _, record, work in COPIES:
        for of, row, confidence, _ in candidates:
            if of == work and record in covered and said.get((record, row)) != "related":
                found[record, row] = max(confidence, found.get((record, row), 0.0))
    order = sorted(found, key=lambda pair: (-found[pair], pair))
    return [(found[pair], said.get(pair) == "match") for pair in order], list(said.values()).count("match")


def _error_by_hand(pairs: list[tuple[float, bool]]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for pair in pairs:
        bins.setdefault(min(9, int(pair[0] * 10)), []).append(pair)
    gaps = [abs(sum(said - true for said, true in pairs)) for pairs in bins.values()]
    return sum(gaps) / len(pairs) if pairs else 0.0


def test_draws_are_the_same_whatever_the_portion(monkeypatch: pytest.MonkeyPatch) -> None:
    run = results([(f"w{record}", row, 0.8, "match") for record in RECORDS for row in "12"], COPIES)
    told = labels(*((None, record, "1", "match") for record in RECORDS))
    judged = judge(run, located(told, run.copies, TRUTH), None)
    whole = bootstrap.resampled(judged)
    monkeypatch.setattr(bootstrap, "_CELLS", 1)
    assert np.allclose(whole, bootstrap.resampled(judged))
    assert whole.shape == (bootstrap.RESAMPLES, len(bootstrap.FIGURES))


def test_drawing_every_record_once_gives_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    run = results([("wa", "1", 0.9, "match"), ("wb", "2", 0.4, "review"), ("wc", "3", 0.7, "match")], COPIES)
    told = labels((None, "a", "1", "match"), (None, "b", "2", "match"), (None, "c", "4", "match"))
    judged = judge(run, located(told, run.copies, TRUTH), None)
    monkeypatch.setattr(bootstrap, "_draws", lambda records: iter([np.ones((1, records))]))
    found = figures(judged)
    assert bootstrap.resampled(judged)[0].tolist() == pytest.approx(
        [getattr(found, name) for name in bootstrap.FIGURES]
    )
