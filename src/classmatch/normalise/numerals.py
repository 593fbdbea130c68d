"""Numbers of titles in one form: words and Roman figures as digits.

`The Twenty-One Balloons` and `21 balloons`, `Nineteen Eighty-Four` and `1984`, `Part II` and `Part two` are one title
each, and only digits can be compared as numbers. `one` and the Roman `i`, `v` and `x` are words too, so that these are
numbers only behind what is counted (`book one`, `act v`).
"""

from __future__ import annotations

from functools import cache

_UNITS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 39
_CENTURIES = range(15, 20)  # of years as they are spoken: `nineteen eighty four`
COUNTED = (
    "vol", "vols", "part", "parts", "book", "books", "act", "series", "ser", "episode", "grade", "level", "unit",
    "tome", "band", "section", "course", "phase", "year", "supplement",
)  # fmt: skip


def _below_hundred(value: int) -> str:
    if value < len(_UNITS):
        return _UNITS[value]
    if value < 20:
        return _TEENS[value - 10]
    return f"{_TENS[value // 10]} {_UNITS[value % 10]}".strip()


def _ordinal(words: str) -> str:
    *before, last = words.split(" ")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return " ".join([*before, _ORDINALS.get(last, regular)])


def _suffix(value: int) -> str:
    teen = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def roman(value: int) -> str:
    """Roman figures in lower case of a number below forty."""
    figures = ""
    for worth, figure in _ROMAN:
        figures, value = figures + figure * (value // worth), value % worth
    return figures


def _large() -> dict[str, str]:
    """Hundreds, thousands, `a hundred and one`, and years as they are spoken."""
    found = {"hundred": "100", "thousand": "1000", "thousand and one": "1001", "one thousand and one": "1001"}
    for i in range(1, 100):
        below = _below_hundred(i)
        found[f"{below} thousand"] = str(1000 * i)
        for hundred in ("hundred and", "one hundred and", "hundred", "one hundred"):
            found[f"{hundred} {below}"] = str(100 + i)
        if i > 9:
            found |= {f"{_below_hundred(century)} {below}": str(100 * century + i) for century in _CENTURIES}
    return found | {f"{_UNITS[i]} hundred": str(100 * i) for i in range(1, 10)}


@cache
def numerals() -> dict[str, str]:
    """Folded words or Roman figures to digits, the longest first, so that `twenty one` is found before `twenty`."""
    small = {_below_hundred(i): str(i) for i in range(2, 100)}
    ordinals = {_ordinal(_below_hundred(i)): _suffix(i) for i in range(1, 100)}
    romans = {roman(i): str(i) for i in range(2, _MAX_ROMAN + 1) if i not in (5, 10)}
    single = {"one": "1", "i": "1", "v": "5", "x": "10"}
    counted = {f"{kind} {word}": f"{kind} {digit}" for kind in COUNTED for word, digit in single.items()}
    found = {**small, **ordinals, **romans, **counted, **_large()}
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))
