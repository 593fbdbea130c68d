"""From a cell of claimants or authors to tokens: names, and what is said of the names before.

`Helen C. Train|W||Rosemary Roe|C` and `Helen C. Train (W) & Rosemary Roe (C)` are cut alike: what stands behind one
stroke in the New York Public Library's renewals stood in brackets in the register.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.claimant_capacities import FOR_HIRE, IN_WORDS, MARK, TRANSFEREE
from classmatch.normalise.claimant_marks import ALIAS, BREAK, CAPACITY, MAIDEN, MARKER, NAMES, PART_OF, YEARS
from classmatch.normalise.lists import either
from classmatch.normalise.name_words import any_of
from classmatch.normalise.steps import replaced_where
from classmatch.normalise.text import repair

_T = r"\x10"  # of a marker, in a pattern
_ALIASES = either("claimant_aliases.txt")
_PARTS = "(?:division|div\\.|subsidiary|imprint|unit|affiliate)"
_OFFICES = (
    any_of("sign", "either", "part", table="corporate") + "|dept|laws?|courts?|legislature|section|series|chapter"
)
_HELD = "\x12"  # a space that does not part two names
_YEAR = r"(?:1[4-9]|20)\d\d"
_UNTIL = rf"[^;{_T}]*"
_ENDS = rf"(\.? *(?:$|[;,&{_T}]))"
_ROLES = any_of("role", "maker")

_CHARACTERS = (
    (r"[\x{200b}-\x{200f}\x{feff}\x{ad}]", ""),
    (r"[\r\n\x{0b}\x{0c}]+", ";"),
    (r"[\x{0}-\x{1f}\x{7f}\x{a0}\s]+", " "),
    ("[‘’ʼ`´]", "'"),
    ("[“”„]", '"'),
    (r"[\[{]", "("),
    (r"[\]}]", ")"),
    ("[；、｜•]", ";"),
    ("，", ", "),
    (r"…|\.\.\.", ";"),
    (r" +([,;)])", "${1}"),
    (r"(\p{Ll}{2})[.]? ?[.] ((?i:inc|incorporated|ltd|llc)\.?(?:$|[ ,;&|]))", "${1}, ${2}"),  # a comma misread
    (r"(\p{Ll}) 4 (\p{Lu})", "${1} & ${2}"),
    ("--+", ";"),
)
# `name|mark||name|remark|||mark`
_STROKES = (
    (r" \| ", ";"),
    (r"[,;]+\|", "|"),
    (r"\|{3,}", "|"),
    (r"\|\|", NAMES),
    (rf"\|([^|{_T}]*)", " (${1})"),
)
_COPYRIGHT = (
    (
        rf"(?:©|(?i:\bcopyright\b|\bcopr\.))[ ,]*(?:\(c\) ?)?(?:{_YEAR})?[ ,]*"
        r"(?:(?i:by|held by|owned by)\b:?)?",
        BREAK,
    ),
    (rf"(?:^|[;,] ?|{_T}.)\(c\) ?(?:{_YEAR})?[ ,]*", BREAK),
    (r"(?i)[\s,;.(]*\ball rights (?:are )?reserved\b[).]*", BREAK),
)
_ABOUT = ((r"(?i)[\s,;.]*\b(?:domicile|citizenship|nationality|authorship|birth ?date)\s*:[^;]*?(?:;|\.\s|$)", ";"),)
_STREETS = r"(?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road|Boulevard|Drive|Lane)"
_ADDRESSES = (
    (rf"(?i)[\s,;(]*(?:\bc/ ?o\b|℅|\b(?:in )?care of\b){_UNTIL}", BREAK),
    (rf"(?i)[\s,;(]*\b(?:address|telephone|e-?mail|fax)\s*:{_UNTIL}", BREAK),
    (r"(?i)[\s,;(]*\baddress (?:unknown|not (?:given|known))\b\)?", BREAK),
    (rf"[\s,;]+(?:P\. ?O\. ?Box|\d{{1,5}} (?:[NSEW]\.? )?\p{{Lu}}\p{{L}}+\.? {_STREETS}\b){_UNTIL}", BREAK),
)
_TRANSFERS = (
    (
        rf"(?i)[\s,;(]*\b(?:transfer(?:red)?(?: statement)?\s*:? ?)(?:by |to |from )?[^;()©{_T}]*\)?",
        f"{CAPACITY}{TRANSFEREE}{BREAK}",
    ),
    (
        r"(?i)[\s,;(]*\bby (?:(?:a|an|the|written|verbal|oral|last|mutual|operation|virtue|reason|means|way) +)*"
        r"(?:agreements?|will|contracts?|assignments?|inheritance|of law|bequest|transfer|deed|probate|court|law|gift|"
        r"purchase|merger|of (?:agreement|assignment|merger|purchase|inheritance)|succession|intestate|license)\b"
        rf"[^;()©{_T}]*\)?",
        f"{CAPACITY}{TRANSFEREE}{BREAK}",
    ),
)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{Ll}*\.?"
_REGISTER = (
    (r"(?i)^(?:(?:both|all) )?(?:registrations? )?entered under british proclamation of [^.]*\. ?", ""),
    (r"^\d{1,2}\p{Lu}\p{Ll}{2}\d\d, ?\p{Lu}+\d+[.,;:]? ?", ""),
    (r"(?i)[\s,]*\b\d+(?:st|nd|rd|th|d) ed\b\.?", BREAK),
    (rf"\b\d{{1,2}} ?{_MONTHS} ?(?:\d{{4}}|\d\d)\b\.?|\b{_MONTHS}(?:-{_MONTHS})? (?:\d{{1,2}}, )?\d{{4}}\b\.?", BREAK),
    (r"\b(?:(?:AF|AI|AA|BB|TXu|TX|RE|A|B|R)\d?-?\d{3,}|\d{5,}(?:-\d+)?)\b[.,;:]? ?", NAMES),
)
_LIVES = (
    (
        rf"[\s,(]*\b(?:(?i:ca?|approximately|active|fl|born|b)\.? ?)?({_YEAR})\??[ ]?[-–—][ ]?"
        rf"(?i:ca?\. ?|d\.? )?({_YEAR})?\??\)?",
        f"{YEARS}${{1}}-${{2}}{NAMES}",
    ),
    (rf"(?i)[\s,(]*\b(?:born|b\.|b)(?: in)? ?({_YEAR})\)?", f"{YEARS}${{1}}-{NAMES}"),
    (rf"(?i)[\s,(]*\b(?:died|d\.)(?: in)? ?({_YEAR})\)?", f"{YEARS}-${{1}}{NAMES}"),
    (rf"[,(] ?{_YEAR}\b\)?", " "),
)
_MANY_NAMES = r"(?:the )?(?:\p{Lu}[\p{L}'.\-]*,? ){1,3}(?:(?:de|la|von|van|der) ){0,2}\p{Lu}[\p{L}'\-]+\.?"
_BRACKETS = (
    (rf"\( *({MARK}) *\)", f"{CAPACITY}${{1}}{NAMES}"),
    (rf"\( *({IN_WORDS}\b[^()]*)\)", f"{CAPACITY}${{1}}{NAMES}"),
    (rf"\( *({FOR_HIRE}\b[^()]*)\)", f"{CAPACITY}${{1}}{NAMES}"),
    (r"\( *([^()]*), (?i:pseud(?:onym)?)\.?\)", f"{ALIAS}${{1}}{NAMES}"),
    (r"\((?i:n[ée]e|born|i\. ?e\.)[.,]?[: ]+([^()]+)\)", f"{ALIAS}{MAIDEN}${{1}}{NAMES}"),
    (rf"\((?:[^()]*[ ,;])?(?i:{_ALIASES}|now)[:,. \-]+([^()]+)\)", f"{ALIAS}${{1}}{NAMES}"),
    (r"\(((?i:mrs|mme|madame|lady)\b\.? [^()]*)\)", f"{ALIAS}${{1}}{NAMES}"),
    (rf"\( *(?i:an? |the )?(?i:{_PARTS}) (?i:of) ([^()]+)\)", f"{PART_OF}${{1}}{NAMES}"),
    (rf"(?i)\((?:[^()]*\b)?(?:{_ROLES})\b[^()]*\)", " "),
    # `Mrs. Louis Allen (Ruby B.)`
    (
        rf"(Mrs\.? [^;()&,{_T}]*?)(\S+) \((\p{{Lu}}\p{{L}}+(?: \p{{Lu}}\.)?)\)",
        f"${{1}}${{2}}{ALIAS}${{3}} ${{2}}{NAMES}",
    ),
    (rf"\(({_MANY_NAMES})\)", f"{ALIAS}${{1}}{NAMES}"),
    (r"\([^()]*\)|[()]", " "),
)  # fmt: skip
# `illustrated by`, `new solutions:`, which stand before other names
_LANGUAGES = r"(?:(?:English|French|German|Italian|Spanish|Russian|American|Latin|Dutch) )*"
_LABELS = (
    (r"(?i)[\s,]+(?:pseud(?:onym)?s?|pen name|real name)\.?: ?", ALIAS),
    (rf"(?:^|[,;.&]|{_T}.) *{_LANGUAGES}(?:\p{{Ll}}[\p{{Ll}}.'&,]* ?){{1,8}}:", BREAK),
    (rf"(?:^|[\s,;.&]|{_T}.) *{_LANGUAGES}(?i:{_ROLES})\b\.?[\p{{L}} ]*:", BREAK),
    (
        rf"(?i)(^|[\s,.;:&]|{_T}.){_LANGUAGES}(?:(?:{_ROLES})\b[.,]*(?: and | & |, ?| ))+(?:[\p{{L}} ]* )?by\b",
        f"${{1}}{BREAK}",
    ),
)
_STATED = (
    (
        rf"[\s,]+(?:(?i:an|a) (?:\p{{Ll}}+[ -])*(?i:{_PARTS}|trade name|assumed name) (?i:of)|{_PARTS} of|"
        rf"(?i:the) {_PARTS} of) (?:the )?({_UNTIL})",
        f"{PART_OF}${{1}}",
    ),
    (rf"[\s,]+({FOR_HIRE} (?i:of|employing|by|for) [^;{_T}]*)", f"{CAPACITY}${{1}}{BREAK}"),
    (rf"[\s,]+({FOR_HIRE}){_ENDS}", f"{CAPACITY}${{1}}{NAMES}${{2}}"),
    (
        rf",? +(?i:as )?((?i:an? |the )?{IN_WORDS}(?i: u/w/?o?| under the will)? (?i:of|for|under)\b (?:the )?"
        rf"[^;,&{_T}]*(?:, (?:deceased|Jr\.?|Sr\.?))?)",
        f"{CAPACITY}${{1}}{NAMES}",
    ),
    (rf", (?i:as )?(?i:the )?({IN_WORDS})\.?{_ENDS}", f"{CAPACITY}${{1}}{NAMES}${{2}}"),
    (r"(?i), (?:deceased|dec'd|a minor)\b\.?", ""),
    (rf"(?i)[\s,]+(?:dated|dtd|u/a|u/d/t|under agreement)\b{_UNTIL}", ""),  # of a trust
    (r"[\s,]+n[ée]e\.?[: ]+|(?i), (?:n[ée]e|born)[: ]+", f"{ALIAS}{MAIDEN}"),
    (rf"(?i)[\s,]+\b(?:{_ALIASES})[: ]+", ALIAS),
    (r", (?i:now)(?i: known as| called)?[: ]+", ALIAS),
    (r"(?i)[\s,]+(?:pseud|pseudonym|psd)\b\.?", NAMES),
    (r"(\p{Ll}) or (\p{Lu})", f"${{1}}{ALIAS}${{2}}"),
)
# What is said of the book behind its makers.
_REMARKS = (
    (
        r"(?i)[\s(.]*\b(?:(?:portions|stories|parts|chapters|appl|text|several|earlier version|condensed|"
        r"shortened version|original ti|orig\. ti|serialized|appeared|repub|prev|pub|based on|add\. ti|"
        r"ad interim|based|first pub)\b\.? "
        r"(?:\p{L}+\.? )*?(?:pub|reg|in|as|under|states|version|appeared|title|on|entitled|abroad|of)\b|n[mhw][:;]|"
        r"u\. ?s\. ed\b|new matter\b|rev\. ed\b|new ed\b)[^;]*",
        BREAK,
    ),
    # a full stop between two names, but not before the office of a body: `Marlow. Department of Tides`
    (rf"(\p{{Ll}}{{3}})\. ((?:\p{{Lu}}[\p{{L}}']+ ){{0,4}}(?i:{_OFFICES})\b)", f"${{1}}.{_HELD}${{2}}"),
    (r"(\p{Lu}\p{Ll}{4,})\. (\p{Lu}(?:\.|\p{Ll}))", f"${{1}}{NAMES}${{2}}"),  # a full stop between two names
)
_BETWEEN = (
    (r"(?i)[\s,]*\b(?:et\.? al(?:ii|ia)?|(?:and|&) (?:\w+ )?others?)\b\.?", BREAK),
    (rf"(?i), *(?:{_ROLES})\.?{_ENDS}", "${1}"),
    (rf" (?:{_ROLES})\.?{_ENDS}", "${1}"),
    (
        r"(?i)(^|[\s,;])(?:by|as told to|in collaboration with|together with|with the assistance of|with|assisted by) ",
        f"${{1}}{BREAK}",
    ),
    (r";|\s/\s| \+ ", BREAK),
)

# What is done to a cell in turn: a cheap pattern for the cells concerned, and by what their patterns are replaced.
_CUTS = (
    ("", _CHARACTERS),
    (r"\|", _STROKES),
    (r"(?i)©|\(c\)|copyright|copr\.|rights", _COPYRIGHT),
    (":", _ABOUT),
    (r"\. \p{Lu}|[:;]|(?i)\bed\.|pub\.|prev|\bbased|\bappeared", _REMARKS),
    (r"(?i)c/ ?o|℅|care of|address|telephone|mail|fax|\d [\p{Lu}]|\bbox\b", _ADDRESSES),
    (r"(?i)\bby |transfer", _TRANSFERS),
    (r"\d", (*_REGISTER, *_LIVES)),
    (r"[()]", _BRACKETS),
    (r"(?i):|\bby\b", _LABELS),
    (
        rf"(?i)\bof\b|hire|employer|\b(?:n[ée]e|now|born|deceased|dec'd|minor|or|dated|dtd|agreement)|u/[ad]\b|{IN_WORDS}|\b(?:{_ALIASES})",
        _STATED,
    ),
    (rf"(?i)[;/+]|\bet\b|others?\b|\b(?:by|with|as|{_ROLES})\b", _BETWEEN),
)
_ABBREVIATED = (
    r"(?i)\b(?:inc|ltd|ltda|corp|co|cos|bros|pub|publ|assn|assoc|dept|univ|soc|mfg|print|lib|div|coll|inst|jr|sr|mus|ed|"
    r"esq|cie|pty|intl|natl|amer|govt|acad|comm|bur|lab|labs|adm|eng|tech|sci|hosp)\.$"
)


def _without_stop(text: pl.Expr) -> pl.Expr:
    """Without the full stop that ends a sentence; that of `Acme, Inc.` and of `Ida R.` stays."""
    return (
        pl.when(text.str.contains(_ABBREVIATED))
        .then(text)
        .otherwise(text.str.replace(r"(\p{L}{3}|\p{Ll})\.+$", "${1}"))
    )


def tokens(cells: pl.Series) -> pl.DataFrame:
    """The tokens of each cell in their order: `cell` (its row, UInt32), `kind` (as in `claimant_marks`) and `text`."""
    repaired = cells.alias("cell").to_frame().select(repair(pl.col("cell").fill_null("")))["cell"]
    lists = replaced_where(repaired, _CUTS).str.split(MARKER).alias("text").to_frame().with_row_index("cell")
    exploded = lists.explode("text")
    first = (pl.col("cell") != pl.col("cell").shift(1)).fill_null(value=True)
    kind = pl.when(first).then(pl.lit("N")).otherwise(pl.col("text").str.slice(0, 1))
    text = (
        pl.when(first)
        .then("text")
        .otherwise(pl.col("text").str.slice(1))
        .str.replace_all(_HELD, " ")
        .str.strip_chars(" ,;:")
    )
    return exploded.select("cell", kind=kind, text=_without_stop(text))
