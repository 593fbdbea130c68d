"""Who made the book, as a title cell says it: an author heading in front, a statement of responsibility behind.

The place of a statement is found first and the cell cut there: to find is many times faster than to capture.
"""

from __future__ import annotations

import polars as pl

from classmatch.normalise.generic import generic_pattern
from classmatch.normalise.lists import either
from classmatch.normalise.rare import changed_where, found_where, where
from classmatch.normalise.text import fold

# `BROWNING, DAPHNE DU MAURIER. Jamaica Inn`: an author heading in capitals, ended by a full stop. The given names may
# be initials, so that the stop that ends the heading is one before a word that is not all capitals.
_ROLE = r"(?:joint )?(?:comp|ed|tr|arr|ill|illus|pseud|author|editor|translator)s?\.?"
_STANDING = rf"(?:, {_ROLE}(?:(?: and | & |, ){_ROLE})*|, (?:Pres\. U\. ?S|Sir|Mrs|Bp|Abp|Lady|Lord)\.?)"
_PERSON = rf"(?:\p{{Lu}}[\p{{Lu}}'’\-]+ ?){{1,3}}, (?:\p{{Lu}}[\p{{Lu}}'’\-]*\.?,? ?){{1,5}}{_STANDING}{{0,2}}"
# `CALIFORNIA. SUPREME COURT. Reports of cases`: a body, a part of it, and a title that is not all capitals.
_BODY = r"\p{Lu}[\p{Lu} ,&'’\-]{3,60}\. \p{Lu}[\p{Lu} ,&'’\-]{3,60}(?:, ETC)?"
_HEADING = (
    rf"^({_PERSON}|{_BODY})"
    r"(?:\.? ([\p{Lu}\"'(][\p{Ll}\p{N} '’].*)|\. (\p{N}.*))$"
)

_CAPITALS = r"^\p{Lu}[\p{Lu}'’]"  # how a heading begins, and few titles do

_MARK = r"(?:[,.;:|/)\]!?\"”]|--?)"
_MAKER = r"(?:[\p{Lu}\p{Lt}]|(?i:the author|the editors?|the staff))"
_STATEMENT = (
    rf"(?i:{_MARK}\s*"
    rf"(?:(?:{either('makers.txt')})\s*(?:(?:and|&) [a-z]+\.?\s*){{0,2}}(?:by\s|to\s|:)\s*|by\s+(?:the\s+)?))"
    rf"{_MAKER}"
)
# `Rogue cop. Additional text: X`, `I go Pogo. Compilation of material & introd.: X`
_LABEL = rf"[.!?;]\"? (?:[^\s:;]+ ){{0,8}}(?i:{either('statements.txt')})\.?\)?: ?\p{{Lu}}"
# `Betsy-Tacy. Lois Lenski, illustrator.`
_NAMED = (
    r"[.!?;]\"? (?:\p{Lu}[^\s:;]*,? (?:(?:and|&) )?){2,8}"
    r"(?:illustrator|editor|translator|author|creator|compiler|reporter|artist|ed\.|comp\.|tr\.|arr\.)"
)
# `Three plays by Kobo Abe`, `Tunstall / Everett Rowe`, `Mission to Mackinac By Myron Orr`: no mark stands before it.
_NAME = r"(?:(?:[Tt]he )?\p{Lu}[^\s,;:/]*\s?|(?:de|van|von|der|du|la|le|of) ){2,5}"
_LAST_NAME = rf"^(.{{3,}}?) (?:[Bb]y|/) ({_NAME})[\s.]*$"
_ABOUT_A_BOOK = (
    r"^(?i:an? |the )?(?:\w+ )?(?i:summary|analysis|review|guide|digest|synopsis|notes|takeaways|companion)\b"
)
_GENERIC_OF = rf"(?i)^(?:the )?({generic_pattern()}) (?:of|by) (.+)$"
_GENERIC_OF_NAME = rf"^(?:The )?(?i:{generic_pattern()}) (?:of|by) ({_NAME})[.\s]*$"
_OPEN_BRACKET = r"\s*[(\[][^()\[\]]*$"  # a bracket whose end was taken for the mark before `by`
_ISSUE = r"((?: [Vv]ol\.?| [Nn]o\.?| [Pp]t\.?| [Bb]k\.?| \p{Lu}\p{Ll}+\.?)? \d+[^A-Za-z]*)$"
# What is said of the book instead of naming it, to the end of the cell.
_REMARKS = rf"(?i)[.,;)]\s+\(?(?:{either('remarks.txt')})"


def heading(cell: pl.Expr) -> pl.Expr:
    """The author heading in front of a title (`MONTGOMERY, LUCY MAUD`), else null."""
    steps = (lambda text: text.str.extract(_HEADING, 1).str.strip_chars(" ."),)
    return found_where(cell, _CAPITALS, steps, pl.String())


def without_heading(cell: pl.Expr) -> pl.Expr:
    return changed_where(cell, _CAPITALS, (lambda text: text.str.replace(_HEADING, "${2}${3}"),))


def _found(cell: pl.Expr, pattern: str, hint: str) -> pl.Expr:
    """Byte at which the pattern begins, looked for only where the cheaper hint is found."""
    return found_where(cell, hint, (lambda text: text.str.find(pattern),), pl.UInt32())


def statement(cell: pl.Expr) -> pl.Expr:
    """Byte at which the statement of responsibility begins, else null."""
    return pl.min_horizontal(
        cell.str.find(_STATEMENT),
        _found(cell, _LABEL, r"[a-z.)]: ?\p{Lu}"),
        _found(cell, _NAMED, r"[a-z], [a-z]{2,}[.r]"),
    )


def remarks(cell: pl.Expr) -> pl.Expr:
    """Byte at which what is only said of the book begins, else null."""
    return cell.str.find(_REMARKS)


def before(cell: pl.Expr, place: pl.Expr) -> pl.Expr:
    """The cell up to a byte; all of it where that is null."""
    cut = cell.cast(pl.Binary).bin.slice(0, pl.coalesce(place, cell.str.len_bytes())).cast(pl.String)
    return pl.when(place.is_null()).then(cell).otherwise(cut.str.replace(_OPEN_BRACKET, ""))


def behind(cell: pl.Expr, place: pl.Expr) -> pl.Expr:
    """The cell from a byte on; empty where that is null."""
    return cell.cast(pl.Binary).bin.slice(pl.coalesce(place, cell.str.len_bytes())).cast(pl.String)


def issue(said: pl.Expr) -> pl.Expr:
    """The number or date at the end of a statement of responsibility, which tells issues apart, else null."""
    return found_where(said, r"\d", (lambda text: text.str.extract(_ISSUE, 1),), pl.String())


def _last_word(text: pl.Expr) -> pl.Expr:
    return fold(text).str.extract(r"(\w+)$", 1)


def _names(author: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Whether the last word of a name is a word of the author cell."""
    padded = [pl.lit(" ") + text + pl.lit(" ") for text in (fold(author), _last_word(name))]
    return padded[0].str.contains(padded[1], literal=True).fill_null(value=False)


def _unmarked_name() -> pl.Expr:
    """The name of `Three plays by Kobo Abe`: of the record's author, or of a record that has none.

    `Step by Step Knots` names nobody.
    """
    cell, author = pl.col("cell"), pl.col("author")
    name = cell.str.extract(_LAST_NAME, 2)
    twice = _last_word(cell.str.extract(_LAST_NAME, 1)) == fold(name).str.extract(r"^(\w+)", 1)
    unknown = author.is_null() & ~twice & cell.str.contains(r" [Bb]y ") & ~cell.str.contains(_ABOUT_A_BOOK)
    return pl.when(unknown | _names(author, name)).then(name)


def unmarked_name(title: pl.Expr, author: pl.Expr) -> pl.Expr:
    """The author whom a title ends with, without a mark before `by` or with a slash, else null."""
    concerned = title.str.contains(r"\S (?:[Bb]y|/) \S+ \S")
    return where(concerned, {"cell": title, "author": author}, ({"name": _unmarked_name()},), pl.String())


def without_name(title: pl.Expr, name: pl.Expr) -> pl.Expr:
    """The title in front of the name that it ends with."""
    shorter = {"shorter": pl.col("cell").str.extract(_LAST_NAME, 1)}
    return pl.coalesce(where(name.is_not_null(), {"cell": title}, (shorter,), pl.String()), title)


def name_of_generic(title: pl.Expr) -> pl.Expr:
    """The name in `The Collected Poems of Dylan Thomas`, else null: a kind of writing is somebody's."""
    steps = (lambda text: text.str.extract(_GENERIC_OF_NAME, 1),)
    return found_where(title, r" (?:of|by) \p{Lu}", steps, pl.String())


def generic_of(title: pl.Expr, names: pl.Expr) -> pl.Expr:
    """`Collected Poems` of `The Collected Poems of Dylan Thomas`, where one of `names` is the poet's, else null."""
    cell = pl.col("cell")
    named = _names(pl.col("names"), cell.str.extract(_GENERIC_OF, 2))
    short = {"short": pl.when(named).then(cell.str.extract(_GENERIC_OF, 1))}
    is_generic = found_where(title, r" (?:of|by) \p{Lu}", (lambda text: text.str.contains(_GENERIC_OF),), pl.Boolean())
    return where(is_generic, {"cell": title, "names": names}, (short,), pl.String())


# `Ludwig Wittgenstein's Philosophical investigations`, `Chekhov, the Major Plays`, `Thomas Mann, Briefe`
_POSSESSOR = r"^((?:\p{Lu}[^\s,:;]* ){0,3}\p{Lu}[^\s,:;'’]*)(?:['’]s?|, the|,) (.{3,})$"


def without_possessor(title: pl.Expr, names: pl.Expr) -> pl.Expr:
    """The title without the author's name in front of it (`Fletcher's Book of Rhymes`), else null."""
    cell = pl.col("cell")
    named = _names(pl.col("names"), cell.str.extract(_POSSESSOR, 1))
    rest = {"rest": pl.when(named).then(cell.str.extract(_POSSESSOR, 2))}
    concerned = title.str.contains(r"^\p{Lu}[^:;,]{1,40}(?:['’]s?|,) ")
    return where(concerned, {"cell": title, "names": names}, (rest,), pl.String())
