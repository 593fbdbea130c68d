"""How right the results of a run are, against labels of pairs: figures, calibration, intervals, and the worst errors.

Nothing here knows how matching works: it reads what `match` wrote, as any other reader of it would.
"""

from classmatch.evaluation.evaluation import Evaluation, evaluation
from classmatch.evaluation.results import Results, open_results

__all__ = ["Evaluation", "Results", "evaluation", "open_results"]
