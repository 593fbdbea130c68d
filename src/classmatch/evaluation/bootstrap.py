"""How far the figures may be off: they are worked out again on records drawn anew from the labelled ones.

Records are drawn and not pairs, since the pairs of one record stand or fall together (a cluster bootstrap: Davison and
Hinkley 1997, 3.8). All figures but average precision are ratios of sums over records, so that a draw is a row of
weights, and all draws are one matrix product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.evaluation.calibration import BINS, bin_of
from classmatch.evaluation.figures import first_and_true
from classmatch.evaluation.wilson import LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from classmatch.evaluation.figures import Figures
    from classmatch.evaluation.judged import Judged

    Floats = NDArray[np.float64]

RESAMPLES = 1000
SEED = 1909  # the Copyright Act whose renewals most of this is about; any number does
FIGURES = ("precision", "recall", "f1", "average_precision", "top1", "calibration_error")
_CELLS = 4_000_000  # weights at a time: 32 MB


def intervals(judged: Judged, figures: Figures) -> dict[str, tuple[float, float]]:
    """The 95% percentile interval of each of `FIGURES`; it is widened to hold the figure itself where it does not.

    The error of calibration needs that: drawn anew, it is larger, since drawing adds noise to each bin.
    """
    drawn = resampled(judged)
    ends = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    values = [getattr(figures, name) for name in FIGURES]
    found = zip(FIGURES, values, ends.T.tolist(), strict=True)
    return {name: (min(low, value), max(high, value)) for name, value, (low, high) in found}


def resampled(judged: Judged) -> Floats:
    """`FIGURES` of each draw, `(RESAMPLES, len(FIGURES))`. The same labels and results give the same draws."""
    sums, average_precision = _sums(judged), _average_precision(judged)
    found = []
    for weights in _draws(judged.records.height):
        hits, accepted, wanted, first, with_truth, *bins = (weights @ sums).T
        precision, recall = _ratio(hits, accepted), _ratio(hits, wanted)
        f1, top1 = _ratio(2 * hits, accepted + wanted), _ratio(first, with_truth)
        found.append([precision, recall, f1, average_precision(weights, wanted), top1, _error(np.stack(bins))])
    return np.concatenate([np.stack(part, axis=1) for part in found])


def _draws(records: int) -> Iterator[Floats]:
    """How often each record is drawn, `(draws, records)`, a portion of the draws at a time."""
    random = np.random.default_rng(SEED)
    portion = max(1, _CELLS // records)
    for start in range(0, RESAMPLES, portion):
        size = min(portion, RESAMPLES - start)
        drawn = random.integers(records, size=(size, records)) + records * np.arange(size)[:, None]
        yield np.bincount(drawn.ravel(), minlength=size * records).reshape(size, records).astype(np.float64)


def _sums(judged: Judged) -> Floats:
    """What each record adds, `(records, 5 + 2 * BINS)`.

    Accepted true pairs, accepted pairs, true pairs, whether its best pair is true, whether it has a true pair; then for
    each bin of the confidence the confidence less the truth of its pairs, and for each bin their number.
    """
    count = judged.records.height
    pairs = judged.pairs.with_columns(bin=bin_of(pl.col("confidence")))
    record = pairs["record"].to_numpy()
    accepted, true = pairs["accepted"].to_numpy(), pairs["is_true"].to_numpy()
    gap = pairs["confidence"].to_numpy() - true
    wanted = judged.records["wanted"].to_numpy()
    first = np.bincount(first_and_true(judged)["record"].to_numpy(), minlength=count)
    sums = [_by_record(record, accepted & true, count), _by_record(record, accepted, count), wanted, first, wanted > 0]
    cell = record.astype(np.int64) * BINS + pairs["bin"].to_numpy()
    gaps, sizes = (_by_record(cell, values, count * BINS).reshape(count, BINS) for values in (gap, np.ones(len(gap))))
    return np.column_stack([*sums, gaps, sizes]).astype(np.float64)


def _by_record(record: NDArray[np.integer], values: NDArray[np.generic], count: int) -> Floats:
    return np.bincount(record, weights=values.astype(np.float64), minlength=count).astype(np.float64)


def _average_precision(judged: Judged) -> Callable[[Floats, Floats], Floats]:
    """The function from weights `(draws, records)` and true pairs `(draws,)` to average precision `(draws,)`.

    It goes draw by draw: the running sums over all pairs of one draw stay near the processor, those of many do not.
    """
    record = judged.pairs["record"].to_numpy()
    true = judged.pairs["is_true"].to_numpy().astype(np.float64)

    def summed(weights: Floats) -> float:
        each = weights[record]
        hits = each * true
        return float(hits @ _ratio(np.cumsum(hits), np.cumsum(each)))

    def of(weights: Floats, wanted: Floats) -> Floats:
        return _ratio(np.array([summed(draw) for draw in weights]), wanted)

    return of


def _error(bins: Floats) -> Floats:
    """Calibration error of each draw, from the sums of gaps and the sizes of the bins, `(2 * BINS, draws)`."""
    gaps, sizes = bins[:BINS], bins[BINS:]
    return _ratio(np.abs(gaps).sum(axis=0), sizes.sum(axis=0))


def _ratio(part: Floats, whole: Floats) -> Floats:
    """The ratio, and 0 where it would divide by nothing, as the figures have it."""
    return np.divide(part, whole, out=np.zeros_like(part, dtype=np.float64), where=whole > 0)
