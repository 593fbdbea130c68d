"""Names: from the cells of a record to folded `surname|given names`, every name that the record gives, in its order.

The names stand in the author cell, in an author heading before the title, in a statement of responsibility behind it,
and, in a renewal record that has none of these, among the claimants whom the register marks as author. Both the pen
name and the real name (`Dodie Smith, pseud. of Dorothy Gladys Beesley`) are kept, since either side may use either.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.text import fold, repair

MAX_NAMES = 8  # of a record; an anthology may have more, and the first ones identify it

# Between two names. `,` is not among them: it may stand inside one (`Peter, K.V.`), and is looked at name by name.
_PSEUDONYM = r"(?:whose )?pseud(?:onym)?s?\.?(?: of| is| are)?|a\.?k\.?a\.?|i\.e\.|real name:?|psd\.|pen name of"
_SEPARATOR = (
    r"(?i)\s*(?:[;|/\n]|\s&\s|(?:^|[\s,.:(])(?:and|und|et|with|by|as told to|formerly)\s|"
    rf"[,(\[]?\s*\b(?:{_PSEUDONYM})\s|:\s)\s*"
)
_AND_OTHERS = r"(?i)(?:^|[\s,]+)et\.? al(?:ii)?\b\.?"  # before `et` is taken for the French word
# `Leigh Brackett (Leigh Brackett Hamilton)`: brackets around two words or more with capitals hold another form of it.
_OTHER_NAME = r"\(((?:\p{Lu}[\w.]* ){1,3}\p{Lu}\w+)\)"
# Words about a person that are not the person's name.
_ROLES = (
    r"edited|translated|illustrated|ill(?:us)?|pictures|drawings|photos?|decorations|text|words|story|stories|written|"
    r"retold|told|compiled|comp|selected|arr(?:anged)?|adapted|revised|foreword|introd|introduction|pref(?:ace)?|"
    r"afterword|contributor|translation|translators?|transl?|editors?|eds?|hrsg|authors?|auth|artists?|illustrators?|"
    r"narrators?|joint|employers?[- ]for[- ]hire(?: of)?|employees?[- ]for[- ]hire|(?:a )?works? made for hire|"
    r"writer|penciler|letterer|colorist|ред|et al|"
    r"and others|others|pseud|unnamed|anonymous|various|unknown|creator"
)
_ROLE = (
    rf"(?i)\b(?:{_ROLES})\b\.?|\.\.\.|…|\([^()]*\)|\[[^\[\]]*\]|"
    r"\b(?:ca\. ?)?1[0-9]{3}-?(?:[12][0-9]{3})?\??|\bb\. ?1[0-9]{3}"
)
_DEGREES = r"ph\. ?d|phd|m\. ?d|md|mbbs|d\. ?d|ll\. ?[dbm]|m\. ?a|b\. ?a|r\. ?n|s\. ?j|o\. ?p|d\. ?sc|c\. ?p\. ?a"
_CREDENTIAL = rf"(?i)(?:[, ]+(?:jr|sr|esq|iii|ii|iv|[23]r?d|{_DEGREES})\.?)+(\s|[,;|/]|$)"
_STYLES = "dr|prof|professor|sir|mrs|mr|miss|ms|mme|madame|rev|reverend|lady|lord|the|saint|doctor|capt|col|gen"
_TITLE_OF_PERSON = rf"(?i)^(?:{_STYLES})\.?\s+"
_NO_NAME = (
    r"^(?:inc|ltd|llc|co|company|corp|corporation|limited|gmbh|firm|publishers?|staff|associates|other|additional|an?|the|"
    r"new|note|revisions|additions|enl|rev|as|nm)\|[^|]{0,3}$|^\d"
)
# What is said of the book behind its makers: new matter, earlier publication, other registrations.
_REMARKS = (
    r"(?i)[\s(]*\b(?:nm:|appl\.|prev\.? (?:pub|reg)|u\. ?s\. ed|pub\. (?:abroad|in|serially)|first pub|"
    r"\d\d?d ed|rev\. ed|add\. ti).*$|©.*$"
)
# What the Office's catalog says of an author behind the name: `; Domicile: United States. Authorship: text.`
_ABOUT = r"(?i)[\s,;.]*\b(?:domicile|citizenship|nationality|authorship)\s*:[^;|\n]*?(?:[;|\n]|\.\s|$)"
# `Peter, K.V.`, `du Maurier, Daphne`, `SEYMOUR, BEATRICE KEAN`: what stands before the comma is a surname.
_PARTICLES = "(?:van|von|der|den|de|du|da|di|del|della|la|le|el|al|ten|ter|st|saint|mac|mc|o|bin|ibn|dos|das|y)"
# `Bellack A.S.`: a surname with initials behind it and no comma.
_INITIALS_LAST = r"^([\p{Lu}][\p{L}'’\-]+) ((?:[\p{Lu}]\.? ?){1,3})$"
_SURNAME_LAST = rf"(?i)^(?:(.*?)[ .]+)?((?:{_PARTICLES} )*[^\s.]+)[\s.]*$"
_LEADING_WORD = r"(?i)^\s*(?:by|and|with)\s+"


def _is_inverted(cell: pl.Expr) -> pl.Expr:
    """Whether a name with a comma is `Surname, Given` and not two names: one comma, one word or capitals before it."""
    before = cell.str.extract(r"^([^,]*),", 1)
    after = cell.str.extract(r",\s*(.*?)\s*$", 1)
    single = (cell.str.count_matches(",") == 1) & (after != "")
    surname = before.str.contains(rf"^\s*(?:(?i:{_PARTICLES}) )*[^\s]+\s*$") | ~before.str.contains(r"\p{Ll}")
    double = before.str.contains(r"^\S{3,} \S+$") & after.str.contains(r"^\S+$")
    return single & (surname | double | after.str.contains(r"^(?:\p{Lu}[.\s\-]*){1,3}$"))


def _pieces(cell: pl.Expr) -> pl.Expr:
    """The names of a cell that has been cut at its separators: a comma cuts too, where it does not invert."""
    clean = (
        cell.str.replace_all(_CREDENTIAL, "${1}").str.replace_all(_ROLE, " ").str.replace_all(r"[\s,]*,[\s,]*", ", ")
    )
    trimmed = clean.str.strip_chars(" .,:;-()[]")
    marked = trimmed.str.replace(",", "\u0001", literal=True)
    return pl.when(_is_inverted(trimmed)).then(marked).otherwise(trimmed).str.split(",")


def _surname_first(piece: pl.Expr) -> pl.Expr:
    """`surname|given`, folded, from one name as written; `\u0001` marks a name that stands inverted."""
    bare = piece.str.replace(_LEADING_WORD, "").str.strip_chars(" .").str.replace(_TITLE_OF_PERSON, "")
    initials = bare.str.replace(_INITIALS_LAST, "${1}\u0001${2}")
    straight = initials.str.replace(_SURNAME_LAST, "${2}\u0001${1}")
    marked = pl.when(initials.str.contains("\u0001", literal=True)).then(initials).otherwise(straight)
    parts = [fold(marked.str.extract(pattern, 1)) for pattern in (r"^(.*)\x{1}", r"\x{1}(.*)$")]
    return pl.concat_str(parts, separator="|")


def _names(cell: pl.Expr) -> pl.Expr:
    """List of folded names of one cell (list of text; empty where there is none)."""
    parts = (
        cell.fill_null("")
        .str.replace_all(_AND_OTHERS, ";")
        .str.replace_all(_OTHER_NAME, ";${1}")
        .str.replace_all(_SEPARATOR, "\u0002")
        .str.split("\u0002")
    )
    pieces = parts.list.eval(_pieces(pl.element()).list.explode(keep_nulls=False, empty_as_null=False))
    named = pieces.list.eval(_surname_first(pl.element()))
    name = pl.element()
    usable = name.str.contains(r"^[a-z0-9]{2,}[^|]*\||^[a-z] ") & ~name.str.contains(_NO_NAME)
    return named.list.eval(name.filter(usable))


def _author_claimants(claimants: pl.Expr) -> pl.Expr:
    """The claimants of a renewal that are marked as author: `Walter Young|E||Sinclair Lewis|A` has one."""
    entries = claimants.fill_null("").str.split("||")
    marked = entries.list.eval(pl.element().filter(pl.element().str.contains(r"\|A$")).str.replace(r"\|A$", ""))
    return marked.list.join(";")


def _names_of_distinct(frame: pl.DataFrame) -> pl.DataFrame:
    cells = frame.unique(maintain_order=True)
    named = cells.with_columns(names=_names(pl.col("cell")).list.unique(maintain_order=True).list.head(MAX_NAMES))
    return frame.join(named, on="cell", how="left", nulls_equal=True, maintain_order="left").select("names")


def _batch(cell: pl.Series) -> pl.Series:
    return _names_of_distinct(cell.alias("cell").to_frame())["names"]


def names(frame: pl.LazyFrame, claimants: pl.Expr | None = None) -> pl.LazyFrame:
    """Add `names`, from the author cell and from what `titles` found beside the title; needs `titles` to have run."""
    said = (repair(pl.col("author")), pl.col("_responsibility"))
    plain = (text.str.replace(_REMARKS, "").str.replace_all(_ABOUT, ";") for text in said)
    cells = [pl.col("_heading"), *plain]
    cell = pl.concat_str([c.fill_null("") for c in cells], separator=";")
    if claimants is not None:
        cell = pl.when(cell.str.contains(r"\p{L}")).then(cell).otherwise(_author_claimants(repair(claimants)))
    return frame.with_columns(names=cell.map_batches(_batch, return_dtype=pl.List(pl.String), is_elementwise=True))
