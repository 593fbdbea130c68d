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
from classmatch.compare.alike import alike
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classmatch.compare.pairs import Flags, Hashes, Levels, Pairs, Rows
    from classmatch.compare.ragged import Starts, Values

    Places = NDArray[np.int64]

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

_BINS = 1 << 18


def worth_comparing(pairs: Pairs, exact: Flags) -> Flags:
    """Which pairs can come to anything: those of which a title or identifier is the same, and those of like letters.

    `exact` marks the former, as the blocking rules found them.
    """
    left, right = pairs.sides.left, pairs.sides.right
    names = (*left.surnames.lists, *right.surnames.lists)
    keep: Flags = _worth_comparing(left.signature, right.signature, *names, pairs.left, pairs.right, exact)
    return keep


@compiled
def _worth_comparing(
    left_signature: Hashes,
    right_signature: Hashes,
    left_name_starts: Starts,
    left_surnames: Values,
    right_name_starts: Starts,
    right_surnames: Values,
    left: Rows,
    right: Rows,
    exact: Flags,
) -> Flags:  # pragma: no cover - compiled
    keep = np.empty(len(left), dtype=np.bool_)
    for pair in range(len(left)):
        keep[pair] = exact[pair] or alike(
            left_signature,
            right_signature,
            left_name_starts,
            left_surnames,
            right_name_starts,
            right_surnames,
            left[pair],
            right[pair],
        )
    return keep


def compare(pairs: Pairs) -> dict[str, Levels]:
    """The level of every pair on every comparison, as indexes into `LEVELS`.

    Pairs come by work, and their registrations lie anywhere in memory, where waiting for them takes longer than
    comparing them: so they are compared by registration.
    """
    order: Places = _by_number(pairs.right)
    levels = _compared(pairs.take(order))
    return {name: _put_back(codes, order) for name, codes in levels.items()}


@compiled
def _by_number(numbers: Rows) -> Places:  # pragma: no cover - compiled
    """The places of numbers from the least to the greatest, but for the last bits of great ones (counting sort)."""
    most = np.int64(0)
    for number in numbers:
        most = max(most, number)
    shift = 0
    while most >> shift >= _BINS:
        shift += 1
    after = np.zeros((most >> shift) + 2, dtype=np.int64)
    for number in numbers:
        after[(number >> shift) + 1] += 1
    after = np.cumsum(after)
    places = np.empty(len(numbers), dtype=np.int64)
    for place in range(len(numbers)):
        bucket = numbers[place] >> shift
        places[after[bucket]] = place
        after[bucket] += 1
    return places


def _put_back(codes: Levels, order: Places) -> Levels:
    found = np.empty_like(codes)
    found[order] = codes
    return found


def _compared(pairs: Pairs) -> dict[str, Levels]:
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
