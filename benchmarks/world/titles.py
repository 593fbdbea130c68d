"""A work's title as a record gives it: with or without subtitle, with the volume worded this way or that, misspelt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.world.noise import change, choose, misspelt, recased
from benchmarks.world.rolls import Flags, Ids, Indexes, chance, pick
from benchmarks.world.vocabulary import listed

if TYPE_CHECKING:
    from benchmarks.world.works import Works

UNITS = ["Volume", "Book", "Part"]
ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
WORDED = ["", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"]
LONGEST = 40  # characters kept of a title cut short


@dataclass(frozen=True)
class Habits:
    """Shares of a side's records that write titles in these ways."""

    side: str
    marks: list[str]  # between title and subtitle
    no_subtitle: float
    series: float  # series suffix kept, of those that have one
    by_author: float
    article_last: float  # `Silent Sea, The`
    typo: float
    cut: float
    case: tuple[float, float, float]  # sentence case, upper case, lower case


CATALOG = Habits("catalog", [": ", ": ", ": ", " - ", ". "], 0.28, 0.55, 0.025, 0.02, 0.035, 0.008, (0.18, 0.03, 0.03))
REGISTRATION = Habits("registration", [" : ", ": ", "; "], 0.35, 0.12, 0.05, 0.03, 0.025, 0.004, (0.40, 0.06, 0.0))


@dataclass(frozen=True)
class Parts:
    """What a work's title is made of; null where the work has no such part."""

    title: pl.Series
    subtitle: pl.Series
    series: pl.Series
    author: pl.Series  # the first author, given name first


def written(parts: Parts, works: Works, edition: Ids, record: Ids, habits: Habits) -> pl.Series:
    """The titles of some records. An edition words its title in one way; typing errors are each record's own."""
    side = habits.side
    text = _companion(parts.title, works)
    text = _volume(text, works, edition, side)
    shown = parts.subtitle.is_not_null().to_numpy() & ~chance(edition, f"{side} no subtitle", habits.no_subtitle)
    marks = pl.Series(habits.marks).gather(pick(edition, f"{side} mark", len(habits.marks)))
    text = choose(shown, text + marks + parts.subtitle, text)
    text = change(text, ~shown & chance(record, f"{side} article", habits.article_last), lambda t, _: _article_last(t))
    in_series = parts.series.is_not_null().to_numpy() & chance(record, f"{side} series", habits.series)
    text = choose(in_series, text + " (" + parts.series + ")", text)
    text = choose(chance(record, f"{side} by", habits.by_author), text + _by(record, side) + parts.author, text)
    text = misspelt(text, record, f"{side} title typo", habits.typo)
    text = change(text, chance(record, f"{side} cut", habits.cut), lambda t, _: t.str.slice(0, LONGEST))
    return recased(text, record, f"{side} title case", *habits.case)


def _by(record: Ids, side: str) -> pl.Series:
    marks = pl.Series([" by ", ", by ", " / "], dtype=pl.String)
    return marks.gather(pick(record, f"{side} by mark", len(marks)))


def _article_last(text: pl.Series) -> pl.Series:
    return text.str.replace(r"^(The|A|An) (.*)$", "$2, $1")


def _companion(title: pl.Series, works: Works) -> pl.Series:
    """`Study Guide to X` for the books about X."""
    patterns = listed("companions")
    kind = pick(works.work, "companion", len(patterns))
    halves = [pattern.split("{}") for pattern in patterns]
    before, after = (pl.Series([half[side] for half in halves], dtype=pl.String).gather(kind) for side in (0, 1))
    return choose(works.companion, before + title + after, title)


def _volume(title: pl.Series, works: Works, edition: Ids, side: str) -> pl.Series:
    """The volume in one of several wordings; volume, book or part is settled for all its siblings at once."""
    unit = pl.Series(UNITS).gather(pick(works.title_key, "volume unit", len(UNITS)))
    wording = pick(edition, f"{side} volume wording", 5)
    columns = {"title": title, "unit": unit, "kind": wording, **_numerals(works.volume)}
    return choose(works.volume > 0, pl.DataFrame(columns).select(_volume_wordings()).to_series(), title)


def _numerals(volume: Indexes) -> dict[str, pl.Series]:
    return {
        "digits": pl.Series(volume).cast(pl.String),
        "roman": pl.Series(ROMAN).gather(volume),
        "word": pl.Series(WORDED).gather(volume),
    }


def _volume_wordings() -> pl.Expr:
    unit, kind, digits = pl.col("unit"), pl.col("kind"), pl.col("digits")
    short = pl.when(unit == "Volume").then(pl.lit("Vol.")).otherwise(unit)
    ending = (
        pl.when(kind == 0)
        .then(", " + short + " " + digits)
        .when(kind == 1)
        .then(": " + unit + " " + digits)
        .when(kind == 2)
        .then(", " + unit + " " + pl.col("roman"))
        .when(kind == 3)
        .then(" (" + unit + " " + digits + ")")
        .otherwise(": " + unit + " " + pl.col("word"))
    )
    return pl.col("title") + ending


def numbered_edition(text: pl.Series, edition: Ids, flags: Flags) -> pl.Series:
    """The title with ` (2nd Edition)` after it, where the flag is set."""
    ordinals = pl.Series(["1st", "2nd", "3rd", "4th"], dtype=pl.String)
    return choose(flags, text + " (" + ordinals.gather(edition.astype(np.int64)) + " Edition)", text)
