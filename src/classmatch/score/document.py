"""The content of a weights file that was trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from classmatch.score.weights import FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classmatch.score.weights import Weights


def document(weights: Weights, version: str, provenance: Mapping[str, Any]) -> dict[str, Any]:
    """The weights as `load_weights` reads them, with where they come from; no date, so that they can be made again."""
    used, shares = weights.calibration, weights.shares
    calibration = {"slope": used.slope, "offset": used.offset, "covariance": [list(row) for row in used.covariance]}
    found = {
        "format": FORMAT,
        "version": version,
        "unit": "bits (log2 of a likelihood ratio)",
        "provenance": dict(provenance),
        "prior": weights.prior,
        "calibration": calibration,
        "levels": {name: dict(levels) for name, levels in weights.levels.items()},
    }
    return found if shares is None else {**found, "shares": {"true": shares.true, "levels": dict(shares.levels)}}
