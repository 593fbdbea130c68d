"""Estimate the shipped weights from the labelled sets: `make weights`.

A logistic model over the levels of all comparisons together: each level's coefficient, in bits, is its weight, so
that evidence which comes together is not counted twice. A missing value has the weight zero by construction. Three
things keep the weights from learning what holds only in labelled sets:

- each set is also used without any true registration, since most books of a real catalog have none;
- each set is also used with authors, and with years and publishers, blanked;
- each set counts the same, whatever its size.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.labelled import SETS, Labelled, load
from classmatch.block.pairs import plan, portions
from classmatch.compare.encode import encode
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import COMPARISONS, LEVELS, compare, worth_comparing
from classmatch.config import Settings
from classmatch.score.calibrate import Calibration, Origin, fit
from classmatch.score.estimate import BY_HAND, STRENGTH, Model, Sample, estimate, with_rivals
from classmatch.score.weights import FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent.parent / "src/classmatch/score/data/weights.json"
VERSION = "2026.2"


@dataclass(frozen=True)
class Variant:
    """How a set is changed before it is learnt from."""

    share: float  # of the weight of the set as it is
    blank: tuple[str, ...] = ()  # catalog fields that are emptied
    silent: tuple[str, ...] = ()  # comparisons that find nothing to compare
    absent: bool = False  # whether every true registration is missing


# How much truth-absent records count was chosen on these sets, between a confidence that is too low where each record
# has its registration (more of them) and wrong acceptances where it has none (fewer).
VARIANTS = {
    "as it is": Variant(1.0),
    "truth absent": Variant(0.45, absent=True),
    "without authors": Variant(0.25, blank=("author",)),
    "without authors, truth absent": Variant(0.11, blank=("author",), absent=True),
    "without years": Variant(0.25, silent=("year", "publisher")),
}
OWN = [name for name in COMPARISONS if name != "rival"]


@dataclass(frozen=True)
class Compared:
    """The pairs of the labelled works of a set; `label` 1 true, 0 false, -1 related."""

    works: NDArray[np.int64]
    levels: dict[str, NDArray[np.int8]]
    label: NDArray[np.int8]
    records: int

    def sample(self, share: float, *, absent: bool, silent: tuple[str, ...] = ()) -> Sample:
        """The pairs as a sample; `absent` leaves out the true ones, `silent` what some comparisons say."""
        used = self.label == 0 if absent else self.label >= 0
        levels = {name: values[used] * (name not in silent) for name, values in self.levels.items()}
        weight = np.full(int(used.sum()), 1000 * share / max(self.records, 1))
        return Sample(self.works[used], levels, self.label[used], weight)


def compared(data: Labelled, settings: Settings) -> Compared:
    """The pairs that `match` would compare."""
    sides = encode(data.works, data.registrations)
    labelled = data.works["work_id"].is_in(data.truth["work_id"].unique().implode()).to_numpy()
    parts = []
    for portion in portions(plan(sides, settings.block), settings.block):
        inside = labelled[portion.left]
        pairs = Pairs(sides, portion.left[inside], portion.right[inside])
        worth = pairs.take(worth_comparing(pairs, portion.evident()[inside]))
        parts.append((worth.left, *_labelled(data, worth)))
    levels = {name: np.concatenate([part[1][name] for part in parts]) for name in OWN}
    works, label = (np.concatenate([part[place] for part in parts]) for place in (0, 2))
    return Compared(works, levels, label, int(labelled.sum()))


def _labelled(data: Labelled, pairs: Pairs) -> tuple[dict[str, NDArray[np.int8]], NDArray[np.int8]]:
    known = pl.DataFrame(
        {"work_id": data.works["work_id"][pairs.left], "text": data.registrations["text"][pairs.right]}
    )
    label = known.join(data.truth, on=["work_id", "text"], how="left", maintain_order="left")["label"]
    coded = label.replace_strict({"match": 1, "related": -1, "nomatch": 0}, default=0, return_dtype=pl.Int8)
    return compare(pairs), coded.to_numpy()


def samples_of(folder: Path, settings: Settings) -> list[Sample]:
    """All variants of one set."""
    blanks = sorted({variant.blank for variant in VARIANTS.values()})
    found = {blank: compared(load(folder, blank=blank), settings) for blank in blanks}
    return [found[v.blank].sample(v.share, absent=v.absent, silent=v.silent) for v in VARIANTS.values()]


def transferred(by_set: Mapping[str, Sequence[Sample]]) -> list[Calibration]:
    """The calibration that each set needs when the weights have not seen it."""
    found = []
    for name, parts in by_set.items():
        model = estimate([part for other, samples in by_set.items() if other != name for part in samples])
        weight = np.concatenate([model.total(with_rivals(part, model)) for part in parts])
        label, count = (np.concatenate([getattr(part, of) for part in parts]) for of in ("label", "weight"))
        found.append(fit(weight, label, None, Origin.SHIPPED, count))
    return found


def spread(calibrations: Sequence[Calibration]) -> list[list[float]]:
    """Covariance of slope and offset among data that the weights have not seen, around those of the shipped file."""
    away = np.array([[found.slope - 1, found.offset] for found in calibrations])
    return [[round(float(value), 4) for value in row] for row in away.T @ away / len(away)]


def shares(by_set: Mapping[str, Sequence[Sample]], model: Model) -> dict[str, object]:
    """Share of true pairs, and of the true and the false ones the share that has each level; each set counts the same.

    From the sets as they are, the first of their variants.
    """
    parts = [samples[0] for samples in by_set.values()]
    label, weight = (np.concatenate([getattr(part, of) for part in parts]) for of in ("label", "weight"))
    found = [with_rivals(part, model) for part in parts]
    levels = {}
    for name, known in LEVELS.items():
        codes = np.concatenate([part[name] for part in found])
        counts = [np.bincount(codes[label == of], weight[label == of], len(known)) for of in (1, 0)]
        told = np.stack([count / count.sum() for count in counts], axis=1)
        levels[name] = {level: [round(float(share), 6) for share in told[i]] for i, level in enumerate(known)}
    return {"true": round(float(weight[label == 1].sum() / weight.sum()), 6), "levels": levels}


def document(by_set: Mapping[str, Sequence[Sample]]) -> dict[str, object]:
    """The content of the weights file."""
    model = estimate([part for parts in by_set.values() for part in parts])
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
        "prior": model.prior,
        "calibration": {"slope": 1.0, "offset": 0.0, "covariance": spread(transferred(by_set))},
        "levels": model.levels,
        "shares": shares(by_set, model),
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
