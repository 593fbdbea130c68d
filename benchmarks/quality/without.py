"""Weights that have not seen a set: estimated as the shipped ones are, on the other sets."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.labelled import SETS
from benchmarks.weights import document, samples_of
from classmatch.config import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from classmatch.score.estimate import Sample


@dataclass
class Estimates:
    """Makes weights files under `work`. The samples of each set are taken once: that is most of the time."""

    data: Path
    work: Path
    _samples: dict[str, list[Sample]] = field(default_factory=dict)

    def weights_without(self, name: str) -> Path:
        """A weights file from all sets but this one."""
        by_set = {other: self._samples_of(other) for other in SETS if other != name}
        self.work.mkdir(parents=True, exist_ok=True)
        path = self.work / f"weights-without-{name}.json"
        path.write_text(json.dumps(document(by_set), indent=1) + "\n", encoding="utf-8")
        return path

    def _samples_of(self, name: str) -> list[Sample]:
        if name not in self._samples:
            self._samples[name] = samples_of(self.data / "data/truth" / name, Settings())
        return self._samples[name]
