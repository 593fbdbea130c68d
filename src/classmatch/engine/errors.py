"""What goes wrong between the tasks, rather than in one of them."""

from __future__ import annotations

from classmatch.errors import ClassmatchError


class ClusterError(ClassmatchError):
    """A cluster that cannot be reached, runs other code, does not see the storage, or went away."""


class TaskError(RuntimeError):
    """A defect that showed on a worker. Its exception stays there: this has its text, and its traceback as a note."""
