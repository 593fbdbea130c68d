"""Keys of rare words: which words of a record can bring it to another, and the keys that they make.

A word of the title and a word of a name make keys in the same way, from the hash of their text. So an author who stands
in the title on one side (`The collected poems of Dylan Thomas`) is found by the name on the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classmatch.block.keys import Keys, together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from classmatch.compare.encode import Sides
    from classmatch.compare.records import Records
    from classmatch.compare.vocabulary import Vocabulary
    from classmatch.config import BlockSettings

    Ints = NDArray[np.int32]
    Hashes = NDArray[np.uint64]
    Bits = NDArray[np.float32]
    Rows = NDArray[np.uint32]

_CHUNK = 1 << 16  # records whose keys are made at a time; bounds the memory of what is left out again
_NAMES = 8  # words of names that make keys with words of the title
_BY_CHANCE = 4  # times a block that is too large: what two words that have nothing to do with each other may bring
_ALONE = 2  # of the rarest words of the main title, and of the rest, that are keys by themselves


@dataclass(frozen=True)
class Terms:
    """The words of titles, or those of names: the hash and the information in bits of each, by its id.

    A word that only one side has could bring nothing together: its hash is 0 and its information -1, as those of the
    last entry, which stands for the padding, -1.
    """

    hashes: Hashes
    bits: NDArray[np.float32]


def terms(sides: Sides) -> tuple[Terms, Terms]:
    """The words of titles and those of names. A word is common to both sides whichever of the two it is on each."""
    titles, names = _hashes(sides.words), _hashes(sides.names)
    common = np.intersect1d(_used(sides.left, titles, names), _used(sides.right, titles, names))
    return _terms(sides.words, common), _terms(sides.names, common)


def _terms(words: Vocabulary, common: Hashes) -> Terms:
    hashes, bits = _hashes(words), np.append(words.bits, np.float32(-1))
    known = np.isin(hashes, common) & (hashes != 0)
    return Terms(np.where(known, hashes, np.uint64(0)), np.where(known, bits, np.float32(-1)).astype(np.float32))


def _hashes(words: Vocabulary) -> Hashes:
    """The hash of each word by its id, and 0 for the padding."""
    return np.append(words.ids.sort("id")["hash"].to_numpy(), np.uint64(0))


def _used(records: Records, titles: Hashes, names: Hashes) -> Hashes:
    """The hashes of all words that these records have."""
    used = [(titles, records.words), (titles, records.other_words), (names, records.name_words)]
    return np.unique(np.concatenate([hashes[np.unique(ids)] for hashes, ids in used]))


def rarest(ids: Ints, worth: Bits, count: int) -> Ints:
    """(n, count) of the (n, k) ids those with the highest `worth`, the highest first; -1 where it is less than 0."""
    order = np.argsort(-worth, axis=1, kind="stable")[:, :count]
    best, least = np.take_along_axis(ids, order, axis=1), np.take_along_axis(worth, order, axis=1)
    found = np.full((len(ids), count), -1, dtype=np.int32)
    found[:, : order.shape[1]] = np.where(least >= 0, best, -1)
    return found


def title_words(records: Records, rows: slice, bits: Bits, count: int) -> Ints:
    """(n, 2 * count) ids: the rarest words of each main title, then the rarest of its others.

    A subtitle or an alternate title must not push the words of the main title out, nor the other way round.
    """
    words, other = records.words[rows], records.other_words[rows]
    place = np.arange(words.shape[1])
    main = np.where(place < records.main_words[rows, None], bits[words], np.float32(-1))
    first = rarest(words, main, count)
    every = np.concatenate([words, other], axis=1)
    taken = (every[:, :, None] == first[:, None, :]).any(axis=2)
    rest = rarest(every, np.where(taken, np.float32(-1), bits[every]), count)
    return np.concatenate([first, rest], axis=1)


def word_keys(records: Records, titles: Terms, names: Terms, settings: BlockSettings, registrations: int) -> Keys:
    """The keys of rare words: two of the title, one with a word of a name, and the very rarest alone.

    `settings.rare_words` words of the main title are used and as many of the others. Words of which chance alone would
    bring far more than `settings.max_block` of the registrations together make no key.
    """
    floor = np.float32(np.log2(max(registrations, 1) / (_BY_CHANCE * settings.max_block)))
    parts = []
    for start in range(0, max(len(records), 1), _CHUNK):
        rows = slice(start, start + _CHUNK)
        chosen, named = title_words(records, rows, titles.bits, settings.rare_words), records.name_words[rows, :_NAMES]
        hashes = np.concatenate([titles.hashes[chosen], names.hashes[named]], axis=1)
        bits = np.concatenate([titles.bits[chosen], names.bits[named]], axis=1)
        made = *_alone(hashes, bits, floor, settings.rare_words), *_paired(hashes, bits, floor, chosen.shape[1])
        parts += [Keys(key, row + np.uint32(start)) for key, row in made]
    return together(parts)


def _alone(hashes: Hashes, bits: Bits, floor: np.float32, count: int) -> Iterator[tuple[Hashes, Rows]]:
    """The rarest words of each main title and of its other words, each with its row."""
    for column in (*range(min(_ALONE, count)), *range(count, count + min(_ALONE, count))):
        rows = np.flatnonzero((hashes[:, column] != 0) & (bits[:, column] >= floor))
        yield hashes[rows, column], rows.astype(np.uint32)


def _paired(hashes: Hashes, bits: Bits, floor: np.float32, titles: int) -> Iterator[tuple[Hashes, Rows]]:
    """Each of the words of the title with those after it. The key of two is the sum of their hashes: without order."""
    for column in range(titles):
        rows = np.flatnonzero(hashes[:, column])
        one, others = hashes[rows, column, None], hashes[rows, column + 1 :]
        rare = bits[rows, column, None] + bits[rows, column + 1 :] >= floor
        row, place = np.nonzero(rare & (others != 0) & (others != one))
        yield one[row, 0] + others[row, place], rows[row].astype(np.uint32)
