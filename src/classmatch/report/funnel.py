"""The funnel: from the rows of the catalog files to matched works, and where the rest went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Step:
    """One step: `kept` is what the step before kept, less `dropped`."""

    step: str
    kept: int
    dropped: int
    reason: str


# step, the count that it keeps, why the others are dropped
STEPS = (
    ("rows", "rows", ""),
    ("usable rows", "copies", "rejected by the reader: see rejects/ of the drop"),
    ("distinct files", "distinct_hashes", "another copy with the same content hash"),
    ("editions", "editions", "another file of the same edition"),
    ("works", "works", "another edition of the same work"),
    ("works with a candidate", "works_with_candidate", "no registration reached the confidence for review"),
    ("matched works", "matched_works", "candidates for review only"),
)


def funnel(counts: Mapping[str, int]) -> list[Step]:
    """The steps from these counts, which never grow from one step to the next."""
    kept = [counts[key] for _, key, _ in STEPS]
    before = [kept[0], *kept[:-1]]
    return [Step(step, now, was - now, reason) for (step, _, reason), now, was in zip(STEPS, kept, before, strict=True)]


def funnel_frame(steps: Sequence[Step]) -> pl.DataFrame:
    """The funnel as a table: `step, kept, dropped, reason`."""
    return pl.DataFrame(list(steps))
