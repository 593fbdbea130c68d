"""The cases that anyone can edit (`tests/cases/*.yaml`): each entry of a file is a test, named by its `why`."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from builders import as_works, cases, catalog, deduplicated, register
from classmatch.compare.encode import encode
from classmatch.compare.pairs import Pairs
from classmatch.compare.patterns import LEVELS, compare

TITLES, NAMES, WORKS, PAIRS = (cases(f"{name}.yaml") for name in ("titles", "names", "works", "pairs"))
KEYS = {
    "titles": {
        "cell", "full_text", "volume", "edition", "subtitle", "alternate",
        "main", "full", "numbers", "companion", "edition_number", "alternates", "why",
    },
    "names": {"cell", "title", "claimants", "names", "why"},
    "works": {"records", "why"},
    "pairs": {"catalog", "registration", "title", "author", "volume", "issue", "companion", "edition", "year", "why"},
}  # fmt: skip
# Levels of a comparison on which neither side says anything.
SILENT = {"volume": "none", "issue": "none", "companion": "none", "edition": "missing", "year": "missing"}


def named(entries: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(i, id=entry["why"].replace(" ", "_")) for i, entry in enumerate(entries)]


@pytest.mark.parametrize(
    ("name", "entries", "least"),
    [("titles", TITLES, 40), ("names", NAMES, 40), ("works", WORKS, 20), ("pairs", PAIRS, 40)],
)
def test_every_entry_says_why_and_is_spelled_right(name: str, entries: list[dict[str, Any]], least: int) -> None:
    assert len(entries) >= least
    for entry in entries:
        assert set(entry) <= KEYS[name], entry
        assert entry["why"], entry
    assert len({str(entry) for entry in entries}) == len(entries)


@pytest.fixture(scope="module")
def titles() -> list[dict[str, Any]]:
    fields = {"cell": "title", "alternate": "alternate_title"}
    given = ("cell", "full_text", "volume", "edition", "subtitle", "alternate")
    rows = [{fields.get(key, key): entry[key] for key in given if key in entry} for entry in TITLES]
    return catalog(*rows).to_dicts()


@pytest.mark.parametrize("i", named(TITLES))
def test_title(titles: list[dict[str, Any]], i: int) -> None:
    entry = TITLES[i]
    expected = {
        "title_main": entry["main"],
        "numbers": entry.get("numbers", []),
        "companion": entry.get("companion"),
        "edition_number": entry.get("edition_number"),
    }
    optional = {"full": "title_full", "alternates": "title_alternates"}
    expected |= {column: entry[key] for key, column in optional.items() if key in entry}
    assert {column: titles[i][column] for column in expected} == expected


@pytest.fixture(scope="module")
def names() -> list[list[str]]:
    rows = [{"author": e.get("cell"), "title": e.get("title"), "claimants": e.get("claimants")} for e in NAMES]
    return register(*rows)["names"].to_list()


@pytest.mark.parametrize("i", named(NAMES))
def test_names(names: list[list[str]], i: int) -> None:
    assert names[i] == NAMES[i]["names"]


def blocks(labels: list[Any]) -> list[list[int]]:
    """The places of equal labels."""
    found: dict[Any, list[int]] = {}
    for place, label in enumerate(labels):
        found.setdefault(label, []).append(place)
    return sorted(found.values())


def record(entry: dict[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in entry.items() if key not in ("work", "edition", "edition_statement")}
    return {**fields, "edition": entry.get("edition_statement")}


@pytest.mark.parametrize("i", named(WORKS))
def test_works(i: int) -> None:
    records = WORKS[i]["records"]
    copies = deduplicated(*(record(entry) for entry in records)).copies.sort(pl.col("record_id").cast(pl.Int64))
    assert blocks(copies["work_id"].to_list()) == blocks([entry["work"] for entry in records])
    if "edition" in records[0]:
        assert blocks(copies["edition_id"].to_list()) == blocks([entry["edition"] for entry in records])


@pytest.fixture(scope="module")
def levels() -> list[dict[str, str]]:
    """The levels of each pair, all compared in one run: what is rare is counted over all of them."""
    works = as_works(catalog(*(entry["catalog"] for entry in PAIRS)))
    registrations = register(*(entry["registration"] for entry in PAIRS))
    places = np.arange(len(PAIRS))
    found = compare(Pairs(encode(works, registrations), places, places))
    return [{name: LEVELS[name][codes[i]] for name, codes in found.items()} for i in range(len(PAIRS))]


@pytest.mark.parametrize("i", named(PAIRS))
def test_pairs(levels: list[dict[str, str]], i: int) -> None:
    entry = PAIRS[i]
    expected = {"title": entry["title"], "author": entry["author"]}
    expected |= {comparison: entry.get(comparison, silent) for comparison, silent in SILENT.items()}
    assert {comparison: levels[i][comparison] for comparison in expected} == expected
