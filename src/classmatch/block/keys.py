"""Blocking keys: what a rule says of a record, as 64-bit numbers.

Equal keys under one rule bring two records together. A key is a hash of which all bits are as good as random, so that
its first ones say where it is to be looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from classmatch.block.rules import AUTHOR_YEAR, IDENTIFIER, OUTLINE, TITLE
from classmatch.block.words import MOST_WORD_KEYS, word_keys
from classmatch.compiling import compiled

if TYPE_CHECKING:
    from classmatch.block.arrays import Hashes, Places, Side, Terms
    from classmatch.block.words import Chosen

MOST_KEYS = MOST_WORD_KEYS  # of a record under one rule
_NAMES = 4  # of a record that serve as keys
_GOLDEN, _FIRST, _SECOND = (np.uint64(value) for value in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)


@compiled
def mixed(one: np.uint64, other: np.uint64) -> np.uint64:  # pragma: no cover - compiled
    """`hashing.mix` of two numbers."""
    total = _finished(one + _GOLDEN)
    return _finished(total * _GOLDEN + other + _GOLDEN)


@compiled
def _finished(total: np.uint64) -> np.uint64:  # pragma: no cover - compiled
    total = (total ^ (total >> _30)) * _FIRST
    total = (total ^ (total >> _27)) * _SECOND
    return total ^ (total >> _31)


@compiled
def write_keys(
    rule: int, side: Side, terms: Terms, record: int, around: int, chosen: Chosen, out: Hashes
) -> int:  # pragma: no cover - compiled
    """Write the keys of a record under a rule, and tell how many there are; some may come twice.

    `around` is how many years the year of a key may be before and after that of the record: publication and
    registration, or a date and its copyright year, may be one apart, so that registrations have all three.
    """
    if rule == IDENTIFIER:
        return _listed(side.identifier_starts, side.identifiers, record, out, 0)
    if rule == TITLE:
        return _title(side, record, out)
    if rule == OUTLINE:
        return _outline(side, record, out)
    if rule == AUTHOR_YEAR:
        return _author_year(side, record, around, out)
    return word_keys(side, terms, record, chosen, out)


@compiled
def _listed(starts: Places, values: Hashes, record: int, out: Hashes, count: int) -> int:  # pragma: no cover - compiled
    for place in range(starts[record], starts[record + 1]):
        out[count] = values[place]
        count += 1
    return count


@compiled
def _title(side: Side, record: int, out: Hashes) -> int:  # pragma: no cover - compiled
    count = _listed(side.title_starts, side.titles, record, out, 0)
    if side.full[record] != 0:
        out[count] = side.full[record]
        count += 1
    return count


@compiled
def _outline(side: Side, record: int, out: Hashes) -> int:  # pragma: no cover - compiled
    """Short outlines with each initial, and long ones by themselves."""
    count = _listed(side.long_starts, side.long_outlines, record, out, 0)
    first = side.name_starts[record]
    for name in range(first, min(first + _NAMES, side.name_starts[record + 1])):
        if side.initials[name] == 0:
            continue
        for place in range(side.outline_starts[record], side.outline_starts[record + 1]):
            out[count] = mixed(side.outlines[place], np.uint64(side.initials[name]))
            count += 1
    return count


@compiled
def _author_year(side: Side, record: int, around: int, out: Hashes) -> int:  # pragma: no cover - compiled
    count = 0
    first = side.name_starts[record]
    for name in range(first, min(first + _NAMES, side.name_starts[record + 1])):
        if side.surnames[name] < 0 or side.initials[name] == 0:
            continue
        person = mixed(np.uint64(side.surnames[name]), np.uint64(side.initials[name]))
        for place in range(side.year_starts[record], side.year_starts[record + 1]):
            if side.years[place] < 0:
                continue
            for step in range(-around, around + 1):
                out[count] = mixed(person, np.uint64(np.int64(side.years[place]) + step))
                count += 1
    return count
