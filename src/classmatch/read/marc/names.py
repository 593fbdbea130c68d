"""Names of people and bodies in MARC records, written so that normalisation understands them: `Roe, Jane, editor`.

The words about a person that stay are those which `normalise.names` knows; another (`photographer`) would be taken for
a second name. Those who did not make the work (`publisher`, `former owner`) are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from classmatch.read.marc.map import plain

if TYPE_CHECKING:
    from classmatch.read.marc.map import Subfield

# Marks of relators within a text until all of them are known.
_MAKER, _ROLE = "\x02", "\x04"
OUTSIDE = "\x03"
_MARKS = f"{_MAKER}{OUTSIDE}{_ROLE}"

# The word that stays behind a name, and the relators that say so: terms and codes of the MARC relator list
# (loc.gov/marc/relators), and abbreviations of older cataloguing rules, without the full stop at their end.
_WORDS = {
    "editor": "editor|edt|ed|eds|joint editor|general editor|editor of compilation|edc|redaktor|red|hrsg|herausgeber",
    "translator": "translator|trl|tr|trans|joint translator|übersetzer",
    "illustrator": "illustrator|ill|illus|joint illustrator",
    "narrator": "narrator|nrt",
    "artist": "artist|art",
    "contributor": "contributor|ctb",
}
_NOT_MAKERS = (
    "publisher|pbl|claimant|copyright claimant|cpc|copyright holder|cph|distributor|dst|printer|prt|"
    "former owner|fmo|owner|own|bookseller|bsl|book designer|bkd|bookjacket designer|bjd|binder|bnd|collector|"
    "col|donor|dnr|dedicatee|dte|honoree|honouree|hnr|sponsor|sponsoring body|spn|funder|fnd|issuing body|isb|"
    "host institution|his|degree granting institution|dgg|thesis advisor|ths|degree supervisor|dgs|"
    "manufacturer|mfr|censor|cns|inscriber|ins|licensor|lso|licensee|lse|repository|rps"
)
_RELATORS = {
    **{relator: f"{_ROLE}{word}" for word, relators in _WORDS.items() for relator in relators.split("|")},
    **dict.fromkeys(_NOT_MAKERS.split("|"), OUTSIDE),
}
_MAKERS = r"\b(?:author|aut|creator|cre|writer)\b"
_SUFFIX = r"^\W*(?:jr|sr|ii|iii|iv)\b"  # of the words behind a name, those that belong to it


def relator(value: pl.Expr) -> pl.Expr:
    """What a relator term, code or address leaves in a text."""
    term = value.str.to_lowercase().str.strip_chars(" .,;:/[]()").str.replace(r"^.*/", "")
    known = term.replace_strict(_RELATORS, default=None, return_dtype=pl.String)
    return pl.when(term.str.contains(_MAKERS)).then(pl.lit(_MAKER)).otherwise(known)


def bare_name(subfield: Subfield) -> pl.Expr:
    """A name without the marks at its end; the full stop stays where it may belong to an abbreviation or initial."""
    return plain(subfield).str.replace(r"[\s,;:/]+$", "").str.replace(r"(\p{Ll}{3})\.$", "${1}")


def entry(subfield: Subfield) -> pl.Expr:
    """A piece of the heading of a person or body (100, 110, 700, 710): `Roe, Jane`, ` II`, `, Jr`, `. Office`."""
    code, name = subfield.code, bare_name(subfield)
    is_body = subfield.tag.is_in(["110", "710"])
    suffix = pl.when(name.str.contains(f"(?i){_SUFFIX}")).then(pl.lit(", ") + name)
    return (
        pl.when(code.is_in(["e", "4"])).then(relator(subfield.value))
        .when(code == "c").then(suffix)
        .when(code == "a").then(name)
        .when(is_body).then(pl.lit(". ") + name)
        .otherwise(pl.lit(" ") + name)
    )  # fmt: skip


def maker(text: pl.Expr) -> pl.Expr:
    """The text of a heading with its roles written out; null if it names nobody, or one who did not make the work."""
    is_outside = text.str.contains(OUTSIDE, literal=True) & ~text.str.contains(f"[{_MAKER}{_ROLE}]")
    name = text.str.extract(rf"^([^,{_MARKS}][^{_MARKS}]*)", 1)
    return pl.when(~is_outside).then(pl.concat_str(name, *(_said(text, word) for word in _WORDS)))


def _said(text: pl.Expr, word: str) -> pl.Expr:
    is_said = text.str.contains(f"{_ROLE}{word}", literal=True)
    return pl.when(is_said).then(pl.lit(f", {word}")).otherwise(pl.lit(""))


def same_words(text: pl.Expr) -> pl.Expr:
    """The words of a name in alphabetical order: `Doe, Jane, 1960-` and `Jane Doe, employer for hire` are one."""
    said = text.str.to_lowercase().str.replace(r", employer for hire.*$", "")
    words = said.str.replace_all(r"[^\p{L}]+", " ").str.strip_chars().str.split(" ")
    return words.list.sort().list.join(" ")
