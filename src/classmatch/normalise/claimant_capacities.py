"""In what capacity somebody claims: as author, as widow of the author, as proprietor of a work made for hire.

The Catalog of Copyright Entries sets a mark behind the claimants of a renewal: `Helen C. Marl (W)`, and its own list
of abbreviations says what each means; the grounds are those of section 24 of the Act of 1909. Marks that the list does
not have are slips; what they are taken for is marked `inferred` in `data/claimant_capacities.csv`. Later records say it
in words: `executor of the estate of E. Farrow`.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from classmatch.normalise.lists import rows


class Capacity(StrEnum):
    """In what capacity somebody claims, or is named as author."""

    AUTHOR = "author"
    SPOUSE = "spouse"  # widow or widower of the author
    CHILD = "child"
    EXECUTOR = "executor"  # or administrator
    NEXT_OF_KIN = "next_of_kin"
    HEIR = "heir"
    PROPRIETOR = "proprietor"  # of a composite or posthumous work, or one that a corporate body had copyrighted
    EMPLOYER_FOR_HIRE = "employer_for_hire"
    TRANSFEREE = "transferee"
    TRUSTEE = "trustee"


_MARKS = {row["mark"]: Capacity(row["capacity"]) for row in rows("claimant_capacities.csv")}
_WORDS = {row["word"]: Capacity(row["capacity"]) for row in rows("claimant_capacity_words.csv")}
_LONGEST = sorted(_WORDS, key=lambda word: (-len(word), word))
_ADMINISTRATOR = r"[Aa]dm(?:inistrat(?:or|ors|rix))?\.?(?:,? ?d\. ?b\. ?n\. ?)?(?:,? ?c\. ?t\. ?a\.?)?"
_KIND = r"(?:(?:surviving|ancillary|successor|sole|former|last|remaining|duly appointed|independent|co)[ -])*"

# --- patterns for the steps that cut a cell
CAPACITY_WORDS = "|".join(word.replace(" ", r"[ -]") for word in _LONGEST)
_ANY_MARK = "|".join(sorted((mark for mark in _MARKS if mark != "Adm"), key=len, reverse=True))
SINGLE_MARKS = sorted(mark for mark in _MARKS if mark != "Adm")  # that may stand alone behind a name
# A mark as it stands in brackets, with for whom: `W`, `A & C`, `E of E. Farjeon`, `PWH in illus.`
MARK = (
    rf"(?:{_ANY_MARK}|[acew])\.?(?:(?: & | and |, ?)(?:{_ANY_MARK})\.?)*"
    r"(?: (?:of|in|for|as) [^()]*)?|"
    rf"{_ADMINISTRATOR}\.?(?:,? (?:of|with) [^()]*)?"
)
# Words of capacity, whether they stand in brackets or behind a comma.
IN_WORDS = rf"(?i:{_KIND}(?:{CAPACITY_WORDS}|{_ADMINISTRATOR}))"
FOR_HIRE = (
    r"(?i:(?:as )?(?:(?:the )?(?:authors? of|employ(?:er|ee)s? (?:in|of)) )?(?:an? )?"
    r"(?:employ(?:er|ee)s?[ -](?:for|of)[ -]hire|works?[ -](?:made[ -])?for[ -]hire|employers?))"
)
TRANSFEREE = Capacity.TRANSFEREE.value

_OF_ONE = (
    r"(?i)^(?:as )?(?:an? |the )?(?:\p{L}+[ -])*?(?:author|widow|widower|wife|husband|spouse|son|daughter|child|"
    r"executor|executrix|administrator|administratrix|representative|brother|sister|nephew|niece|heir|legatee|devisee|proprietor|"
    r"assignee|transferee|trustee|employer)\b"
)
_FOR_WHOM = r"(?i)\b(?:of|for|under|employing)\s+(.*)$"
_BEFORE_NAME = (
    r"(?i)^(?:(?:the|said|deceased|his|her|their|late|last will and testament of|last will of|will of|estate of|"
    r"property of|u/w/?o|minor children of)\s+)+"
)
_NOBODY = (
    r"(?i)^(?:(?:deceased |original |an? )*(?:the$|said$|authors?|illus(?:trator|trations|\.)?|introd.*|foreword|text|"
    r"hire|decedent|property|renewable matter|maps?|pictures?|new matter|translation|"
    r"illustrated matter|estate|will|contributions?)\b"
    r".*)$"
)


def capacity_of(said: pl.Expr) -> pl.Expr:
    """The first capacity that a remark tells, a value of `Capacity` (String); null where it tells none."""
    mark = said.str.extract(rf"^({_ANY_MARK}|[acew]|Adm)\b", 1)
    exact = mark.replace_strict(_MARKS, default=None, return_dtype=pl.String)
    lower = mark.str.to_uppercase().replace_strict(_MARKS, default=None, return_dtype=pl.String)
    word = said.str.to_lowercase().str.extract(rf"\b({CAPACITY_WORDS})\b", 1).str.replace_all("-", " ")
    words = {known.replace("-", " "): capacity for known, capacity in _WORDS.items()}
    administrator = pl.when(said.str.contains(r"(?i)^adm")).then(pl.lit(Capacity.EXECUTOR.value))
    is_employer = said.str.contains(r"(?i)\b(?:for|of)[ -]hire\b|^(?:as )?employers?\b")
    hired = pl.when(is_employer).then(pl.lit(Capacity.EMPLOYER_FOR_HIRE.value))
    told = pl.coalesce(
        [exact, hired, administrator, word.replace_strict(words, default=None, return_dtype=pl.String), lower]
    )
    return pl.when(~said.str.contains(r"(?i)\bemployees?\b")).then(told)


def is_of_all(said: pl.Expr) -> pl.Expr:
    """Whether a remark is of all the names before it, as the register's marks and `executors` are, or of the last."""
    return ~said.str.contains(_OF_ONE)


def for_whom(said: pl.Expr) -> pl.Expr:
    """For whom somebody acts, of a remark such as `E of the Estate of E. Farrow` (String); null where it tells none."""
    whole = said.str.replace(r"(?i)\bnext of kin\b", "kin").str.replace(r"(?i)^.*\b(?:for|of)[ -]hire\b", "hired")
    name = whole.str.extract(_FOR_WHOM, 1).str.replace(_BEFORE_NAME, "").str.replace(r"(?i),? deceased\.?$", "")
    name = name.str.replace(rf"(?:,| &| and) (?:{_ANY_MARK})\b.*$", "").str.strip_chars(" ,;")
    return pl.when(name.str.contains(r"\p{L}{2}") & ~name.str.contains(_NOBODY)).then(name)
