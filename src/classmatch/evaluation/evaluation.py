"""The evaluation of a run: everything that the terminal, the JSON document and the CSV files show."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from classmatch.evaluation import bootstrap
from classmatch.evaluation.calibration import reliability
from classmatch.evaluation.curve import thresholds
from classmatch.evaluation.figures import Figures, figures
from classmatch.evaluation.judged import judge
from classmatch.evaluation.mistakes import Mistake, census, mistakes
from classmatch.evaluation.notes import notes
from classmatch.evaluation.records import located
from classmatch.evaluation.wilson import LEVEL, wilson
from classmatch.labels import same_text

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.evaluation.results import Results

SCHEMA_VERSION = 1  # of evaluation.json; raised when a key goes or changes its meaning
WORST = 10  # mistakes of each kind that the JSON document has; errors.csv has all


@dataclass(frozen=True)
class Evaluation:
    """How right a run is, as far as the labels tell."""

    run_id: str | None
    truth: str  # name of the file of labels
    same_text: bool  # whether registrations of one text counted as one
    notes: list[str]  # what the user should know before relying on it
    figures: Figures
    intervals: dict[str, tuple[float, float]]  # figure: 95% interval
    absent_interval: tuple[float | None, float | None]  # of the share of absent records that were matched
    expected: dict[str, dict[str, float]]  # what the run expected: figure: `value, low, high`
    decide_match: float | None  # the confidence from which a candidate was a match
    thresholds: pl.DataFrame
    reliability: pl.DataFrame
    errors: pl.DataFrame  # see mistakes.mistakes

    def to_dict(self) -> dict[str, Any]:
        """The content of `evaluation.json`; numbers have six decimals."""
        worst = {str(kind): self.errors.filter(pl.col("mistake") == kind).head(WORST) for kind in Mistake}
        document = {
            "schema_version": SCHEMA_VERSION,
            "run_id": self.run_id,
            "truth": self.truth,
            "same_text": self.same_text,
            "notes": self.notes,
            "figures": asdict(self.figures),
            "intervals": {name: list(ends) for name, ends in self.intervals.items()},
            "absent_interval": list(self.absent_interval),
            "bootstrap": {"resamples": bootstrap.RESAMPLES, "seed": bootstrap.SEED, "level": LEVEL},
            "expected": self.expected,
            "decide_match": self.decide_match,
            "thresholds": self.thresholds.to_dicts(),
            "reliability": self.reliability.to_dicts(),
            "errors": census(self.errors),
            "worst": {kind: rows.to_dicts() for kind, rows in worst.items()},
        }
        rounded: dict[str, Any] = _rounded(document)
        return rounded


def evaluation(
    results: Results, labels: pl.DataFrame, truth: Path, registrations: pl.DataFrame | None = None
) -> Evaluation:
    """Judge results by labels.

    Args:
        results: what `match` wrote.
        labels: as `labels.read_labels` gives them.
        truth: the file of the labels.
        registrations: raw registrations (`RAW_REGISTRATIONS`), if rows of one text are to count as one.

    Raises:
        InputError: if the labels speak of nothing that is in the results, or do not say of which library a record is.

    """
    known = located(labels, results.copies, truth)
    judged = judge(results, known, None if registrations is None else same_text(registrations))
    found = figures(judged)
    return Evaluation(
        run_id=results.run_id,
        truth=truth.name,
        same_text=registrations is not None,
        notes=notes(known, results, registrations, truth),
        figures=found,
        intervals=bootstrap.intervals(judged, found),
        absent_interval=wilson(found.absent_accepted, found.absent_records),
        expected=results.expected,
        decide_match=results.decide_match,
        thresholds=thresholds(judged.pairs, found.true_pairs),
        reliability=reliability(judged.pairs),
        errors=mistakes(judged, results, None if registrations is None else _texts(registrations)),
    )


def _texts(registrations: pl.DataFrame) -> pl.DataFrame:
    """What the errors show of a registration that is in no result."""
    shown = registrations.select(
        registration_row="registration_record_id",
        registration_title=pl.coalesce("title", "full_text"),
        registration_authors="author",
        publication_date="publication_date",
    )
    return shown.unique("registration_row", keep="first", maintain_order=True)


def _rounded(value: Any) -> Any:
    """The value with all its floats rounded: what differs beyond that is the order of additions."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list) else value
