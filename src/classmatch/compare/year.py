"""How far the year of publication of the registration is from the nearest year of the work's editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from classmatch.compare.pairs import Levels, Pairs

LEVELS = (
    "missing",
    "same",
    "next",  # one year apart
    "catalog_later",  # the catalog's edition came out two to five years later
    "catalog_much_later",
    "registration_later",  # the registration tells of a publication two to five years after the last known edition
    "registration_much_later",
)
_NEAR = 5  # years


def levels(pairs: Pairs) -> Levels:
    years = pairs.sides.left.years[pairs.left].astype(np.int32)
    registered = pairs.sides.right.years[pairs.right, 0].astype(np.int32)
    known = (years[:, 0] >= 0) & (registered >= 0)
    distance = np.where(years >= 0, years - registered[:, None], 10_000)
    nearest = np.take_along_axis(distance, np.abs(distance).argmin(axis=1)[:, None], axis=1)[:, 0]
    conditions = [~known, nearest == 0, np.abs(nearest) == 1, nearest > _NEAR, nearest > 1, nearest < -_NEAR]
    return np.select(conditions, [0, 1, 2, 4, 3, 6], default=5).astype(np.int8)
