"""From scored pairs to decided candidates."""

from classmatch.decide.decision import Decision, decide
from classmatch.decide.reasons import Reason

__all__ = ["Decision", "Reason", "decide"]
