"""The Copyright Office's tables with a line a subfield: every line belongs to a record, or is told of."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from pymarc import Field, Indicators, Record, Subfield
from read_helpers import rows_of

from classmatch.read import recognise_registrations, spill
from classmatch.read.formats.usco_long import FORMAT
from classmatch.read.formats.usco_marc import FORMAT as MARC
from classmatch.read.rows import FAULT, FILE, RAW_LINE, ROW

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from read_helpers import Write

HEADER_2022 = "row_id,v_,var_nm\n"
HEADER_2026 = "record_id,tag,subfield,value,.row\n"


def read_back(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    [source] = recognise_registrations([path])
    assert source.format == "usco_long"
    return rows_of(source)


def joined(lines: list[tuple[str, str, str]]) -> pl.DataFrame:
    """What comes of lines of the layout of 2026: record, `245a`, value."""
    columns = {
        "record_id": [record for record, _, _ in lines],
        "tag": [name[:3] for _, name, _ in lines],
        "subfield": [name[3:] for _, name, _ in lines],
        "value": [value for _, _, value in lines],
        FAULT: [None] * len(lines),
        RAW_LINE: [None] * len(lines),
        FILE: ["f"] * len(lines),
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String())).with_row_index(ROW, offset=1)
    assert FORMAT.assembly
    return FORMAT.assembly.join({"lines of 2026": frame.lazy()}).collect().sort(ROW)


def test_lines_of_2022(write: Write) -> None:
    content = HEADER_2022 + (
        "1,00000nam,leader\n1,20140312,cf_005\n1,TX0001234567 /,df_017_sf_a\n1,On tides :,df_245_sf_a\n"
        "1,Ann Roe,df_279_sf_c_rep_1\n1,John Doe,df_279_sf_c_rep_2\n1,employer for hire,df_279_sf_h_rep_2\n"
        '2,"Gulls, and others",df_245_sf_a\n'
    )
    rows, rejects = read_back(write("REG_1.csv", content))
    assert not rejects
    assert [(row["row"], row["registration_record_id"], row["title"]) for row in rows] == [
        (1, "1", "On tides"),
        (8, "2", "Gulls, and others"),
    ]
    assert rows[0]["author"] == "Ann Roe; John Doe, employer for hire"


def test_lines_of_2026(write: Write) -> None:
    content = (
        "\ufeff"
        + HEADER_2026
        + (
            "71,leader,NA,00000nam,1\n71,17,a,TX0001234567 /,2\n71,245,a,On tides :,3\n71,245,b,a study,4\n"
            '71,700,a,"Roe, Ann",5\n'
        )
    )
    [row], rejects = read_back(write("reg_text_2026_01_long.csv", content))
    assert not rejects
    assert row["registration_number"] == "TX0001234567"
    assert (row["title"], row["subtitle"], row["author"]) == ("On tides", "a study", "Roe, Ann")


def test_a_record_in_two_places_is_whole() -> None:
    frame = joined(
        [
            ("1", "245a", "One"),
            ("2", "245a", "Two"),
            ("1", "017a", "TX1 /"),
            ("2", "017a", "TX2"),
            ("1", "245b", "first"),
        ]
    )
    assert frame.select(ROW, "title", "subtitle", "registration_number").rows() == [
        (1, "One", "first", "TX1"),
        (2, "Two", None, "TX2"),
    ]


def test_every_line_is_a_record_or_a_fault() -> None:
    frame = joined(
        [("", "245a", "No record"), ("NA", "245a", "None here"), ("1", "999z", "unknown tag"), ("2", "245a", "Two")]
    )
    assert frame.select(ROW, "registration_record_id", "title", FAULT, RAW_LINE).rows() == [
        (1, None, None, "undecodable", "245,a,No record"),
        (2, None, None, "undecodable", "245,a,None here"),
        (3, "1", None, None, None),
        (4, "2", "Two", None, None),
    ]


def test_ragged_lines_are_told_of(write: Write) -> None:
    content = HEADER_2022 + "1,On tides,df_245_sf_a\n1,too,many,df_245_sf_b\n2\n3,Gulls,df_245_sf_a\n"
    rows, rejects = read_back(write("REG_2.csv", content))
    assert [row["title"] for row in rows] == ["On tides", "Gulls"]
    assert [row["row"] for row in rejects] == [2, 3]


def test_a_new_field_begins_where_its_first_subfield_comes_again() -> None:
    lines = [
        ("1", "279c", "Ann Roe"),
        ("1", "279h", "employer for hire"),
        ("1", "279c", "John Doe"),
        ("1", "279d", "1950-"),
    ]
    assert joined(lines).get_column("author").to_list() == ["Ann Roe, employer for hire; John Doe, 1950-"]


def test_many_partitions_give_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [(str(number % 97), "245a", f"Title {number}") for number in range(500)]
    lines += [("", "245a", "lost")] * 3
    whole = joined(lines)
    monkeypatch.setattr(spill, "PARTITION_ROWS", 20)
    assert joined(lines).equals(whole)
    assert whole.height == 97 + 3


def test_a_table_without_lines_has_no_records(write: Write) -> None:
    assert read_back(write("REG_3.csv", HEADER_2022)) == ([], [])


_values = st.text("aB1 .,/:&;'\"é", min_size=1, max_size=12)
_names = st.sampled_from(
    ["017a", "017d", "245a", "245b", "245n", "260a", "260b", "279c", "279h", "505t", "700a", "999z"]
)


@given(st.lists(st.tuples(st.sampled_from("123"), _names, _values), max_size=25))
def test_no_line_is_lost(lines: list[tuple[str, str, str]]) -> None:
    frame = joined(lines)
    assert frame.get_column("registration_record_id").to_list() == list(dict.fromkeys(record for record, _, _ in lines))


@given(st.lists(st.lists(st.tuples(_names, _values), min_size=1, max_size=6), min_size=1, max_size=4))
def test_lines_and_records_agree(records: list[list[tuple[str, str]]]) -> None:
    """As long as each field has one subfield, a table of lines says as much as MARC does."""
    content = b""
    for lines in records:
        made = Record()
        for name, value in lines:
            made.add_field(Field(name[:3], Indicators(" ", " "), [Subfield(name[3:], value)]))
        content += made.as_marc()
    frame = joined([(str(number), *line) for number, lines in enumerate(records) for line in lines])
    fields = [name for name in MARC.layouts[0].columns if name not in {"registration_record_id", "notes", "author"}]
    single = {"registration_number", "registration_date", "isbn", "contents", "record_type", "work_type"} & set(fields)
    found = [{name: row[name] for name in single} for row in frame.to_dicts()]
    assert found == [{name: row[name] for name in single} for row in MARC.layouts[0].records(io.BytesIO(content))]
