"""Label files: what is taken, what is refused, and which of several labels stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from classmatch.errors import InputError
from classmatch.labels import LABELS, of_one_text, read_labels, same_text

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str, name: str = "labels.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_columns_are_those_that_are_promised(tmp_path: Path) -> None:
    labels = read_labels(write(tmp_path, "label,note,record_id,registration_row\nmatch,sure,a,7\n"))
    assert labels.schema == LABELS
    assert labels.rows() == [(None, "a", "7", "match")]


@pytest.mark.parametrize("name", ["registration_row", "registration_record_id", "Registration Row"])
def test_the_registration_has_either_name(tmp_path: Path, name: str) -> None:
    assert read_labels(write(tmp_path, f"record_id,{name},label\na,7,match\n"))["registration_row"].to_list() == ["7"]


def test_other_containers_hold_the_same(tmp_path: Path) -> None:
    text = "record_id,registration_row,label,source\n1,7,match,here\n2,,absent,here\n"
    expected = read_labels(write(tmp_path, text))
    tabs = write(tmp_path, text.replace(",", "\t"), "labels.tsv")
    numbers = pl.DataFrame(
        {"record_id": [1, 2], "registration_row": [7.0, None], "label": ["match", "absent"], "source": ["here"] * 2}
    )
    numbers.write_parquet(tmp_path / "labels.parquet")
    assert read_labels(tabs).equals(expected)
    assert read_labels(tmp_path / "labels.parquet").equals(expected)


def test_labels_are_taken_in_any_case_and_with_any_space_around_them(tmp_path: Path) -> None:
    labels = read_labels(write(tmp_path, "record_id,registration_row,label\n a , 7, Match \n"))
    assert labels.rows() == [(None, "a", "7", "match")]


def test_of_several_labels_of_a_pair_the_last_stands(tmp_path: Path) -> None:
    text = "record_id,registration_row,label\na,7,match\nb,7,match\na,7,nomatch\n"
    assert read_labels(write(tmp_path, text)).rows() == [(None, "b", "7", "match"), (None, "a", "7", "nomatch")]


def test_the_same_id_in_another_library_is_another_record(tmp_path: Path) -> None:
    text = "source,record_id,registration_row,label\nx,a,7,match\ny,a,7,nomatch\n"
    assert read_labels(write(tmp_path, text))["label"].to_list() == ["match", "nomatch"]


def test_every_fault_is_told_with_its_row_and_value(tmp_path: Path) -> None:
    text = """record_id,registration_row,label
a,1,match
b,,absent
b,2,match
c,,match
,3,nomatch
d,4,yes
e,5,
f,6,absent
g,7,match,more,cells
"""
    with pytest.raises(InputError) as raised:
        read_labels(write(tmp_path, text))
    said = str(raised.value)
    assert "\n" not in said
    for part in (
        "row 2: record_id 'b' is absent here, but row 3 has a match of it",
        "row 4: no registration_row",
        "row 5: no record_id",
        "row 6: label 'yes'",
        "row 7: no label",
        "row 8: absent, but with registration_row '6'",
        "row 9: too_many_fields",
        "match, nomatch, related, absent",
    ):
        assert part in said


def test_of_many_faults_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    text = "record_id,registration_row,label\n" + "a,1,yes\n" * 50
    with pytest.raises(InputError, match="row 20: label 'yes'; and 30 more"):
        read_labels(write(tmp_path, text))


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_labels(write(tmp_path, f"record_id,registration_row,label\na,1,{'x' * 5000}\n"))
    assert len(str(raised.value)) < 500


def test_all_missing_columns_are_told(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"registration_row or registration_record_id.*label.*columns are: record_id, row"
    ):
        read_labels(write(tmp_path, "record_id,row\na,1\n"))


def test_a_file_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no labels"):
        read_labels(write(tmp_path, "record_id,registration_row,label\n,,\n"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_labels(tmp_path / "none.csv")


REGISTRATIONS = pl.DataFrame(
    {
        "registration_record_id": ["1", "2", "3", "4", "5"],
        "title": ["The Tide Tables", "THE TIDE-TABLES.", "The Tide Tables", None, None],
        "subtitle": [None, None, "a novel", None, ""],
        "author": ["Ada Brook", "ada brook", "Ada Brook", None, None],
    }
)


def test_rows_of_one_text_are_one_and_rows_without_text_stand_for_themselves() -> None:
    assert same_text(REGISTRATIONS).rows() == [("1", "1"), ("2", "1"), ("3", "3"), ("4", "4"), ("5", "5")]


def test_a_row_with_several_titles_is_one_id() -> None:
    twice = pl.concat([REGISTRATIONS, REGISTRATIONS.with_columns(title=pl.lit("Another"))])
    assert same_text(twice)["registration_row"].to_list() == ["1", "2", "3", "4", "5"]


def test_pairs_take_the_first_of_their_text_and_keep_what_is_not_known() -> None:
    pairs = pl.DataFrame({"registration_row": ["2", "9", None]}, schema={"registration_row": pl.String})
    assert of_one_text(pairs, same_text(REGISTRATIONS))["registration_row"].to_list() == ["1", "9", None]
    assert of_one_text(pairs, None) is pairs
