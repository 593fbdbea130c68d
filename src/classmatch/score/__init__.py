"""Match weights and confidence."""

from classmatch.score.calibrate import Calibration, Origin
from classmatch.score.weights import Weights, load_weights

__all__ = ["Calibration", "Origin", "Weights", "load_weights"]
