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
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.labelled import SETS, Labelled, load
from classmatch.block.pairs import plan, portions
from classmatch.compare.encode import encode
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import COMPARISONS, compare, worth_comparing
from classmatch.config import Settings
from classmatch.score.estimate import BY_HAND, STRENGTH, Sample, estimate
from classmatch.score.weights import FORMAT

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent.parent / "src/classmatch/score/data/weights.json"
VERSION = "2026.1"
VARIANTS: dict[str, tuple[tuple[str, ...], bool, float]] = {  # blanked fields, truth absent, share of the set's weight
    "as it is": ((), False, 1.0),
    "truth absent": ((), True, 1.0),
    "without authors": (("author",), False, 0.25),
    "without authors, truth absent": (("author",), True, 0.25),
    "without years": (("date", "imprint", "publisher"), False, 0.25),
}


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
