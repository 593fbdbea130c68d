"""Titles: the main title, the full title, and what stands in a title cell beside them.

A title cell holds more than a title. Catalogs put the series into it (`Emily Climbs (Emily, #2)`), the Catalog of
Copyright Entries the author (`BABBITT, by Sinclair Lewis`; `MONTGOMERY, LUCY MAUD. Emily climbs; with front. by M. L.
Kirk`), and a tenth of the renewal records have nothing but the printed entry (`full_text`). The steps below take these
apart, one at a time.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

from classmatch.normalise.steps import in_turn
from classmatch.normalise.text import fold, repair, spaced

# `R603690. Theory of harmony. By Arnold ... © 16Apr48; A22042.` The entry ends where the copyright notice begins.
_ENTRY_NUMBER = r"^\s*RE?\d{3,7}\.\s*"
_ENTRY_NOTICE = r"(?s)\s*(?:©|\(c\)).*$"

# `BROWNING, DAPHNE DU MAURIER. Jamaica Inn`: an author heading in capitals, ended by a full stop. The given names may
# be initials, so that the stop that ends the heading is one before a word that is not all capitals.
_HEADING = (
    r"^((?:[\p{Lu}][\p{Lu}'’\-]+ ?){1,3}, (?:[\p{Lu}][\p{Lu}'’\-]*\.?,? ?){1,5}"
    r"(?:, (?:comp|ed|tr|pseud|ill)s?\.)?)"
    r"\.? ([\p{Lu}\p{N}\"'(][\p{Ll}\p{N} '’].*)$"
)
# Words of responsibility that end a title when punctuation stands before them.
_ROLES = (
    "text|words|story|stories|written|retold|told|as told|compiled|comp\\.?|edited|ed\\.|translated|tr\\.|selected|"
    "pictures|illustrated|illus\\.?|ill\\.?|drawings|photos\\.?|foreword|introd\\.?|introduction|editors?|authors?|"
    "artwork|decorations|arr\\.|adapted|prepared|translators?|translation|with [A-Za-z. ]{0,30}"
)
_RESPONSIBILITY = (
    rf"(?i:(?:[,.;:|/)\]]|--?)\s*(?:(?:{_ROLES})\s*(?:(?:and|&) \w+\.?\s*)?(?:by\s|to\s|:)\s*|by\s+(?:the\s+)?))"
    r"(?:[\p{Lu}\p{Lt}]|(?i:the author))"
    r"|[.!?]\"?  [A-Z][A-Za-z. &]{2,40}: \p{Lu}"
)
_OPEN_BRACKET = r"\s*[(\[][^()\[\]]*$"  # a bracket whose end was taken for the mark before `by`
_ISSUE = r"((?: [Vv]ol\.?| [Nn]o\.?| [Pp]t\.?| [Bb]k\.?| \p{Lu}\p{Ll}+\.?)? \d+[^A-Za-z]*)$"
# A sentence or clause that tells of the book instead of naming it.
_NOTES = (
    r"first pub|prev\.? (?:pub|reg)|orig\.? pub|pub\. (?:abroad|in)|illustrated|illus\.|ill\. |appl\. states|nm: |"
    r"with (?:illus|front|decor|drawings|an? introd|a foreword)|translat(?:ed|ion) |foreword |introd\. |decorations |"
    r"pictures |drawings |edited "
)
_EDITIONS = "rev|new|2d|2nd|3d|3rd|\\d+th|first|second|third|war|u\\.s\\.|limited|student|complete"
_TELLS_OF = rf"(?i)[.,;)]\s+(?:{_NOTES}|(?:{_EDITIONS})\.? (?:and enl\. )?ed(?:\.|ition)\b).*$"
# `(In Collier's, Oct. 1, 1932)` is a contribution to a periodical; `(In Search of Lost Time, #4)` a series.
_CONTRIBUTION = r"\((?:[Ii]n|IN) (?:the )?[\p{Lu}\"'’]"
_SERIES_NAMED_IN = r"\([Ii]n [^()]*(?:#|[Bb]ook|[Vv]ol)"
# `(Emily, #2)`, `(Del Rey Book 3)`, `(In Collier's, Oct. 1, 1932)`: numbers of a series or periodical, not of the
# work.
_SERIES_WORDS = r"#|\p{L}[ ,]+[Bb]ook \d|[Ss]eries|[Ss]aga|[Tt]rilogy|[Cc]ycle"
_SERIES_BRACKETS = rf"[(\[](?:[^()\[\]]*(?:{_SERIES_WORDS})[^()\[\]]*|[Ii]n \p{{Lu}}[^()\[\]]*)[)\]]"
_TRAILING_BRACKETS = r"\s*(?:\([^()]*\)|\[[^\[\]]*\])[\s.]*$"
# A colon, a semicolon, a spaced dash, `, or, `, `, a novel`, or a full stop after a word of four letters or more (a
# shorter one may be an abbreviation: `Mrs. Mike`, `St. Urbain`); or a volume, part or book with its number.
_NUMERAL = r"\d+|[IVX]+|(?i:one|two|three|four|five|six|seven|eight|nine|ten)"
_SUBTITLE = (
    r"\s*(?:[:;]|\s[-–—/=]+\s|--|—)\s*|,? \bor[,;:] |, (?:an?|being|with|told|together|including) |"
    r"[^\s.\p{Lu}]{3}[^\s.]\. +|[.?!]\"? {2,}|"
    rf",? [(\[]?[Vv](?:ol|OL)(?:ume|UME|\.)? ?(?:{_NUMERAL})\b|"
    rf"(?:,| [(\[]) ?(?:[Pp]art|PART|[Pp]t\.|[Bb]ook|BOOK|[Bb]k\.|[Nn]o\.) ?(?:{_NUMERAL})\b"
)
_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7,
    "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16,
}  # fmt: skip
_COUNTED = "volume|vol|v|band|bd|tome|tomo|part|pt|book|bk|grade"  # these are also written with the number in words
_DESIGNATION = (
    rf"\b(?:(?:{_COUNTED})s? (?:\d+|{'|'.join(_NUMBER_WORDS)})|"
    r"(?:number|no|nr|issue|unit|level|set)s? \d+)\b"
)
_LAST_NUMERAL = r" (ii|iii|iv|vi|vii|viii|ix|xi|xii|xiii|xiv|xv|xvi)$"
_SHORT = {
    "mister": "mr",
    "doctor": "dr",
    "saint": "st",
    "mistress": "mrs",
    "versus": "vs",
    "volume": "vol",
    "number": "no",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_DATE_OF_ISSUE = rf"\b(?:{_MONTH_NAMES}) \d"
_EDITION = r"\b(\d{1,3})(?:st|nd|rd|th|d)? (?:rev |revised |enl |updated )*(?:ed|edn|edition)\b"
_EDITION_FIELD = r"^(?:edition |ed )?(\d{1,3})(?:st|nd|rd|th|d)?\b"
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_EDITION_WORD = rf"\b({_ORDINALS}) (?:rev |revised )?(?:ed|edn|edition)\b"
_REVISED = r"\b(?:rev|revised|enl|enlarged|updated) (?:and \w+ )?(?:ed|edn|edition)\b"


@cache
def articles() -> list[str]:
    """Leading articles that filing ignores, folded."""
    return files("classmatch.normalise.data").joinpath("articles.txt").read_text("utf-8").split()


@cache
def companions() -> list[tuple[str, str]]:
    """(kind, pattern over the folded title) of books about another book, in the order in which they are tried."""
    lines = files("classmatch.normalise.data").joinpath("companions.csv").read_text("utf-8").splitlines()[1:]
    return [(kind, pattern.strip('"')) for kind, pattern in (line.split(",", 1) for line in lines)]


def _fold(text: pl.Expr) -> pl.Expr:
    """Folded, with the words that titles write in full or short in their short form."""
    padded = pl.lit(" ") + fold(text).str.replace_all(" ", "  ", literal=True) + pl.lit(" ")
    long, short = [f" {word} " for word in _SHORT], [f" {word} " for word in _SHORT.values()]
    return padded.str.replace_many(long, short).str.replace_all("  ", " ", literal=True).str.strip_chars(" ")


def without_article(folded: pl.Expr) -> pl.Expr:
    """A folded title without its leading article, unless nothing would be left."""
    return folded.str.replace(rf"^(?:{'|'.join(articles())}) (.)", "${1}")


def entry_text(full_text: pl.Expr) -> pl.Expr:
    """The title and author part of a printed entry: without its number in front and its notice of copyright behind."""
    return full_text.str.replace(_ENTRY_NUMBER, "").str.replace(_ENTRY_NOTICE, "")


def heading(cell: pl.Expr) -> pl.Expr:
    """The author heading in front of a title (`MONTGOMERY, LUCY MAUD`), else null."""
    return cell.str.extract(_HEADING, 1).str.strip_chars(" .")


def without_heading(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace(_HEADING, "${2}")


def _cut(cell: pl.Expr) -> pl.Expr:
    """Byte at which the statement of responsibility begins; the length of the cell where there is none."""
    return pl.coalesce(cell.str.find(_RESPONSIBILITY), cell.str.len_bytes())


def responsibility(cell: pl.Expr) -> pl.Expr:
    """What follows the title and names who made the book (`, by Sinclair Lewis`), else empty.

    The place is found first and the cell cut there: to find is many times faster than to capture.
    """
    return cell.cast(pl.Binary).bin.slice(_cut(cell)).cast(pl.String)


def without_responsibility(cell: pl.Expr) -> pl.Expr:
    """The title without its statement of responsibility; a date behind that is kept, since it tells issues apart."""
    before = cell.cast(pl.Binary).bin.slice(0, _cut(cell)).cast(pl.String).str.replace(_OPEN_BRACKET, "")
    return before + responsibility(cell).str.extract(_ISSUE, 1).fill_null("")


def _without_suffixes(cell: pl.Expr) -> pl.Expr:
    """Without the brackets at the end that name a series or a periodical: twice, since there may be two."""
    once = cell.str.replace(_TRAILING_BRACKETS, "")
    twice = once.str.replace(_TRAILING_BRACKETS, "")
    return pl.when(twice.str.contains(r"[\p{L}\p{N}]")).then(twice).otherwise(cell)


def _main(cell: pl.Expr) -> pl.Expr:
    """The part before the subtitle. The mark is kept with the four letters before it, which `split` would lose."""
    marked = cell.str.replace(r"([^\s.\p{Lu}]{3}[^\s.])\. +", "${1}\u0001").str.replace(_SUBTITLE, "\u0001")
    first = marked.str.split("\u0001").list.first()
    return pl.when(first.str.contains(r"[\p{L}\p{N}]")).then(first).otherwise(cell)


def _alternates(alternate: pl.Expr, title: pl.Expr) -> pl.Expr:
    """Folded main titles of the alternate titles, and of what stands behind `|` in the title cell.

    Readers write `; ` between several titles; before `or` it stands within one (`Emma; or, The Match`).
    """
    listed = alternate.fill_null("").str.replace_all(r"(?i); (or\b)", ", $1").str.replace_all("; ", "|", literal=True)
    cells = pl.concat_list(listed.str.split("|"), title.fill_null("").str.split("|").list.slice(1))
    inner = without_article(_fold(_main(_without_suffixes(without_responsibility(pl.element())))))
    folded = cells.list.eval(inner, parallel=True)
    return folded.list.eval(pl.element().filter(pl.element() != "").unique().sort())


def _numbers(cell: pl.Expr, volume: pl.Expr) -> pl.Expr:
    """Sorted designations of a folded title: `v2` a volume or part, `451` another number, `y1934` a year, `m6` a month.

    The number of the edition is none of them: editions of a work are that work.
    """
    cell = cell.fill_null("").str.replace_all(_EDITION, " ")
    designated = cell.str.extract_all(_DESIGNATION).list.eval(_value(pl.element().str.split(" ").list.last()))
    volumes = pl.concat_list(designated, volume.fill_null("").str.extract_all(r"\d+"))
    undesignated = cell.str.replace_all(_DESIGNATION, " ")
    last = in_turn(undesignated.str.extract(_LAST_NUMERAL, 1), (_value,), pl.String())
    rest = undesignated.str.extract_all(r"\d+")
    months = cell.str.extract_all(_DATE_OF_ISSUE).list.eval(
        pl.element().str.slice(0, 3).replace_strict({m: f"m{i + 1}" for i, m in enumerate(_MONTHS)}, default=None)
    )
    plain = volumes.list.eval(_plain(pl.element()))
    bare = pl.concat_list(last, rest.list.eval(_year_or_number(pl.element())), months).list.set_difference(plain)
    everything = pl.concat_list(plain.list.eval(pl.lit("v") + pl.element()), bare)
    return everything.list.eval(pl.element().drop_nulls().unique().sort())


def _value(word: pl.Expr) -> pl.Expr:
    """Digits for a number in words or Roman figures; digits stay."""
    return pl.coalesce(_digits_of_word(word), word.str.extract(r"^(\d+)$", 1))


def _digits_of_word(word: pl.Expr) -> pl.Expr:
    values = {word: str(value) for word, value in _NUMBER_WORDS.items()}
    return word.replace_strict(values, default=None, return_dtype=pl.String)


def _plain(digits: pl.Expr) -> pl.Expr:
    return digits.str.replace(r"^0+(\d)", "${1}")


def _year_or_number(digits: pl.Expr) -> pl.Expr:
    return _plain(digits).str.replace(r"^(1[5-9]\d\d|20\d\d)$", "y${1}")


def _companion(folded: pl.Expr) -> pl.Expr:
    kinds = [pl.when(folded.str.contains(pattern)).then(pl.lit(kind)) for kind, pattern in companions()]
    return pl.coalesce(kinds)


def _edition(folded: pl.Expr, edition: pl.Expr) -> pl.Expr:
    """Number of the edition, `rev` for one only called revised, else null; the field is heard before the title."""

    def spelled(text: pl.Expr) -> pl.Expr:
        return in_turn(text.str.extract(_EDITION_WORD, 1), (_digits_of_word,), pl.String())

    revised = pl.when(edition.str.contains(r"^(?:rev|revised)\b") | folded.str.contains(_REVISED)).then(pl.lit("rev"))
    in_title = (folded.str.extract(_EDITION, 1), spelled(folded))
    in_field = (
        edition.str.extract(_EDITION_FIELD, 1),
        edition.str.extract(_EDITION, 1),
        spelled(edition + pl.lit(" ed")),
    )
    return pl.coalesce(*in_field, *in_title, revised)


def _cells(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The title cell, or the printed entry where there is none, repaired and with the author heading taken off."""
    cell = spaced(pl.coalesce(repair(pl.col("title")), entry_text(repair(pl.col("full_text")))))
    return frame.with_columns(_cell=cell).with_columns(
        _heading=heading(pl.col("_cell")), _cell=without_heading(pl.col("_cell"))
    )


def _statements(frame: pl.LazyFrame) -> pl.LazyFrame:
    """What the cell says of authors, and of the periodical that it appeared in; and the cell without it."""
    cell = pl.col("_cell")
    return frame.with_columns(
        _responsibility=responsibility(cell),
        _contribution=cell.str.contains(_CONTRIBUTION) & ~cell.str.contains(_SERIES_NAMED_IN),
        _title=without_responsibility(cell.str.replace(r"\|.*$", "")).str.replace(_TELLS_OF, ""),
    ).with_columns(_title=_without_suffixes(pl.col("_title")))


def _parts(frame: pl.LazyFrame) -> pl.LazyFrame:
    title, cell = pl.col("_title"), pl.col("_cell")
    subtitle = _fold(repair(pl.col("subtitle"))).fill_null("")
    return frame.with_columns(
        title_main=without_article(_fold(_main(title))),
        title_full=without_article(pl.concat_str(_fold(title), pl.lit(" "), subtitle).str.strip_chars(" ")),
        title_alternates=_alternates(repair(pl.col("alternate_title")), cell),
        _designated=fold(without_responsibility(cell.str.replace(r"\|.*$", "").str.replace_all(_SERIES_BRACKETS, " "))),
        _folded=fold(pl.concat_str(without_responsibility(cell.str.replace(r"\|.*$", "")), pl.lit(" "), subtitle)),
        _edition=fold(repair(pl.col("edition"))),
    )


def _designations(frame: pl.LazyFrame) -> pl.LazyFrame:
    folded = pl.col("_folded")
    return frame.with_columns(
        numbers=_numbers(pl.concat_str("title_full", pl.lit(" . "), pl.col("_designated")), fold(pl.col("volume"))),
        companion=pl.coalesce(pl.when("_contribution").then(pl.lit("contribution")), _companion(folded)),
        edition_number=_edition(folded, pl.col("_edition")),
    )


STEPS = (_cells, _statements, _parts, _designations)


def titles(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add the title columns of `schema.BIBLIOGRAPHIC`, and `_heading` and `_responsibility` for the names."""
    for step in STEPS:
        frame = step(frame)
    return frame.with_columns(
        title_main=pl.col("title_main").fill_null(""), title_full=pl.col("title_full").fill_null("")
    )
