"""The blocking rules. Each finds true pairs that the others miss; what each contributes is counted in every run.

No rule alone is complete on real data: authors are missing, titles are cut, subtitles differ, letters are wrong, and a
work may be published again under another title. What each finds on labelled sets is in docs/blocking.md.

- `identifier`: the same ISBN or ASIN.
- `title`: the same main title or alternate title, spaces left out; or the same full title.
- `words`: two rare words of the title, or one with a word of a name; or one word of the title that hardly any other
  has. Finds changed, cut and swapped titles, names in another order or inside the title, and records without an author.
- `title_outline`: the consonants of a title with the first letter of a name, or many of them: survives most typing
  errors.
- `author_year`: a surname with the first letter of its given name, and a year at most one apart: finds works by another
  title.
"""

from __future__ import annotations

IDENTIFIER, TITLE, WORDS, OUTLINE, AUTHOR_YEAR = range(5)
RULES = ("identifier", "title", "words", "title_outline", "author_year")  # by their place
SPLIT = ("title", "title_outline", "author_year")  # the rules whose large blocks are split: words split each other
EXACT = ("identifier", "title")  # the rules of which a pair has a value in common, and not only a part of one


def bits(rules: tuple[str, ...]) -> int:
    """These rules as a bit set, in which each has the bit of its place."""
    return sum(1 << RULES.index(rule) for rule in rules)
