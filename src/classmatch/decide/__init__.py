"""From scored pairs to decided candidates."""

from classmatch.decide.decision import Decision, decide, standing, thresholds
from classmatch.decide.reasons import Reason
from classmatch.decide.thresholds import Thresholds

__all__ = ["Decision", "Reason", "Thresholds", "decide", "standing", "thresholds"]
