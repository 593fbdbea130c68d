"""Which part of a file name is the author, when the name does not say it: `Dan Brown - Inferno`.

Two kinds of evidence are weighed. The look of a part: names are two or three capitalised words, titles have articles,
figures and question marks. And the list that the name stands in: an author is a part of many names, and the names
whose order is plain teach which words (`Daniel`, `Murphy`) are those of authors and which (`night`, `guide`) those of
titles, and which order the users of a tag such as `[retail]` keep to.

All weights are in bits: a part that weighs 3 more than the other is eight times as likely the author. Those of looks
were set by hand on some fifty names whose author is known (README of psmedia/Books3Info); the list's own are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from math import log2

PLAIN = 5.0  # from here on a name teaches others: its order is plain by its looks
SURE = 6.0  # from here on the other order is not worth a look
MAX_DISTINCT = 500_000  # of parts and of words that are counted; what is met first stays (some 300 MB at most)

_NAME_LIKE = 2.0  # two or three capitalised words
_MAX_WORD, _MAX_WORDS, _MAX_RECURRENCE, _MAX_STYLE = 2.0, 6.0, 3.0, 3.0
_FIRST_GUESS = (3.0, 1.5)  # author behind, author in front: twice as often behind
_FIRST_GUESS_RETAIL = (1.0, 2.0)  # those who end names in `[retail]` mostly write the author in front

_NO_SHAPE = -99  # of parts that are no names, whatever else is in them


class _Kind(Enum):
    """Of a word: what it speaks for, in bits, and whether it is one of the words that make up a name."""

    STYLE = (3.0, 1)
    JOIN = (0.0, 0)
    FUNCTION = (-3.0, _NO_SHAPE)
    INITIAL = (2.0, 1)
    ONLY_INITIAL = (1.0, 1)  # `M. Butterfly` may be either
    LOWER = (-2.0, _NO_SHAPE)
    CAPITAL = (0.0, 1)

    def __init__(self, bits: float, shape: int) -> None:
        self.bits = bits
        self.shape = shape


_INITIAL_AT = (_Kind.ONLY_INITIAL, _Kind.INITIAL)  # as the first of two words; anywhere else
_INITIALS = re.compile(r"^(?:[^\W\d_]\.?-?){1,3}$")
_INVERTED = re.compile(
    r"^[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’-]*)?, (?![a-z])[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}$"
)
_NOT_IN_NAMES = re.compile(r"[?!:\"]|\d")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")


@cache
def _words(*kinds: str) -> frozenset[str]:
    """Words that say what a part is: `title` and `part` words are not in names, `join` and `style` words are."""
    lines = files("classmatch.read.filenames.data").joinpath("filename_words.csv").read_text("utf-8").splitlines()[1:]
    return frozenset(word for word, kind in (line.split(",") for line in lines) if kind in kinds)


def key(part: str) -> str:
    """A part by which its occurrences are counted: without case, underscores, and the inversion of names."""
    text = part.replace("_", " ").strip(" ;,").casefold()
    last, comma, first = text.partition(", ")
    return f"{first} {last}" if comma and ", " not in first else text


def is_function_word(word: str) -> bool:
    """Whether it is one of those that titles have and names have not: `of`, `her`, `how`."""
    return word.lower() in _words("title")


def is_inverted(part: str) -> bool:
    """Whether it is a name with the surname in front: `Barolini, Teodolinda;`."""
    if "," not in part or not _INVERTED.match(part):
        return part.endswith(";")
    return not _words("title", "part") & set(part.lower().split())


def looks(part: str) -> float:
    """How much a part looks like an author, in bits."""
    if is_inverted(part):
        return 9.0
    words = part.replace("_", " ").split()
    weight, shape, joined = 0.0, 0, "," in part or ";" in part
    for place, word in enumerate(words):
        kind = _kind(word)
        if kind is _Kind.FUNCTION and shape > 0 and len(word) == 1:
            kind = _Kind.INITIAL  # `Philip K. Dick`, but also `Susan A Moss`
        if kind is _Kind.INITIAL:
            kind = _INITIAL_AT[place > 0 or len(words) > 2] if place < len(words) - 1 else _Kind.CAPITAL
        joined = joined or kind is _Kind.JOIN
        weight, shape = weight + kind.bits, shape + kind.shape
    if _NOT_IN_NAMES.search(part):
        weight, shape = weight - 3, _NO_SHAPE
    return weight + _by_length(len(words), shape, joined=joined)


@lru_cache(maxsize=1 << 16)
def _kind(word: str) -> _Kind:
    low = word.lower().strip(",")
    if low in _words("style"):
        return _Kind.STYLE
    if low in _words("join"):
        return _Kind.JOIN
    if low in _words("title"):
        return _Kind.FUNCTION
    if word[0].isupper() and (len(word) == 1 or "." in word) and _INITIALS.match(word):
        return _Kind.INITIAL
    return _Kind.LOWER if word[0].islower() else _Kind.CAPITAL


def _by_length(count: int, shape: int, *, joined: bool) -> float:
    if count == 1:
        return -1.0
    if shape in (2, 3):
        return 2.0
    return -2.0 if count > 4 and not joined else 0.0


class Evidence:
    """What a list of names says of the order of any name in it. Bounded: see `MAX_DISTINCT`."""

    def __init__(self) -> None:
        self._parts: Counter[str] = Counter()  # names that it is the first or last part of
        self._authors: set[str] = set()  # the parts that are authors in plain names
        self._words: tuple[Counter[str], Counter[str]] = (Counter(), Counter())  # of authors, of titles
        self._totals = [0, 0]
        self._odds: dict[str, float] = {}  # word: how much it speaks for an author, as far as has been asked
        self._styles: dict[str, list[float]] = {}  # tags: names with the author behind, in front

    def count(self, parts: list[str], bits: list[float], style: str, author: int | None) -> None:
        """Takes in a name of two parts or more, what `looks` says of each, and where the author is if certain."""
        self._odds.clear()
        for part in {key(parts[0]), key(parts[-1])}:
            if part in self._parts or len(self._parts) < MAX_DISTINCT:
                self._parts[part] += 1
        if author is None:
            difference = bits[-1] - bits[0]
            if abs(difference) < PLAIN:
                return
            author = len(parts) - 1 if difference > 0 else 0
            self._style(style)[author == 0] += 1
        self._learn(parts, author)

    def _learn(self, parts: list[str], author: int) -> None:
        if len(self._authors) < MAX_DISTINCT:
            self._authors.add(key(parts[author]))
        for place, part in enumerate(parts):
            words = self._words[place != author]
            for word in _WORD.findall(part.replace("_", " ").casefold()):
                if word in words or len(words) < MAX_DISTINCT:
                    words[word] += 1
                    self._totals[place != author] += 1

    def _style(self, style: str) -> list[float]:
        if style not in self._styles and len(self._styles) < MAX_DISTINCT:
            self._styles[style] = list(_FIRST_GUESS_RETAIL if style == "[retail]" else _FIRST_GUESS)
        return self._styles.get(style, list(_FIRST_GUESS))

    def knows_author(self, part: str) -> bool:
        """Whether the part is an author by another name of the list."""
        return key(part) in self._authors or (self._parts[key(part)] > 0 and looks(part) >= _NAME_LIKE)

    def knows_word(self, word: str) -> bool:
        """Whether the word is one of authors rather than of titles, as far as the list goes."""
        return self._words_of(word) > 0

    def weight(self, part: str) -> float:
        """How much the list says for a part being the author, in bits: by its words and how often it comes again."""
        recurrence = log2(max(1, self._parts[key(part)]))
        return self._words_of(part) + min(_MAX_RECURRENCE, recurrence)

    def behind(self, style: str) -> float:
        """How much speaks for the author being the last part of a name with this tag, whatever the parts are."""
        behind, front = self._style(style)
        return max(-_MAX_STYLE, min(_MAX_STYLE, log2(behind / front)))

    def _words_of(self, part: str) -> float:
        total = 0.0
        for word in _WORD.findall(part.replace("_", " ").casefold()):
            odds = self._odds.get(word)
            total += self._odds_of(word) if odds is None else odds
        return max(-_MAX_WORDS, min(_MAX_WORDS, total))

    def _odds_of(self, word: str) -> float:
        """By the share that the word has of all words of authors, and of titles; nothing for an unknown one."""
        of_authors, of_titles = (words.get(word, 0) for words in self._words)
        odds = 0.0
        if of_authors or of_titles:
            odds = log2((of_authors + 0.5) / (of_titles + 0.5) * (self._totals[1] + 1) / (self._totals[0] + 1))
        self._odds[word] = max(-_MAX_WORD, min(_MAX_WORD, odds))
        return self._odds[word]
