"""What holds of every candidate: knowing more never overturns a verdict, and no candidate depends on the others."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import polars as pl
from eligibility_cases import USUAL, candidates_of, definition_of, judge
from hypothesis import given, settings
from hypothesis import strategies as st

from classmatch.classdef.class_reasons import ClassReason
from classmatch.classdef.eligibility import ELIGIBILITY, JUDGED_FROM, PARTS, RULES, judged

ELIGIBLE, INELIGIBLE, UNDETERMINED = "eligible", "ineligible", "undetermined"
FIRST, LAST = date(2019, 1, 1), date(2022, 12, 31)
DATES = ("published", "registered", "catalog", "original")
Entry = dict[str, Any]
Settings = dict[str, Any]

LIBRARIES = ("libgen", "pilimi", "books3", "elsewhere")
UNDATED = [{"library": "libgen"}, {"library": "pilimi", "content_date": date(2022, 7, 1)}]
ONE_DAY = [{"library": "libgen", "acquired_from": date(2021, 6, 15), "acquired_to": date(2021, 6, 15)}]


@st.composite
def partial_dates(draw: st.DrawFn) -> str:
    """A date of reduced precision."""
    length = draw(st.sampled_from([4, 7, 10]))
    return draw(st.dates(FIRST, LAST)).isoformat()[:length]


@st.composite
def copies(draw: st.DrawFn) -> Entry:
    """A copy, often of a library of the class."""
    added = draw(st.none() | partial_dates())
    return {
        "library": draw(st.sampled_from(LIBRARIES)),
        "added": added,
        "status": draw(st.sampled_from([None, "empty"])),
    }


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A candidate as a case has it, most of its dates given."""
    dates = {name: draw(partial_dates() | partial_dates() | st.none()) for name in DATES}
    types = ["registration", "registration", "renewal", "supplementary", "preregistration"]
    return {
        **dates,
        "type": draw(st.sampled_from(types)),
        "number": draw(st.sampled_from(["TX0001234567", "TX0001234567", "TXU000123456", "A123456"])),
        "languages": draw(st.sampled_from([["eng"], ["deu"], []])),
        "isbn": draw(st.sampled_from(["9780000000002", None])),
        "foreign": draw(st.sampled_from([True, False, None])),
        "sources": draw(st.lists(copies(), min_size=1, max_size=3)),
    }


def definitions() -> st.SearchStrategy[Settings]:
    """What differs from the usual definition; no date is assumed."""
    choices: dict[str, st.SearchStrategy[Any]] = {
        "years": st.sampled_from([None, 1, 5]),
        "months": st.sampled_from([None, 3, 18]),
        "before_acquisition": st.booleans(),
        "ends": st.sampled_from(["inclusive", "strict"]),
        "before": st.sampled_from(["inclusive", "strict"]),
        "acquisition": st.sampled_from(["any", "first"]),
        "unpublished": st.sampled_from(["count", "exclude", "undetermined"]),
        "renewals": st.sampled_from(["original", "own", "undetermined"]),
        "supplementary": st.sampled_from(["original", "own", "exclude"]),
        "foreign": st.sampled_from(["count", "exclude"]),
        "languages": st.sampled_from([[], ["eng"]]),
        "sources": st.sampled_from([UNDATED, ONE_DAY, []]),
    }
    return st.fixed_dictionaries({}, optional=choices)


def narrower(partial: str | None, day: date) -> str | None:
    """A more precise date within one of reduced precision; `day` chooses which."""
    if partial is None:
        return None
    first = date.fromisoformat(partial + "-01-01"[len(partial) - 4 :])
    after = first.replace(year=first.year + 1) if len(partial) == 4 else (first + timedelta(days=31)).replace(day=1)
    span = 1 if len(partial) == 10 else (after - first).days
    return (first + timedelta(days=day.toordinal() % span)).isoformat()


def narrowed(entry: Entry, which: str, day: date) -> Entry:
    """An entry with one of its dates, or those on which its copies were added, known to the day."""
    if which == "added":
        return {**entry, "sources": [{**copy, "added": narrower(copy["added"], day)} for copy in entry["sources"]]}
    return {**entry, which: narrower(entry[which], day)}


@settings(max_examples=25)
@given(st.lists(entries(), min_size=1, max_size=12), definitions(), st.sampled_from([*DATES, "added"]), st.dates())
def test_knowing_a_date_better_never_overturns_a_verdict(
    rows: list[Entry], changes: Settings, which: str, day: date
) -> None:
    before = judge(rows, changes)
    after = judge([narrowed(row, which, day) for row in rows], changes)
    for old, new in zip(before, after, strict=True):
        if old["eligibility"] != UNDETERMINED:
            assert new["eligibility"] == old["eligibility"]
        if new["rule_source"] is False:  # nothing was copied, so that rules about the copying say nothing any more
            continue
        for rule in RULES:
            assert old[rule] in (None, new[rule])


@settings(max_examples=20)
@given(st.lists(entries(), min_size=1, max_size=12), definitions(), st.sampled_from(LIBRARIES))
def test_another_source_never_takes_a_work_out(rows: list[Entry], changes: Settings, library: str) -> None:
    changes = {**changes, "acquisition": "any"}
    more = [{**row, "sources": [*row["sources"], {"library": library}]} for row in rows]
    for old, new in zip(judge(rows, changes), judge(more, changes), strict=True):
        assert old["eligibility"] != ELIGIBLE or new["eligibility"] == ELIGIBLE


@settings(max_examples=10)
@given(st.lists(entries(), min_size=2, max_size=12), definitions(), st.randoms(use_true_random=False))
def test_neither_order_nor_other_rows_matter(rows: list[Entry], changes: Settings, chance: Any) -> None:
    definition = definition_of(changes)
    candidates = candidates_of(rows, definition)
    whole = judged(candidates, definition)
    places = list(range(len(rows)))
    chance.shuffle(places)
    assert judged(candidates[places], definition).equals(whole[places])
    alone = pl.concat([judged(candidates[place], definition) for place in range(len(rows))])
    assert alone.equals(whole)


@settings(max_examples=20)
@given(st.lists(entries(), min_size=1, max_size=12), definitions())
def test_every_verdict_says_why(rows: list[Entry], changes: Settings) -> None:
    order = [reason.value for reason in ClassReason]
    for found in judge(rows, changes):
        assert (found["deciding"] is not None) == (found["eligibility"] == UNDETERMINED)
        assert bool(found["class_reasons"]) == (found["eligibility"] != ELIGIBLE)
        assert found["class_reasons"] == sorted(found["class_reasons"], key=order.index)
        values = [found[rule] for rule in RULES if rule not in PARTS]
        kleene = INELIGIBLE if False in values else UNDETERMINED if None in values else ELIGIBLE
        assert found["eligibility"] == kleene


def days_that_decide(sentence: str) -> tuple[str, date, date] | None:
    """The date that a sentence is about, and the first and last day that it calls eligible."""
    told = re.fullmatch(r"(publication|registration) date: (.*)", sentence)
    if told is None:
        return None
    days = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", told[2])]
    first = days[0] if "after" in told[2] or "from" in told[2] else date.min
    last = days[-1] if "before" in told[2] or " to " in told[2] else date.max
    return told[1], *((first, last) if days else (date.max, date.min))


@settings(max_examples=25)
@given(
    partial_dates(), partial_dates(), st.lists(st.sampled_from(LIBRARIES[:2]), min_size=1), definitions(), st.dates()
)
def test_the_day_that_decides_is_the_right_one(
    published: str, registered: str, libraries: list[str], changes: Settings, day: date
) -> None:
    entry = {"published": published, "registered": registered, "sources": libraries}
    changes = {key: value for key, value in changes.items() if key not in ("languages", "foreign")}
    [found] = judge([entry], changes)
    decides = days_that_decide(found["deciding"] or "")
    if decides is None:
        return
    date_of, first, last = decides
    key = {"publication": "published", "registration": "registered"}[date_of]
    tried = [narrowed(entry, key, chosen) for chosen in (day, first, last) if chosen not in (date.min, date.max)]
    tried += [{**entry, key: str(edge)} for edge in found_days(found, key)]
    tried += [{**entry, key: str(edge)} for edge in around(first, last) if edge in span(found, key)]
    for one, verdict in zip(tried, judge(tried, changes), strict=True):
        inside = first <= date.fromisoformat(one[key]) <= last
        assert verdict["eligibility"] == (ELIGIBLE if inside else INELIGIBLE), one


def found_days(found: Entry, key: str) -> list[date]:
    return [found[f"{key}_from"], found[f"{key}_to"]]


def span(found: Entry, key: str) -> list[date]:
    first, last = found_days(found, key)
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def around(first: date, last: date) -> list[date]:
    """The days at which the verdict turns, and those beside them."""
    turns = [day for day in (first, last) if day not in (date.min, date.max)]
    return [day + timedelta(days=by) for day in turns for by in (-1, 0, 1)]


def test_no_rows_are_judged_as_none() -> None:
    empty = pl.DataFrame(schema={name: JUDGED_FROM[name] for name in JUDGED_FROM})
    found = judged(empty, USUAL)
    assert found.is_empty()
    assert {name: found.schema[name] for name in ELIGIBILITY} == dict(ELIGIBILITY)
