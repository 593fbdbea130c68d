"""Deciding and judging, partition by partition: from what was found by comparing to candidates of the class."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from classmatch.classdef.changes import census, changes
from classmatch.classdef.holdings import holdings
from classmatch.classdef.judging import OF_WORK as JUDGED_OF_WORK
from classmatch.classdef.judging import subjects, verdicts, with_verdicts
from classmatch.engine import Task
from classmatch.link.candidates import OF_WORK, asked, candidate_counts, candidates_of, in_words, linked_table
from classmatch.link.outlook import Outlook
from classmatch.listing.lines import matches
from classmatch.listing.passed import work_counts
from classmatch.parquet import read_arrow, scan_files
from classmatch.pipeline.linking import work_number
from classmatch.store.atomic import publish, replacing, staging, write_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from classmatch.classdef.definition import Definition
    from classmatch.config import DecideSettings
    from classmatch.decide import Thresholds
    from classmatch.learn.known import Known
    from classmatch.score import Weights
    from classmatch.store.catalogs import Catalog
    from classmatch.store.registers import RegisterTable

ATTACHED = "registrations.arrow"
WORKS_AT_ONCE = 80_000  # of neighbouring partitions; judging has a hundred queries or two, however few the works

_OF_WORKS = list(dict.fromkeys((*OF_WORK, *JUDGED_OF_WORK)))  # columns of `schema.WORKS` that anything looks at


@dataclass(frozen=True)
class Judging:
    """What all partitions of a run are judged by; `other` is a definition to compare with."""

    weights: Weights
    settings: DecideSettings
    limits: Thresholds
    definition: Definition
    other: Definition | None
    registrations: Path  # `attach`


@dataclass(frozen=True)
class Part:
    """The files that neighbouring partitions are judged from, in order: they are like one larger partition."""

    linked: Sequence[Path]
    works: Sequence[Path]
    copies: Sequence[Path]
    known: Known

    @property
    def pairs(self) -> list[Path]:
        """What was found by comparing."""
        return [folder / "pairs.parquet" for folder in self.linked]


@dataclass(frozen=True)
class JudgedPart:
    """What judging a partition left: a folder of tables, and counts that add up over partitions."""

    folder: Path

    def scan(self, table: str) -> pl.LazyFrame:
        """`candidates` (`schema.candidates_schema`), `matches` (`listing.matches`), `changes` or `tally`."""
        return scan_files(self.folder / f"{table}.parquet")

    @property
    def counts(self) -> dict[str, Any]:
        """`candidates`, `works` (by step of the funnel), `known`, and the `comparison` with the other definition."""
        found: dict[str, Any] = json.loads((self.folder / "counts.json").read_text(encoding="utf-8"))
        return found


def attach(linked: Sequence[Path], register: RegisterTable, target: Path) -> None:
    """Write the registrations that any pair has, all that is said of them, with `right`, their rows in the register."""
    if target.exists():
        return
    wanted = pl.concat([scan_files(part / "pairs.parquet").select("right") for part in linked]).unique()
    rows = register.scan().with_row_index("right").with_columns(pl.col("right").cast(pl.Int64))
    found = rows.join(wanted, on="right", how="semi", maintain_order="left")
    with replacing(target) as temporary:
        found.sink_ipc(temporary, compression="uncompressed", maintain_order=True)  # never all in memory


@lru_cache(maxsize=1)
def attached(path: Path) -> pl.DataFrame:
    """The registrations of `attach`; the last ones that were asked for are remembered."""
    return read_arrow(path).rechunk()


def parts_of(catalog: Catalog, linked: Sequence[Path], known: Known) -> Iterator[Part]:
    """The files of all partitions, those of a few small ones together."""
    works, copies, first = catalog.works_parts, catalog.copies_parts, 0
    for group in _neighbours([part.works for part in catalog.parts]):
        last = first + sum(catalog.parts[p].works for p in group)
        own = known.within(first, last)
        own_works, own_copies = ([table.path(p).absolute() for p in group] for table in (works, copies))
        yield Part([linked[p].absolute() for p in group], own_works, own_copies, own)  # a worker has another folder
        first = last


def _neighbours(works: Sequence[int]) -> list[list[int]]:
    """The places of partitions of so many works, in groups of at most `WORKS_AT_ONCE` works or of one partition."""
    groups: list[list[int]] = []
    filled = 0
    for place, count in enumerate(works):
        if not groups or filled + count > WORKS_AT_ONCE:
            groups.append([])
            filled = 0
        groups[-1].append(place)
        filled += count
    return groups


def scores_of(part: Part, weights: Weights, registrations: pl.DataFrame) -> pl.DataFrame:
    """The scored pairs of a partition with what decisions look at (`link.candidates.asked`)."""
    works = scan_files(*part.works).select("work_id", "catalog_authors").collect()
    return asked(_scores(part, works, weights), works, registrations)


def _scores(part: Part, works: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    pairs = scan_files(*part.pairs).collect()
    places = works.select(work=work_number(), left=pl.int_range(pl.len(), dtype=pl.Int64))
    placed = pairs.join(places, on="work", how="inner", maintain_order="left").drop("work")
    return in_words(placed, weights, part.known)


def judge_tasks(catalog: Catalog, linked: Sequence[Path], known: Known, judging: Judging, folder: Path) -> list[Task]:
    """A task a partition; each leaves a `JudgedPart` in `folder`."""
    return [
        Task(judge_part, {"part": part, "judging": judging}, folder / f"{p:04d}", f"judging, part {p + 1}")
        for p, part in enumerate(parts_of(catalog, linked, known))
    ]


def judge_part(part: Part, judging: Judging, output: Path) -> None:
    """Decide the pairs of a partition, and judge the candidates by the class definition."""
    registrations = attached(judging.registrations)
    works, copies = scan_files(*part.works).select(_OF_WORKS).collect(), scan_files(*part.copies).collect()
    scores = _scores(part, works, judging.weights)
    found = candidates_of(scores, works, registrations, judging.settings, judging.limits)
    outlook = Outlook()
    outlook.add(found)
    place = np.searchsorted(registrations["right"].to_numpy(), found["right"].to_numpy())
    places = pl.DataFrame({"work": found["left"], "registration": place.astype(np.int64)})
    every = [judging.definition, *([judging.other] if judging.other else [])]
    subject = subjects(places, works, registrations, every, dated=True)
    held = holdings(copies, judging.definition)
    verdict = verdicts(subject, copies, judging.definition, held)
    candidates = with_verdicts(linked_table(found), verdict)
    tables = {
        "candidates": candidates,
        "matches": matches(candidates, places, registrations),
        "tally": outlook.sparse(),
        "labelled": pl.concat(outlook.judged),
    }
    counts: dict[str, Any] = {
        "candidates": candidate_counts(candidates),
        "works": work_counts(works, copies, candidates, judging.definition, held),
        "known": outlook.known,
    }
    if judging.other:
        other = verdicts(subject, copies, judging.other)
        tables["changes"] = changes(candidates, verdict, other)
        counts["comparison"] = census(candidates, verdict, other)
    _leave(tables, counts, output)


def _leave(tables: dict[str, pl.DataFrame], counts: dict[str, Any], output: Path) -> None:
    with staging(output.parent) as folder:
        for name, table in tables.items():
            table.rechunk().write_parquet(folder / f"{name}.parquet", compression="lz4", statistics=False)
        write_json(folder / "counts.json", counts)
        publish(folder, output)
