"""Where partition tasks run: here in threads, or on the workers of a cluster."""

from classmatch.engine.engine import Engine, open_engine
from classmatch.engine.errors import ClusterError, TaskError
from classmatch.engine.task import Argument, Task

__all__ = ["Argument", "ClusterError", "Engine", "Task", "TaskError", "open_engine"]
