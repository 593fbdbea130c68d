"""The works: how they hang together, what they are called, and when and by whom they were written and published.

Works stand in families of eight. In most, each work is by itself; in the others some are volumes of one title, or books
about the first (study guides, summaries), or bear the same title by chance. Members of a family are spread over the
catalog and the registrations, so that a volume's sibling may be registered where the volume is not: the pairs a matcher
must not make.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from benchmarks.world.noise import choose
from benchmarks.world.people import Team, team
from benchmarks.world.rolls import Flags, Ids, Indexes, Shuffle, chance, pick, pick_weighted, pick_zipf, uniform
from benchmarks.world.templates import Templates
from benchmarks.world.vocabulary import Vocabulary, listed, strings

FAMILY = 8
FAMILY_WEIGHTS = [0.78, 0.06, 0.08, 0.08]  # single works, volumes, companion books, same title by chance
SINGLE, VOLUMES, COMPANIONS, NAMESAKES = range(4)
MEMBERS = [0, 5, 3, 3]  # how many of the eight belong together
GENERIC_SHARE = 0.025
SUBTITLE_SHARE = 0.42
SERIES_SHARE = 0.08
LANGUAGES = ["English", "German", "French", "Spanish"]
LANGUAGE_WEIGHTS = [0.93, 0.03, 0.02, 0.02]
FOREIGN = [f"1 {{{c}}} {{{c}}} {{{c}}} {{{c}}}" for c in "GFE"] + [f"1 {{{c}}} {{{c}}} {{{c}}}" for c in "GFE"]
FIRST_YEAR, LAST_YEAR = 1950, 2021


@dataclass(frozen=True)
class Works:
    """Facts of some works, a row each. Keys are ids that works share when they share what follows from them."""

    work: Ids
    title_key: Ids
    volume: Indexes  # 0: not a volume
    companion: Flags
    generic: Flags
    language: Indexes
    year: Indexes
    writers: Team


class World:
    """The works of a layout, and the words they are made of."""

    def __init__(self, works: int) -> None:
        self.works = works
        self.vocabulary = Vocabulary(rare=max(2_000, round(15 * works**0.55)))
        self._english = Templates(listed("titles"), self.vocabulary)
        self._subtitles = Templates(listed("subtitles"), self.vocabulary)
        self._foreign = Templates(FOREIGN, self.vocabulary)
        self._order = Shuffle(works)
        self.words = self.vocabulary.cased()

    def facts(self, of: Ids) -> Works:
        """The facts of these works."""
        family, member = np.divmod(self._order.place(of), np.uint64(FAMILY))
        kind = pick_weighted(family, "family", FAMILY_WEIGHTS)
        belongs = member < np.array(MEMBERS, dtype=np.uint64)[kind]
        head = np.where(
            belongs, self._order.number(np.minimum(family * np.uint64(FAMILY), np.uint64(self.works - 1))), of
        )
        companion = belongs & (kind == COMPANIONS) & (member > 0)
        generic = chance(head, "generic", GENERIC_SHARE)
        author_key = np.where(belongs & (kind == VOLUMES), head, of)
        volume = np.where(belongs & (kind == VOLUMES), member.astype(np.int64) + 1, 0)
        language = np.where(generic, 0, pick_weighted(head, "language", LANGUAGE_WEIGHTS))
        writers = team(author_key, self.works, generic)
        return Works(of, head, volume, companion, generic, language, _year(of), writers)

    def stands_alone(self, of: Ids) -> Flags:
        """Whether each work is of a family of single works, so that it hangs together with no other."""
        family = self._order.place(of) // np.uint64(FAMILY)
        alone: Flags = pick_weighted(family, "family", FAMILY_WEIGHTS) == SINGLE
        return alone

    def titles(self, works: Works) -> pl.Series:
        """The title proper of each work, before companion and volume wording."""
        key = works.title_key
        english = self._english.fill(key, "title", self._english.choose(key, "title"), self.words)
        variant = works.language - 1 + 3 * pick(key, "foreign", 2)
        foreign = self._foreign.fill(key, "foreign", np.maximum(variant, 0), self.words)
        stock = strings("generic").gather(pick_zipf(key, "stock title", len(strings("generic")), 8.0))
        return choose(works.generic, stock.str.to_titlecase(), choose(works.language > 0, foreign, english))

    def subtitles(self, works: Works) -> pl.Series:
        """The subtitle of each work, null for most."""
        texts = self._subtitles.fill(works.work, "subtitle", self._subtitles.choose(works.work, "subtitle"), self.words)
        has = chance(works.work, "subtitle", SUBTITLE_SHARE) & (works.language == 0) & ~works.generic
        return choose(has, texts, pl.Series([None], dtype=pl.String).new_from_index(0, len(texts)))

    def series(self, works: Works) -> pl.Series:
        """The series that each work is numbered in, as `Ember Chronicles, #3`; null for most."""
        of = works.work
        noun = self.words.gather(self.vocabulary.classes["N"].draw(of, "series noun"))
        kind = strings("series").gather(pick(of, "series kind", len(strings("series"))))
        number = pl.Series(pick(of, "series number", 9) + 1).cast(pl.String)
        nobody = pl.Series([None], dtype=pl.String).new_from_index(0, len(of))
        return choose(chance(of, "in series", SERIES_SHARE), noun + " " + kind + ", #" + number, nobody)


def _year(of: Ids) -> Indexes:
    """Year of first publication: the more recent, the more books."""
    span = LAST_YEAR - FIRST_YEAR + 1
    return FIRST_YEAR + (span * uniform(of, "year") ** 0.45).astype(np.int64)
