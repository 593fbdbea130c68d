"""Designations: the numbers that tell sibling works apart, as volume and part, number and date of issue."""

from __future__ import annotations

import polars as pl

from classmatch.normalise.editions import without_edition_number
from classmatch.normalise.rare import where

_VOLUMES = (
    "vol|v|band|bd|tome|tomo|tom|t|teil|part|pt|book|bk|act|grade|series|ser|episode|level|unit|set|no|nr|number|issue|"
    "section|course|kit|lesson|chapter|ch|phase|form|bulletin|circular|report|supplement|fascicle|fasc|heft|folio"
)
_COUNTED = rf"\b(?:{_VOLUMES})s? \d{{1,6}}(?: (?:to|and|through) \d{{1,3}}\b)?"
# `2nd series`, `4th installment`, `6th International Workshop`
_ORDERED = (
    r"\b\d{1,3}(?:st|nd|rd|th|d) "
    r"(?:series|ser|supplement|movement|installment|reader|quarter|semester|grade|book|part|vol|"
    r"(?:\w+ ){0,3}(?:conference|workshop|symposium|congress|meeting|convention|colloquium)\b)"
)
# `Book B`, `Series A`: an `a` elsewhere than at the end is an article (`Book a cruise`).
_LETTERED = r"\b(?:vol|book|bk|part|pt|series|ser|set|unit|form|section) (?:[b-h]\b|a$)"
_DESIGNATION = f"{_COUNTED}|{_ORDERED}|{_LETTERED}"
# Numbers that are none of the work: of volumes in all, of a war, of a series that the book belongs to.
_SERIES_KINDS = (
    "saga|cycle|trilogy|series|chronicles?|quartet|quintet|sequence|tetralogy|duology|adventures?|mysteries|novels"
)
_NOT_OF_THE_WORK = (
    r"\b\d{1,3} (?:v|vols?|volumes|books|parts)(?: in 1)?\b|\bworld war \d\b|\bbooks? \d+ (?:of|in)\b|"
    rf"\b(?:vol|part|book|no|novel) \d+ (?:of|in) (?:[a-z]+ ){{1,5}}(?:{_SERIES_KINDS})\b"
)
_OF_HOW_MANY = r"\b(\d+) of \d+\b"  # `volume 2 (of 3)`
_MAX_SPAN = 30  # of `volumes 1 to 12`; a longer one is counted by its ends
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}  # EDTF (ISO 8601-2) numbers them so
_DATE = rf"\b(?:{_MONTH_NAMES}) \d{{1,4}}(?:st|nd|rd|th)?\b|\b(?:{'|'.join(_SEASONS)}) (?:1[5-9]|20)\d\d\b"
_DAY = rf"\b(?:{_MONTH_NAMES}) \d{{1,2}}(?:st|nd|rd|th)?\b"
_BARE = r"\b\d+(?:st|nd|rd|th|d)?\b|\b(?:1[5-9]|20)\d\d"
_AT_THE_END = r"(?:^| )\d+$"
_YEAR = r"\b(?:1[5-9]|20)\d\d\b"


def _plain(digits: pl.Expr) -> pl.Expr:
    return digits.str.replace(r"^0+(\d)", "${1}")


def _year_or_number(digits: pl.Expr) -> pl.Expr:
    return _plain(digits).str.replace(r"^(1[5-9]\d\d|20\d\d)$", "y${1}")


def _cleared(text: pl.Expr) -> pl.Expr:
    single = without_edition_number(text).str.replace_all(_OF_HOW_MANY, "${1}")
    return single.str.replace_all(_NOT_OF_THE_WORK, " ")


def _span() -> pl.Expr:
    """The numbers between those of `vol 1 to 4`, each of a designation that spans some."""
    ends = pl.element().str.extract_all(r"\d+").list.eval(pl.element().cast(pl.Int64, strict=False))
    first, last = ends.list.first(), ends.list.last()
    spans = (ends.list.len() > 1) & (last - first < _MAX_SPAN) & pl.element().str.contains(" to | through ")
    upto = pl.when(spans & (last > first)).then(pl.int_ranges(first, last + 1)).otherwise(ends)
    return upto.list.explode(keep_nulls=False, empty_as_null=False).cast(pl.String)


def _volumes(designated: pl.Expr) -> pl.Expr:
    """Plain numbers of a list of designations."""
    single = designated.list.eval(_plain(pl.element().str.extract(r"(\d+|\b[a-h]$)", 1)))
    several = designated.list.eval(pl.element().str.contains(r" (?:to|and|through) ")).list.any()
    between = {"between": pl.col("designated").list.eval(_span())}
    spanned = where(several, {"designated": designated}, (between,), pl.List(pl.String))
    return pl.coalesce(spanned, single)


def _months(text: pl.Expr) -> pl.Expr:
    numbers = {month: f"m{i + 1}" for i, month in enumerate(_MONTHS)}
    numbers |= {season[:3]: f"m{number}" for season, number in _SEASONS.items()}
    dates = text.str.extract_all(_DATE)
    return dates.list.eval(pl.element().str.slice(0, 3).replace_strict(numbers, default=None, return_dtype=pl.String))


def _counted() -> dict[str, pl.Expr]:
    found = pl.concat_list(*(pl.col(name).str.extract_all(_DESIGNATION) for name in ("main", "rest")))
    left = {name: pl.col(name).str.replace_all(_DESIGNATION, " ").str.strip_chars(" ") for name in ("main", "rest")}
    return {"counted": found, "dates": _months(pl.concat_str("main", "rest", separator=" ; ")), **left}


def _numbered() -> dict[str, pl.Expr]:
    main, rest = pl.col("main"), pl.col("rest")
    field = pl.col("volume").str.extract_all(r"\d+").list.eval(_plain(pl.element()))
    bare = pl.concat_list(
        main.str.extract_all(_BARE).list.eval(pl.element().filter(pl.element() != "1st")),
        *(rest.str.extract_all(pattern) for pattern in (_AT_THE_END, _YEAR, _DAY)),
    )
    digits = bare.list.eval(_year_or_number(pl.element().str.extract(r"(\d+)", 1)))
    return {"volumes": pl.concat_list(_volumes(pl.col("counted")), field), "bare": digits}


def _together() -> pl.Expr:
    volumes = pl.col("volumes")
    others = pl.concat_list("bare", "dates").list.set_difference(volumes)
    everything = pl.concat_list(volumes.list.eval(pl.lit("v") + pl.element()), others)
    return everything.list.eval(pl.element().drop_nulls().unique().sort())


def numbers(main: pl.Expr, rest: pl.Expr, volume: pl.Expr) -> pl.Expr:
    """Sorted designations: `v2` a volume or part, `451` another number, `y1934` a year, `m6` a month, `m21` a spring.

    `main` and `rest` are comparable text of the main title and of what stands behind it, `volume` that of a field of
    its own; none is null. A number within a subtitle counts only as a designation or date: the subtitle may be left
    out (`30 years at the movies`). The number of an edition, of a war and of a series is none of the work.
    """
    cells = {"main": main, "rest": rest, "volume": volume}
    concerned = pl.any_horizontal(cell.str.contains(rf"\d|{_LETTERED}") for cell in cells.values())
    cleared = {name: _cleared(pl.col(name)) for name in ("main", "rest")}
    steps = (cleared, _counted(), _numbered(), {"numbers": _together()})
    found = where(concerned, cells, steps, pl.List(pl.String))
    return pl.coalesce(found, pl.lit([], pl.List(pl.String)))
