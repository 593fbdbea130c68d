"""The files of `fixtures/` are those that the script makes, agree with each other, and hold the cases they are for."""

from __future__ import annotations

import csv
import importlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import isbnlib
import polars as pl
import pytest
from polars.testing import assert_frame_equal

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).parents[2] / "fixtures"
TEXT_FILES = ["catalog.csv", "catalog.jsonl", "registrations.csv", "renewals.tsv", "labels.csv", "renewal_labels.csv"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a fresh run of the script, with a hash seed of its own."""
    folder = tmp_path_factory.mktemp("fixtures")
    subprocess.run([sys.executable, "-B", str(FIXTURES / "make.py"), "--out", str(folder)], check=True)
    return folder


def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if name.endswith(".tsv") else ","))


def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIXTURES / "catalog.jsonl").read_text(encoding="utf-8").splitlines()]


def parquet() -> list[dict[str, Any]]:
    return pl.read_parquet(FIXTURES / "catalog.parquet").to_dicts()


@pytest.mark.parametrize("name", TEXT_FILES)
def test_the_script_makes_the_same_bytes(made: Path, name: str) -> None:
    assert (made / name).read_bytes() == (FIXTURES / name).read_bytes()


def test_the_script_makes_the_same_parquet_content(made: Path) -> None:
    assert_frame_equal(pl.read_parquet(made / "catalog.parquet"), pl.read_parquet(FIXTURES / "catalog.parquet"))


def test_the_three_catalogs_hold_the_same_records() -> None:
    libgen = [
        (str(r["ID"]), r["Title"], r["Publisher"], r["Year"], r["Edition"], r["Series"], r["VolumeInfo"], r["MD5"])
        for r in parquet()
    ]
    zlibrary = [
        tuple(r[c] for c in ("zlibrary_id", "title", "publisher", "year", "edition", "series", "volume", "md5"))
        for r in rows("catalog.csv")
    ]
    names = ("id", "title", "publisher", "date_published", "edition", "series", "volume", "md5")
    isbndb = [tuple(r.get(name, "") for name in names) for r in lines()]
    assert libgen == zlibrary == isbndb


def test_the_three_catalogs_name_the_same_authors() -> None:
    cells = [r["Author"] for r in parquet()]
    assert cells == [r["author"] for r in rows("catalog.csv")]
    lists = [r.get("authors", []) for r in lines()]
    assert cells == [("; " if any("," in name for name in names) else ", ").join(names) for names in lists]


def test_the_three_catalogs_carry_the_same_identifiers() -> None:
    libgen = [",".join(filter(None, (r["Identifier"], r["ASIN"]))) for r in parquet()]
    isbndb = [",".join((*r.get("isbns", []), *r.get("asins", []))) for r in lines()]
    assert libgen == isbndb == [r["isbns"] for r in rows("catalog.csv")]


def test_files_were_added_after_their_year_and_mostly_before_july_2021() -> None:
    added = [(r["TimeAdded"], r["Year"]) for r in parquet()]
    assert all(time[:4] > year for time, year in added if year.isdecimal() and int(year) < 2023)
    late = [time for time, _ in added if time >= "2021-07"]
    assert 0 < len(late) < len(added) / 8


def test_sizes_are_those_that_the_readme_states() -> None:
    text = (FIXTURES / "README.md").read_text(encoding="utf-8")
    for name in ("catalog.csv", "registrations.csv", "renewals.tsv", "labels.csv", "renewal_labels.csv"):
        assert f"| `{name}` | {len(rows(name))} |" in text


def test_record_ids_are_unique() -> None:
    assert max(Counter(r["zlibrary_id"] for r in rows("catalog.csv")).values()) == 1


@pytest.mark.parametrize(
    ("labels", "registrations", "ids"),
    [
        ("labels.csv", "registrations.csv", lambda found: {str(n) for n, _ in enumerate(found, start=1)}),
        ("renewal_labels.csv", "renewals.tsv", lambda found: {row["id"] for row in found}),
    ],
)
def test_labels_name_rows_that_exist(
    labels: str, registrations: str, ids: Callable[[list[dict[str, str]]], set[str]]
) -> None:
    found = rows(labels)
    assert {row["record_id"] for row in found} <= {row["zlibrary_id"] for row in rows("catalog.csv")}
    assert {row["registration_row"] for row in found} <= ids(rows(registrations))
    assert {row["label"] for row in found} <= {"match", "nomatch", "related"}
    assert all(row["why"] for row in found)
    assert max(Counter((row["record_id"], row["registration_row"]) for row in found).values()) == 1


def test_a_matching_label_joins_records_of_the_same_work() -> None:
    titles = {row["zlibrary_id"]: row["title"] for row in rows("catalog.csv")}
    registered = {str(n): row for n, row in enumerate(rows("registrations.csv"), start=1)}
    pairs = {
        (titles[label["record_id"]].strip(), registered[label["registration_row"]]["title"])
        for label in rows("labels.csv")
        if label["label"] == "match"
    }
    assert ("The Salt House", "The Salt House") in pairs
    assert ("The Winter Ferry", "Ice on the river") in pairs
    assert ("Мост через зимнюю реку", "Most cherez zimniuiu reku") in pairs


def test_a_hundred_registrations_have_no_counterpart() -> None:
    matched = {label["registration_row"] for label in rows("labels.csv") if label["label"] != "nomatch"}
    assert len(rows("registrations.csv")) - len(matched) >= 100


def test_the_group_registration_has_twelve_titles() -> None:
    numbers = Counter(row["reg_num"] for row in rows("registrations.csv"))
    assert [count for _, count in numbers.most_common(3)] == [12, 2, 1]


def test_registration_numbers_are_in_canonical_form() -> None:
    assert all(len(row["reg_num"]) == 12 for row in rows("registrations.csv"))


def test_registrations_have_the_columns_of_the_2024_layout() -> None:
    columns = list(rows("registrations.csv")[0])
    assert columns[:6] == ["reg_num", "reg_date", "creation_date", "publication_stat", "place_of_1st_pub", "pub_date"]
    assert {"author_10_citizanship", "claimant_10_trans_stat", "isbn_10", "state_of_responsiblity"} <= set(columns)


def test_isbns_are_valid_but_for_the_cases_that_are_about_invalid_ones() -> None:
    cells = [isbn for line in lines() for isbn in line.get("isbns", []) if isbn[0] != "B"]
    bare = {isbn: isbn.partition("(")[0].replace("-", "").strip() for isbn in cells}
    invalid = {isbn for isbn in cells if not (isbnlib.is_isbn13(bare[isbn]) or isbnlib.is_isbn10(bare[isbn]))}
    lost_zero = {isbn for isbn in invalid if isbnlib.is_isbn10("0" + isbn)}
    assert lost_zero
    assert invalid - lost_zero == {"0000000000", "9.78E+12", "9780861234560", "978086123456", "0-00-000000-X"}


def test_no_two_editions_share_an_isbn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(FIXTURES)
    works = importlib.import_module("maker.works").read_shelf(FIXTURES / "works.yaml").works
    editions = {(work.key, copy.get("ed", 1)): work for work in works for copy in work.copies}
    assert max(Counter(work.isbn(edition) for (_, edition), work in editions.items()).values()) == 1


def test_a_misspelt_key_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(FIXTURES)
    path = tmp_path / "works.yaml"
    path.write_text(
        "rivals: {}\nworks: {s: [{title: T, by: A, rivals: [r], near: {x: y}, copies: [{yaer: 1}]}]}", encoding="utf-8"
    )
    shelf = importlib.import_module("maker.works").read_shelf(path)
    with pytest.raises(ValueError, match=r"'yaer' in copies; .*rivals has 'r'.*; .*near names 'x'"):
        importlib.import_module("maker.check").check(shelf)


@pytest.mark.parametrize(
    "sample",
    ["=HYPERLINK(", "â€™", "GroÃŸe", "Ìîñò", "μέλι", "白波", "9.78E+12", "\ufeff", "  ,", "(The Ashmere Cycle, #1)"],
)
def test_the_catalog_holds_the_mess_of_real_ones(sample: str) -> None:
    assert sample in (FIXTURES / "catalog.csv").read_text(encoding="utf-8")


def test_md5_recur_in_either_case() -> None:
    hashes = Counter(row["md5"] for row in rows("catalog.csv"))
    assert any(value.isupper() and value.lower() in hashes for value in hashes)
    assert max(hashes.values()) > 1


def test_few_enough_rows_are_unusable_for_an_ingest_to_go_on() -> None:
    found = rows("catalog.csv")
    untitled = [row for row in found if not row["title"].strip()]
    assert 0 < len(untitled) < 0.05 * len(found)


def test_renewals_hold_the_quirks_of_the_three_layouts() -> None:
    found = rows("renewals.tsv")
    assert any(", by " in row["title"] and not row["author"] for row in found)
    assert any(row["title"].startswith("ACKERLUND, NILS. ") for row in found)
    assert any(row["full_text"] and not row["title"] + row["author"] for row in found)
    assert any(row["id"].startswith("RE") and not row["full_text"] for row in found)
    assert any("pseud. of" in row["author"] for row in found)
