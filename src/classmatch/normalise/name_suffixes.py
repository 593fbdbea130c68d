"""What stands behind a name and is none of it: suffixes, degrees, years of life, numbers of volumes and editions."""

from __future__ import annotations

from classmatch.normalise.name_marks import LINKED

_ENDS = r"[,;|/\x{2}]"
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
BEHIND_NAMES = (
    (r"(?i)\b(?:\d+(?:st|nd|rd|th|d)|rev\.?|new|enl\.?) (?:\p{L}+\.? )?(?:ed|edition)\b\.?", ";"),
    (rf"(?i)(?:[, ]+(?:jr|sr|iii|ii|iv|2nd|2d|3rd|3d|{_DEGREES})\b\.*)+(\s|{_ENDS}|$)", "${1}"),
    (rf"(\p{{Ll}}\.?)(?:[, ]+(?:{_CAPITAL_DEGREES})\b\.?)+", "${1}"),
    (
        rf"([^\s,;|/.]{{2,}} (?:\p{{Lu}}\. ?)*[^\s,;|/.]{{2,}}),? +(?:{_DOTTED_DEGREES})\.?(\s*(?:{_ENDS}|$))",
        "${1}${2}",
    ),
    (r"(\p{Ll}{2}[.;] )\p{Lu}[\p{L}'’]+\.? (?:\p{Ll}+\.? )?(?:ed|edition)\b\.?", "${1};"),  # `Authorized ed.`
    (r", of (\p{Lu})", f"{LINKED}of{LINKED}${{1}}"),  # `Francis, of Assisi`
)
# What has a figure in it, when the suffixes are gone.
NUMBERS = (
    (rf"(?i)\b(?:{_COUNTED})\.? ?(?:nos?\.? ?)?\d\S*", ";"),
    (rf"(?i)\b(?:{_MONTHS})[a-z]*\.? ?\d[^\s,;|/]*", " "),
    (r"(?i)\b(?:born|active|ca|fl|[bdc])\b\.? ?\d", "0"),
    (r"(\p{Ll})0", "${1}o"),  # misread by a scanner
    (r"(\p{Ll})1(\p{Ll})", "${1}l${2}"),
    (r"(\p{L}{3})\d\b", "${1}"),  # the number of a footnote
    (r"[^\s,;|/&]*\d[^\s,;|/&]*", " "),
)
