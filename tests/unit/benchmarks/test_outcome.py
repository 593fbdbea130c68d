from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psutil", reason="the benchmark's own requirements are not installed")

from benchmarks.outcome import (
    Outcome,
    Stage,
    by_size,
    from_dict,
    growth_lines,
    middle,
    own_figures,
    peer_figures,
    peer_lines,
    table_rows,
    to_dict,
)
from benchmarks.run import asked, load_results, save_results
from benchmarks.scoring import Score

if TYPE_CHECKING:
    from pathlib import Path

SCORE = Score(accepted=100, true=100, right=90, calibration_error=0.01)
SMALL = Outcome("classmatch", "1m", 30.0, 1_500_000_000, 50.0, [Stage("block", 10.0, 900)], SCORE, (30.0,))
LARGE = replace(SMALL, size="5m", seconds=147.0, score=replace(SCORE, right=88))
PEER = replace(SMALL, tool="splink", seconds=120.0, peak_bytes=3_000_000_000, score=replace(SCORE, right=80))


def test_the_middle_of_three_rounds_counts_with_the_highest_peak():
    rounds = [replace(SMALL, seconds=s, peak_bytes=int(p)) for s, p in ((9.0, 2e9), (7.0, 5e9), (8.0, 1e9))]
    found = middle(rounds)
    assert (found.seconds, found.peak_bytes, found.rounds) == (8.0, 5_000_000_000, (9.0, 7.0, 8.0))
    assert "3 rounds of 7.0 to 9.0 s" in table_rows(found)[-1]


def test_time_a_row_is_judged_by_that_of_the_yardstick():
    figures = own_figures(LARGE, [replace(SMALL, size="100k"), SMALL])
    assert figures["growth"] == pytest.approx((147 / 7_000_000) / (30 / 1_500_000))
    assert figures["recall_fall"] == pytest.approx(0.02)
    assert "growth" not in own_figures(SMALL, [])


def test_a_fall_is_the_largest_against_any_size_from_the_yardstick_up():
    better, tiny = (
        replace(SMALL, size=size, score=replace(SCORE, right=right)) for size, right in (("5m", 95), ("100k", 99))
    )
    assert own_figures(replace(LARGE, size="10m"), [tiny, SMALL, better])["precision_fall"] == pytest.approx(0.07)
    assert "recall_fall" not in own_figures(SMALL, [tiny])


def test_growth_is_told_beside_the_next_smaller_size():
    [line] = growth_lines(LARGE, [SMALL])
    assert line.startswith("5m / 1m: time a row 1.05")
    assert "recall -2.00 points" in line
    assert growth_lines(SMALL, []) == []


def test_the_peer_is_told_by_ours():
    assert peer_figures(SMALL, PEER)["splink_time_ratio"] == 4.0
    assert peer_figures(SMALL, PEER)["splink_f1_lead"] == pytest.approx(0.1)
    assert "time 4.00, peak memory 2.00" in peer_lines(SMALL, PEER)[0]


def test_a_peer_that_was_stopped_has_no_figures_with_goals_and_its_stages_are_shown():
    stopped = replace(PEER, score=None)
    assert peer_figures(SMALL, stopped) == {}
    assert "more than 4.00" in peer_lines(SMALL, stopped)[0]
    assert "stopped at the limit" in table_rows(stopped)[-1]
    assert "block" in table_rows(stopped)[0]


def test_an_outcome_survives_the_disk(tmp_path: Path):
    outcomes = [LARGE, replace(PEER, score=None), SMALL]
    save_results(outcomes, tmp_path / "results.json")
    assert load_results(tmp_path / "results.json") == [SMALL, LARGE, replace(PEER, score=None)]
    assert from_dict(json.loads(json.dumps(to_dict(SMALL)))) == SMALL
    assert to_dict(SMALL)["score"]["f1"] == pytest.approx(0.9)


def test_sizes_are_put_in_order():
    assert [one.size for one in by_size([LARGE, PEER, SMALL], "classmatch")] == ["1m", "5m"]
    assert asked(["--sizes", "5m,20k"]).sizes == ["20k", "5m"]


def test_splink_runs_only_at_its_sizes(tmp_path: Path):
    plan = asked(["--sizes", "1m,5m", "--out", str(tmp_path)])
    assert set(plan.tools("1m")) == {"classmatch", "splink"}
    assert set(plan.tools("5m")) == {"classmatch"}
    assert asked(["--skip-splink"]).peer_sizes == []


def test_an_unknown_size_is_refused():
    with pytest.raises(SystemExit):
        asked(["--sizes", "7m"])
