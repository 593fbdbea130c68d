"""All comparisons of a pair together: its pattern of levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.compare import (
    author,
    companion,
    edition,
    holders,
    identifier,
    publisher,
    rarity,
    rival,
    title,
    volume,
    year,
)

if TYPE_CHECKING:
    from classmatch.compare.pairs import Flags, Levels, Pairs

LEVELS: dict[str, tuple[str, ...]] = {
    "title": title.LEVELS,
    "author": author.LEVELS,
    "coauthors": author.COAUTHOR_LEVELS,
    "rarity": rarity.LEVELS,
    "holders": holders.LEVELS,
    "year": year.LEVELS,
    "volume": volume.LEVELS,
    "issue": volume.ISSUE_LEVELS,
    "edition": edition.LEVELS,
    "companion": companion.LEVELS,
    "publisher": publisher.LEVELS,
    "identifier": identifier.LEVELS,
    "rival": rival.LEVELS,  # of all pairs of a work together, when their weights are known
}
COMPARISONS = list(LEVELS)

_ALIKE = 0.72  # share of letter pairs from which titles are compared whatever the names
_ALIKE_NAMED = 0.45  # the same where a surname agrees


def worth_comparing(pairs: Pairs, exact: Flags) -> Flags:
    """Which pairs can come to anything: those of which a title or identifier is the same, and those of like letters.

    `exact` marks the former, as the blocking rules found them. Of the others the cheapest bound is looked at first.
    """
    share = pairs.signature_share
    keep = exact | (share >= _ALIKE)
    rows = np.flatnonzero(~keep & (share >= _ALIKE_NAMED))
    keep[rows] = pairs.take(rows).same_surname
    return keep


def compare(pairs: Pairs) -> dict[str, Levels]:
    """The level of every pair on every comparison, as indexes into `LEVELS`."""
    titles = title.levels(pairs)
    authors = author.authors(pairs, titles)
    return {
        "title": titles,
        "author": authors.levels,
        "coauthors": author.coauthors(pairs),
        "rarity": rarity.levels(pairs, titles, authors),
        "holders": holders.levels(pairs, authors.levels),
        "year": year.levels(pairs),
        "volume": volume.volumes(pairs),
        "issue": volume.issues(pairs),
        "edition": edition.levels(pairs),
        "companion": companion.levels(pairs, titles),
        "publisher": publisher.levels(pairs),
        "identifier": identifier.levels(pairs),
    }
