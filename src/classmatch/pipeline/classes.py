"""From matches to lists: the class rules, the works list, the members, and what another definition would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.classdef.changes import CENSUS, CHANGES_ORDER
from classmatch.classdef.reading import load_definition
from classmatch.errors import UsageError
from classmatch.link.outlook import Outlook
from classmatch.listing.lines import lines
from classmatch.listing.passed import file_counts
from classmatch.members.houses import load_houses
from classmatch.members.listed import listed
from classmatch.pipeline.judging import attached
from classmatch.store.hashing import file_hash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from classmatch.classdef.definition import Definition
    from classmatch.classdef.reading import Given
    from classmatch.members.listed import Listed
    from classmatch.pipeline.judging import JudgedPart
    from classmatch.pipeline.prepare import Prepared
    from classmatch.report.stages import Stages

TEMPLATE = "template"  # the class definition that asks for a registration only


@dataclass(frozen=True)
class Rules:
    """What a run judges by: a class definition, the day or the definition it is compared with, and houses."""

    given: Given
    as_of: date | None
    compared: Given | None
    houses: pl.DataFrame
    imprints: Path | None

    @property
    def other(self) -> Definition | None:
        """The definition that this one is compared with."""
        if self.as_of is not None:
            return self.given.definition.acquired_on(self.as_of)
        return self.compared.definition if self.compared else None

    def record(self) -> dict[str, Any]:
        """What the manifest holds of it: names, and hashes of the files."""
        return {
            "class_definition": _named(self.given),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "compare": _named(self.compared) if self.compared else None,
            "imprints": {"name": self.imprints.name, "sha256": file_hash(self.imprints)} if self.imprints else None,
        }


def _named(given: Given) -> dict[str, str]:
    return {"name": given.name, "sha256": given.sha256}


def load_rules(
    class_definition: str | Path, as_of: date | None, compare: str | Path | None, imprints: Path | None
) -> Rules:
    """Read what a run judges by. Raises a `ClassmatchError` with all that is wrong with a file."""
    if as_of is not None and compare is not None:
        raise UsageError("--as-of and --compare both name another class", "give one of them")
    given = load_definition(class_definition)
    if as_of is not None and not any(source.in_class for source in given.definition.sources):
        raise UsageError(
            f"--as-of: {given.name} names no library of the class", "its dates of acquisition would change"
        )
    compared = load_definition(compare) if compare is not None else None
    return Rules(given, as_of, compared, load_houses(imprints), imprints)


@dataclass(frozen=True)
class Classed:
    """The judged candidates (`schema.candidates_schema`) in parts, the lists, and `changes` (`schema.CHANGES`) or None.

    `outlook` tells what to expect of the matches.
    """

    parts: list[pl.LazyFrame]
    listed: Listed
    changes: pl.DataFrame | None
    comparison: list[dict[str, Any]] | None
    counts: dict[str, int]
    outlook: Outlook

    @property
    def candidates(self) -> pl.LazyFrame:
        """The candidates of all parts."""
        return pl.concat(self.parts)


def classed(parts: Sequence[JudgedPart], ready: Prepared, rules: Rules, registrations: Path, stages: Stages) -> Classed:
    """The lists of all judged partitions together; `registrations` are those of `judging.attach`."""
    definition, counted = rules.given.definition, [part.counts for part in parts]
    candidates = [part.scan("candidates") for part in parts]
    with stages("works list"):
        table, rows = lines(pl.concat([part.scan("matches") for part in parts]).collect(), definition)
        counts = summed([part["candidates"] for part in counted])
        counts |= file_counts(ready.catalog.copies_parts.scan_all(), definition)
        counts |= summed([part["works"] for part in counted])
        counts |= {"matched_registrations": _matched_registrations(pl.concat(candidates))}
    with stages("members"):
        found = listed(table, rows, attached(registrations), rules.houses, definition)
    return Classed(
        candidates,
        found,
        _changes(parts) if rules.other else None,
        _census([part["comparison"] for part in counted]) if rules.other else None,
        counts | _counts(found),
        _outlook(parts, counted),
    )


def summed(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The sums of counts of the same names."""
    return {name: sum(part[name] for part in parts) for name in (parts[0] if parts else {})}


def _matched_registrations(candidates: pl.LazyFrame) -> int:
    matched = candidates.filter(pl.col("decision") == "match").select(pl.col("registration_record_id").n_unique())
    return int(matched.collect(engine="streaming").item())


def _changes(parts: Sequence[JudgedPart]) -> pl.DataFrame:
    return pl.concat([part.scan("changes") for part in parts]).sort(*CHANGES_ORDER, nulls_last=True).collect()


def _census(parts: Sequence[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    rows = pl.DataFrame([row for part in parts for row in part], schema=CENSUS)
    keys = [name for name in CENSUS if name != "matches"]
    return rows.group_by(keys).agg(pl.col("matches").sum()).sort(keys).to_dicts()


def _outlook(parts: Sequence[JudgedPart], counted: Sequence[Mapping[str, Any]]) -> Outlook:
    outlook = Outlook()
    for part, counts in zip(parts, counted, strict=True):
        outlook.add_part(part.scan("tally").collect(), counts["known"], part.scan("labelled").collect())
    return outlook


def _counts(found: Listed) -> dict[str, int]:
    by = dict(found.lines.group_by("eligibility").len().iter_rows())
    kinds = dict(found.members.group_by("kind").len().iter_rows())
    return {
        **{f"{name}_lines": by.get(name, 0) for name in ("eligible", "undetermined", "ineligible")},
        "members": found.members.height,
        **{f"{name}_members": kinds.get(name, 0) for name in ("person", "organisation")},
    }
