"""The weights file: what each level of each comparison adds to the match weight, and how that becomes a confidence.

A match weight is in bits: log2 of how much more likely the level is among true pairs than among the other candidate
pairs (Fellegi and Sunter 1969), estimated for all comparisons together, so that correlated evidence is not counted
twice. The sum, with the prior, goes through a logistic curve (Platt 1999) and gives the confidence.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from classmatch.compare.patterns import LEVELS
from classmatch.errors import ConfigError, InputError

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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _faults(data: object) -> list[str]:
    """All that is wrong with the content of a weights file."""
    if not isinstance(data, dict):
        return ["it is not a table"]
    if data.get("format") != FORMAT:
        return [f"its format is {data.get('format')!r}, and this version reads {FORMAT}"]
    tables = {name: data.get(name) for name in ("levels", "calibration")}
    missing = [f"{name} is not a table" for name, table in tables.items() if not isinstance(table, dict)]
    if missing or not isinstance(data.get("version"), str):
        return missing or ["it has no version"]
    return [f"no number for {name}" for name, value in _expected(data).items() if not _is_number(value)]


def _expected(data: dict[str, Any]) -> dict[str, object]:
    """Every number that a weights file must have, by its name, with what this one has for it."""
    calibration = {f"calibration {name}": data["calibration"].get(name) for name in ("slope", "offset")}
    given = {name: data["levels"].get(name) for name in LEVELS}
    tables = {name: table if isinstance(table, dict) else {} for name, table in given.items()}
    levels = {
        f"level {level!r} of comparison {name!r}": tables[name].get(level)
        for name, known in LEVELS.items()
        for level in known
    }
    return {"prior": data.get("prior"), **calibration, **levels}


def load_weights(path: Path | None = None) -> Weights:
    """Read a weights file, the shipped one by default.

    Raises:
        InputError: the file cannot be read.
        ConfigError: the file is not JSON, of another format, or lacks a level.

    """
    source = path or files("classmatch.score.data").joinpath("weights.json")
    try:
        raw = source.read_bytes()
    except OSError as error:
        raise InputError(str(source), f"cannot be read: {error.strerror}", "name a weights file") from None
    try:
        data = json.loads(raw)
        faults = _faults(data)
    except ValueError as error:
        raise ConfigError(f"weights file {source}: not a weights file ({error})") from None
    if faults:
        raise ConfigError(f"weights file {source}: {'; '.join(faults)}", "estimate the weights again with this version")
    calibration = data["calibration"]
    digest = hashlib.sha256(raw).hexdigest()
    return Weights(data["version"], digest, data["prior"], calibration["slope"], calibration["offset"], data["levels"])
