"""The funnel: from the rows of the catalog files to eligible works, and where the rest went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classmatch.classdef.definition import Definition


@dataclass(frozen=True)
class Step:
    """One step: `kept` is what the step before kept, less `dropped`."""

    step: str
    kept: int
    dropped: int
    reason: str


# step, the count that it keeps, why the others are dropped
_FILES = (
    ("rows", "rows", ""),
    ("usable rows", "copies", "rejected by the reader: see rejects/ of the drop"),
    ("valid files", "valid_files", "the library says that the file is empty, missing or damaged"),
    ("distinct files", "distinct_files", "another copy with the same content hash"),
    ("editions", "editions_of_files", "another file of the same edition"),
    ("works", "works_of_files", "another edition of the same work"),
)
_MATCHED = (
    ("works with a candidate", "works_with_candidate", "no registration reached the confidence for review"),
    ("matched works", "matched_works", "candidates for review only"),
)


def steps_of(definition: Definition) -> list[tuple[str, str, str]]:
    """The steps of a funnel under this definition: those of rules that it does not have are left out.

    Each with its name, the count that it keeps, and why the others are dropped.
    """
    return [*_FILES, *_of_works(definition), *_MATCHED, *_of_registrations(definition)]


def _of_works(definition: Definition) -> list[tuple[str, str, str]]:
    asked = (
        (definition.sources, ("in the class's libraries", "in_source", "no copy in a library of the class")),
        (definition.work.languages, ("in its languages", "in_language", "in another language")),
        (definition.work.identifiers, ("with an identifier", "with_identifier", _without(definition))),
    )
    return [step for rule, step in asked if rule]


def _without(definition: Definition) -> str:
    return f"without {' or '.join(name.upper() for name in definition.work.identifiers)}"


def _of_registrations(definition: Definition) -> list[tuple[str, str, str]]:
    rules = definition.registration
    years, timely = rules.within_years_of_publication, rules.timely
    either = [
        *(["before acquisition"] if timely.before_acquisition else []),
        *([f"within {timely.within_months_of_publication} months"] if timely.within_months_of_publication else []),
    ]
    late = "registered later than that"
    asked = (
        (years, (f"registered within {years} years", "within_years", late)),
        (either, (f"registered {' or '.join(either)}", "timely", late)),
    )
    last = (
        ("not ineligible", "not_ineligible", "by another rule of the class: see `reasons`"),
        ("eligible works", "eligible_works", "undetermined: see `deciding` in not_listed.csv"),
    )
    return [*(step for rule, step in asked if rule), *last]


def funnel(counts: Mapping[str, int], definition: Definition) -> list[Step]:
    """The steps from these counts, which never grow from one step to the next."""
    found = steps_of(definition)
    kept = [counts[key] for _, key, _ in found]
    before = [kept[0], *kept[:-1]]
    return [Step(step, now, was - now, reason) for (step, _, reason), now, was in zip(found, kept, before, strict=True)]


def funnel_frame(steps: Sequence[Step]) -> pl.DataFrame:
    """The funnel as a table: `step, kept, dropped, reason`."""
    return pl.DataFrame(list(steps))
