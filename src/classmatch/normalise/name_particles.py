"""Particles, joined to the surname that they belong to: `van der Meer`, `De la Mare`, `St. John`, `O' Brien`."""

from __future__ import annotations

from classmatch.normalise.name_marks import BEHIND, FIRM, JOINED

_SMALL = (
    "van|von|vander|vanden|vom|zum|zur|zu|der|den|de|du|des|da|das|do|dos|di|del|della|dello|dela|la|le|las|los|ten|ter|"
    "te|af|av|op|bin|ibn|bint|ben|abu|al|el|ap"
)
_CAPITAL = (
    r"van|von|vander|vanden|de|du|des|da|das|dos|di|del|della|dela|la|le|las|los|ten|ter|ibn|bin|abu|al|el|mac|mc"
)
_SECOND = "der|den|de|la|las|los|le"
_TRAILING = "van|von|de|du|des|d['’]|di|del|della|zu"
PARTICLES = (
    (r"(?i)\b(d|l|o)['’] +(\p{L})", f"${{1}}{JOINED}${{2}}"),
    (r"(?i)\b(?:sainte|saint|ste|st)\b(?:\. *|[ -]+)(\p{L})", f"St{JOINED}${{1}}"),
    (r"\b((?i)al|el)-(\p{Lu})", f"${{1}}{JOINED}${{2}}"),
    (rf"\b({_SMALL}) +", f"${{1}}{JOINED}"),
    # in capitals only behind a given name, or before the comma behind a surname
    (
        rf"([^\s,;|/\x{{2}}{FIRM}] )(?i:({_CAPITAL})) +(?:(?i:({_SECOND})) +)?(\p{{L}})",
        f"${{1}}${{2}}{JOINED}${{3}}{JOINED}${{4}}",
    ),
    (
        rf"(^|\x{{2}}) *(?i:({_CAPITAL})) +(?:(?i:({_SECOND})) +)?([^\s,;|/\x{{1}}\x{{2}}]+[,\x{{1}}])",
        f"${{1}}${{2}}{JOINED}${{3}}{JOINED}${{4}}",
    ),
    (r"\b(Mc|MC) +(\p{Lu})", f"${{1}}{JOINED}${{2}}"),
    (
        rf"([,\x{{1}}][^,;|/\x{{2}}]*[^\s,;|/\x{{2}}]) +((?i:{_TRAILING})(?:[ \x{{3}}](?:{_SECOND}))?|(?:{_SMALL}))"
        r"[\s.]*(\x{2}|[,;|/]|$)",
        f"${{1}}{BEHIND}${{2}}${{3}}",
    ),
)
