"""From matches to lists: the class rules, the works list, the members, and what another definition would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classmatch.classdef.changes import census, changes
from classmatch.classdef.judging import subjects, verdicts, with_verdicts
from classmatch.classdef.originals import with_originals
from classmatch.classdef.reading import load_definition
from classmatch.errors import UsageError
from classmatch.listing.lines import lines, matches
from classmatch.listing.passed import file_counts, work_counts
from classmatch.members.houses import load_houses
from classmatch.members.listed import listed
from classmatch.store.hashing import file_hash

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import polars as pl

    from classmatch.classdef.definition import Definition
    from classmatch.classdef.reading import Given
    from classmatch.link import Linked
    from classmatch.members.listed import Listed
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
    """The judged `candidates` (`schema.candidates_schema`), the lists, and `changes` (`schema.CHANGES`) or None."""

    candidates: pl.DataFrame
    listed: Listed
    changes: pl.DataFrame | None
    comparison: list[dict[str, Any]] | None
    counts: dict[str, int]


def classed(linked: Linked, ready: Prepared, rules: Rules, stages: Stages) -> Classed:
    """Judge the candidates and list the works and members of the class."""
    definition, copies, works = rules.given.definition, ready.catalog.copies, ready.catalog.works
    with stages("class rules"):
        every = [definition, *([rules.other] if rules.other else [])]
        asked = subjects(linked.places, works, ready.table, every)
        verdict = verdicts(asked, copies, definition)
        candidates = with_verdicts(linked.candidates, verdict)
        other = verdicts(asked, copies, rules.other) if rules.other else None
    with stages("works list"):
        dated = ready.table.with_columns(original_date=with_originals(ready.table))
        table, rows = lines(matches(candidates, linked.places, dated), definition)
        counts = file_counts(copies, definition) | work_counts(works, copies, candidates, definition)
    with stages("members"):
        found = listed(table, rows, ready.table, rules.houses, definition)
    return Classed(
        candidates,
        found,
        None if other is None else changes(candidates, verdict, other),
        None if other is None else census(candidates, verdict, other),
        counts | _counts(found),
    )


def _counts(found: Listed) -> dict[str, int]:
    by = dict(found.lines.group_by("eligibility").len().iter_rows())
    kinds = dict(found.members.group_by("kind").len().iter_rows())
    return {
        **{f"{name}_lines": by.get(name, 0) for name in ("eligible", "undetermined", "ineligible")},
        "members": found.members.height,
        **{f"{name}_members": kinds.get(name, 0) for name in ("person", "organisation")},
    }
