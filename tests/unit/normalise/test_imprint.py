from __future__ import annotations

from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classmatch.normalise.imprint import imprint_date, imprint_publisher


def parts(cell: str | None) -> tuple[str | None, str | None]:
    frame = pl.LazyFrame({"cell": [cell]}, schema={"cell": pl.String})
    column = pl.col("cell")
    return (
        frame.select(publisher=imprint_publisher(column), date=imprint_date(column)).collect(engine="streaming").row(0)
    )


@pytest.mark.parametrize(
    ("cell", "publisher", "date"),
    [
        ("Berlin ; New York : Springer, [2003] ©2003", "Springer", "2003"),
        ("New York : Harper, c2007.", "Harper", "2007"),
        ("New York : Harper, March 2007.", "Harper", "2007-03"),
        ("New York : Wiley & Sons, Inc.", "Wiley & Sons, Inc.", None),
        ("New York : Harper.", "Harper", None),
        ("Cambridge, Massachusetts ; London, England : The MIT Press, 2014. ©2014", "The MIT Press", "2014"),
        ("Oxford : Clarendon Press ; New York : Oxford University Press, 1988.", "Clarendon Press", "1988"),
        ("2nd ed. Amsterdam ; Boston : Academic Press, c2006.", "Academic Press", "2006"),
        ("[Chicago] : Hart & Daughters, 1951-1953.", "Hart & Daughters", "1951"),
        ("London : Nineteen 80 Press, 1984", "Nineteen 80 Press", "1984"),
        # the colon was lost
        ("Berlin ; Springer, ©2012.", "Springer", "2012"),
        ("Amsterdam ; Elsevier Scientific Pub. Co. ; 1981.", "Elsevier Scientific Pub. Co.", "1981"),
        ("Hamburg ; New York, 1999", None, "1999"),
        ("Verlag Meier, 2017.", "Verlag Meier", "2017"),
        ("Macmillan Pub. Co., 1981", "Macmillan Pub. Co.", "1981"),
        # a place, or nothing
        ("Boca Raton", None, None),
        ("Hamburg", None, None),
        ("Hamburg, 1999", None, "1999"),
        ("[S.l.] : [s.n.], 1999", None, "1999"),
        ("[Place of publication not identified] : [publisher not identified], 1999", None, "1999"),
        ("1999", None, "1999"),
        (" : ", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_imprint(cell: str | None, publisher: str | None, date: str | None) -> None:
    assert parts(cell) == (publisher, date)


def test_places_occur_once_and_are_folded() -> None:
    table = pl.read_csv(str(files("classmatch.normalise") / "data" / "publishing_places.csv"))
    assert table["place"].is_unique().all()
    assert table["place"].str.contains("^[a-z]+( [a-z]+)*$").all()
    assert set(table["kind"]) == {"city", "region"}


plain = st.from_regex(r"[A-Z][a-z]{2,8}( [A-Z][a-z]{2,8})?", fullmatch=True)


@given(
    plain,
    plain.filter(lambda name: name.lower() != "unknown"),
    st.integers(1450, 2025),
    st.sampled_from(["{}", "c{}.", "©{}", "[{}]", "[{0}] ©{0}"]),
)
def test_isbd(place: str, publisher: str, year: int, form: str) -> None:
    assert parts(f"{place} : {publisher}, {form.format(year)}") == (publisher, str(year))


@given(st.text(max_size=40) | st.text(" :;,.[]©12059Aa", max_size=30))
def test_any_text_is_taken(cell: str) -> None:
    publisher, _ = parts(cell)
    assert publisher is None or publisher == publisher.strip() != ""
