"""The arrays of a side and of the vocabularies as compiled loops take them: of fixed types, and never written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from classmatch.compare.ragged import Ragged
    from classmatch.compare.records import Records
    from classmatch.compare.vocabulary import Vocabulary
    from classmatch.config import BlockSettings

    Starts = NDArray[np.int64]
    Places = NDArray[np.int32]
    Hashes = NDArray[np.uint64]
    Ids = NDArray[np.int32]

_BY_CHANCE = 4  # times a block that is too large: what two words that have nothing to do with each other may bring


class Side(NamedTuple):
    """What the keys of records are made of: lists, each as where those of the records begin, and all values."""

    full: Hashes
    title_starts: Places
    titles: Hashes
    outline_starts: Places
    outlines: Hashes
    long_starts: Places
    long_outlines: Hashes
    name_starts: Places
    surnames: Ids
    initials: NDArray[np.uint8]
    year_starts: Places
    years: NDArray[np.int16]
    identifier_starts: Places
    identifiers: Hashes
    word_starts: Places
    words: Ids
    main_words: NDArray[np.int8]
    other_starts: Places
    other_words: Ids
    name_word_starts: Places
    name_words: Ids
    signature: Hashes


class Terms(NamedTuple):
    """The hash and the information of the words of titles, and of those of names, by id; and what makes a key of them.

    A word that only one side has could bring nothing together: its information is -1.
    """

    title_hashes: Hashes
    title_bits: NDArray[np.float32]
    name_hashes: Hashes
    name_bits: NDArray[np.float32]
    words: int  # how many of the main title make keys, and of the others
    floor: np.float32  # bits below which words are too common to make a key


def side(records: Records) -> Side:
    """The arrays of these records."""
    return Side(
        fixed(records.full, np.uint64),
        *_list(records.titles, np.uint64),
        *_list(records.outlines, np.uint64),
        *_list(records.long_outlines, np.uint64),
        *_list(records.surnames, np.int32),
        fixed(records.initials.values, np.uint8),
        *_list(records.years, np.int16),
        *_list(records.identifiers, np.uint64),
        *_list(records.words, np.int32),
        fixed(records.main_words, np.int8),
        *_list(records.other_words, np.int32),
        *_list(records.name_words, np.int32),
        fixed(records.signature, np.uint64),
    )


def terms(words: Vocabulary, names: Vocabulary, settings: BlockSettings, registrations: int) -> Terms:
    """The words of titles and names. `registrations` is how many there are in all.

    Words of which chance alone would bring far more than `settings.max_block` of the registrations together make no
    key. A word is common to both sides whichever of the two it is on each.
    """
    floor = np.float32(np.log2(max(registrations, 1) / (_BY_CHANCE * settings.max_block)))
    return Terms(*_terms(words), *_terms(names), settings.rare_words, floor)


def _terms(words: Vocabulary) -> tuple[Hashes, NDArray[np.float32]]:
    known = words.both & (words.hashes != 0)
    bits = np.where(known, words.bits, np.float32(-1))
    return fixed(words.hashes, np.uint64), fixed(bits, np.float32)


def _list(values: Ragged, kind: DTypeLike) -> tuple[Places, NDArray[Any]]:
    return fixed(values.starts, np.int32), fixed(values.values, kind)


def fixed(values: NDArray[Any], kind: DTypeLike) -> NDArray[Any]:
    """The array, mapped or in memory, as one that is not to be written to: compiled loops know types by that, too."""
    array = np.ascontiguousarray(values, dtype=kind).view(np.ndarray)
    array.flags.writeable = False
    return array
