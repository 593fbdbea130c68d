"""The blocking rules. Each finds true pairs that the others miss; what each contributes is counted in every run.

Measured completeness of one rule alone is .74 to .99 and of all together .98 to .99 (docs/quality.md), which is why
there are several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from classmatch.block.keys import Keys, both, combine, from_columns, rarest_words
from classmatch.compare.records import hash_column
from classmatch.hashing import mix

if TYPE_CHECKING:
    from collections.abc import Callable

    from classmatch.compare.records import Records
    from classmatch.compare.vocabulary import Vocabulary
    from classmatch.config import BlockSettings

    Rule = Callable[[Records, Vocabulary, BlockSettings], Keys]

_SURNAMES = 4  # of a record that serve as keys


def identifier(records: Records, words: Vocabulary, settings: BlockSettings) -> Keys:
    """The same ISBN or ASIN."""
    del words, settings
    return from_columns(records.identifiers, records.identifiers != 0)


def title(records: Records, words: Vocabulary, settings: BlockSettings) -> Keys:
    """The same main title or alternate title, spaces left out; or the same full title."""
    del words, settings
    titles = np.column_stack([records.titles, records.full])
    return from_columns(titles, titles != 0)


def word_and_name(records: Records, words: Vocabulary, settings: BlockSettings) -> Keys:
    """A rare word of the title, and a word of an author's name: finds changed titles, and names in another order."""
    rare = rarest_words(records, words, settings.rare_words)
    names = records.name_words[:, : 2 * _SURNAMES]
    return from_columns(combine(rare.astype(np.uint64), names.astype(np.uint64)), both(rare >= 0, names >= 0))


def word_pair(records: Records, words: Vocabulary, settings: BlockSettings) -> Keys:
    """Two rare words of the title: the rule for records without an author."""
    rare = rarest_words(records, words, settings.rare_words)
    first, second = np.triu_indices(rare.shape[1], k=1)
    low, high = np.minimum(rare[:, first], rare[:, second]), np.maximum(rare[:, first], rare[:, second])
    return from_columns(mix(low.astype(np.uint64), high.astype(np.uint64)), low >= 0)


def title_outline(records: Records, words: Vocabulary, settings: BlockSettings) -> Keys:
    """The consonants of the main title and the first letter of a name: survives most typing errors in either."""
    del words, settings
    outline = records.main_text.to_frame("t").select(
        pl.col("t")
        .str.replace_all(r"[aeiouyh ]", "")
        .str.replace_all(r"(?:ss|ll|tt|nn|mm|rr|ff|pp|cc)", "-")
        .str.slice(0, 9)
    )
    hashes = hash_column(outline, pl.when(pl.col("t").str.len_bytes() > 3).then(pl.col("t")))
    initials = records.initials
    return from_columns(combine(hashes[:, None], initials.astype(np.uint64)), both(hashes[:, None] != 0, initials != 0))


def title_ends(records: Records, words: Vocabulary, settings: BlockSettings) -> Keys:
    """The first four and last three letters of the main title, and a surname."""
    del words, settings
    text = records.main_text.to_frame("t").select(t=pl.col("t").str.replace_all(" ", "", literal=True))
    ends = text.select(
        pl.when(pl.col("t").str.len_bytes() > 6).then(pl.col("t").str.head(4) + pl.col("t").str.tail(3)).alias("e")
    )
    hashes = hash_column(ends, pl.col("e"))
    surnames = records.surnames[:, :_SURNAMES]
    return from_columns(combine(hashes[:, None], surnames.astype(np.uint64)), both(hashes[:, None] != 0, surnames >= 0))


RULES: dict[str, Rule] = {
    "identifier": identifier,
    "title": title,
    "word_and_name": word_and_name,
    "word_pair": word_pair,
    "title_outline": title_outline,
    "title_ends": title_ends,
}

EXACT = ("identifier", "title")  # the rules of which a pair has a value in common, and not only a part of one
