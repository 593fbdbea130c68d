"""Match weights and confidence."""

from classmatch.score.weights import Weights, load_weights

__all__ = ["Weights", "load_weights"]
