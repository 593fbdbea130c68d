"""The old online catalogue: pages, their text and field codes give one record each, without personal data."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_helpers import registrations

from classmatch.errors import InputError
from classmatch.read.containers.record_pages import MAX_PAGE_BYTES, pages
from classmatch.read.formats import cocatalog
from classmatch.read.layouts import Fault

if TYPE_CHECKING:
    from read_helpers import Write

PAGES, TEXT = cocatalog.LAYOUTS


def text(content: str) -> list[Any]:
    return [_filled(record) for record in TEXT.records(io.BytesIO(content.encode()))]


def page(*rows: tuple[str, str]) -> str:
    cells = "".join(f"<tr><th>{label}:</th><td>{value}</td></tr>\n" for label, value in rows)
    return f"<html><body><table>{cells}</table></body></html>\n"


def records(content: str | bytes) -> list[Any]:
    raw = content if isinstance(content, bytes) else content.encode()
    return [_filled(record) for record in PAGES.records(io.BytesIO(raw))]


def _filled(record: Any) -> Any:
    return record if isinstance(record, Fault) else {field: value for field, value in record.items() if value}


def one(label: str, value: str) -> dict[str, str]:
    """What a label gives beside a title."""
    [record] = records(page(("Title", "X"), (label, value)))
    return {field: text for field, text in record.items() if (field, text) != ("title", "X")}


@pytest.mark.parametrize(
    ("label", "value", "fields"),
    [
        ("Registration Number / Date", "TX0006543210 / 2007-05-21",
         {"registration_number": "TX0006543210", "registration_date": "2007-05-21"}),
        ("Registration Number", "TXu 123-456", {"registration_number": "TXu 123-456"}),
        ("Registration Number / Date", "RE0000279707 / 1986",
         {"registration_number": "RE0000279707", "registration_date": "1986", "record_type": "renewal"}),
        ("Registration Number / Date", "PRE000000123 / 2009-04-01",
         {"registration_number": "PRE000000123", "registration_date": "2009-04-01", "record_type": "preregistration"}),
        ("Renewal registration for", "A00000347788 / 1958-06-02",
         {"original_number": "A00000347788", "original_date": "1958-06-02", "publication_date": "1958-06-02",
          "record_type": "renewal"}),
        ("Supplement to Registration", "TX0006543210 / 2007-05-21",
         {"previous_numbers": "TX0006543210 / 2007-05-21", "record_type": "supplementary registration"}),
        ("Registration number not verified", "TX 1-222",
         {"registration_number": "TX 1-222", "notes": "Registration number not verified"}),
        ("Type of Work", "Text", {"work_type": "Text"}),
        ("Imprint", "Boston : Gannet &amp; Daughters, c2007.", {"imprint": "Boston : Gannet & Daughters, c2007."}),
        ("Series", "Saltmarsh quartet ; v. 2", {"series": "Saltmarsh quartet", "volume": "v. 2"}),
        ("Edition", "1st ed.", {"edition": "1st ed."}),
        ("Description", "320 p.", {}),
        ("ISBN", "9780306406157<br>0306406152 (pbk.)", {"isbn": "9780306406157; 0306406152 (pbk.)"}),
        ("Copyright Claimant", "© Ada Roe", {"claimants": "Ada Roe"}),
        ("Copyright Claimant", "Acme, Inc. (By written agreement). Address: 1 Quay, Boston.",
         {"claimants": "Acme, Inc.", "transfer": "By written agreement"}),
        ("Copyright Claimant", "Acme, Inc., Transfer: By written agreement. Address: 1 Quay, Boston.",
         {"claimants": "Acme, Inc.", "transfer": "By written agreement"}),
        ("Copyright Claimant", "Ada Roe. Address: 1 Quay, Boston. Transfer: By will.",
         {"claimants": "Ada Roe.", "transfer": "By will"}),
        ("Copyright Claimant", "Jane Marrow, 1960-  . Address: 1 Elm.<br>Ada Roe. Address: 2 Elm.",
         {"claimants": "Jane Marrow, 1960-; Ada Roe."}),
        ("Date of Creation", "2006", {"creation_date": "2006"}),
        ("Date of Publication", "2007-03-01", {"publication_date": "2007-03-01"}),
        ("Nation of First Publication", "United States", {"nation": "United States"}),
        ("Authorship on Application",
         "Jane Marrow, pseud. of Mary Roe, 1960-  ; Domicile: United States; Citizenship: Peru. Authorship: text.",
         {"author": "Jane Marrow, pseud. of Mary Roe, 1960-"}),
        ("Authorship on Application", "Acme, Inc., employer for hire", {"author": "Acme, Inc., employer for hire"}),
        ("Names", "Roe, Ada (author, claimant)<br>Moss, R. J. (illustrator)<br>Finch, Jo", {"author": "Roe, Ada"}),
        ("Previous Registration", "Prev. reg. 2001, TXu000987654.",
         {"previous_numbers": "Prev. reg. 2001, TXu000987654."}),
        ("Pre-existing Material", "One chapter.", {"notes": "Pre-existing material: One chapter."}),
        ("Basis of Claim", "New text.", {"new_matter": "New text."}),
        ("Variant title", "Verses", {"alternate_title": "Verses"}),
        ("Alternative Title on Application", "Verses", {"alternate_title": "Verses"}),
        ("Application Title", "x", {}),
        ("Application Title", "Y", {"alternate_title": "Y"}),
        ("Contents", "The mole<br>Low water", {"contents": "The mole\nLow water"}),
        ("Contents", "The mole -- Low water", {"contents": "The mole\nLow water"}),
        ("Rights and Permissions", "Jane Marrow, 12 Elm Street, jane@example.org", {}),
        ("Copyright Note", "C.O. correspondence.", {"notes": "C.O. correspondence."}),
        ("Shelf mark", "Q 17", {"notes": "Shelf mark: Q 17"}),
    ],
)  # fmt: skip
def test_a_label_means(label: str, value: str, fields: dict[str, str]) -> None:
    assert one(label, value) == fields


def test_the_title_names_the_author_where_nothing_else_does() -> None:
    [alone] = records(page(("Title", "The tide : a novel / by Jane Marrow."), ("Date of Creation", "2006")))
    assert alone["title"] == "The tide : a novel"
    assert alone["author"] == "by Jane Marrow."
    [both] = records(page(("Title", "The tide / by J. M."), ("Authorship on Application", "Jane Marrow")))
    assert both["author"] == "Jane Marrow"


def test_a_record_without_title_takes_that_of_the_application() -> None:
    [record] = records(page(("Application Title", "Tide"), ("Date of Creation", "2006")))
    assert record["title"] == "Tide"
    assert "alternate_title" not in record


def test_pages_may_stand_one_behind_the_other_and_hold_several_records() -> None:
    record = (("Title", "The tide"), ("Date of Creation", "2006"))
    assert len(records(page(*record) + page(*record, *record) + page(*record))) == 4


def test_a_page_without_a_record_is_a_fault() -> None:
    [fault, record] = records("<html><p>No records found</p></html>" + page(("Title", "X")))
    assert isinstance(fault, Fault)
    assert "No records found" in fault.shown
    assert record["title"] == "X"


def test_pages_that_are_not_well_formed() -> None:
    [record] = records("<TABLE><TR><TH>Title:<TD>The <b>tide<TR><TH>Date of&nbsp;Creation<TD>2006<TR><TD>x</TABLE>")
    assert record == {"title": "The tide", "creation_date": "2006"}


def test_pages_in_an_old_encoding() -> None:
    raw = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">' + page(("Title", "Marée"))
    [record] = records(raw.encode("iso-8859-1"))
    assert record["title"] == "Marée"


def test_nothing_outside_a_page_is_fetched() -> None:
    [record] = records(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + page(("Title", "X&x;<script>alert(1)</script>"))
    )
    assert "root" not in record["title"]
    assert "alert" not in record["title"]


def test_a_page_without_end_is_an_error(write: Write) -> None:
    start = page(("Title", "X"), ("Date of Creation", "2006")).replace("</table></body></html>", "")
    path = write("page.html", start + "<tr><td>y</td></tr>" * (MAX_PAGE_BYTES // 18))
    with pytest.raises(InputError, match="8 MB without the end of a page"):
        registrations(path)


def test_tables_without_pages_are_cut_behind_a_table() -> None:
    table = page(("Title", "X"), ("Date of Creation", "2006")).replace("<html><body>", "").replace("</body></html>", "")
    many = (table * 20_000).encode()
    assert len(list(pages(io.BytesIO(many)))) > 1
    assert len(records(many)) == 20_000


FIRST = "Type of Work: Text\nRegistration Number / Date: TX1 / 2007-05-21\nTitle: The tide\n"
SECOND = "Type of Work: Text\nRegistration Number / Date: TX2 / 2008-05-21\nTitle: The ebb\n"


@pytest.mark.parametrize(
    "between", ["", "\n", "\n\n\n", "-----------\n", "\n==========\n\n", "\f\n", "\nStart Over | Help\n\n"]
)
def test_records_in_text_are_told_apart(between: str) -> None:
    found = text(f"{FIRST}{between}{SECOND}")
    assert [(record["registration_number"], record["title"]) for record in found] == [
        ("TX1", "The tide"),
        ("TX2", "The ebb"),
    ]


def test_lines_that_are_spaced_out_are_one_record() -> None:
    assert text(FIRST.replace("\n", "\n\n") + "Names: Roe, Ada (author)\n") == [
        {"work_type": "Text", "registration_number": "TX1", "registration_date": "2007-05-21", "title": "The tide",
         "author": "Roe, Ada"}
    ]  # fmt: skip


def test_values_go_on_in_indented_lines() -> None:
    [record] = text(FIRST + "Notes: Includes a map: of\n  the saltings\n\tin colour.\nNames: Roe, Ada (author)\n")
    assert record["notes"] == "Includes a map: of the saltings in colour."


def test_values_that_a_mail_program_wrapped_at_the_margin() -> None:
    [record] = text("> Title: The tide that\n> would not turn\n> Date of Creation: 2006\n")
    assert record == {"title": "The tide that would not turn", "creation_date": "2006"}


def test_text_that_was_copied_from_a_page_has_tabs() -> None:
    [record] = text("Help\tSearch\nType of Work:\tText\nTitle:\tThe tide\nRegistration Number / Date:\tTX1 / 2007\n")
    assert record["title"] == "The tide"


def test_personal_data_is_not_taken_over() -> None:
    [record] = text(
        FIRST
        + "Copyright Claimant: Ada Roe. Address: 1 Elm\n  Street, Springfield.\n"
        + "Rights and Permissions: Ada Roe, 1 Elm Street,\n  ada@example.org\n"
    )
    assert "Elm" not in str(record)
    assert "example" not in str(record)
    assert record["claimants"] == "Ada Roe."


def test_field_codes() -> None:
    [record] = text(
        "TITL: Salt roads / Ada Roe.\nOREG: A347788\nODAT: 2Jun58\nCLNA: Ada Roe (A)\n"
        "DREG: 23Jan86\nADTI: The salt road\n"
    )
    assert record == {
        "title": "Salt roads", "author": "Ada Roe.", "original_number": "A347788", "original_date": "2Jun58",
        "publication_date": "2Jun58", "claimants": "Ada Roe (A)", "registration_date": "23Jan86",
        "alternate_title": "The salt road", "record_type": "renewal",
    }  # fmt: skip


def test_what_is_recognised() -> None:
    assert PAGES.recognises(page(("Title", "X"), ("Copyright Claimant", "Y")).encode())
    assert TEXT.recognises(FIRST.encode())
    assert TEXT.recognises(b"TITL: X\nCLNA: Y\n")
    assert not TEXT.recognises(page(("Title", "X"), ("Copyright Claimant", "Y")).encode())


@pytest.mark.parametrize(
    "head",
    [
        b"Title: X\nAuthor: Y\nPublisher: Z\n",
        b"Title: X\n",
        b"Registration Number / Date,Title,Copyright Claimant\nTX1 / 2007,X,Y\n",
        b"Dear Sir,\nTitle: X\nthis is about the registration.\n",
        b"<html><table><tr><th>Title</th><td>X</td></tr><tr><th>Price</th><td>1</td></tr></table></html>",
        b'{"Title:": 1}',
        b"",
    ],
)
def test_what_is_not_recognised(head: bytes) -> None:
    assert PAGES.recognises(head) is None
    assert TEXT.recognises(head) is None


LABEL = st.sampled_from(
    ["Title", "Registration Number / Date", "Names", "Copyright Claimant", "TITL", "Foo", "Contents"]
)
VALUE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@given(st.lists(st.tuples(LABEL, VALUE), min_size=1, max_size=12))
def test_every_title_of_a_page_is_found_again(rows: list[tuple[str, str]]) -> None:
    safe = [(label, value.replace("<", "").replace("&", "")) for label, value in rows]
    found = " ".join(str(record) for record in records(page(*safe)))
    for label, value in safe:
        words = value.split()
        if label == "Title" and words and "/" not in value and ";" not in value:
            assert repr(words[0])[1:-1] in found


@given(
    st.binary(max_size=400)
    | st.lists(LABEL | VALUE | st.sampled_from([":", "\n", " ", "---------"])).map(
        lambda parts: "".join(parts).encode()
    )
)
def test_no_bytes_are_too_odd(content: bytes) -> None:
    for layout in cocatalog.LAYOUTS:
        layout.recognises(content)
        for record in layout.records(io.BytesIO(content)):
            assert isinstance(record, Fault) or set(record) <= set(cocatalog.COLUMNS)


@pytest.mark.parametrize(
    "unit", ["Address: ", "(By a", "Authorship: ", " / ", "; v.", "<th>", "<table>", "A:", "© ", ", "]
)
def test_no_value_takes_long(unit: str) -> None:
    many = unit * 20_000
    lines = f"Copyright Claimant: {many}\nAuthorship on Application: {many}\nTitle: {many}\nSeries: {many}\n"
    assert text(lines)
    assert records(page(("Title", many), ("Copyright Claimant", many)))
    assert TEXT.recognises(many.encode()) is None
    assert PAGES.recognises(f"<{many}".encode()) is None
