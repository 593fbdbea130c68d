"""The evidence that calibrations and weights are learnt from: a sample of the works against the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.compare.encode import COLUMNS
from classmatch.learn.chosen import calibration
from classmatch.learn.evidence import MOST_UNKNOWN, identified, labelled, spread, unlabelled, verified

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.config import Settings
    from classmatch.learn.evidence import Evidence
    from classmatch.learn.known import Known
    from classmatch.link.register import Register
    from classmatch.score import Calibration, Weights


def settled(known: Known, works: pl.LazyFrame, register: Register, weights: Weights) -> Known:
    """`Known.settled`, looking only at the works that labels speak of."""
    if not len(known.works):
        return known
    sides = register.sides(sample(works, known.works))
    return known.at(known.works).settled(sides, weights).among(known.works)


def calibrated(
    known: Known,
    works: pl.LazyFrame,
    registrations: pl.LazyFrame,
    register: Register,
    weights: Weights,
    settings: Settings,
) -> Calibration:
    """The calibration of a run: `learn.chosen.calibration` over the works that tell of it."""

    def of_identifiers() -> Evidence:
        sides = register.sides(sample(works, identified(works, registrations)))
        return verified(sides, register.index, settings.block)

    def of_labels() -> Evidence:
        return of_known(known, works, register, settings)

    return calibration(weights, settings.decide.calibration, of_labels if len(known.works) else None, of_identifiers)


def of_known(known: Known, works: pl.LazyFrame, register: Register, settings: Settings) -> Evidence:
    """The candidate pairs of the works that labels speak of."""
    sides = register.sides(sample(works, known.works))
    return labelled(known.at(known.works), sides, register.index, settings.block)


def of_nobody(works: pl.LazyFrame, register: Register, settings: Settings) -> Evidence:
    """The candidate pairs of works from all over the catalog."""
    every = works.select(pl.len()).collect().item()
    sides = register.sides(sample(works, spread(np.arange(every), MOST_UNKNOWN)))
    return unlabelled(sides, register.index, settings.block)


def sample(works: pl.LazyFrame, rows: NDArray[np.int64]) -> pl.DataFrame:
    """These rows (rising) of the works, with what is compared."""
    wanted = pl.Series(rows, dtype=pl.UInt32).implode()
    numbered = works.select(COLUMNS).with_row_index("_row").filter(pl.col("_row").is_in(wanted))
    return numbered.sort("_row").drop("_row").collect()
