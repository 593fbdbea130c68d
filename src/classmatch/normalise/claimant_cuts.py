"""From a cell of claimants or authors to tokens: names, and what is said of the names before.

`Helen C. Train|W||Rosemary Roe|C` and `Helen C. Train (W) & Rosemary Roe (C)` are cut alike: what stands behind one
stroke in the New York Public Library's renewals stood in brackets in the register.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.claimant_capacities import FOR_HIRE, IN_WORDS, MARK, TRANSFEREE
from classmatch.normalise.claimant_marks import ALIAS, BREAK, CAPACITY, NAMES, PART_OF, TOKEN, YEARS
from classmatch.normalise.lists import either
from classmatch.normalise.name_words import any_of
from classmatch.normalise.text import repair

_T = r"\x10"
_ALIASES = either("claimant_aliases.txt")
_LEGAL = either("claimant_legal_forms.txt")
_YEAR = r"(?:1[4-9]|20)\d\d"
_UNTIL = rf"[^;{_T}]*"
_BEHIND_ALIAS = rf"(?:, ?(?i:{_LEGAL}|jr|sr|ii|iii|iv)\b\.?)*"
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
)
# `name|mark||name|remark|||mark`
_STROKES = (
    (r" \| ", ";"),
    (r",\|", ";"),
    (r"\|{3,}", "|"),
    (r"\|\|", NAMES),
    (rf"\|([^|{_T}]*)", " (${1})"),
)
_COPYRIGHT = (
    (rf"(?:©|(?i:\bcopyright\b|\bcopr\.))[ ,]*(?:\(c\) ?)?(?:{_YEAR})?[ ,]*(?:(?i:by|held by|owned by)\b:?)?", BREAK),
    (rf"(?:^|[;,] ?|{_T}.)\(c\) ?(?:{_YEAR})?[ ,]*", BREAK),
    (r"(?i)[\s,;.(]*\ball rights (?:are )?reserved\b[).]*", BREAK),
)
_ABOUT = ((r"(?i)[\s,;.]*\b(?:domicile|citizenship|nationality|authorship|birth ?date)\s*:[^;]*?(?:;|\.\s|$)", ";"),)
_ADDRESSES = (
    (rf"(?i)[\s,;(]*(?:\bc/ ?o\b|℅|\b(?:in )?care of\b){_UNTIL}", BREAK),
    (rf"(?i)[\s,;(]*\b(?:address|telephone|e-?mail|fax)\s*:{_UNTIL}", BREAK),
    (rf"(?i)[\s,;(]*\baddress (?:unknown|not (?:given|known))\b\)?", BREAK),
    (rf"[\s,;]+(?:P\. ?O\. ?Box|\d{{1,5}} (?:[NSEW]\.? )?\p{{Lu}}\p{{L}}+\.? (?:St|Ave|Rd|Street|Avenue|Road|Blvd)\b){_UNTIL}", BREAK),
)  # fmt: skip
_TRANSFERS = (
    (
        rf"(?i)[\s,;(]*\b(?:transfer(?:red)?(?: statement)?\s*:? ?)(?:by |to |from )?[^;()©{_T}]*\)?",
        f"{CAPACITY}{TRANSFEREE}{BREAK}",
    ),
    (
        r"(?i)[\s,;(]*\bby (?:(?:a |an |the |written|verbal|oral|last|mutual|operation|virtue|reason|means|way) ?)*"
        rf"(?:agreements?|will|contracts?|assignments?|inheritance|of law|bequest|transfer|deed|probate|court|law|gift|"
        rf"purchase|merger|of (?:agreement|assignment|merger|purchase|inheritance)|succession|intestate|license)\b"
        rf"[^;()©{_T}]*\)?",
        f"{CAPACITY}{TRANSFEREE}{BREAK}",
    ),
)
_REGISTER = (
    (rf"(?i)^(?:both|all)?[ ]?(?:registrations? )?entered under british proclamation of [^.]*\. ?", ""),
    (r"^\d{1,2}\p{Lu}\p{Ll}{2}\d\d, ?\p{Lu}+\d+[.,;:]? ?", ""),
    (r"\b(?:R|A|AF|AI|AA|B|TX|RE|TXu)-?\d{5,}[.,;:]?", BREAK),
)
_LIVES = (
    (
        rf"[\s,(]*\b(?:(?i:ca?|approximately|active|fl|born|b)\.? ?)?({_YEAR})\??[ ]?[-–—][ ]?(?i:ca?\. ?|d\.? )?({_YEAR})?\??\)?",
        f"{YEARS}${{1}}-${{2}}{NAMES}",
    ),
    (rf"(?i)[\s,(]*\b(?:born|b\.|b)(?: in)? ?({_YEAR})\)?", f"{YEARS}${{1}}-{NAMES}"),
    (rf"(?i)[\s,(]*\b(?:died|d\.)(?: in)? ?({_YEAR})\)?", f"{YEARS}-${{1}}{NAMES}"),
    (rf"[,(] ?{_YEAR}\b\)?", " "),
)
_BRACKETS = (
    (rf"\( *({MARK}) *\)", f"{CAPACITY}${{1}}{NAMES}"),
    (rf"\( *({IN_WORDS}\b[^()]*)\)", f"{CAPACITY}${{1}}{NAMES}"),
    (rf"\( *({FOR_HIRE}\b[^()]*)\)", f"{CAPACITY}${{1}}{NAMES}"),
    (rf"\( *([^()]*), (?i:pseud(?:onym)?)\.?\)", f"{ALIAS}${{1}}{NAMES}"),
    (rf"\((?:[^()]*[ ,;])?(?i:{_ALIASES}|now|born)\b[:,. \-]+([^()]+)\)", f"{ALIAS}${{1}}{NAMES}"),
    (r"\(((?i:mrs|mme|madame|lady)\b\.? [^()]* [^()]*)\)", f"{ALIAS}${{1}}{NAMES}"),
    (r"\( *(?i:an? |the )?(?i:division|subsidiary|imprint|unit|affiliate) of ([^()]+)\)", f"{PART_OF}${{1}}{NAMES}"),
    (rf"(?i)\((?:[^()]*\b)?(?:{_ROLES})\b[^()]*\)", " "),
    (r"\(((?:\p{Lu}[\p{L}'.\-]*,? ){1,3}(?:(?:de|la|von|van|der) ){0,2}\p{Lu}[\p{L}'\-]+\.?)\)", f"{ALIAS}${{1}}{NAMES}"),
    (r"\([^()]*\)|[()]", " "),
)  # fmt: skip
_STATED = (
    (
        rf"(?i)[\s,.]+(?:an? |the )?(?:operating |wholly[ -]owned |trade |registered )*"
        rf"(?:division|div\.|subsidiary|imprint|unit|affiliate|branch|department|publication|member|part) of (?:the )?({_UNTIL})",
        f"{PART_OF}${{1}}",
    ),
    (rf"(?i)[\s,]+(?:as )?({FOR_HIRE} of [^;{_T}]*)", f"{CAPACITY}${{1}}{BREAK}"),
    (rf"(?i)[\s,]+(?:as )?({FOR_HIRE})\b", f"{CAPACITY}${{1}}{NAMES}"),
    (
        rf",? +(?i:as )?((?i:{IN_WORDS})(?: (?i:u/w/?o?|under the will) ?)? (?i:of|for|under)\b (?:the )?[^;,&{_T}]*(?:, (?:deceased|Jr\.?|Sr\.?))?)",
        f"{CAPACITY}${{1}}{NAMES}",
    ),
    (rf", (?i:as )?(?i:the )?((?i:{IN_WORDS}))\.?( *(?:$|[;,&{_T}]))", f"{CAPACITY}${{1}}{NAMES}${{2}}"),
    (r"(?i), (?:deceased|dec'd|a minor)\b\.?", ""),
    (
        rf"(?i)[\s,.]+\b(?:d\. ?/?b\. ?/?a\b\.?|doing business (?:as|under(?: the name(?: of)?)?)|trading (?:as|under(?: the name(?: of)?)?)|t/as?)"
        rf"[: ]+({_UNTIL})",
        f"{ALIAS}${{1}}",
    ),
    (rf"(?i)[\s,.]+\b(?:{_ALIASES})[: ]+([^;,&{_T}]+{_BEHIND_ALIAS})", f"{ALIAS}${{1}}{NAMES}"),
    (rf", (?:now|born)(?: known as| called)?[: ]+([^;,&{_T}]+{_BEHIND_ALIAS})", f"{ALIAS}${{1}}{NAMES}"),
    (r"(?i)[\s,]+(?:pseud|pseudonym|psd)\b\.?", NAMES),
)  # fmt: skip
_BETWEEN = (
    (r"(?i)[\s,]*\b(?:et\.? al(?:ii|ia)?|and others|and one other|and \w+ others)\b\.?", BREAK),
    (rf"(?i)(^|[\s,.;:&]|{_T}.)(?:(?:{_ROLES})\b[.,]*(?: and | & |, ?| ))+(?:[\p{{L}} ]* )?by\b", f"${{1}}{BREAK}"),
    (rf"(?:^|[,;.&]|{_T}.) *(?i:{_ROLES})\b\.?[\p{{Ll}} ,&']*:", BREAK),
    (rf"(?i)[\s,]+(?:{_ROLES})\b\.?[\p{{L}} ]*:", BREAK),
    (rf"(?i),? +(?:{_ROLES})\.?( *(?:$|[;,&{_T}]))", "${1}"),
    (r"(?i)(^|[\s,;])(?:by|as told to|in collaboration with|together with|assisted by) ", f"${{1}}{BREAK}"),
    (r";|\s/\s| \+ ", BREAK),
)

# What is done to a cell in turn: a cheap pattern for the cells that are concerned, and by what their patterns are replaced.
_CUTS = (
    ("", _CHARACTERS),
    (r"\|", _STROKES),
    (r"(?i)©|\(c\)|copyright|copr\.|rights", _COPYRIGHT),
    (":", _ABOUT),
    (r"(?i)c/ ?o|℅|care of|address|telephone|mail|fax|\d [\p{Lu}]|\bbox\b", _ADDRESSES),
    (r"(?i)\bby |transfer", _TRANSFERS),
    (r"\d", (*_REGISTER, *_LIVES)),
    (r"[()]", _BRACKETS),
    (rf"(?i)\bof\b|hire|employer|\b(?:now|born|deceased|minor|pseud|psd)|{IN_WORDS}\b|(?:{_ALIASES})\b", _STATED),
    (rf"(?i)[;/+]|\bet\b|others|\b(?:by|with|as|{_ROLES})\b", _BETWEEN),
)  # fmt: skip


def _replaced(cell: pl.Expr, steps: tuple[tuple[str, str], ...]) -> pl.Expr:
    for pattern, becomes in steps:
        cell = cell.str.replace_all(pattern, becomes)
    return cell


def _marked(cells: pl.Series) -> pl.Series:
    """Cells with a mark before every token."""
    for concerned, steps in _CUTS:
        rows = cells.str.contains(concerned).arg_true()
        if len(rows):
            taken = cells.gather(rows).alias("cell").to_frame().select(_replaced(pl.col("cell"), steps))["cell"]
            cells = cells.clone().scatter(rows, taken)
    return cells


def tokens(cells: pl.Series) -> pl.DataFrame:
    """The tokens of each cell in their order: `cell` (its row, UInt32), `kind` (a letter of `claimant_marks`), `text`."""
    repaired = cells.alias("cell").to_frame().select(repair(pl.col("cell").fill_null("")))["cell"]
    lists = _marked(repaired).str.split(TOKEN).alias("text").to_frame().with_row_index("cell")
    exploded = lists.with_columns(first=pl.lit(value=True)).explode("text")
    first = pl.col("cell") != pl.col("cell").shift(1).fill_null(2**32 - 1)
    kind = pl.when(first).then(pl.lit("N")).otherwise(pl.col("text").str.slice(0, 1))
    text = pl.when(first).then("text").otherwise(pl.col("text").str.slice(1)).str.strip_chars(" ,;:")
    return exploded.select("cell", kind=kind, text=text)
