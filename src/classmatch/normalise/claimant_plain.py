"""Claimants and authors whose cell is one plain name of a person, read at once: `Helen C. Marl`, `MARL, HELEN.|W`.

Most cells are such. The steps that take any cell apart would come to the same, at twenty times the cost: the tests hold
both to one result. What could be anything else, by its shape or by any of its words, is not plain.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from classmatch.normalise.claimant_capacities import CAPACITY_WORDS, SINGLE_MARKS, capacity_of
from classmatch.normalise.claimant_particles import PARTICLE
from classmatch.normalise.lists import either
from classmatch.normalise.name_words import any_of

_MIXED = "(?:[A-Z][a-z]{2,}(?:-?[A-Z][a-z]{2,})?|[A-Z][a-z]{1,2}[A-Z][a-z]{2,})"
_CAPITALS = "(?:[AEIOUY][A-Z]{2,}|[A-Z][AEIOUY][A-Z]+|[A-Z]{2}[AEIOUY][A-Z]*)"
_INITIAL = r"[A-Z]\."
_BETWEEN = "(?:, | & | and )"
_MARK = rf"\.?\|(?:{'|'.join(SINGLE_MARKS)})"


def _group(word: str) -> str:
    """Names in natural order, or one with the surname first, whose words have three letters or are initials."""
    natural = rf"(?:(?:{word}|{_INITIAL}) ){{1,3}}{word}"
    given = rf"(?:(?:{_INITIAL} )?{word}(?: (?:{word}|{_INITIAL})){{0,2}}|{_INITIAL}(?: {_INITIAL})?)"
    return rf"{natural}(?:{_BETWEEN}{natural})*|{word}, {given}"


_GROUP = f"(?:{_group(_MIXED)}|{_group(_CAPITALS)})"
_TURNED = r"^([A-Za-z-]+), (.*)$"
_PLAIN = rf"^(?:{_GROUP}(?:; {_GROUP})*\.?|{_GROUP}{_MARK}(?:\|\|{_GROUP}{_MARK})*)$"
_PARTICLES = "|".join(particle for particle in PARTICLE[3:-1].split("|") if len(particle) > 2)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# What looks like a name and is none, whatever its words: two stops, initials that are a degree or say `also known as`,
# particles written as one word (`Lee`, `Ella`) where a list is cut, two words like months.
_ODD = (
    r"\.\.(?:\||$)|, (?:V|M\. D|J\. D|D\. D|M\. A|B\. A|M\. S|S\. J|O\. P|R\. N)\.(?:[|;]|$)|"
    r"I\. E\. |[ADFN]\. [KB]\. A\. |"
    rf"(?i:(?:^|, |; |& |and |\|)(?:{PARTICLE[3:-1]})+ )|(?i:\b{_MONTH}[ ,]+{_MONTH})"
)
# Words that mean something to any step: a name that has one is not plain. Those of three letters or more, since shorter
# ones are in no plain name.
_SAID = (
    "transfer[a-z]*|employ[a-z]*|works?|hire|deceased|minor|dated|dtd|under|agreement|nee|born|now|box|address|"
    "copyright|copr|rights|portions|stories|parts|chapters?|chaps?|appl|text|several|earlier|condensed|shortened|"
    "original|orig|serialized|appeared|repub|prev|publ?|based|add|interim|first|new|rev|enl|edition|entered|"
    "ltda|comp|cos|assoc|soc|mfg|print|lib|coll|inst|mus|pty|intl|natl|amer|govt|acad|comm|bur|labs?|eng|tech|sci|hosp|"
    "registrations?|others?|another|with|together|assistance|assisted|told|collaboration|from|the|and|for|und|upon|not|now|"
    "division|div|subsidiary|imprint|unit|affiliate|trade|assumed|whose|real|legal|maiden|pen|pseud[a-z]*|psd|"
    "writ[a-z]+|wrote|publish[a-z]*|known|called|doing|trading|operating|full|formerly|previously|originally|"
    "successors?|change|name|dept|laws?|courts?|legislature|section|series|estate|succession|heirs|executors?|"
    "trust[a-z]*|literary|residuary|testamentary|administrat[a-z]*|adm|representative|illus[a-z]*|introd[a-z]*|"
    "foreword|translation|univ|bart|baronet|lady|lord|baron|baroness|countess|count|duke|duchess|viscount|viscountess|"
    "marquis|marquess|comte|comtesse|princess|prince|earl|queen|king|bishop|archbishop|junior|senior|iii|vii|viii|"
    "xii|xiii|esq|esquire|phd|mba|cpa|ofm|osb|dds|dvm|frcs|frcp|mph|msw|edd|llb|llm|mbbs|dphil|mrs|mme|madame|miss|"
    "doctor|col|colonel|capt|captain|lieut|maj|gen|sgt|hon|honorable|honourable|right|prof|professor|reverend|"
    "sons?|daughters?|bros|brothers|sisters?|associates|partners|company|cie|fils|freres|savings|life|loan|title|"
    "state|commonwealth|city|town|village|county|republic|kingdom|province|people|school|college|"
    "university|bank|board|church|diocese|government|department|bureau|office|house|institute|academy|museum|order|"
    "publishers|printers|booksellers|producers|sainte|saint|ste|vander|vanden|ibn|"
    "(?:english|french|german|italian|spanish|russian|latin|dutch)"
)
# What stands in the place of a name: words that name nobody, wherever they stand.
_NOBODY = (
    "unknown|unnamed|unidentified|undetermined|withheld|given|stated|named|authors?|claimants?|persons?|same|"
    "applicants?|proprietors?|owners?|above|below|see|note|deposit|none|nobody|null|nan|available|applicable|nil|tbd|"
    "blank|test|anon[a-z]*|various|varies|diverse|multiple|collectif|autori|vari|all|reserved|sic|etc|firm|staff|"
    "editors?|inc|incorporated|ltd|limited|llc|plc|pte|corp|corporation|ins|assn|des|eds|reg|vol|one|who|says|by"
)


@cache
def _telling() -> str:
    """A pattern for the words that plain names do not have."""
    lists = (either(f"claimant_{name}.txt") for name in ("bodies", "legal_forms"))
    words = any_of("legal form", "sign", "either", "part", table="corporate")
    people = any_of("role", "maker", "style", "later style")
    return rf"(?i)\b(?:{_SAID}|{_NOBODY}|{'|'.join(lists)}|{words}|{people}|{CAPACITY_WORDS}|{_PARTICLES})\b|\bMC"


def is_plain(cells: pl.Series) -> pl.Series:
    """Whether a cell has nothing but plain names of persons, and marks of capacity (Boolean, never null)."""
    shaped = cells.str.contains(_PLAIN).fill_null(value=False)
    rows = shaped.arg_true()
    if not len(rows):
        return shaped
    asked = cells.gather(rows).str.replace_all(" and ", " & ", literal=True)  # the word itself tells nothing
    return shaped.scatter(rows, ~(asked.str.contains(_telling()) | asked.str.contains(_ODD)))


def plain_names(cells: pl.Series) -> pl.DataFrame:
    """`cell` (row, UInt32), `name`, `key` and `capacity` (String) of the names of cells of which `is_plain` is true."""
    groups = cells.alias("text").to_frame().with_row_index("cell").with_columns(pl.col("text").str.split("||"))
    groups = groups.explode("text").with_columns(pl.col("text").str.split("; ")).explode("text")
    text, name = pl.col("text"), pl.col("name")
    bare = text.str.replace(r"\|.*$", "").str.replace(r"([A-Za-z]{3})\.$", "${1}")
    told = groups.select("cell", mark=text.str.extract(r"\|(.*)$", 1), text=bare)
    turned = pl.when(text.str.contains(_TURNED)).then(text.str.replace(_TURNED, "${2} ${1}"))
    parted = turned.otherwise(text.str.replace_all(_BETWEEN, "|")).str.split("|")
    names = told.select("cell", "mark", name=parted).explode("name")
    mixed = pl.when(name.str.contains("[a-z]")).then(name).otherwise(name.str.to_titlecase())
    lower = name.str.to_lowercase().str.replace_all(".", "", literal=True)
    key = lower.str.replace(r"^(.*) (\S+)$", "${2}|${1}").str.replace_all("-", " ", literal=True)
    return names.select("cell", key=key, name=mixed, capacity=_capacity(pl.col("mark")))


def _capacity(mark: pl.Expr) -> pl.Expr:
    known = pl.DataFrame({"mark": SINGLE_MARKS}).with_columns(capacity=capacity_of(pl.col("mark")))
    return mark.replace_strict(known["mark"], known["capacity"], default=None, return_dtype=pl.String)
