"""Time the class rules on generated candidates: `python -m benchmarks.eligibility`.

Candidates are made in batches, which is not timed, and judged by the shipped definition of Bartz v. Anthropic. Memory
is the most that the process held, with one batch in it, so that it does not grow with the rows. The peer is the same
rules written as the usual loop over rows in plain Python, on a sample of the same candidates in the same run; both must
agree.
"""

from __future__ import annotations

import argparse
import calendar
import resource
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from classmatch.classdef.eligibility import JUDGED_FROM, judged
from classmatch.classdef.reading import load_definition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from classmatch.classdef.definition import Definition

    Row = Mapping[str, Any]
    Period = tuple[date | None, date | None]  # first and last day that it can be; None is open

ROWS = 10_000_000
BATCH = 1_000_000
SAMPLE = 100_000  # rows for the peer
SEED = 410
MOST_SECONDS = 20.0  # for ROWS
MOST_MB = 3_000
FIRST_DAY, LAST_DAY = np.datetime64("1985-01-01"), np.datetime64("2022-12-31")
LATEST_YEARS_LATER = 8  # registered up to as many years after publication
LAPSE = {"libgen": ("2021-06-01", "2021-06-30"), "pilimi": ("2022-07-01", "2022-07-31")}
ROW = "{:<12} {:>12} {:>10} {:>14} {:>9}"


def batches(rows: int) -> Iterator[pl.DataFrame]:
    """Candidates (`JUDGED_FROM`), `BATCH` rows at a time, the same in every run."""
    for batch, start in enumerate(range(0, rows, BATCH)):
        yield candidates(min(BATCH, rows - start), np.random.default_rng([SEED, batch]))


def candidates(rows: int, chance: np.random.Generator) -> pl.DataFrame:
    """Candidates of which dates, libraries, identifiers and kinds of registration vary as they do in catalogs."""
    published = FIRST_DAY + chance.integers(0, int((LAST_DAY - FIRST_DAY).astype(int)), rows)
    later = (chance.exponential(200, rows)).astype(int) - 20
    registered = published + np.minimum(later, 365 * LATEST_YEARS_LATER)
    library = pl.Series(chance.choice(["libgen", "pilimi"], rows))
    acquired = {i: library.replace_strict({k: v[i] for k, v in LAPSE.items()}).str.to_date() for i in (0, 1)}
    columns = {
        "work_id": pl.Series(np.arange(rows)).cast(pl.String),
        "isbns": _listed(chance, rows, "97800000", 0.8),
        "asins": _listed(chance, rows, "B0000000", 0.2),
        "identifiers": _listed(chance, rows, "oclc:", 0.1),
        "languages": pl.repeat("eng", rows, eager=True).reshape((-1, 1)).arr.to_list(),
        "first_published": _partial(published, chance, (0.6, 0.2, 0.2)),
        "held": pl.Series(chance.choice([1, 0, -1], rows, p=[0.93, 0.05, 0.02])).replace_strict(
            {1: True, 0: False, -1: None}
        ),
        "acquired_from": acquired[0],
        "acquired_to": acquired[1],
        "last_acquired": acquired[1],
        "last_certain": acquired[1],
        **_registrations(registered, published, chance),
    }
    return pl.DataFrame(columns).select(*(pl.col(name).cast(dtype) for name, dtype in JUDGED_FROM.items()))


def _registrations(registered: np.ndarray, published: np.ndarray, chance: np.random.Generator) -> dict[str, pl.Series]:
    rows = len(registered)
    prefix = pl.Series(chance.choice(["TX0", "TXU", "RE0", "VA0"], rows, p=[0.9, 0.05, 0.03, 0.02]))
    serial = pl.Series(chance.integers(0, 10**9, rows)).cast(pl.String).str.zfill(9)
    nothing = pl.repeat(None, rows, dtype=pl.String, eager=True)
    kinds = prefix.replace_strict({"RE0": "renewal"}, default="registration")
    return {
        "registration_number": prefix + serial,
        "registration_isbns": _listed(chance, rows, "97811111", 0.1),
        "registration_date": _partial(registered, chance, (0.02, 0.03, 0.95)),
        "publication_date": _partial(published, chance, (0.3, 0.1, 0.5)),
        "original_number": nothing,
        "original_date": pl.select(pl.when(kinds == "renewal").then(pl.lit("1975-05-01"))).to_series(),
        "record_type": kinds,
        "publication_status": nothing,
        "foreign": pl.repeat(None, rows, dtype=pl.Boolean, eager=True),
        "claimant_keys": _listed(chance, rows, "rowe|everett ", 0.95),
    }


def _listed(chance: np.random.Generator, rows: int, stem: str, share: float) -> pl.Series:
    """A list of one value, stem and number, for a share of the rows; else empty."""
    values = stem + pl.Series(chance.integers(0, 100_000, rows)).cast(pl.String)
    has = pl.Series(chance.random(rows) < share)
    return pl.select(pl.when(has).then(pl.concat_list(values)).otherwise(pl.lit([], pl.List(pl.String)))).to_series()


def _partial(days: np.ndarray, chance: np.random.Generator, shares: tuple[float, float, float]) -> pl.Series:
    """Dates of reduced precision: shares of those known to the year, the month and the day; the rest is null."""
    bounds = np.cumsum(shares)
    length = pl.Series(np.array([4, 7, 10, 0])[np.searchsorted(bounds, chance.random(len(days)))])
    text = pl.Series(days.astype("datetime64[D]")).cast(pl.String)
    return pl.select(pl.when(length > 0).then(text.str.slice(0, length))).to_series()


# --------------------------------------------------------------------------------------------------------------------
# The peer: the rules of the shipped definition for one row.


def judge_row(row: Row) -> str:
    """Eligibility of one candidate, by a loop's worth of plain Python."""
    published, unpublished = _period(_publication(row)), _is_unpublished(row)
    registered = _registered(row)
    acquired = row["acquired_from"] - timedelta(days=1), row["acquired_to"] - timedelta(days=1)
    last = row["last_acquired"]
    before = _by(registered, acquired)
    months, years = (unpublished or _by(registered, _later(published, count)) for count in (3, 60))
    timely = True if True in (before, months) else None if None in (before, months) else False
    has_identifier = bool(row["isbns"] or row["asins"] or row["registration_isbns"])
    excluded = bool(row["claimant_keys"]) and all(
        key in ("anthropic|", "anthropic pbc|") for key in row["claimant_keys"]
    )
    counts = row["record_type"] != "preregistration"
    rules = (row["held"], has_identifier, counts, _by(published, (last, last)), years, timely, not excluded)
    return "ineligible" if False in rules else "undetermined" if None in rules else "eligible"


def _is_unpublished(row: Row) -> bool:
    return row["registration_number"][:4].rstrip("0123456789").endswith("U")


def _publication(row: Row) -> str | None:
    own = None if _is_unpublished(row) else row["publication_date"]
    return own or row["first_published"]


def _registered(row: Row) -> Period:
    if row["record_type"] not in ("renewal", "supplementary"):
        return _period(row["registration_date"])
    if row["original_date"]:
        return _period(row["original_date"])
    return None, _period(row["registration_date"])[1]


def _period(partial: str | None) -> Period:
    """First and last day of a date of reduced precision."""
    if not partial:
        return None, None
    year, month, day = (int(part or 0) for part in (partial[:4], partial[5:7], partial[8:]))
    if day:
        return date(year, month, day), date(year, month, day)
    last = month or 12
    return date(year, month or 1, 1), date(year, last, calendar.monthrange(year, last)[1])


def _later(period: Period, months: int) -> Period:
    first, last = (day and _months_after(day, months) for day in period)
    return first, last


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _by(days: Period, limits: Period) -> bool | None:
    if days[1] and limits[0] and days[1] <= limits[0]:
        return True
    return False if days[0] and limits[1] and days[0] > limits[1] else None


# --------------------------------------------------------------------------------------------------------------------


def time_ours(rows: int, definition: Definition) -> tuple[float, int]:
    """Seconds that judging took, and the most bytes resident in this process so far."""
    seconds = 0.0
    for batch in batches(rows):
        start = time.perf_counter()
        verdicts = judged(batch, definition)
        seconds += time.perf_counter() - start
        assert len(verdicts) == len(batch)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def time_peer(sample: pl.DataFrame) -> tuple[float, list[str]]:
    """Seconds that the peer took, the rows being Python objects by then, and what it came to."""
    rows = sample.to_dicts()
    start = time.perf_counter()
    found = [judge_row(row) for row in rows]
    return time.perf_counter() - start, found


def report(name: str, rows: int, seconds: float, peak: int | None, say: Callable[[str], None] = print) -> None:
    """Print a line of the table."""
    megabytes = "" if peak is None else f"{peak // 1_000_000:,}"
    say(ROW.format(name, f"{rows:,}", f"{seconds:.2f}", f"{rows / seconds:,.0f}", megabytes))


def main() -> int:
    """Run the benchmark; exit code 1 when a goal was missed or the peer disagrees."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.eligibility", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    definition = load_definition("bartz").definition
    sample = next(batches(rows)).head(SAMPLE)
    judged(sample, definition)  # the libraries are loaded by now
    print(ROW.format("judge", "rows", "seconds", "rows/s", "peak MB"))
    seconds, peak = time_ours(rows, definition)
    report("classmatch", rows, seconds, peak)
    other, found = time_peer(sample)
    report("peer", len(sample), other, None)
    ours = judged(sample, definition)["eligibility"]
    print(
        f"peer / ours: {other / len(sample) / (seconds / rows):.1f}; {dict(ours.value_counts(sort=True).iter_rows())}"
    )
    agree = ours.to_list() == found
    reached = seconds <= MOST_SECONDS * rows / ROWS and peak <= MOST_MB * 1_000_000
    print(
        "" if agree else "the peer disagrees", "" if reached else f"goal missed: {MOST_SECONDS:.0f} s for {ROWS:,} rows"
    )
    return 0 if agree and reached else 1


if __name__ == "__main__":
    sys.exit(main())
