"""What stands in brackets among names: another name, given names in full, a role, a byname, or nothing to keep."""

from __future__ import annotations

import string

from classmatch.normalise.name_marks import INVERTED
from classmatch.normalise.name_words import any_of

PSEUDONYM = (
    r"(?:whose )?pseud(?:onym)?s?\.?(?: of| is| are| de)?|a\.?k\.?a\.?|i\. ?e\.,?|real name(?: is)?|psd\.|pen name of"
)
_ANOTHER = (
    rf"(?:{PSEUDONYM}|n[ée]e|(?:also )?(?:known|writes|writing) as|formerly|originally|now|born|"
    r"employ(?:er|ee)s?[\s-]for[\s-]hire of)"
)
_CAPITALS = string.ascii_uppercase
_FULLER = "|".join(rf"{a}[. ][^(),;|]*\(({a}[^()]*)\)" for a in _CAPITALS)
_FULLER_INITIALS = "|".join(rf"{a}\.?(?: [^(),;|]*\p{{Lu}}\.)? ?\(({a}[^()]*)\)" for a in _CAPITALS)
_FULLER_AGAIN = "|".join(rf"({a}[^(),;|]*)\({a}[^()]*\)" for a in _CAPITALS)
# The surname, and the one group of 26 that fits.
_ANY_FULLER = f"${{1}}{INVERTED}" + "".join(f"${{{group}}}" for group in range(2, 28))
_BRACKETED_ROLES = (
    rf"{any_of('maker')}|eds?|ill|illus|illustrated|tr|trans|transl|comp|hrsg|introd|foreword|pref|ред|сост|пер"
)
BRACKETS = (
    (rf"(?i)[(\[](?:[^()\[\]]*[^\p{{L}}()\[\]])?(?:{_BRACKETED_ROLES})\b[^()\[\]]*[)\]]|\[and\b[^\]]*\]", ";"),
    # `Rowe, E. J. (Everett James)`: the given names in full, which begin as the initials do
    (rf"((?:^|[;|/] ?)(?:\p{{Ll}}+ )*[^\s,;|/]+), (?:{_FULLER})", _ANY_FULLER),
    (rf"((?:^|[;|/] ?)[^\s,;|/]+ [^\s,;|/]+), (?:{_FULLER_INITIALS})", _ANY_FULLER),
    (rf"((?:^|[;|/] ?)(?:\p{{Ll}}+ )*[^\s,;|/]+), (?:{_FULLER_AGAIN})", _ANY_FULLER),  # `Rowe, Pete (Peter G.)`
    (r"(\p{L})\[(\p{Ll}+)\]", "${1}${2}"),
    (r"\p{Lu}\p{L}+ \[i\. ?e\.,? (\p{Lu}\p{L}+)\]( \p{Lu})", "${1}${2}"),  # `Frederic [i.e. Fredric] Brown`
    (rf"(?i)[(\[]\s*{_ANOTHER}[:\s]\s*([^()\[\]]+)[)\]]", ";${1};"),
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
