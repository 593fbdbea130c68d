from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("matplotlib", reason="the benchmark's own requirements are not installed")

from benchmarks.quality.reliability import FIGURES, PLOT, draw

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plots") / "images/reliability.svg"
    draw(json.loads(FIGURES.read_text(encoding="utf-8")), path)
    return path


def test_the_committed_plot_shows_the_committed_figures(drawn: Path):
    """Another release of matplotlib may draw other bytes: then draw the plot again."""
    assert drawn.read_bytes() == PLOT.read_bytes(), "draw it again: python -m benchmarks.quality.reliability"


def test_the_plot_names_its_axes_and_sets_in_text_that_can_be_read_out(drawn: Path):
    texts = set(re.findall(r"<text [^>]*>([^<]+)</text>", drawn.read_text(encoding="utf-8")))
    sets = set(json.loads(FIGURES.read_text(encoding="utf-8")))
    assert sets | {"confidence", "share of candidates that are right", "shipped weights"} <= texts


def test_the_plot_says_nothing_of_when_it_was_drawn(drawn: Path):
    assert "<dc:date>" not in drawn.read_text(encoding="utf-8")
