"""The weights file: what each level of each comparison adds to the match weight, and how that becomes a confidence.

A match weight is in bits: log2 of how much more likely the level is among true pairs than among the other candidate
pairs (Fellegi and Sunter 1969), estimated for all comparisons together, so that correlated evidence is not counted
twice. The sum, with the prior, goes through a logistic curve (Platt 1999) and gives the confidence.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare.patterns import LEVELS
from classmatch.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels

FORMAT = 1


@dataclass(frozen=True)
class Weights:
    """`levels[comparison][level]` and `prior` in bits; `slope` and `offset` of the calibration, also in bits."""

    version: str
    sha256: str
    prior: float
    slope: float
    offset: float
    levels: Mapping[str, Mapping[str, float]]

    def table(self, comparison: str) -> NDArray[np.float64]:
        """Weights of one comparison in the order of its levels."""
        return np.array([self.levels[comparison][level] for level in LEVELS[comparison]])

    def total(self, levels: Mapping[str, Levels]) -> NDArray[np.float64]:
        """(pairs,) match weight: the prior and the weight of every level."""
        weight = np.full(len(next(iter(levels.values()))), self.prior)
        for comparison, values in levels.items():
            weight += self.table(comparison)[values]
        return weight

    def confidence(self, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability that the pair is the same work, 0 to 1."""
        confidence: NDArray[np.float64] = 1 / (1 + np.exp2(-(self.slope * weight + self.offset)))
        return confidence


def _faults(data: dict[str, object]) -> list[str]:
    if data.get("format") != FORMAT:
        return [f"format is {data.get('format')!r}, this version reads {FORMAT}"]
    levels = data["levels"]
    if not isinstance(levels, dict):
        return ["levels is not a table"]
    return [
        f"no weight for level {level!r} of comparison {name!r}"
        for name, expected in LEVELS.items()
        for level in expected
        if level not in levels.get(name, {})
    ]


def load_weights(path: Path | None = None) -> Weights:
    """Read a weights file, the shipped one by default.

    Raises:
        ConfigError: the file is not JSON, of another format, or lacks a level.

    """
    source = path or files("classmatch.score.data").joinpath("weights.json")
    raw = source.read_bytes()
    try:
        data = json.loads(raw)
        faults = _faults(data)
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"weights file {source}: not a weights file ({error})") from None
    if faults:
        raise ConfigError(f"weights file {source}: {'; '.join(faults)}", "estimate the weights again with this version")
    calibration = data["calibration"]
    digest = hashlib.sha256(raw).hexdigest()
    return Weights(data["version"], digest, data["prior"], calibration["slope"], calibration["offset"], data["levels"])
