"""The weights file: what each level of each comparison adds to the match weight, and how that becomes a confidence.

A match weight is in bits: log2 of how much more likely the level is among true pairs than among the other candidate
pairs (Fellegi and Sunter 1969), estimated for all comparisons together, so that correlated evidence is not counted
twice. The sum, with the prior, goes through a logistic curve (Platt 1999) and gives the confidence.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from classmatch.compare import rival
from classmatch.compare.patterns import LEVELS
from classmatch.errors import ConfigError, InputError
from classmatch.score.calibrate import WIDE, Calibration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from classmatch.compare.pairs import Levels
    from classmatch.score.calibrate import Bits

FORMAT = 2
_READABLE = (1, FORMAT)  # a file of format 1 tells neither the spread of its calibration nor shares of levels


@dataclass(frozen=True)
class Shares:
    """What training without labels starts from.

    `true` is the share of true pairs among the candidate pairs that the weights were estimated on, and
    `levels[comparison][level]` the share of the true and of the false ones that had this level.
    """

    true: float
    levels: Mapping[str, Mapping[str, tuple[float, float]]]


@dataclass(frozen=True)
class Weights:
    """`levels[comparison][level]` and `prior` in bits, and the calibration that makes a confidence of their sum."""

    version: str
    sha256: str
    prior: float
    calibration: Calibration
    levels: Mapping[str, Mapping[str, float]]
    shares: Shares | None = None

    def table(self, comparison: str) -> NDArray[np.float64]:
        """Weights of one comparison in the order of its levels."""
        return np.array([self.levels[comparison][level] for level in LEVELS[comparison]])

    def total(self, levels: Mapping[str, Levels]) -> NDArray[np.float64]:
        """(pairs,) match weight: the prior and the weight of every level."""
        weight = np.full(len(next(iter(levels.values()))), self.prior)
        for comparison, values in levels.items():
            weight += self.table(comparison)[values]
        return weight

    def weigh(self, works: NDArray[np.int64], levels: Mapping[str, Levels]) -> tuple[dict[str, Levels], Bits]:
        """The levels with those of `rival`, and (pairs,) the match weight, of all pairs of each work together."""
        own = self.total(levels)
        dates = self.total({name: levels[name] for name in rival.DATES}) - self.prior
        rivals = rival.levels(works, own, dates)
        return {**levels, "rival": rivals}, own + self.table("rival")[rivals]

    def confidence(self, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability that the pair is the same work, 0 to 1."""
        return self.calibration.confidence(weight)

    def calibrated(self, calibration: Calibration) -> Weights:
        """The same weights with another calibration."""
        return replace(self, calibration=calibration)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and _is_number(value) and 0 <= value <= 1


def _faults(data: object) -> list[str]:
    """All that is wrong with the content of a weights file."""
    if not isinstance(data, dict):
        return ["it is not a table"]
    if data.get("format") not in _READABLE:
        return [f"its format is {data.get('format')!r}, and this version reads {FORMAT}"]
    tables = {name: data.get(name) for name in ("levels", "calibration")}
    missing = [f"{name} is not a table" for name, table in tables.items() if not isinstance(table, dict)]
    if missing or not isinstance(data.get("version"), str):
        return missing or ["it has no version"]
    numbers = [f"no number for {name}" for name, value in _expected(data).items() if not _is_number(value)]
    return [*numbers, *_covariance_faults(data["calibration"]), *_shares_faults(data)]


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


def _covariance_faults(calibration: dict[str, Any]) -> Iterator[str]:
    """Why the covariance is none: two rows of two numbers, symmetric, with positive variances."""
    match calibration.get("covariance", WIDE):
        case [[a, b], [c, d]] if all(map(_is_number, (a, b, c, d))) and b == c and a > 0 and a * d > b * c:
            return
        case _:
            yield "calibration covariance is not that of two numbers"


def _shares_faults(data: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the shares, where there are any."""
    match data.get("shares"):
        case None:
            return
        case {"true": true, "levels": dict(levels)} if _is_share(true):
            for name, known in LEVELS.items():
                table = levels.get(name)
                for level in known:
                    pair = table.get(level) if isinstance(table, dict) else None
                    if not (isinstance(pair, list) and len(pair) == 2 and all(map(_is_share, pair))):
                        yield f"no pair of shares for level {level!r} of comparison {name!r}"
        case _:
            yield "shares are not a table of `true` and `levels`"


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
    digest = hashlib.sha256(raw).hexdigest()
    calibration = _calibration(data["calibration"])
    return Weights(data["version"], digest, data["prior"], calibration, data["levels"], _shares(data.get("shares")))


def _calibration(data: dict[str, Any]) -> Calibration:
    (a, b), (_, d) = data.get("covariance", WIDE)
    return Calibration(float(data["slope"]), float(data["offset"]), ((float(a), float(b)), (float(b), float(d))))


def _shares(data: dict[str, Any] | None) -> Shares | None:
    return Shares(data["true"], data["levels"]) if data else None
