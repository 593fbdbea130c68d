"""Words and names: common ones from `benchmarks/data`, and a long tail of made-up ones that are pronounceable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from benchmarks.world.rolls import Ids, Indexes, Shuffle, chance, ids, pick, pick_zipf

_VOWELS = ["a", "e", "i", "o", "u", "ee"]
_CODAS = ["", "", "", "n", "r", "l", "s", "t", "ck", "nd", "rt", "st"]


def listed(name: str) -> list[str]:
    """The lines of a word list."""
    return (files("benchmarks") / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def made_up(count: int) -> list[str]:
    """`count` different words of two or three syllables; the first ones do not change when `count` grows."""
    syllables = [onset + vowel for onset in listed("onsets") for vowel in _VOWELS]
    order = Shuffle(len(syllables) ** 2 * len(_CODAS)).place(ids(0, count))
    body, coda = np.divmod(order, np.uint64(len(_CODAS)))
    first, last = np.divmod(body, np.uint64(len(syllables)))
    middle = np.where(chance(order, "long word", 0.5), pick(body, "middle", len(syllables)), -1)
    parts = zip(first.tolist(), middle.tolist(), last.tolist(), coda.tolist(), strict=True)
    return [syllables[a] + (syllables[b] if b >= 0 else "") + syllables[c] + _CODAS[d] for a, b, c, d in parts]


@dataclass(frozen=True)
class WordClass:
    """A run of the vocabulary: `common` words, then `rare` ones, which are drawn in a `rare_share` of the cases."""

    start: int
    common: int
    rare: int
    rare_share: float
    shift: float

    def draw(self, of: Ids, label: str) -> Indexes:
        """Positions in the vocabulary."""
        common = pick_zipf(of, label, self.common, self.shift) if self.common else np.zeros(len(of), dtype=np.int64)
        rare = self.common + pick_zipf(of, f"{label} rare", self.rare, 50.0) if self.rare else common
        return self.start + np.where(chance(of, f"{label} is rare", self.rare_share), rare, common)


class Vocabulary:
    """All words in one series, `cased` as in a title, with the classes that templates call by letter."""

    def __init__(self, rare: int) -> None:
        self._words: list[str] = []
        self._places: dict[str, int] = {}
        tail = made_up(4 * rare)
        self.classes = {
            "N": self._add(listed("nouns"), tail[:rare], 0.18, 12.0),
            "A": self._add(listed("adjectives"), tail[rare : rare + rare // 2], 0.08, 12.0),
            "T": self._add(listed("topics"), tail[rare + rare // 2 : 2 * rare], 0.10, 12.0),
            "P": self._add(listed("places"), tail[2 * rare : 2 * rare + rare // 2], 0.15, 12.0),
            "W": self._add([], tail[2 * rare + rare // 2 : 3 * rare], 1.0, 1.0),
            "S": self._add(listed("surnames"), [f"{word}s" for word in tail[3 * rare :]], 0.45, 30.0),
            "H": self._add(listed("given"), tail[3 * rare : 3 * rare + rare // 8], 0.06, 10.0),
            "G": self._add(listed("german"), tail[:rare], 0.35, 5.0),
            "F": self._add(listed("french"), tail[:rare], 0.35, 5.0),
            "E": self._add(listed("spanish"), tail[:rare], 0.35, 5.0),
        }

    def _add(self, common: list[str], rare: list[str], rare_share: float, shift: float) -> WordClass:
        start = len(self._words)
        self._words += [*common, *rare]
        return WordClass(start, len(common), len(rare), rare_share, shift)

    def place(self, word: str) -> int:
        """Position of a fixed word of a template."""
        if word not in self._places:
            self._places[word] = len(self._words)
            self._words.append(word)
        return self._places[word]

    def cased(self) -> pl.Series:
        """The words, with capitals as English titles have them; ask after the last `place`."""
        words = pl.Series(self._words, dtype=pl.String)
        return words.zip_with(words.is_in(listed("small_words")), words.str.to_titlecase())


@cache
def strings(name: str) -> pl.Series:
    """A list of `benchmarks/data` as a series."""
    return pl.Series(listed(name), dtype=pl.String)
