"""From a cell to the names in it: cut where one name ends and the next begins, and freed of what is no name.

Words in small letters between names are none (`translated from the French by`, `author of renewable matter`, `comte`),
but for particles; this finds roles that no list has. Words of roles in capitals, styles, suffixes, degrees and nobody
(`Various`) stand in data files.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.corporate import MAY_BE_CORPORATE, TOGETHER
from classmatch.normalise.name_brackets import BRACKETS, PSEUDONYM
from classmatch.normalise.name_marks import BEHIND, BETWEEN, DOUBLE, FIRM, INVERTED, JOINED, LINKED
from classmatch.normalise.name_particles import PARTICLES
from classmatch.normalise.name_suffixes import BEHIND_NAMES, NUMBERS
from classmatch.normalise.name_words import any_of
from classmatch.normalise.steps import replaced_in_groups, replaced_where

_ROLES, _MAKERS = any_of("role", "maker"), any_of("maker")

_CHARACTERS = (
    (r"[\x{200b}-\x{200f}\x{feff}\x{ad}]", ""),
    (r"[\x{0}-\x{1f}\x{7f}]", " "),
    ("，", ", "),
    ("[；、／｜•]", ";"),
    ("[・·]", " "),
    (r"\s+([,;|/])", "${1}"),
    (r"\.\.\.|…", ";"),
    (r"\b([Cc]o)-(\p{L})", "${1}${2}"),  # `Co-operative` has no legal form
)
# --- where one name ends
_SENTENCES = (
    (rf"(\p{{Ll}}{{2}})\. (?i:{_ROLES})\b\.?", "${1};"),
    (r"[.,!?] \p{Lu}\p{Ll}+\.? (?:(?:&|\p{Ll}+\.?) ){0,4}by\s", BETWEEN),  # `. Collected & edited by`
    (r"[.!?] \p{Lu}\p{Ll}+:\s", BETWEEN),
    (r"(\p{Lu}\p{Ll}{4,}|\p{Ll}{5,})\. (\p{Lu})", "${1};${2}"),
)
# `Richard I. GumportFrank H. Deis`: a separator was lost. `VanderMeer` and `FitzGerald` are one.
_RUN_TOGETHER = (
    (r"\b(?:(Vander|Vanden|Della|Fitz)(\p{Lu}))", f"${{1}}{JOINED}${{2}}"),
    (r"(\p{L}[.\p{L}]* (?:\p{L}\. )?\p{Lu}\p{Ll}{4,})(\p{Lu}\p{Ll}+ \p{Lu})", "${1};${2}"),
)
_LABEL = rf"(?i:{_ROLES})\.?|(?:\p{{Lu}}\p{{Ll}}+ )?(?:\p{{Ll}}[\p{{Ll}}'’.\-]* ?(?:& )?){{1,6}}"
_LABELS = (rf"(^|[,;.&!?]\s*)(?:{_LABEL}):(?:\s|$)", BETWEEN)
_LANGUAGE = r"(?i:from|into) (?:(?i:the) )?(?:original )?\p{Lu}\p{Ll}+(?: by\b)?"
_VERSION = r"\b\p{Lu}\p{Ll}+ (?:translation|version|adaptation|edition|text|lyrics|words|libretto)\b"
_WORDS_BETWEEN = r"and|und|et|with|by|as told to|in collaboration with|together with|for"
_OTHER_SCRIPTS = (
    r"[\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Thai}\p{Devanagari}]"
)
_SHARED = (
    (f"{_LANGUAGE}|{_VERSION}", BETWEEN),
    (r"(\p{Lu}\p{L}+) ([yYie]) (\p{Lu}\p{L}+\s*(?:[,;|/]|$))", f"${{1}}{DOUBLE}${{2}}{DOUBLE}${{3}}"),
    # `Frances & Richard Lockridge` have one surname
    (
        r"(^|[;:|/\x{2}] ?|\b(?i:by|with) )(\p{Lu}\p{Ll}+) (?:&|and) (\p{Lu}\p{Ll}+(?: \p{Lu}\.)*) "
        r"(\p{Lu}[\p{L}'’\-]+)",
        f"${{1}}${{2}} ${{4}}{BETWEEN}${{3}} ${{4}}",
    ),
)
# What stands between names, the words before the marks, since a mark may be in front of a word.
_WORDS = ((rf"(?i)(?:^|[\s,.:;\-–—])(?:{_WORDS_BETWEEN})\s|&|(?-i: [eyiи] )|:\s", BETWEEN),)
_MARKS_BETWEEN = ((r"[;|/\n]", BETWEEN),)
_FORMS = (
    (rf"(?i)[,\s]*\b(?:{PSEUDONYM})(?:\s|,|$)", BETWEEN),
    # between scripts: a name and its transliteration
    (rf"({_OTHER_SCRIPTS}),? +(\p{{Latin}})", f"${{1}}{BETWEEN}${{2}}"),
    (rf"(\p{{Latin}}\.?),? +({_OTHER_SCRIPTS})", f"${{1}}{BETWEEN}${{2}}"),
)
_LETTERS = r"\p{Ll}[\p{Ll}'’\x{3}\x{6}\-]+"
_SMALL_WORDS = (
    rf"(?:^|[\s,:\x{{2}}{FIRM}])(?:{_LETTERS})(?:[\s.,:\x{{2}}]+{_LETTERS})*\.?(?:[\s,:\x{{2}}]|$)",
    BETWEEN,
)

# What is done to a cell in turn: groups of patterns, or which cells are concerned and what is replaced in them.
_FIRST = (_CHARACTERS,)
_MARKED = ((r"[(\[{<\"“”*)\]]|(?i:\bet\.? al)", BRACKETS),)
_BEHIND = (BEHIND_NAMES,)
_KEPT_TOGETHER = ((r"\d", NUMBERS), (MAY_BE_CORPORATE, TOGETHER))
_ENDS = (_SENTENCES, _RUN_TOGETHER)
_LABELLED = ((":", (_LABELS,)),)
_BETWEEN = (_SHARED, _WORDS, _MARKS_BETWEEN, _FORMS, PARTICLES, (_SMALL_WORDS,))

# --- a part between two cuts
_NOTHING = rf"(?i)^(?:(?:{_ROLES}|{any_of('nobody')})\b[^\p{{L}}\p{{N}}]*)+$"
_MARKS = " .,:;-–—"
_LATER = any_of("style", "later style")
_COMMAS = r",(?:[^ ]|$)|[\s,],|, [\s,]"  # one with more or less behind it than a space
_TRIMMED = (
    (rf"(?i)^(?:{_MAKERS})[.\s]+(\S+ )", "${1}"),
    (rf"(?i)(\S+[\s,]+\S+)[\s,]+(?:{_MAKERS})\.?$", "${1}"),
    (r"(?i)([^\s,]+[ ,]+[^\s,]+), (?:eds?|ill|illus|tr|trans|comp)\.?(,|$)", "${1}${2}"),
    (rf"(?i), (?:{any_of('style', 'nobody')})\b\.?(,|$)", "${1}"),
    (rf"(?i)(, [^,]+), (?:{_LATER})\b\.?(?:{BEHIND}[^,]*)?(,|$)", "${1}${2}"),
    (rf"(?i), (?:{_LATER}){LINKED}of{LINKED}[^,]*(,|$)", "${1}"),
)
_PAIR = r"([^\s,]+), ([^,]+)(?:, |$)"
_PAIRS = r"^(?:[^\s,]+, [^,]+, )+[^\s,]+, [^,]+$"  # `Rowe, Everett, Marl, Ina`
_PLAIN_INVERTED = rf"^[A-Z][A-Za-z]*, [A-Za-z][^,{BETWEEN}{FIRM}{LINKED}]*$"  # most parts with a comma
_FIRST_INVERTED = r"^[^\s,]+, [^\s,.]+\.?(?: \p{L}\.?)*(?:, [^\s,]+ [^,]+)+$"  # `Rowe, Everett, Ina Marl`


def cut(cells: pl.Series) -> pl.Series:
    """List[String] of the parts of each cell that hold one name or several with commas between and within them."""
    cells = replaced_where(replaced_in_groups(cells, _FIRST), _MARKED)
    cells = replaced_where(replaced_in_groups(cells, _BEHIND), _KEPT_TOGETHER)
    cells = replaced_where(replaced_in_groups(cells, _ENDS), _LABELLED)
    return replaced_in_groups(cells, _BETWEEN).str.strip_chars(BETWEEN).str.split(BETWEEN)


def trimmed(parts: pl.Series) -> pl.Series:
    """Parts without the roles, styles and marks at their ends (String)."""
    spaced = replaced_where(parts.str.strip_chars(_MARKS), ((_COMMAS, ((r"[\s,]*,[\s,]*", ", "),)),))
    return replaced_in_groups(spaced, (_TRIMMED,)).str.strip_chars(_MARKS)


def names_somebody(part: pl.Expr) -> pl.Expr:
    """Whether a part has more than words of roles and of nobody (Boolean)."""
    return part.str.contains(r"\p{L}") & ~part.str.contains(_NOTHING)


def separate(parts: pl.Series) -> pl.Series:
    """List[String] of the names of each part: a comma stands between two, or INVERTED in its place inside of one."""
    part = pl.col("part")
    rows = (~parts.str.contains(_PLAIN_INVERTED)).arg_true()
    marked = parts.str.replace(", ", INVERTED, literal=True)
    if len(rows):
        others = parts.gather(rows).alias("part").to_frame()
        marked = marked.scatter(rows, others.select(_separated(part)).to_series())
    return marked.str.split(BETWEEN)


def _separated(part: pl.Expr) -> pl.Expr:
    pairs = part.str.replace_all(_PAIR, f"${{1}}{INVERTED}${{2}}{BETWEEN}")
    first = part.str.replace(", ", INVERTED, literal=True)
    each = part.str.replace_all(", ", BETWEEN, literal=True)
    marked = pl.when(is_inverted(part)).then(first).when(part.str.contains(_PAIRS)).then(pairs)
    marked = marked.when(part.str.contains(_FIRST_INVERTED)).then(first.str.replace_all(", ", BETWEEN, literal=True))
    return marked.otherwise(each).str.strip_chars(BETWEEN)


def is_inverted(part: pl.Expr) -> pl.Expr:
    """Whether a part with a comma is `Surname, Given` and not two names: one comma, one word or capitals before it."""
    before = part.str.extract(r"^([^,]*),", 1)
    after = part.str.extract(r", (.*)$", 1)
    surname = before.str.contains(r"^\S+$|\p{Lu}") & ~before.str.contains(r"\s.*\p{Ll}|\p{Ll}.*\s")
    double = before.str.contains(r"^\S{3,} \S+$") & after.str.contains(r"^\S+$")
    initials = after.str.contains(r"^(?:\p{Lu}[.\s\-]*){1,3}$")
    bodies = part.str.contains(f"[{FIRM}{LINKED}]")
    return (part.str.count_matches(",") == 1) & ~bodies & (surname | double | initials)
