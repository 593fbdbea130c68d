"""The stage of `match` that compares: what is counted first, then all partitions, then what they come to together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.compare.encode import as_one_side
from classmatch.link.calibrating import calibrated, settled
from classmatch.link.register import load_register
from classmatch.link.scoring import RUNNER_UP
from classmatch.link.totals import Totals
from classmatch.parquet import scan_files
from classmatch.pipeline.linking import Comparing, link_tasks
from classmatch.pipeline.snapshot import chosen
from classmatch.store.links import Links, calibration_id, links_id, load_calibration, save_calibration

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.config import Settings
    from classmatch.engine import Engine
    from classmatch.learn.known import Known
    from classmatch.link.register import Register
    from classmatch.pipeline.budget import Budget
    from classmatch.pipeline.prepare import Prepared
    from classmatch.pipeline.snapshot import Chosen
    from classmatch.report.stages import Stages
    from classmatch.score import Weights


@dataclass(frozen=True)
class LinkedParts:
    """What comparing left: a folder a partition (`pipeline.linking`), and what was counted of all."""

    snapshot: Chosen
    register: Register
    weights: Weights  # with the calibration of the run
    known: Known
    parts: list[Path]
    totals: Totals

    @property
    def of(self) -> dict[str, Any]:
        """What the manifest holds of the snapshot and the calibration: results depend on them."""
        snapshot = self.snapshot.snapshot
        return {"id": snapshot.id, "catalog": snapshot.catalog, "copies": snapshot.copies}

    @property
    def counts(self) -> dict[str, int]:
        """Candidate pairs, and those that were compared."""
        return {name: self.totals.counts[name] for name in ("pairs", "compared")}


@dataclass(frozen=True)
class Said:
    """What a user said of pairs, and the SHA-256 of the file that says it."""

    known: Known
    sha256: str | None


def linked_parts(
    ready: Prepared,
    settings: Settings,
    weights: Weights,
    said: Said,
    wanted: str,
    budget: Budget,
    engine: Engine,
    stages: Stages,
) -> LinkedParts:
    """Compare the works of all partitions with the register. `wanted` is as `snapshot.chosen` has it."""
    with stages("count words"):
        snapshot = chosen(ready, settings, wanted, budget.sorting)
        if snapshot.told:
            stages.listener.noticed(snapshot.told)
        register = load_register(snapshot.folder.absolute())
    with stages("calibrate"):
        known = settled(said.known, ready.catalog.works_parts.scan_all(), register, weights)
        weights = _calibrated(ready, snapshot, register, weights, settings, Said(known, said.sha256))
    floor = min(RUNNER_UP, settings.decide.review)
    name = links_id(snapshot.snapshot.id, weights, said.sha256, floor)
    for kind, used in (("snapshots", snapshot.snapshot.id), ("registers", ready.register.id), ("links", name)):
        ready.workspace.used(kind, used)
    comparing = Comparing(snapshot.folder.absolute(), budget.block(settings.block), weights, floor)
    tasks = link_tasks(ready.catalog, Links(ready.workspace.path("links", name)), comparing, known)
    with stages("compare"):
        found = engine.run(tasks, lambda done, total: stages.listener.progressed("compare", done, total))
        if found:
            stages.listener.noticed(f"goes on: {found} of {len(tasks)} parts were compared before")
        parts = [task.output for task in tasks]
        totals = _totals(parts)
    return LinkedParts(snapshot, register, weights, known, parts, totals)


def _calibrated(
    ready: Prepared, snapshot: Chosen, register: Register, weights: Weights, settings: Settings, said: Said
) -> Weights:
    """The weights with the calibration of the snapshot: as fitted before, or fitted now."""
    name = calibration_id(snapshot.snapshot.id, weights.sha256, settings.decide.calibration, said.sha256)
    known = load_calibration(ready.workspace, name)
    if known is None:
        works, right = ready.catalog.works_parts.scan_all(), as_one_side(ready.register.scan())
        known = calibrated(said.known, works, right, register, weights, settings)
        save_calibration(ready.workspace, name, known)
    return weights.calibrated(known)


def _totals(parts: list[Path]) -> Totals:
    totals = Totals()
    for part in parts:
        counts = scan_files(part / "works.parquet").collect()
        totals.add(counts, scan_files(part / "weighed.parquet").select(pl.col("place")).collect()["place"])
    return totals
