"""The jobs of classmatch, each as a list of its stages.

They are functions to call from Python; the command line calls the same ones. They write to the workspace and to the
folder of results, tell a `Listener` how it goes, and return what came of it.
"""

from classmatch.pipeline.blocks import blocks
from classmatch.pipeline.evaluate import evaluate
from classmatch.pipeline.ingest import Ingested, ingest
from classmatch.pipeline.match import Matched, match
from classmatch.pipeline.train import Trained, train

__all__ = ["Ingested", "Matched", "Trained", "blocks", "evaluate", "ingest", "match", "train"]
