"""From a cell to the names in it: cut where one name ends and the next begins, and freed of what is no name.

Words in small letters between names are none (`translated from the French by`, `author of renewable matter`, `comte`),
but for particles; this finds roles that no list has. Words of roles in capitals, styles, suffixes, degrees and nobody
(`Various`) stand in data files.
"""

from __future__ import annotations

import string

import polars as pl

from classmatch.normalise.corporate import TOGETHER
from classmatch.normalise.name_marks import BEHIND, BETWEEN, DOUBLE, FIRM, INVERTED, JOINED, LINKED
from classmatch.normalise.name_words import any_of

_ROLES, _MAKERS = any_of("role", "maker"), any_of("maker")
_ENDS = r"[,;|/\x{2}]"

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
# --- what stands in brackets
_PEN_NAME = (
    r"(?:whose )?pseud(?:onym)?s?\.?(?: of| is| are| de)?|a\.?k\.?a\.?|i\. ?e\.,?|real name(?: is)?|psd\.|"
    r"pen name of|n[ée]e|(?:also )?(?:known|writes|writing) as|formerly|originally|now|born"
)
_CAPITALS = string.ascii_uppercase
_FULLER = "|".join(rf"{a}[. ][^(),;|]*\(({a}[^()]*)\)" for a in _CAPITALS)
_FULLER_INITIALS = "|".join(rf"{a}\.?(?: [^(),;|]*\p{{Lu}}\.)? ?\(({a}[^()]*)\)" for a in _CAPITALS)
_FULLER_AGAIN = "|".join(rf"({a}[^(),;|]*)\({a}[^()]*\)" for a in _CAPITALS)
# The surname, and the one group of 26 that fits.
_ANY_FULLER = f"${{1}}{INVERTED}" + "".join(f"${{{group}}}" for group in range(2, 28))
_BRACKETED_ROLES = rf"{_MAKERS}|eds?|ill|illus|illustrated|tr|trans|transl|comp|hrsg|introd|foreword|pref|ред|сост|пер"
_BRACKETS = (
    (rf"(?i)[(\[](?:[^()\[\]]*[^\p{{L}}()\[\]])?(?:{_BRACKETED_ROLES})\b[^()\[\]]*[)\]]|\[and\b[^\]]*\]", ";"),
    # `Rowe, E. J. (Everett James)`: the given names in full, which begin as the initials do
    (rf"((?:^|[;|/] ?)(?:\p{{Ll}}+ )*[^\s,;|/]+), (?:{_FULLER})", _ANY_FULLER),
    (rf"((?:^|[;|/] ?)[^\s,;|/]+ [^\s,;|/]+), (?:{_FULLER_INITIALS})", _ANY_FULLER),
    (rf"((?:^|[;|/] ?)(?:\p{{Ll}}+ )*[^\s,;|/]+), (?:{_FULLER_AGAIN})", _ANY_FULLER),  # `Rowe, Pete (Peter G.)`
    (r"(\p{L})\[(\p{Ll}+)\]", "${1}${2}"),
    (r"\p{Lu}\p{L}+ \[i\. ?e\.,? (\p{Lu}\p{L}+)\]( \p{Lu})", "${1}${2}"),  # `Frederic [i.e. Fredric] Brown`
    (rf"(?i)[(\[]\s*(?:{_PEN_NAME}|employ(?:er|ee)s?[\s-]for[\s-]hire of)[:\s]\s*([^()\[\]]+)[)\]]", ";${1};"),
    (r"[(\[](?i:in|from|an?|the|for|with|under|of) [^()\[\]]*(?:[)\]]|$)", ";"),
    (r"\((?i:mrs?|miss|dr|sir|lady)\.? [^()]*\) (\p{Lu})", "${1}"),  # `Diana (Mrs. Lionel) Trilling`
    # `Leonardo (da Vinci)`
    (
        r"(^|[;|/] ?)(?:(?i:saint|st\.|sir|pope) )?(\p{Lu}\p{Ll}+) "
        r"\(((?:(?:da|de|von|the) )?\p{Lu}\p{Ll}+)\)(\s*(?:[;|/]|$))",
        "${1}${2} ${3}${4}",
    ),
    # `Leigh Brackett (Leigh Brackett Hamilton)`, `Лев Толстой (Tolstoy, Leo)`: another form of the name
    (
        r"[(\[]((?:\p{Lu}[\p{L}'’.\-]*,? ){1,3}\p{Lu}[\p{L}'’\-]{2,}|[\p{Han}\p{Hangul} ]{2,})(?:,? pseud\.?)?[)\]]",
        ";${1};",
    ),
    (r"\([^()]*\)|\[[^\[\]]*\]|[()\[\]{}<>\"“”*]", " "),
    (r"(?i)\bet\.? al(?:ii)?\b\.?", ";"),  # before `et` is taken for the French word
)
# --- what stands behind a name
_DEGREES = (
    r"ph\. ?d|phd|d\. ?phil|dphil|mbbs|ll\. ?[dbm]|llb|llm|d\. ?sc|m\. ?sc|ed\. ?d|edd|m\. ?b\. ?a|mba|m\. ?p\. ?h|"
    r"c\. ?p\. ?a|cpa|esq(?:uire)?"
)
_CAPITAL_DEGREES = "MD|RN|RD|SJ|OP|OFM|OSB|DDS|DVM|DO|JD|MA|MS|BA|BS|DD|FRCS|FRCP|MPH|MSW"
_DOTTED_DEGREES = r"M\. ?D|R\. ?N|S\. ?J|O\. ?P|O\. ?F\. ?M|O\. ?S\. ?B|D\. ?D|M\. ?A|B\. ?A|M\. ?S|B\. ?S|J\. ?D"
_COUNTED = (
    "vols?|nos?|pts?|bks?|books?|forms?|lessons?|releases?|chapters?|chaps?|installments?|strips?|machines?|units?|"
    "grades?|parts?|sections?|series|tests?|pages?"
)
_MONTHS = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_LATER = any_of("style", "later style")
_SUFFIXES = (
    (r"(?i)\b(?:\d+(?:st|nd|rd|th|d)|rev\.?|new|enl\.?) (?:\p{L}+\.? )?(?:ed|edition)\b\.?", ";"),
    (rf"(?i)(?:[, ]+(?:jr|sr|iii|ii|iv|2nd|2d|3rd|3d|{_DEGREES})\b\.*)+(\s|{_ENDS}|$)", "${1}"),
    (rf"(\p{{Ll}}\.?)(?:[, ]+(?:{_CAPITAL_DEGREES})\b\.?)+", "${1}"),
    (
        rf"([^\s,;|/.]{{2,}} (?:\p{{Lu}}\. ?)*[^\s,;|/.]{{2,}}),? +(?:{_DOTTED_DEGREES})\.?(\s*(?:{_ENDS}|$))",
        "${1}${2}",
    ),
    (rf"(?i)\b(?:{_COUNTED})\.? ?(?:nos?\.? ?)?\d\S*", ";"),
    (r"(\p{Ll}{2}[.;] )\p{Lu}[\p{L}'’]+\.? (?:\p{Ll}+\.? )?(?:ed|edition)\b\.?", "${1};"),  # `Authorized ed.`
    (rf"(?i)\b(?:{_MONTHS})[a-z]*\.? ?\d[^\s,;|/]*", " "),
    (r"(?i)\b(?:born|active|ca|fl|[bdc])\b\.? ?\d", "0"),
    (r"[^\s,;|/&]*\d[^\s,;|/&]*", " "),
    (r", of (\p{Lu})", f"{LINKED}of{LINKED}${{1}}"),  # `Francis, of Assisi`
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
_LABEL = (
    rf"(^|[,;.&!?]\s*)(?:(?i:{_ROLES})\.?|(?:\p{{Lu}}\p{{Ll}}+ )?(?:\p{{Ll}}[\p{{Ll}}'’.\-]* ?(?:& )?){{1,6}}):(?:\s|$)",
    f"{BETWEEN}",
)
_LANGUAGE = r"(?i:from|into) (?:(?i:the) )?(?:original )?\p{Lu}\p{Ll}+(?: by\b)?"
_VERSION = r"\b\p{Lu}\p{Ll}+ (?:translation|version|adaptation|edition|text|lyrics|words|libretto)\b"
_WORDS_BETWEEN = r"and|und|et|with|by|as told to|in collaboration with|together with|for"
_SEPARATORS = (
    _LABEL,
    (f"{_LANGUAGE}|{_VERSION}", BETWEEN),
    (r"(\p{Lu}\p{L}+) ([yie]) (\p{Lu}\p{L}+\s*(?:[,;|/]|$))", f"${{1}}{DOUBLE}${{2}}{DOUBLE}${{3}}"),
    # `Frances & Richard Lockridge` have one surname
    (
        r"(^|[;:|/\x{2}] ?|\b(?i:by|with) )(\p{Lu}\p{Ll}+) (?:&|and) (\p{Lu}\p{Ll}+(?: \p{Lu}\.)*) "
        r"(\p{Lu}[\p{L}'’\-]+)",
        f"${{1}}${{2}} ${{4}}{BETWEEN}${{3}} ${{4}}",
    ),
    (rf"(?i)(?:^|[\s,.:;\-–—])(?:{_WORDS_BETWEEN})\s|[;|/\n]|&|(?-i: [eyiи] )|:\s", BETWEEN),
    (rf"(?i)[,\s]*\b(?:{_PEN_NAME})(?:\s|,|$)", BETWEEN),
    # between scripts: a name and its transliteration
    (r"([\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}\p{Han}\p{Hangul}]) +(\p{Latin})", f"${{1}}{BETWEEN}${{2}}"),
    (r"(\p{Latin}\.?) +([\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}\p{Han}\p{Hangul}])", f"${{1}}{BETWEEN}${{2}}"),
)
# --- particles, which belong to the surname
_SMALL = (
    "van|von|vander|vanden|vom|zum|zur|zu|der|den|de|du|des|da|das|do|dos|di|del|della|dello|dela|la|le|las|los|ten|ter|"
    "te|af|av|op|bin|ibn|bint|ben|abu|al|el|ap"
)
_CAPITAL = (
    r"van|von|vander|vanden|de|du|des|da|das|dos|di|del|della|dela|la|le|las|los|ten|ter|ibn|bin|abu|al|el|mac|mc"
)
_SECOND = "der|den|de|la|las|los|le"
_TRAILING = "van|von|de|du|des|d['’]|di|del|della|zu"
_PARTICLES = (
    (r"(?i)\b(d|l|o)['’] +(\p{L})", f"${{1}}{JOINED}${{2}}"),
    (r"(?i)\b(?:sainte|saint|ste|st)\b(?:\. *|[ -]+)(\p{L})", f"St{JOINED}${{1}}"),
    (r"\b((?i)al|el)-(\p{Lu})", f"${{1}}{JOINED}${{2}}"),
    (rf"\b({_SMALL}) +", f"${{1}}{JOINED}"),
    # in capitals only behind a given name, or before the comma behind a surname
    (rf"([^\s,;|/\x{{2}}{FIRM}] )(?i:({_CAPITAL})) +(?:(?i:({_SECOND})) +)?(\p{{L}})", "${1}${2}\x03${3}\x03${4}"),
    (
        rf"(^|\x{{2}}) *(?i:({_CAPITAL})) +(?:(?i:({_SECOND})) +)?([^\s,;|/\x{{1}}\x{{2}}]+[,\x{{1}}])",
        "${1}${2}\x03${3}\x03${4}",
    ),
    (r"\b(Mc|MC) +(\p{Lu})", f"${{1}}{JOINED}${{2}}"),
    (
        rf"([,\x{{1}}][^,;|/\x{{2}}]*[^\s,;|/\x{{2}}]) +((?i:{_TRAILING})(?:[ \x{{3}}](?:{_SECOND}))?|(?:{_SMALL}))"
        r"[\s.]*(\x{2}|[,;|/]|$)",
        f"${{1}}{BEHIND}${{2}}${{3}}",
    ),
)
_LETTERS = r"\p{Ll}[\p{Ll}'’\x{3}\x{6}\-]+"
_SMALL_WORDS = (
    rf"(?:^|[\s,:\x{{2}}{FIRM}])(?:{_LETTERS})(?:[\s.,:\x{{2}}]+{_LETTERS})*\.?(?:[\s,:\x{{2}}]|$)",
    BETWEEN,
)

CUTS = (
    *_CHARACTERS, *_BRACKETS, *_SUFFIXES, *TOGETHER, *_SENTENCES, *_RUN_TOGETHER, *_SEPARATORS, *_PARTICLES,
    _SMALL_WORDS,
)  # fmt: skip

# --- a part between two cuts
_NOTHING = rf"(?i)^(?:(?:{_ROLES}|{any_of('nobody')})\b[^\p{{L}}\p{{N}}]*)+$"
_MARKS = " .,:;-–—"
_TRIMMED = (
    (r"[\s,]*,[\s,]*", ", "),
    (rf"(?i)^(?:{_MAKERS})[.\s]+(\S+ )", "${1}"),
    (rf"(?i)(\S+[\s,]+\S+)[\s,]+(?:{_MAKERS})\.?$", "${1}"),
    (r"(?i)([^\s,]+[ ,]+[^\s,]+), (?:eds?|ill|illus|tr|trans|comp)\.?(,|$)", "${1}${2}"),
    (rf"(?i), (?:{any_of('style', 'nobody')})\b\.?(,|$)", "${1}"),
    (rf"(?i)(, [^,]+), (?:{_LATER})\b\.?(?:{BEHIND}[^,]*)?(,|$)", "${1}${2}"),
    (rf"(?i), (?:{_LATER}){LINKED}of{LINKED}[^,]*(,|$)", "${1}"),
)
_PAIR = r"([^\s,]+), ([^,]+)(?:, |$)"
_PAIRS = r"^(?:[^\s,]+, [^,]+, )+[^\s,]+, [^,]+$"  # `Rowe, Everett, Marl, Ina`
_FIRST_INVERTED = r"^[^\s,]+, [^\s,.]+\.?(?: \p{L}\.?)*(?:, [^\s,]+ [^,]+)+$"  # `Rowe, Everett, Ina Marl`


def _replaced(cell: pl.Expr, steps: tuple[tuple[str, str], ...]) -> pl.Expr:
    for pattern, becomes in steps:
        cell = cell.str.replace_all(pattern, becomes)
    return cell


def cut(cell: pl.Expr) -> pl.Expr:
    """List[String] of the parts of a cell that hold one name or several with commas between and within them."""
    return _replaced(cell, CUTS).str.split(BETWEEN)


def trimmed(part: pl.Expr) -> pl.Expr:
    """A part without the roles, styles and marks at its ends (String)."""
    return _replaced(part.str.strip_chars(_MARKS), _TRIMMED).str.strip_chars(_MARKS)


def names_somebody(part: pl.Expr) -> pl.Expr:
    """Whether a part has more than words of roles and of nobody (Boolean)."""
    return part.str.contains(r"\p{L}") & ~part.str.contains(_NOTHING)


def separate(part: pl.Expr) -> pl.Expr:
    """List[String] of the names of a part: a comma stands between two, or INVERTED in its place inside of one."""
    pairs = part.str.replace_all(_PAIR, f"${{1}}{INVERTED}${{2}}{BETWEEN}")
    first = part.str.replace(", ", INVERTED, literal=True)
    each = part.str.replace_all(", ", BETWEEN, literal=True)
    marked = pl.when(is_inverted(part)).then(first).when(part.str.contains(_PAIRS)).then(pairs)
    marked = marked.when(part.str.contains(_FIRST_INVERTED)).then(first.str.replace_all(", ", BETWEEN, literal=True))
    return marked.otherwise(each).str.strip_chars(BETWEEN).str.split(BETWEEN)


def is_inverted(part: pl.Expr) -> pl.Expr:
    """Whether a part with a comma is `Surname, Given` and not two names: one comma, one word or capitals before it."""
    before = part.str.extract(r"^([^,]*),", 1)
    after = part.str.extract(r", (.*)$", 1)
    surname = before.str.contains(r"^\S+$") | ~before.str.contains(r"\p{Ll}")
    double = before.str.contains(r"^\S{3,} \S+$") & after.str.contains(r"^\S+$")
    initials = after.str.contains(r"^(?:\p{Lu}[.\s\-]*){1,3}$")
    bodies = part.str.contains(f"[{FIRM}{LINKED}]")
    return (part.str.count_matches(",") == 1) & ~bodies & (surname | double | initials)
