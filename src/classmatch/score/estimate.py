"""Estimating weights from labelled pairs: a logistic model over the levels of all comparisons together.

A level's coefficient, in bits, is its weight, so that evidence which comes together is not counted twice. A missing
value weighs nothing by construction, and better agreement never weighs less than worse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import lsq_linear
from scipy.special import expit

from classmatch.compare import rival
from classmatch.compare.patterns import COMPARISONS, LEVELS
from classmatch.compare.rarity import EDGES, GROUPS
from classmatch.errors import ClassmatchError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Coefficients = np.ndarray[tuple[int], np.dtype[np.float64]]

REFERENCE = ("missing", "none")  # levels that say nothing: weight zero
# Weights that no labelled set can teach, because identifiers were left out of them and publishers stand on one side
# only.
# They are set by hand, in bits, and low: an agreeing ISBN is strong evidence but catalogs carry wrong ones; catalogs
# name
# distributors as publishers, so that a difference says next to nothing.
BY_HAND = {
    "identifier": {"missing": 0.0, "same": 7.0, "different": -0.5},
    "publisher": {"missing": 0.0, "same": 0.5, "different": -0.2},
}
# Levels in the order in which agreement improves.
SCALES: dict[str, tuple[tuple[str, ...], ...]] = {
    "title": (
        (
            "different",
            "related",
            "similar",
            "within",
            "beginning",
            "spelling",
            "mutual",
            "same_main_other_rest",
            "same_main",
            "same",
        ),
    ),
    "author": (
        ("different", "one_word", "other_given", "typing", "same_initial", "surname", "words", "initials", "same"),
    ),
    "rarity": tuple(tuple(f"{group}_{i}" for i in range(len(EDGES) + 1)) for group in GROUPS),
    "holders": (("many", "few", "two", "sole"), ("own_many", "own_few", "own_two", "own_sole")),
    "year": (
        ("catalog_much_later", "catalog_later", "next", "same"),
        ("registration_much_later", "registration_later"),
    ),
}
# Levels that speak against a pair, each no less than the one before.
FALLS: dict[str, tuple[tuple[str, ...], ...]] = {"rival": (rival.LEVELS[1:],)}
STRENGTH = 1.0  # variance of the coefficients beforehand: the inverse of the L2 penalty
_FREE = 1e-6
_MOST_STEPS = 60
_ROUNDS = 3
_CLOSE = 1e-6
_BITS = np.log(2)  # natural logarithms in a bit


@dataclass(frozen=True)
class Model:
    """Prior and weight of each level, in bits."""

    prior: float
    levels: Mapping[str, Mapping[str, float]]

    def total(self, levels: Mapping[str, NDArray[np.int8]]) -> Coefficients:
        """(pairs,) match weight: the prior and the weights of these levels."""
        tables = {name: np.array([self.levels[name][level] for level in LEVELS[name]]) for name in levels}
        added = [tables[name][codes] for name, codes in levels.items()]
        return np.asarray(self.prior + np.sum(added, axis=0))


class NoConvergenceError(ClassmatchError):
    """The optimiser gave up."""


@dataclass(frozen=True)
class Sample:
    """Compared pairs: the place of the work, levels, `label` 1 true or 0 false, and how much each pair counts.

    The levels of `rival` are not among them: they follow from the weights of the others.
    """

    works: NDArray[np.int64]
    levels: Mapping[str, NDArray[np.int8]]
    label: NDArray[np.int8]
    weight: NDArray[np.float64]


@dataclass(frozen=True)
class _Patterns:
    """Each pattern of levels once a label, with the weight of all its pairs: there are far fewer than pairs."""

    levels: Mapping[str, NDArray[np.int8]]
    label: NDArray[np.int8]
    weight: NDArray[np.float64]


def _patterns(samples: Sequence[Sample], model: Model | None) -> _Patterns:
    whole = [with_rivals(part, model) for part in samples]
    columns = [np.concatenate([levels[name] for levels in whole]) for name in COMPARISONS]
    rows = np.stack([*columns, np.concatenate([part.label for part in samples])], axis=1)
    found, places = np.unique(rows, axis=0, return_inverse=True)
    weight = np.bincount(places, weights=np.concatenate([part.weight for part in samples])).astype(np.float64)
    return _Patterns(dict(zip(COMPARISONS, found.T, strict=False)), found[:, -1], weight)


def with_rivals(sample: Sample, model: Model | None) -> dict[str, NDArray[np.int8]]:
    """The levels of a sample with those of `rival`; without a model nobody is ahead."""
    if model is None:
        return {**sample.levels, "rival": np.zeros(len(sample.works), dtype=np.int8)}
    dates = model.total({name: sample.levels[name] for name in rival.DATES}) - model.prior
    return {**sample.levels, "rival": rival.levels(sample.works, model.total(sample.levels), dates)}


@dataclass(frozen=True)
class Column:
    """A column of the design: 1 for the pairs whose level is among `levels` of the comparison."""

    comparison: str
    levels: tuple[str, ...]
    least: float = -np.inf  # of its coefficient
    most: float = np.inf


def columns() -> list[Column]:
    """The columns of the design.

    The levels of an ordered scale are coded as steps: a level has the column of its own step and those of all steps
    below, and steps above the first may not be negative, so that better agreement never weighs less.
    """
    found: list[Column] = []
    for name in COMPARISONS:
        if name in BY_HAND:
            continue
        scaled = {level for scale in SCALES.get(name, ()) for level in scale}
        falling = {level for fall in FALLS.get(name, ()) for level in fall}
        for scale in SCALES.get(name, ()):
            found += [Column(name, scale[step:], least=0.0 if step else -np.inf) for step in range(len(scale))]
        found += [Column(name, fall[step:], most=0.0) for fall in FALLS.get(name, ()) for step in range(len(fall))]
        found += [Column(name, (level,)) for level in LEVELS[name] if level not in {*REFERENCE, *scaled, *falling}]
    return found


def design(levels: Mapping[str, NDArray[np.int8]]) -> NDArray[np.float64]:
    """(pairs, columns) of zeros and ones."""
    coded = [
        np.isin(levels[c.comparison], [LEVELS[c.comparison].index(level) for level in c.levels]) for c in columns()
    ]
    return np.stack(coded, axis=1).astype(np.float64)


def steps(levels: Mapping[str, Mapping[str, float]]) -> Coefficients:
    """(columns,) the coefficients that give these levels their weights: what each step adds to the one below it."""
    found = []
    for column in columns():
        table, (first, *_) = levels[column.comparison], column.levels
        below = _below(column)
        found.append(table[first] - (table[below] if below else 0.0))
    return np.array(found)


def _below(column: Column) -> str | None:
    """The level under the first of the column, where that is a step of a scale."""
    for scale in (*SCALES.get(column.comparison, ()), *FALLS.get(column.comparison, ())):
        if column.levels[0] in scale[1:]:
            return scale[scale.index(column.levels[0]) - 1]
    return None


def fit(
    matrix: NDArray[np.float64], label: NDArray[np.int8], weight: NDArray[np.float64], centre: Coefficients
) -> Coefficients:
    """(1 + columns,) intercept and coefficients of the penalised logistic model, in natural logarithms.

    The penalty draws the coefficients to `centre` (1 + columns), the intercept excepted. Newton's method: each step is
    a least-squares problem with bounds, halved until the loss falls. Raises `NoConvergenceError`.
    """
    problem = _Problem(np.insert(matrix, 0, 1.0, axis=1), label, weight, centre)
    bounds = np.array([(-np.inf, np.inf), *((column.least, column.most) for column in columns())])
    beta = centre
    for _ in range(_MOST_STEPS):
        before, beta = beta, problem.descend(beta, problem.newton(beta, bounds) - beta)
        if np.abs(beta - before).max() < _CLOSE:
            return beta
    raise NoConvergenceError("the weights did not converge", "give more labels, or of more kinds")


@dataclass(frozen=True)
class _Problem:
    """The penalised loss and its derivatives; the first column of `matrix` is the intercept's."""

    matrix: NDArray[np.float64]
    label: NDArray[np.int8]
    weight: NDArray[np.float64]
    centre: Coefficients

    @property
    def penalty(self) -> Coefficients:
        """Inverse variance of each coefficient; next to none for the intercept."""
        return np.array([_FREE, *np.full(self.matrix.shape[1] - 1, 1 / STRENGTH)])

    def loss(self, beta: Coefficients) -> float:
        margin = (2.0 * self.label - 1.0) * (self.matrix @ beta)
        misfit = (self.weight * np.logaddexp(0, -margin)).sum()
        return float(misfit + (self.penalty * (beta - self.centre) ** 2).sum() / 2)

    def newton(self, beta: Coefficients, bounds: NDArray[np.float64]) -> Coefficients:
        """The minimum, within the bounds, of the parabola that touches the loss at `beta`."""
        fitted = expit(self.matrix @ beta)
        slope = self.matrix.T @ (self.weight * (fitted - self.label)) + self.penalty * (beta - self.centre)
        scaled = self.matrix * (self.weight * fitted * (1 - fitted))[:, None]
        root = np.linalg.cholesky(self.matrix.T @ scaled + np.diag(self.penalty))
        target = root.T @ beta - np.linalg.solve(root, slope)
        return np.asarray(lsq_linear(root.T, target, bounds=(bounds[:, 0], bounds[:, 1]), method="bvls", tol=1e-12).x)

    def descend(self, beta: Coefficients, step: Coefficients) -> Coefficients:
        """The first point on the way, of halved steps, at which the loss is no greater."""
        before = self.loss(beta)
        for halvings in range(_MOST_STEPS):
            after = beta + step * 0.5**halvings
            if self.loss(after) <= before:
                return after
        return beta


def estimate(samples: Sequence[Sample], centre: Model | None = None) -> Model:
    """Weights from samples; `centre` are the weights to stay near, else zero.

    Who is a rival depends on the weights, so that they are estimated again until that settles. Raises
    `NoConvergenceError`.
    """
    model = centre
    for _ in range(_ROUNDS):
        model = _estimated(_patterns(samples, model), centre)
    return model or Model(0.0, {})


def _estimated(patterns: _Patterns, centre: Model | None) -> Model:
    start = np.zeros(1 + len(columns())) if centre is None else np.append(centre.prior, steps(centre.levels)) * _BITS
    beta = fit(design(patterns.levels), patterns.label, patterns.weight, start) / _BITS
    levels: dict[str, dict[str, float]] = {name: dict.fromkeys(LEVELS[name], 0.0) for name in COMPARISONS}
    for column, bits in zip(columns(), beta[1:], strict=True):
        for level in column.levels:
            levels[column.comparison][level] += float(bits)
    rounded = {name: {level: round(bits, 3) for level, bits in found.items()} for name, found in levels.items()}
    return Model(round(float(beta[0]), 3), {**rounded, **BY_HAND})
