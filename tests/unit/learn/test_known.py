"""Labels by the works and registrations of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from builders import deduplicated, register
from classmatch.compare.encode import encode
from classmatch.errors import InputError
from classmatch.labels import LABELS
from classmatch.learn.known import Known, nothing_known, placed

if TYPE_CHECKING:
    from classmatch.score import Weights

PATH = Path("labels.csv")
MADE = deduplicated(
    {"record_id": "a", "title": "Salt Roads", "author": "Rowe, Everett"},
    {"record_id": "b", "title": "Salt Roads", "author": "Everett Rowe"},  # another copy of the same work
    {"record_id": "c", "title": "Marsh Fires", "author": "Ina Marl"},
    {"record_id": "d", "title": "Reed Harvest", "author": "Ina Marl"},
    {"record_id": "d", "source": "zlibrary", "title": "Winter Harvest", "author": "Ina Marl"},
)
REGISTER = register(
    {"registration_record_id": "1", "title": "Salt roads", "author": "E. Rowe"},
    {"registration_record_id": "2", "title": "SALT ROADS.", "author": "E. Rowe"},  # the same words again
    {"registration_record_id": "3", "title": "Marsh fires", "author": "Marl, Ina"},
    {"registration_record_id": "3", "title": "Fen fires", "author": "Marl, Ina"},  # another title of one record
    {"registration_record_id": "4", "title": "Kiln drying", "author": "Woodhouse, Rita"},
)


def labels(*rows: tuple[str, str | None, str]) -> pl.DataFrame:
    named = [{"source": None, "record_id": a, "registration_row": b, "label": c} for a, b, c in rows]
    return pl.DataFrame(named, schema=LABELS)


def known(*rows: tuple[str, str | None, str]) -> tuple[Known, pl.DataFrame]:
    return placed(PATH, labels(*rows), MADE.copies, MADE.works, REGISTER)


def place(record: str) -> int:
    work = MADE.copies.filter(record_id=record)["work_id"][0]
    return MADE.works["work_id"].to_list().index(work)


def verdicts(found: Known, record: str) -> list[int]:
    left = np.full(REGISTER.height, place(record), dtype=np.int64)
    return found.verdicts(left, np.arange(REGISTER.height)).tolist()


def test_a_work_with_a_match_is_known_in_full_and_same_words_are_right_too() -> None:
    found, unknown = known(("a", "1", "match"))
    assert unknown.is_empty()
    assert verdicts(found, "a") == [1, 1, 0, 0, 0]
    assert verdicts(found, "c") == [-1] * 5


def test_an_absent_work_has_no_right_registration() -> None:
    found, _ = known(("c", None, "absent"))
    assert verdicts(found, "c") == [0] * 5


def test_of_other_works_only_what_is_named_is_known() -> None:
    found, _ = known(("c", "4", "nomatch"), ("c", "1", "related"))
    assert verdicts(found, "c") == [-1, -1, -1, -1, 0]


def test_copies_of_one_work_are_labelled_together_and_the_match_stands() -> None:
    assert place("a") == place("b")
    found, _ = known(("a", "1", "nomatch"), ("b", "1", "match"))
    assert found.pairs["label"].to_list() == ["match"]


def test_of_the_titles_of_a_matching_record_the_likeliest_is_meant(weights: Weights) -> None:
    found, _ = known(("c", "3", "match"))
    assert found.pairs.height == 2
    settled = found.settled(encode(MADE.works, REGISTER), weights)
    assert settled.pairs.select("right", "label").rows() == [(2, "match")]


def test_labels_of_other_records_and_registrations_are_told() -> None:
    _, unknown = known(("a", "1", "match"), ("x", "1", "match"), ("a", "77", "nomatch"))
    assert unknown["record_id"].to_list() == ["x", "a"]


def test_labels_of_nothing_here_are_refused() -> None:
    with pytest.raises(InputError, match="no label is of a record of the workspace"):
        known(("x", "1", "match"))


def test_a_record_of_several_libraries_needs_its_source() -> None:
    with pytest.raises(InputError, match="record_id 'd': of several libraries; add a column source"):
        known(("d", "1", "match"))
    sourced = labels(("d", "1", "match")).with_columns(source=pl.lit("zlibrary"))
    found, unknown = placed(PATH, sourced, MADE.copies, MADE.works, REGISTER)
    assert (found.pairs.height, unknown.height) == (1, 0)


def test_a_row_of_several_files_is_refused() -> None:
    again = pl.concat([REGISTER, REGISTER.with_columns(file=pl.lit("other.csv"))])
    with pytest.raises(InputError, match="registration_row '1': of several registration files"):
        placed(PATH, labels(("a", "1", "match")), MADE.copies, MADE.works, again)


def test_nothing_known_says_nothing() -> None:
    found = nothing_known()
    assert found.verdicts(np.array([0, 1]), np.array([0, 1])).tolist() == [-1, -1]
