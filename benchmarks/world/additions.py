"""A later drop: catalog rows of the same world that come after the others.

Half are further copies of works that the catalog has, some of an edition that it lacks; a fifth are of works that were
only registered so far; the others are of works of which nothing was there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.world.layout import FILES, WORKS, Links, Rows
from benchmarks.world.rolls import Ids, Shuffle, ids, pick_weighted

if TYPE_CHECKING:
    from benchmarks.world.layout import Layout
    from benchmarks.world.works import World

SHARE = 0.01  # of the catalog's rows
COPIES, ONLY_REGISTERED = 0.5, 0.2  # of the rows of the drop
EDITION_WEIGHTS = [0.6, 0.25, 0.1, 0.05]  # of the edition that a further copy is of


@dataclass(frozen=True)
class Additions:
    """The rows of a drop for a catalog of this layout."""

    layout: Layout
    world: World

    @property
    def count(self) -> int:
        return round(self.layout.catalog_rows * SHARE)

    def rows(self, start: int, stop: int) -> Rows:
        """What each row of the drop is a file of."""
        place = Shuffle(self.count).place(ids(start, stop))
        work = self._works[place]
        further = place < np.uint64(self._copies)
        edition = np.where(further, pick_weighted(work, "added edition", EDITION_WEIGHTS), 0)
        return Rows(work, edition.astype(np.uint64), np.where(further, FILES, 0).astype(np.uint64))

    def links(self) -> Links:
        """The true pairs of the drop, its rows counted on after those of the catalog."""
        at, registrations = self.layout.registrations_of(self.rows(0, self.count).work)
        order = np.lexsort((registrations, at))
        rows = at[order].astype(np.uint64) + np.uint64(self.layout.catalog_rows)
        return Links(rows, registrations[order])

    @property
    def _copies(self) -> int:
        return round(self.count * COPIES)

    @cached_property
    def _works(self) -> Ids:
        """The works of the rows: those in the catalog, those only registered, those that are new; none twice."""
        layout = self.layout
        known = Shuffle(layout.catalog_works).number(ids(0, self._copies))  # `place` gives the registered ones first
        first = layout.catalog_works + WORKS
        others = Shuffle(layout.works - first).place(ids(0, round(self.count * ONLY_REGISTERED))) + np.uint64(first)
        missing = self.count - len(known) - len(others)
        # Works beyond the plan have no families of their own, so only those that stand alone in any are taken: 78%.
        beyond = ids(layout.works, layout.works + 2 * missing + 100)
        return np.concatenate([known, others, beyond[self.world.stands_alone(beyond)][:missing]])
