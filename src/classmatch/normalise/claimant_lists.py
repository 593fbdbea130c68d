"""From a list of names to the names: `Holt, Rinehart and Winston, Jane Roe & Train, Helen C.` are three.

A list is cut into atoms at its commas and at every `and`; which of them make one name is told by `claimant_shapes`.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.claimant_kinds import KIN, LEGAL
from classmatch.normalise.claimant_marks import SEPARATOR
from classmatch.normalise.claimant_particles import PARTICLE
from classmatch.normalise.claimant_shapes import BEGINS, GIVEN, LEFT_OUT, SHARES, actions
from classmatch.normalise.corporate import is_corporate
from classmatch.normalise.lists import either
from classmatch.normalise.name_words import any_of

_SEVERAL = r",|&|(?i:\b(?:and|und|et)\b)"
_SEPARATORS = (
    # a full stop misread: `Richard S, Walsh`, `Litton Publishing. Inc.`
    (r"(\p{Lu}\p{Ll}+ \p{Lu}), (\p{Lu}\p{Ll}+ ?(?:$|[,&]| and ))", "${1}. ${2}"),
    (r"\s*,\s*(?:&|(?i:and|und|et))\s+", f"{SEPARATOR}*"),
    (r"^\s*(?:&|(?i:and|und|et))\s+", ""),
    (r"\s+(?i:and|und|et)(?:\s+|$)", f"{SEPARATOR}+"),
    (r"\s+&\s*|\s*&\s+", f"{SEPARATOR}&"),
    (r"\s*,\s*", f"{SEPARATOR},"),
)
_GLUE = {",": ", ", "&": " & ", "+": " and ", "*": ", and "}
_SUFFIX = r"(?i)^(?:jr|sr|ii|iii|iv|v|2nd|2d|3rd|3d|4th|junior|senior)\.?$"
_DEGREE = (
    r"^(?:(?i:ph\. ?d|d\. ?phil|ll\. ?[dbm]|ed\. ?d|m\. ?b\. ?a|esq(?:uire)?|c\. ?p\. ?a|d\. ?sc|d\. ?d\. ?s|"
    r"o\. ?f\. ?m|o\. ?s\. ?b|c\. ?s\. ?c|phd)|"
    r"S\. ?J|O\. ?P|R\. ?N|M\. ?D|J\. ?D|D\. ?D|M\. ?A|B\. ?A|M\. ?S|MD|SJ)\.?$"
)
_STYLED = "lady|lord|baron|baroness|countess|count|duke|duchess|viscount|viscountess|marquis|marquess|comte|comtesse"
_STYLE = (
    rf"(?i)^(?:\d(?:st|nd|rd|d|th) )?(?:(?:{_STYLED}|princess|prince|earl|bart|baronet)\.?|(?:{_STYLED}) \S+|"
    rf"(?:{_STYLED}|princess|prince|earl|queen|king|bishop|archbishop) (?:.* )?of .*)$"
)
_LEGAL = rf"^(?:{LEGAL}|(?i:publishers|printers|booksellers|producers|an? (?:\p{{L}}+ )?corporation))\.?(?: of .*)?$"
_FINISHED = rf"\S {LEGAL}\.?$|\S (?i:{KIN})\.?$"
_KIN = rf"^{KIN}\.?(?: {LEGAL}\.?)?$|^(?:Company|Co\.|Sons|Bros\.|Brothers|Associates|Trust|Savings|Life|Loan|Title) \S"
_WORD = rf"(?i)\b(?:{any_of('sign', 'either', 'part', table='corporate')}|{either('claimant_bodies.txt')})\b"
_GOVERNS = r"(?i)^(?:[^,]* )?\w{3,} (?:of|for|on|upon|in) "
_GOES_ON = r"^\p{Lu}\p{L}+ of (?:the )?\p{Lu}"  # `History of Marlow`, behind `Department of Archives`
_UNFINISHED = (
    r"(?i)(?:^| )(?:publishing|printing|educational|education|research|development|music|arts?|health|history)$"
)
_SURNAME = rf"^(?i:{PARTICLE}) ?(?i:{PARTICLE} )*\S+$"
_INITIALS = r"^(?:\p{Lu}[. \-]+)*\p{Lu}\.?$"
_CAPITAL = r"[\p{Lu}\p{Lo}\d]"
_REMARK = r"^an? \p{Ll}"  # `a corporation of the State of Delaware`
_MANY_INITIALS = r"^(?:\p{Lu}\.? ?){3,}$"
_TWO = r"^[^\s.]{3,} [^\s.]{2,}$"


def _atoms(lists: pl.DataFrame) -> pl.DataFrame:
    """`list` (its number), `atom` and the `separator` before it (null before the first), in their order."""
    text = pl.col("text")
    for pattern, becomes in _SEPARATORS:
        text = text.str.replace_all(pattern, becomes)
    atoms = lists.select("list", atom=text.str.split(SEPARATOR)).explode("atom")
    first = (pl.col("list") != pl.col("list").shift(1)).fill_null(value=True)
    separator = pl.when(~first).then(pl.col("atom").str.slice(0, 1))
    atom = pl.when(first).then("atom").otherwise(pl.col("atom").str.slice(1))
    found = atoms.select("list", separator=separator, atom=atom.str.strip_chars(" "))
    capital = pl.col("atom").str.contains(_CAPITAL)
    remark = (~capital & capital.any().over("list") & ~pl.col("atom").str.contains(_LEGAL)) | pl.col(
        "atom"
    ).str.contains(_REMARK)
    return found.filter(pl.col("atom").str.contains(r"[\p{L}\p{N}]") & ~remark)


def _letter(atom: pl.Expr) -> pl.Expr:
    """The letter of an atom in the shape of its list (String)."""
    body = is_corporate(atom) | atom.str.contains(_WORD)
    one = ~atom.str.contains(" ", literal=True)
    kinds = (
        ("s", atom.str.contains(_SUFFIX)),
        ("d", atom.str.contains(_DEGREE)),
        ("k", atom.str.contains(_KIN)),
        ("l", atom.str.contains(_LEGAL)),
        ("x", atom.str.contains(_STYLE)),
        ("q", atom.str.contains(_MANY_INITIALS) & atom.str.contains(".", literal=True)),
        ("n", atom.str.contains(_INITIALS)),
        ("w", one & atom.str.contains(_WORD)),
        ("o", one),
        ("f", atom.str.contains(_FINISHED)),
        ("u", body & atom.str.contains(_UNFINISHED)),
        ("g", body & atom.str.contains(_GOVERNS)),
        ("b", body),
        ("w", atom.str.contains(_GOES_ON)),
        ("p", atom.str.contains(_SURNAME)),
        ("t", atom.str.contains(_TWO)),
    )
    return pl.coalesce([*(pl.when(holds).then(pl.lit(name)) for name, holds in kinds), pl.lit("m")])


def _with_actions(atoms: pl.DataFrame) -> pl.DataFrame:
    """Add `action` of each atom, told by the shape of its list, each shape once."""
    between = pl.col("separator").fill_null("").str.replace(r"[+*]", "&")
    pieces = atoms.select("list", piece=between + _letter(pl.col("atom")))
    shapes = pieces.group_by("list", maintain_order=True).agg(
        shape=pl.col("piece").str.join("").str.strip_chars_start(",&")
    )
    distinct = shapes["shape"].unique()
    told = {shape: actions(shape) for shape in distinct}
    each = shapes["shape"].replace_strict(list(told), list(told.values()), return_dtype=pl.String)
    return atoms.with_columns(action=each.str.split("").explode())


def _joined(atoms: pl.DataFrame) -> pl.DataFrame:
    """`list`, `name`: the atoms of each name put together, in natural order."""
    action = pl.col("action")
    begins = action.is_in([BEGINS, SHARES])
    turned = ((action.shift(-1) == GIVEN) & begins).fill_null(value=False)
    glue = pl.col("separator").replace_strict(_GLUE, default="", return_dtype=pl.String)
    glue = pl.when(begins & ~turned | (action == GIVEN)).then(pl.lit("")).when(turned).then(pl.lit(" ")).otherwise(glue)
    surname = pl.col("atom").shift(-1).str.extract(r"(\S+)$", 1)
    atom = pl.when(action == SHARES).then(pl.concat_str("atom", pl.lit(" "), surname)).otherwise("atom")
    pieces = atoms.select(
        "list",
        action,
        name_of=begins.cum_sum(),
        order=2 * pl.int_range(pl.len()) + pl.when(turned).then(3).otherwise(0),
        piece=glue + atom,
    )
    kept = pieces.filter(action != LEFT_OUT).sort("name_of", "order")
    return (
        kept.group_by("list", "name_of", maintain_order=True)
        .agg(name=pl.col("piece").str.join(""))
        .select("list", "name")
    )


def names_in(lists: pl.Series) -> pl.DataFrame:
    """The names of each list in their order: `list` (its row, UInt32) and `name`, an inverted one in natural order."""
    frame = lists.alias("text").to_frame().with_row_index("list")
    several = pl.col("text").str.contains(_SEVERAL)
    single = frame.filter(~several).select("list", name="text")
    atoms = _atoms(frame.filter(several))
    if atoms.is_empty():
        return single
    return pl.concat([single, _joined(_with_actions(atoms))]).sort("list", maintain_order=True)
