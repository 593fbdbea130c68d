"""Sentences from templates: `10 the {A} {N}` is ten parts of an adjective and a noun after `the`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.world.rolls import Ids, Indexes, pick_weighted

if TYPE_CHECKING:
    from benchmarks.world.vocabulary import Vocabulary

_NONE = -1


class Templates:
    """The templates of a list, read against a vocabulary."""

    def __init__(self, lines: list[str], vocabulary: Vocabulary) -> None:
        weights, texts = zip(*(line.split(" ", 1) for line in lines), strict=True)
        self.weights = [float(weight) for weight in weights]
        self._classes = list(vocabulary.classes)
        self._vocabulary = vocabulary
        sentences = [[self._code(token) for token in _tokens(text)] for text in texts]
        self._codes = np.full((len(sentences), max(map(len, sentences))), _NONE, dtype=np.int64)
        for row, codes in enumerate(sentences):
            self._codes[row, : len(codes)] = codes

    def _code(self, token: str) -> int:
        """A position in the vocabulary, or for a class a number below `_NONE`."""
        if token.startswith("{"):
            return _NONE - 1 - self._classes.index(token[1:-1])
        return self._vocabulary.place(token)

    def choose(self, of: Ids, label: str) -> Indexes:
        """A template for each id."""
        return pick_weighted(of, f"{label} template", self.weights)

    def fill(self, of: Ids, label: str, template: Indexes, words: pl.Series) -> pl.Series:
        """The sentences, from `words` as `Vocabulary.cased` returns them."""
        columns = [self._column(of, f"{label} {number}", codes) for number, codes in enumerate(self._codes[template].T)]
        gathered = [
            words.gather(pl.Series(column).replace(_NONE, None)).alias(str(i)) for i, column in enumerate(columns)
        ]
        return _joined(pl.DataFrame(gathered))

    def _column(self, of: Ids, label: str, codes: Indexes) -> Indexes:
        places = codes.copy()
        for number, name in enumerate(self._classes):
            rows = np.flatnonzero(codes == _NONE - 1 - number)
            if len(rows):
                places[rows] = self._vocabulary.classes[name].draw(of[rows], label)
        return places


def _tokens(text: str) -> list[str]:
    return text.replace("}'s", "} 's").replace(",", " ,").split()


def _joined(columns: pl.DataFrame) -> pl.Series:
    text = pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)
    text = text.str.replace_all(" ,", ",", literal=True).str.replace_all(" 's", "'s", literal=True)
    return columns.select(text.str.slice(0, 1).str.to_uppercase() + text.str.slice(1)).to_series()
