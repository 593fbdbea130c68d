"""The class definition, the works list and the members, as users meet them."""

from __future__ import annotations

import csv
import json
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest
from e2e_support import Command, copied, done_in, failed, tree, write

if TYPE_CHECKING:
    from pathlib import Path

KETTLES = ("Candle", "Cannon", "Cathedral", "Coin", "Comet", "Compass", "Corset", "Cradle", "Crow", "Crown", "Curse",
           "Cutlass")  # fmt: skip
CATALOG = [
    "id,title,author,publisher,year,language,isbn,asin,md5",
    *(
        f"k{i},Kettle and {name},Tilly Rosewarne,,2012,english,,B00000000{i:X},{i:032x}"
        for i, name in enumerate(KETTLES)
    ),
    "d1,The Harbour Moss Handbook,Ines Tallow,Ingram,2001,english,9780521531009,,aa",
    "d2,The Harbour Moss Handbook,Ines Tallow,Smashwords,2001,english,9780521531009,,ab",
    "p1,The Foghorn Suspect,Vera Lark,Harrow Lane Press,1995,english,9780446310789,,ac",
    "y1,A Winter Count of Swans,Odile Marrow,Copperline,2019,english,9780859812207,,ad",
    "l1,The Late Registrant,Ruben Sable,Tidewrack,1980,english,9780804710558,,ae",
    "n1,Nameless by Number,Ada Brook,Tidewrack,1999,english,,,af",
]
REGISTRATIONS = [
    "row,registration_number,title,author,claimants,publisher,publication_date,registration_date",
    *(
        f"g{i},TX0007167022,Kettle and {name.lower()},Tilly Rosewarne,Tilly Rosewarne,,2012-0{1 + i % 9}-15,2013-01-15"
        for i, name in enumerate(KETTLES)
    ),
    'r1,TX0005000002,The harbour moss handbook,"Tallow, Ines",Ines Tallow,Ostler House,2001-04-02,2001-06-30',
    'r2,TX0004000001,The foghorn suspect,"Vera Lark, pseud. of Ottoline Marshgate",Ottoline Marshgate,,1995,1995-05-02',
    'r3,TX0008855555,A winter count of swans,"Marrow, Odile",Odile Marrow,Copperline,2019,2024-03-10',
    'r4,TX0003000000,The late registrant,"Sable, Ruben",Ruben Sable,Tidewrack,1980-05-01,1991-02-01',
    'r5,TX0004900000,Nameless by number,"Brook, Ada",Ada Brook,Tidewrack,1999-05-01,1999-06-01',
]  # fmt: skip
DEFINITION = """
[case]
name = "Doe v. Acme"
version = "1"
[[sources]]
library = "libgen"
acquired_from = 2024-06-01
acquired_to = 2024-06-30
[work]
identifiers = ["isbn", "asin"]
[registration]
within_years_of_publication = 5
[registration.timely]
before_acquisition = true
within_months_of_publication = 3
[amounts]
per_work = 3000
[amounts.splits]
trade = { author = 0.5, publisher = 0.5 }
self_published = { author = 1.0 }
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalog, ingested and matched by the class definition beside it: made once, to be copied."""
    folder = tmp_path_factory.mktemp("class")
    write(folder / "catalog.csv", "\n".join(CATALOG))
    write(folder / "regs.csv", "\n".join(REGISTRATIONS))
    write(folder / "doe.toml", DEFINITION)
    match = ("match", "--registrations", "regs.csv", "--class-definition", "doe.toml")
    return done_in(folder, ("ingest", "catalog.csv", "--library", "libgen"), match)


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """The folder of the test, with the workspace, the files and the results."""
    return copied(made, tmp_path)


@pytest.fixture
def matched(data: Path) -> Path:
    return data / "classmatch-results"


def test_a_group_of_twelve_titles_is_twelve_lines_and_one_number(matched: Path) -> None:
    group = [row for row in rows(matched / "works_list.csv") if row["registration_number"] == "TX0007167022"]
    assert len(group) == 12
    assert {row["group_registration"] for row in group} == {"true"}
    assert {row["title_count"] for row in group} == {"12"}
    assert len({row["title"] for row in group}) == 12


def test_the_columns_of_a_court_come_first(matched: Path) -> None:
    for name in ("works_list.csv", "not_listed.csv"):
        header = (matched / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert header[:6] == ["title", "authors", "publisher", "isbns", "asins", "registration_number"]


def test_a_distributor_neither_stops_a_match_nor_stands_as_the_publisher(matched: Path) -> None:
    [line] = [row for row in rows(matched / "works_list.csv") if row["registration_number"] == "TX0005000002"]
    assert (line["publisher"], line["publisher_from"]) == ("Ostler House", "registration")
    assert line["isbns"] == "9780521531009"


def test_a_pen_name_joins_its_author(matched: Path) -> None:
    [member] = [row for row in rows(matched / "members.csv") if "TX0004000001" in row["registration_numbers"]]
    assert {member["name"], *member["name_variants"].split("; ")} >= {"Ottoline Marshgate", "Vera Lark"}
    assert member["kind"] == "person"
    assert set(member["roles"].split("; ")) == {"claimant", "author"}


def test_what_is_not_listed_says_why_and_what_would_decide(matched: Path) -> None:
    found = {row["registration_number"]: row for row in rows(matched / "not_listed.csv")}
    assert set(found) == {"TX0008855555", "TX0003000000", "TX0004900000"}
    year_only = found["TX0008855555"]
    assert year_only["eligibility"] == "undetermined"
    assert "2019-03-10" in year_only["deciding"]
    assert found["TX0003000000"]["eligibility"] == "ineligible"
    assert "registered_too_late" in found["TX0003000000"]["reasons"]
    assert "no_identifier" in found["TX0004900000"]["reasons"]
    assert next(row["eligibility"] for row in rows(matched / "not_listed.csv")) == "undetermined"


def test_each_line_leads_back_to_its_files_and_its_evidence(matched: Path) -> None:
    copies = pl.read_parquet(matched / "copies.parquet")
    candidates = pl.read_parquet(matched / "candidates.parquet")
    registered = {row.split(",")[0] for row in REGISTRATIONS[1:]}
    for line in [*rows(matched / "works_list.csv"), *rows(matched / "not_listed.csv")]:
        assert not copies.filter(pl.col("work_id").is_in(line["work_ids"].split("; "))).is_empty()
        evidence = candidates.filter(pl.col("candidate_id").is_in(line["candidate_ids"].split("; ")))
        assert set(evidence["registration_number"]) == set(line["registration_numbers"].split("; "))
        assert set(line["registration_record_ids"].split("; ")) <= registered


def test_the_funnel_ends_with_the_eligible_works_and_has_a_picture(matched: Path) -> None:
    steps = rows(matched / "funnel.csv")
    for before, now in pairwise(steps):
        assert int(now["kept"]) == int(before["kept"]) - int(now["dropped"])
    listed = {work for row in rows(matched / "works_list.csv") for work in row["work_ids"].split("; ")}
    assert (steps[-1]["step"], int(steps[-1]["kept"])) == ("eligible works", len(listed))
    assert (matched / "funnel.svg").read_text(encoding="utf-8").count("<rect") == len(steps) + 1


def test_amounts_are_a_range_over_what_is_undetermined(matched: Path) -> None:
    summary = json.loads((matched / "summary.json").read_text(encoding="utf-8"))
    lines = len(rows(matched / "works_list.csv"))
    assert summary["amounts"]["low"] == 3000 * lines
    assert summary["amounts"]["high"] == 3000 * (lines + 1)
    [author] = [row for row in rows(matched / "members.csv") if row["name"] == "Tilly Rosewarne"]
    assert float(author["amount_low"]) == float(author["amount_high"]) == 36000.0


def test_another_day_and_another_definition_show_what_they_change(run: Command, data: Path) -> None:
    done = run("match", "--registrations", "regs.csv", "--class-definition", "doe.toml", "--as-of", "2013-01-15")
    assert done.returncode == 0, done.stderr
    changed = {row["registration_number"] for row in rows(data / "classmatch-results/changes.csv")}
    assert "TX0007167022" in changed  # registered on that very day, and later than three months after most titles
    done = run("match", "--registrations", "regs.csv", "--class-definition", "doe.toml", "--compare", "template")
    assert done.returncode == 0, done.stderr
    found = {row["registration_number"]: row for row in rows(data / "classmatch-results/changes.csv")}
    assert found["TX0003000000"]["other_eligibility"] == "eligible"
    assert "by the other" in done.stdout
    run("match", "--registrations", "regs.csv", "--class-definition", "doe.toml")
    assert not (data / "classmatch-results/changes.csv").exists()


def test_imprints_of_the_user_roll_up(run: Command, data: Path) -> None:
    text = (
        REGISTRATIONS[0]
        + '\nr1,TX0005000002,The harbour moss handbook,"Tallow, Ines","Ostler House, Inc.",,2001,2001\n'
    )
    write(data / "regs.csv", text)
    write(data / "imprints.csv", "imprint,house\nOstler House,Grandvale Media\n")
    done = run("match", "--registrations", "regs.csv", "--imprints", "imprints.csv")
    assert done.returncode == 0, done.stderr
    houses = {row["name"]: row["house"] for row in rows(data / "classmatch-results/members.csv")}
    assert houses["Ostler House, Inc."] == "Grandvale Media"


def test_the_order_of_catalog_and_register_does_not_matter(run: Command, matched: Path, data: Path) -> None:
    write(data / "other.csv", "\n".join([CATALOG[0], *reversed(CATALOG[1:])]))
    write(data / "regs.csv", "\n".join([REGISTRATIONS[0], *reversed(REGISTRATIONS[1:])]))
    run("--workspace", "other", "ingest", "other.csv", "--library", "libgen")
    arguments = ("--registrations", "regs.csv", "--class-definition", "doe.toml", "--out", "again")
    done = run("--workspace", "other", "match", *arguments, POLARS_MAX_THREADS="4")
    assert done.returncode == 0, done.stderr
    for name in sorted({path.name for path in matched.iterdir()} - {"summary.json", "manifest.json"}):
        assert (data / "again" / name).read_bytes() == (matched / name).read_bytes(), name


def test_a_bad_definition_is_refused_with_all_its_faults(run: Command, data: Path) -> None:
    write(data / "bad.toml", '[case]\nname = "x"\n[[sources]]\nlibrary = "libgen"\nin_clas = true\n')
    before = tree(data / ".classmatch")
    error = failed(run("match", "--registrations", "regs.csv", "--class-definition", "bad.toml"))
    assert "in_clas" in error
    assert "version" in error
    assert "did you mean 'in_class'" in error
    assert tree(data / ".classmatch") == before
    assert "bartz" in failed(run("match", "--registrations", "regs.csv", "--class-definition", "barz"))


def test_another_day_needs_dates_and_one_question_at_a_time(run: Command, data: Path) -> None:
    assert "--as-of" in failed(run("match", "--registrations", "regs.csv", "--as-of", "2020-01-01"))
    both = ("--as-of", "2020-01-01", "--compare", "template")
    assert "--compare" in failed(run("match", "--registrations", "regs.csv", "--class-definition", "doe.toml", *both))


def test_the_class_is_part_of_what_a_run_is(run: Command, matched: Path, data: Path) -> None:
    first = json.loads((matched / "manifest.json").read_text(encoding="utf-8"))
    assert first["inputs"]["class_definition"]["name"] == "doe.toml"
    run("match", "--registrations", "regs.csv", "--class-definition", "bartz")
    second = json.loads((matched / "manifest.json").read_text(encoding="utf-8"))
    assert second["inputs"]["class_definition"]["name"] == "bartz"
    assert first["run_id"] != second["run_id"]


def test_a_renewal_without_a_date_of_its_original_is_on_the_line_of_the_original(run: Command, tmp_path: Path) -> None:
    write(
        tmp_path / "catalog.csv", "id,title,author,year,isbn\n1,Tides of the Inland Sea,Ada Brook,1950,9780521531009\n"
    )
    register = [
        "row,registration_number,title,author,publication_date,registration_date,original_number",
        'o,A100018,Tides of the inland sea,"Brook, Ada",1950-05-01,1950-05-01,',
        'r,R654321,Tides of the inland sea,"Brook, Ada",1950-05-01,1977-05-01,A100018',
    ]
    write(tmp_path / "regs.csv", "\n".join(register))
    run("ingest", "catalog.csv", "--library", "libgen")
    done = run("match", "--registrations", "regs.csv")
    assert done.returncode == 0, done.stderr
    [line] = rows(tmp_path / "classmatch-results/works_list.csv")
    assert set(line["registration_numbers"].split("; ")) == {"A100018", "R654321"}
