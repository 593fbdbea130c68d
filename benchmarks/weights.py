"""Estimate the shipped weights from the labelled sets: `make weights`.

A logistic model over the levels of all comparisons together: each level's coefficient, in bits, is its weight, so
that evidence
which comes together is not counted twice. A missing value has the weight zero by construction. Three things keep the
weights
from learning what holds only in labelled sets:

- each set is also used without any true registration, since most books of a real catalog have none;
- each set is also used with authors, and with years and publishers, blanked;
- each set counts the same, whatever its size.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.special import expit

from benchmarks.labelled import SETS, Labelled, load
from classmatch.block.pairs import plan, portions
from classmatch.compare.encode import encode
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import COMPARISONS, LEVELS, compare, worth_comparing
from classmatch.compare.rarity import BITS, GROUPS
from classmatch.config import Settings
from classmatch.score.weights import FORMAT

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent.parent / "src/classmatch/score/data/weights.json"
VERSION = "2026.1"
REFERENCE = ("missing", "none")  # levels that say nothing: weight zero
VARIANTS: dict[str, tuple[tuple[str, ...], bool, float]] = {  # blanked fields, truth absent, share of the set's weight
    "as it is": ((), False, 1.0),
    "truth absent": ((), True, 1.0),
    "without authors": (("author",), False, 0.25),
    "without authors, truth absent": (("author",), True, 0.25),
    "without years": (("date", "imprint", "publisher"), False, 0.25),
}
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
        ("different", "related", "similar", "typing", "within", "mutual", "same_main_other_rest", "same_main", "same"),
    ),
    "author": (
        ("different", "one_word", "other_given", "typing", "same_initial", "surname", "words", "initials", "same"),
    ),
    "rarity": tuple(tuple(f"{group}_{i}" for i in range(len(BITS) + 1)) for group in GROUPS),
    "year": (
        ("catalog_much_later", "catalog_later", "next", "same"),
        ("registration_much_later", "registration_later"),
    ),
}
OPTIONS = {"maxiter": 5000, "ftol": 1e-12, "gtol": 1e-7}
STRENGTH = 1.0  # inverse of the L2 penalty, for a set that weighs as much as a thousand records


@dataclass(frozen=True)
class Sample:
    """Levels of the compared pairs of one variant of a set; `label` 1 true, 0 false."""

    levels: dict[str, NDArray[np.int8]]
    label: NDArray[np.int8]
    weight: NDArray[np.float64]


def sample(data: Labelled, share: float, settings: Settings) -> Sample:
    """The pairs of labelled works that are compared; related pairs are left out."""
    sides = encode(data.works, data.registrations)
    labelled = data.works["work_id"].is_in(data.truth["work_id"].unique().implode()).to_numpy()
    parts = []
    for portion in portions(plan(sides, settings.block), settings.block):
        inside = labelled[portion.left]
        pairs = Pairs(sides, portion.left[inside], portion.right[inside])
        parts.append(_labelled(data, pairs.take(worth_comparing(pairs, portion.exact()[inside]))))
    levels = {name: np.concatenate([part[0][name] for part in parts]) for name in COMPARISONS}
    label = np.concatenate([part[1] for part in parts])
    used = label >= 0
    weight = np.full(int(used.sum()), 1000 * share / max(int(labelled.sum()), 1))
    return Sample({name: values[used] for name, values in levels.items()}, label[used], weight)


def _labelled(data: Labelled, pairs: Pairs) -> tuple[dict[str, NDArray[np.int8]], NDArray[np.int8]]:
    known = pl.DataFrame(
        {"work_id": data.works["work_id"][pairs.left], "text": data.registrations["text"][pairs.right]}
    )
    label = known.join(data.truth, on=["work_id", "text"], how="left", maintain_order="left")["label"]
    coded = label.replace_strict({"match": 1, "related": -1, "nomatch": 0}, default=0, return_dtype=pl.Int8)
    return compare(pairs), coded.to_numpy()


@dataclass(frozen=True)
class Column:
    """A column of the design: 1 for the pairs whose level is among `levels` of the comparison."""

    comparison: str
    levels: tuple[str, ...]
    rising: bool  # whether its coefficient may not be negative


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
        for scale in SCALES.get(name, ()):
            found += [Column(name, tuple(scale[step:]), rising=step > 0) for step in range(len(scale))]
        found += [Column(name, (level,), rising=False) for level in LEVELS[name] if level not in {*REFERENCE, *scaled}]
    return found


def design(levels: dict[str, NDArray[np.int8]]) -> NDArray[np.float64]:
    """(pairs, columns) of zeros and ones."""
    coded = [
        np.isin(levels[c.comparison], [LEVELS[c.comparison].index(level) for level in c.levels]) for c in columns()
    ]
    return np.stack(coded, axis=1).astype(np.float64)


def fit(matrix: NDArray[np.float64], label: NDArray[np.int8], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """(1 + columns,) intercept and coefficients of the penalised logistic model, in natural logarithms."""
    sign = 2.0 * label - 1.0

    def loss(beta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (beta[0] + matrix @ beta[1:])
        slope = -weight * sign * expit(-margin)
        gradient = np.concatenate([[slope.sum()], matrix.T @ slope + beta[1:] / STRENGTH])
        return float((weight * np.logaddexp(0, -margin)).sum() + (beta[1:] ** 2).sum() / (2 * STRENGTH)), gradient

    bounds = [(None, None), *((0.0, None) if column.rising else (None, None) for column in columns())]
    found = minimize(loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds, options=OPTIONS)
    if not found.success:
        sys.exit(f"the weights did not converge: {found.message}")
    return np.asarray(found.x)


def estimate(samples: list[Sample]) -> tuple[float, dict[str, dict[str, float]]]:
    """Prior and weights in bits."""
    beta = fit(
        np.concatenate([design(part.levels) for part in samples]),
        np.concatenate([part.label for part in samples]),
        np.concatenate([part.weight for part in samples]),
    ) / np.log(2)
    levels: dict[str, dict[str, float]] = {name: dict.fromkeys(LEVELS[name], 0.0) for name in COMPARISONS}
    for column, bits in zip(columns(), beta[1:], strict=True):
        for level in column.levels:
            levels[column.comparison][level] += float(bits)
    rounded = {name: {level: round(bits, 3) for level, bits in found.items()} for name, found in levels.items()}
    return round(float(beta[0]), 3), {**rounded, **BY_HAND}


def samples_of(folder: Path, settings: Settings) -> list[Sample]:
    """All variants of one set."""
    return [
        sample(load(folder, blank=blank, absent=absent), share, settings) for blank, absent, share in VARIANTS.values()
    ]


def document(by_set: dict[str, list[Sample]]) -> dict[str, object]:
    """The content of the weights file."""
    prior, levels = estimate([part for parts in by_set.values() for part in parts])
    counts = {
        name: {"true": int(s[0].label.sum()), "false": int((s[0].label == 0).sum())} for name, s in by_set.items()
    }
    return {
        "format": FORMAT,
        "version": VERSION,
        "unit": "bits (log2 of a likelihood ratio)",
        "provenance": {
            "made by": "make weights",
            "method": "L2-penalised logistic regression over comparison levels, ordered levels never falling",
            "strength": STRENGTH,
            "variants": list(VARIANTS),
            "by hand": sorted(BY_HAND),
            "pairs": counts,
        },
        "prior": prior,
        "calibration": {"slope": 1.0, "offset": 0.0},
        "levels": levels,
    }


def main() -> None:
    """Write the weights file."""
    parser = argparse.ArgumentParser(description="Estimate the shipped weights from the labelled sets.")
    parser.add_argument("--data", type=Path, required=True, help="folder with data/truth/SET")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    args = parser.parse_args()
    settings = Settings()
    by_set = {name: samples_of(args.data / "data/truth" / name, settings) for name in SETS}
    args.out.write_text(json.dumps(document(by_set), indent=1) + "\n", encoding="utf-8")
    print(f"wrote {args.out}")


if __name__ == "__main__":
    main()
