from __future__ import annotations

import isbnlib
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classmatch.normalise.isbn import isbn10_of, isbn13s, placeholders


def found(*cells: str | None) -> list[list[str]]:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    return frame.select(isbn13s(pl.col("cell"))).to_series().to_list()


CASES = [
    ("9780446310789", ["9780446310789"]),
    ("0446310786", ["9780446310789"]),
    ("0-446-31078-6", ["9780446310789"]),
    ("978-0-446-31078-9", ["9780446310789"]),
    ("978 0 446 31078 9", ["9780446310789"]),
    ("978–0–446–31078–9", ["9780446310789"]),
    ("0 - 446 - 31078 - 6", ["9780446310789"]),
    ("0446310786 (pbk.) :$24.99", ["9780446310789"]),
    ("ISBN-13: 978-0-446-31078-9", ["9780446310789"]),
    ("ISBN-10: 0446310786; ISBN-13: 9780446310789", ["9780446310789"]),
    ("ISBN0446310786", ["9780446310789"]),
    ("urn:isbn:9780446310789", ["9780446310789"]),
    ("\ufeff9780446310789", ["9780446310789"]),
    # X as the check digit, in three alphabets
    ("5-85009-444-X", ["9785850094447"]),
    ("585009444x", ["9785850094447"]),
    ("5-85009-444-Х", ["9785850094447"]),
    # several in a cell
    ("0521531004,9780521531009", ["9780521531009"]),
    ("0521531004,9780521531009,0521824141,9780521824149", ["9780521531009", "9780521824149"]),
    ("0521531004 0521824141", ["9780521531009", "9780521824149"]),
    ("0 521 53100 4 0 521 82414 1", ["9780521531009", "9780521824149"]),
    ("0521824141|0521531004", ["9780521531009", "9780521824149"]),
    ("0521824141 / 0521531004\n1855737213", ["9780521531009", "9780521824149", "9781855737211"]),
    ("1 0521531004", ["9780521531009"]),
    # 979 has no ISBN-10 and stays as it is
    ("979-10-360-0000-3", ["9791036000003"]),
    # SBN, and leading zeros lost in a spreadsheet
    ("521-53100-4", ["9780521531009"]),
    ("521531004", ["9780521531009"]),
    ("71363629", ["9780071363624"]),
    ("71363628", []),
    # other damage by spreadsheets
    ("'0446310786", ["9780446310789"]),
    ('="0446310786"', ["9780446310789"]),
    ("9780446310789.0", ["9780446310789"]),
    ("9.780446310789E12", ["9780446310789"]),
    ("9.78044E+12", []),
    ("9,78044E+12", []),
    ("9.78071363629E+12", []),
    # not ISBNs
    ("9780446310780", []),
    ("97804463107890", []),
    ("B071363629", []),
    ("ISSN 0317-8471", []),
    ("OCLC 71363629", []),
    ("19980423", []),
    ("", []),
    (None, []),
    ("n/a", []),
    # placeholders
    ("0000000000", []),
    ("9780000000002", []),
    ("1111111111", []),
    ("1234567890", []),
    ("123456789X", []),
    ("9781234567897", []),
]


@pytest.mark.parametrize(("cell", "expected"), CASES)
def test_cell(cell: str | None, expected: list[str]) -> None:
    assert found(cell) == [expected]


@pytest.mark.parametrize("stem", ["12-3-", "123-4567-", "1234567-12345-", "1234567-123456-", "12 34 "])
def test_groups_of_another_length_are_no_sbn(stem: str) -> None:
    assert found(*(stem + check for check in "0123456789X")) == [[]] * 11


def test_rows_keep_their_numbers() -> None:
    cells, expected = zip(*CASES, strict=True)
    assert found(*cells) == list(expected)


def test_streams() -> None:
    cells, expected = zip(*CASES, strict=True)
    plan = pl.LazyFrame({"cell": cells}).select(isbn13s(pl.col("cell")))
    assert plan.collect_schema() == {"cell": pl.List(pl.String)}
    assert plan.collect(engine="streaming").to_series().to_list() == list(expected)


def test_no_rows() -> None:
    assert found() == []


def test_placeholders_are_isbns_that_only_the_list_excludes() -> None:
    assert len(set(placeholders())) == len(placeholders())
    assert all(isbnlib.is_isbn13(str(number)) for number in placeholders())


def is_placeholder(isbn: str) -> bool:
    return len(set(isbn[3:12])) == 1 or int(isbn) in placeholders()


bodies = st.text("0123456789", min_size=9, max_size=9)
isbns = st.builds(
    lambda prefix, body: prefix + body + isbnlib.check_digit13(prefix + body), st.sampled_from(["978", "979"]), bodies
).filter(lambda isbn: not is_placeholder(isbn))


def _hyphenated(digits: str, cuts: set[int], mark: str) -> str:
    return "".join(mark + char if place in cuts else char for place, char in enumerate(digits))


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """An ISBN-13 and one of the ways to write it."""
    isbn = draw(isbns)
    short = isbn.startswith("978") and draw(st.booleans())
    digits = isbnlib.to_isbn10(isbn) if short else isbn
    cuts = draw(st.sets(st.integers(1 if short else 3, len(digits) - 1), max_size=4))
    text = _hyphenated(digits, cuts, draw(st.sampled_from(["-", " ", "–", " - "])))
    before = draw(st.sampled_from(["", "ISBN ", "ISBN-13: ", "'", "(", "isbn:"]))
    return isbn, before + text + draw(st.sampled_from(["", " (pbk.)", " :$24.99", " (alk. paper)", ".", " v. 2"]))


@given(st.lists(written(), min_size=1, max_size=4), st.sampled_from([",", ", ", ";", "|", " / ", "\n"]))
def test_every_valid_isbn_is_found(numbers: list[tuple[str, str]], separator: str) -> None:
    cell = separator.join(text for _, text in numbers)
    assert found(cell) == [sorted({isbn for isbn, _ in numbers})]


@given(st.lists(isbns, min_size=2, max_size=4))
def test_numbers_with_a_space_between_are_not_glued(numbers: list[str]) -> None:
    assert found(" ".join(numbers)) == [sorted(set(numbers))]


groups = st.lists(st.text("0123456789", min_size=1, max_size=7), max_size=6).map("-".join)


@given(st.text("0123456789Xx-– ,;.Ee+B|", max_size=60) | groups)
@example("978 0446310780")
def test_nothing_invalid_comes_out(cell: str) -> None:
    for isbn in found(cell)[0]:
        assert len(isbn) == 13
        assert isbnlib.is_isbn13(isbn)
        assert isbnlib.to_isbn13(isbn) == isbn


@given(st.text(max_size=80))
def test_any_text_is_taken(cell: str) -> None:
    once = found(cell)[0]
    assert found(" ".join(once)) == [once]


@given(isbns)
def test_isbn10_of(isbn: str) -> None:
    result = pl.select(isbn10_of(pl.lit(isbn))).item()
    assert result == (isbnlib.to_isbn10(isbn) or None)


def test_isbn10_of_null() -> None:
    assert pl.select(isbn10_of(pl.lit(None, pl.String))).item() is None
