"""The scorer that comes with the data and knows nothing of classmatch: it reads only what `match` wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import util
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.labelled import registrations_file

if TYPE_CHECKING:
    from pathlib import Path

Figures = dict[str, float]
TENTHS = 10


def tool(data: Path, name: str, *arguments: str | Path) -> Figures:
    """What a scoring tool of the data folder prints as JSON; nothing when it prints nothing."""
    line = [sys.executable, str(data / "tools" / name), *map(str, arguments)]
    printed = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    figures: Figures = json.loads(printed) if printed.strip() else {}
    return figures


def scored(data: Path, name: str, results: Path) -> Figures:
    """All figures of the scorer for results on a set, registrations of the same text counted as one."""
    folder = data / "data/truth" / name
    return tool(data, "score.py", results, folder / "truth.csv", "--registrations", registrations_file(folder))


def absent_accepted(data: Path, twin: Path, results: Path) -> float:
    """The share of labelled records that were accepted with a registration of the truth-absent twin: all wrong."""
    return tool(data, "absent.py", "--count", results, twin)["share"]


def reliability(data: Path, name: str, results: Path) -> list[Figures]:
    """By tenths of confidence: how many candidates the scorer counts, their mean confidence, and the share right."""
    score, folder = _module(data / "tools/score.py"), data / "data/truth" / name
    twins = score.representatives(score.read(registrations_file(folder)), "row")
    truth = score.collapse(pl.read_csv(folder / "truth.csv", infer_schema=False), twins)
    rank = pl.col("label").replace_strict({"match": 0, "related": 1, "nomatch": 2}, return_dtype=pl.Int8)
    pairs = score.predicted(results, truth.sort(rank).unique(score.PAIR, keep="first", maintain_order=True), twins)
    return by_tenths(pairs)


def by_tenths(pairs: pl.DataFrame) -> list[Figures]:
    """The reliability table of pairs with `confidence` and `true`; a tenth without pairs is left out."""
    tenth = (pl.col("confidence") * TENTHS).floor().clip(0, TENTHS - 1).cast(pl.Int64)
    bins = pairs.group_by(tenth=tenth).agg(
        pairs=pl.len(), said=pl.col("confidence").mean().round(4), was=pl.col("true").mean().round(4)
    )
    return bins.sort("tenth").to_dicts()


def _module(path: Path) -> Any:
    spec = util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
