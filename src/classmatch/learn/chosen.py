"""Which calibration a run uses: one fitted on labels, one fitted on what identifiers verify, or the shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classmatch.errors import ConfigError
from classmatch.score.calibrate import Calibration, Origin, fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from classmatch.learn.evidence import Evidence
    from classmatch.score.calibrate import Bits
    from classmatch.score.weights import Weights

# Right pairs, and wrong ones, below which a calibration is not fitted: ten of the rarer outcome for each coefficient
# (Peduzzi et al. 1996), and a calibration has one, its slope. With fewer the shipped one is the better guess.
LEAST = 10


def calibration(
    weights: Weights, wanted: str, labels: Callable[[], Evidence] | None, identifiers: Callable[[], Evidence]
) -> Calibration:
    """The calibration that `wanted` (`decide.calibration`) asks for; `auto` takes the first of the three there are.

    `labels` and `identifiers` bring the evidence, which takes time and may not be asked for; `labels` is None where
    there are none. Raises `ConfigError` when the one that is asked for by name cannot be had.
    """
    if wanted in {"auto", Origin.LABELS} and labels:
        evidence = labels()
        if _enough(evidence):
            return fitted(evidence.weight(weights), evidence, weights.calibration, Origin.LABELS)
        _refuse(wanted, Origin.LABELS, evidence)
    if wanted == Origin.LABELS:
        raise ConfigError(
            "calibration on labels needs labels", "give --labels FILE, or leave decide.calibration at auto"
        )
    if wanted in {"auto", Origin.IDENTIFIERS}:
        evidence = identifiers()
        if _enough(evidence):
            weight = evidence.weight(weights, without=("identifier",))
            return fitted(weight, evidence, weights.calibration, Origin.IDENTIFIERS)
        _refuse(wanted, Origin.IDENTIFIERS, evidence)
    return weights.calibration


def fitted(weight: Bits, evidence: Evidence, prior: Calibration, origin: Origin) -> Calibration:
    """The calibration of pairs with these match weights, as far as their truth is known."""
    known = evidence.known
    return fit(weight[known], evidence.label[known], prior, origin, evidence.count[known])


def _enough(evidence: Evidence) -> bool:
    return min(evidence.right, evidence.wrong) >= LEAST


def _refuse(wanted: str, origin: Origin, evidence: Evidence) -> None:
    """`ConfigError` where this calibration was asked for by name, and there is too little to fit it on."""
    if wanted == origin:
        raise ConfigError(
            f"calibration on {origin} needs {LEAST} right and {LEAST} wrong candidate pairs, and there are "
            f"{evidence.right} and {evidence.wrong}",
            "leave decide.calibration at auto",
        )
